"""A second program that opens what Havre keeps, written from docs/evidence-format.md and from nothing else of Havre.

It imports no module of the vault and not the class that made the streams: AES-GCM, AES-GCM-SIV, Argon2id, X25519,
ML-KEM and Ed25519 are taken from a library; the streams, X-Wing, HPKE, HKDF and the chain are written out here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

Row = dict[str, Any]
CHUNK = 16_384
BODY = ["act", "actor", "at", "commit", "epoch", "item", "n", "prev", "v", "vault"]
LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"}


class RefusedError(Exception):
    """Something does not hold."""


def demand(holds: object, what: str) -> None:
    if not holds:
        raise RefusedError(what)


# -- section 1 ---------------------------------------------------------------------------------------------------------


def extract(kind: str, salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(hashlib.new(kind).digest_size), secret, kind)


def expand(kind: str, key: bytes, info: bytes, length: int) -> bytes:
    made = block = b""
    while len(made) < length:
        block = hmac.digest(key, block + info + bytes([len(made) // hashlib.new(kind).digest_size + 1]), kind)
        made += block
    return made[:length]


def hkdf(kind: str, secret: bytes, salt: bytes, info: bytes) -> bytes:
    return expand(kind, extract(kind, salt, secret), info, 32)


def open_aead(aead: AESGCM | AESGCMSIV, sealed: bytes, aad: bytes) -> bytes:
    try:
        return aead.decrypt(sealed[:12], sealed[12:], aad)
    except (InvalidTag, ValueError):
        raise RefusedError("a seal is broken") from None


# -- section 3: X-Wing and HPKE ----------------------------------------------------------------------------------------


def labelled_extract(salt: bytes, label: bytes, secret: bytes) -> bytes:
    suite = b"HPKE" + bytes.fromhex("647a00010002")
    return extract("sha256", salt, b"HPKE-v1" + suite + label + secret)


def labelled_expand(key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    suite = b"HPKE" + bytes.fromhex("647a00010002")
    return expand("sha256", key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def open_to(seed: bytes, sealed: bytes, place: bytes) -> bytes:
    demand(len(seed) == 32 and len(sealed) >= 1136, "lengths")
    grown = hashlib.shake_256(seed).digest(96)
    curve = X25519PrivateKey.from_private_bytes(grown[64:])
    kem_part, curve_part = sealed[:1088], sealed[1088:1120]
    try:
        one = MLKEM768PrivateKey.from_seed_bytes(grown[:64]).decapsulate(kem_part)
        two = curve.exchange(X25519PublicKey.from_public_bytes(curve_part))
    except ValueError:
        raise RefusedError("not a public key") from None
    own = curve.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(one + two + curve_part + own + bytes.fromhex("5c2e2f2f5e5c")).digest()
    context = b"\0" + labelled_extract(b"", b"psk_id_hash", b"") + labelled_extract(b"", b"info_hash", place)
    secret = labelled_extract(shared, b"secret", b"")
    key = labelled_expand(secret, b"key", context, 32)
    nonce = labelled_expand(secret, b"base_nonce", context, 12)
    return open_aead(AESGCM(key), nonce + sealed[1120:], b"")


def open_under(secret: bytes, sealed: bytes, place: bytes) -> bytes:
    key = hkdf("sha256", secret, b"", b"havre/v1/under|" + place)
    return open_aead(AESGCMSIV(key), sealed, place)


# -- section 5: phrases ------------------------------------------------------------------------------------------------


def normalised(phrase: str) -> str:
    folded = unicodedata.normalize("NFKD", phrase).casefold()
    folded = "".join(LIGATURES.get(sign, sign) for sign in folded)
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def stretch(phrase: str, salt: bytes, cost: tuple[int, int, int], secret: bytes, ad: bytes) -> bytes:
    memory, passes, lanes = cost
    slow = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory, ad=ad, secret=secret)
    return slow.derive(normalised(phrase).encode())


# -- section 6: the stream ---------------------------------------------------------------------------------------------


def open_stream(key: bytes, context: bytes, sealed: bytes) -> bytes:
    salt, commitment, rest = sealed[:24], sealed[24:56], sealed[56:]
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    made = expand("sha512", key, info, 76)
    demand(hmac.compare_digest(made[44:], commitment), "the commitment")
    aead, base, clear = AESGCM(made[:32]), int.from_bytes(made[32:44], "big"), b""
    for number in range(len(rest) // (CHUNK + 16) + 1):
        chunk = rest[number * (CHUNK + 16) : (number + 1) * (CHUNK + 16)]
        clear += open_aead(aead, (base ^ number).to_bytes(12, "big") + chunk, b"")
    return clear


def padded(size: int) -> int:
    if size <= 4096:
        return 4096
    e = size.bit_length() - 1
    unit = 2 ** (e - e.bit_length())
    return -(-size // unit) * unit


# -- section 10 --------------------------------------------------------------------------------------------------------


@dataclass
class SecondReader:
    """Keys, rows, files and shred values, as plain dictionaries of bytes."""

    service: dict[int, bytes]
    custody: dict[int, bytes]
    pepper: bytes
    cost: tuple[int, int, int]
    tables: dict[str, list[Row]]
    files: dict[str, bytes]
    shreds: dict[str, bytes]

    def rows(self, table: str, **wanted: object) -> list[Row]:
        return [row for row in self.tables[table] if all(row[name] == value for name, value in wanted.items())]

    def row(self, table: str, **wanted: object) -> Row:
        rows = self.rows(table, **wanted)
        demand(len(rows) == 1, f"one row of {table}")
        return rows[0]

    def shred(self, name: str) -> bytes:
        demand(name in self.shreds, "erased")
        return self.shreds[name]

    def open_service(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        demand(sealed and sealed[0] in self.service, "the service key")
        key = hkdf("sha256", self.service[sealed[0]], b"", b"havre/v1/service|seal|" + table.encode())
        return open_aead(AESGCMSIV(key), sealed[1:], f"{table}\0{column}\0{row}".encode())

    def find(self, phrase: str) -> str | None:
        salt = self.row("vault_house", name="phrase-salt")["value"]
        slow = stretch(phrase, salt, self.cost, hmac.digest(self.pepper, b"", "sha256"), b"havre/v1/resume")
        key = hkdf("sha256", self.pepper, b"", b"havre/v1/phrase|havre/v1/resume")
        found = self.rows("vaults", phrase=hmac.digest(key, slow, "sha256"))
        return found[0]["id"] if found else None

    def seed_by_phrase(self, vault_id: str, phrase: str) -> bytes:
        locked = self.row("vaults", id=vault_id)["locked"]
        demand(locked and len(locked) > 35 and locked[0] == 1, "locked")
        cost = (int.from_bytes(locked[1:5], "big"), locked[5], locked[6])
        shred = self.shred(f"lock-{vault_id}-{hashlib.sha256(locked).hexdigest()[:16]}")
        place = f"havre/v1/lock|{vault_id}".encode()
        try:
            key = stretch(phrase, locked[7:23], cost, hmac.digest(self.pepper, shred, "sha256"), place)
        except ValueError:
            raise RefusedError("the cost") from None
        return open_aead(AESGCM(key), locked[23:], place)

    def seed_that_waits(self, vault_id: str) -> bytes:
        waiting = self.row("vaults", id=vault_id)["waiting"]
        demand(waiting, "nothing waits")
        inner = self.open_service("vaults", "waiting", vault_id, waiting)
        return open_under(self.shred(f"waiting-{vault_id}"), inner, f"havre/v1/waiting|{vault_id}".encode())

    def team_seed(self, listener_id: str, listener_seed: bytes, epoch: int) -> bytes:
        wrap = self.row("team_wraps", listener_id=listener_id, epoch=epoch)
        return open_to(listener_seed, wrap["sealed"], f"havre/v1/team|{epoch}|{listener_id}".encode())

    def open_item(self, item_id: str, reader: str, seeds: dict[int, bytes]) -> tuple[Row, bytes]:
        """Return the record and the content."""
        item = self.row("vault_items", id=item_id)
        wrap = max(self.rows("vault_wraps", item_id=item_id, reader=reader), key=lambda row: row["epoch"], default=None)
        demand(wrap and wrap["epoch"] in seeds and item["suite"] == wrap["suite"] == 1, "a wrap")
        place = f"havre/v1/wrap|{item['vault_id']}|{item_id}|{reader}|{wrap['epoch']}".encode()
        secret = open_to(seeds[wrap["epoch"]], wrap["sealed"], place)
        shred = self.shred(f"item-{item_id}")
        file_key, record_key = (
            hkdf("sha512", secret, shred, f"havre/v1/{use}|{item_id}".encode()) for use in ("file", "record")
        )
        record = json.loads(open_aead(AESGCM(record_key), item["record"], item_id.encode()))
        clear = self.open_file(item, file_key)
        content = clear[: record["size"]]
        demand(len(clear) == padded(record["size"]) == item["padded_size"], "the padded size")
        demand(hashlib.sha256(content).hexdigest() == record["sha256"], "the fingerprint")
        self.check_kept(item, record)
        return record, content

    def open_file(self, item: Row, key: bytes) -> bytes:
        """Return the content and its padding, from one file or from several."""
        item_id, count = item["id"], item.get("parts") or 0
        places = {item_id: f"havre/v1/blob|{item_id}"}
        if count:
            parts = sorted(self.rows("vault_parts", item_id=item_id), key=lambda row: row["number"])
            demand([row["number"] for row in parts] == list(range(1, count + 1)), "the parts")
            places = {row["blob_id"]: f"havre/v1/part|{item_id}|{row['number']}|{count}" for row in parts}
        demand(places.keys() <= self.files.keys(), "the file")
        return b"".join(open_stream(key, place.encode(), self.files[name]) for name, place in places.items())

    def check_kept(self, item: Row, record: Row) -> None:
        body = json.loads(self.row("vault_custody", vault_id=item["vault_id"], seq=item["seq"])["body"])
        commit = hashlib.sha256(bytes.fromhex(record["salt"]) + bytes.fromhex(record["sha256"])).hexdigest()
        demand((body["act"], body["item"], body["commit"]) == ("kept", item["id"], commit), "the commitment")

    def check_chain(self, vault_id: str, receipt: str | None = None) -> str:
        """Check a whole chain; return its receipt."""
        head = hashlib.sha256(b"havre/v1/custody|" + vault_id.encode()).digest()
        rows = sorted(self.rows("vault_custody", vault_id=vault_id), key=lambda row: row["seq"])
        for number, row in enumerate(rows, 1):
            body = json.loads(row["body"])
            demand(sorted(body) == BODY and body["v"] == 1, "the form")
            demand(json.dumps(body, sort_keys=True, separators=(",", ":")) == row["body"], "the form")
            demand(body["n"] == row["seq"] == number and body["vault"] == vault_id, "the number")
            demand(body["prev"] == head.hex(), "the chain")
            demand(body["epoch"] == row["epoch"] and row["epoch"] in self.custody, "the epoch")
            try:
                Ed25519PublicKey.from_public_bytes(self.custody[row["epoch"]]).verify(
                    row["signature"], row["body"].encode()
                )
            except InvalidSignature:
                raise RefusedError("the signature") from None
            head = hashlib.sha256(row["body"].encode()).digest()
        signs = base64.b32encode(head[:10]).decode()
        code = "-".join(signs[place : place + 4] for place in range(0, 16, 4))
        demand(receipt in {None, code}, "the end")
        return code

    def open_entry(self, seed: bytes, epoch: int, case_id: str, entry_id: str, sealed: bytes) -> bytes:
        return open_to(seed, sealed, f"havre/v1/entry|{epoch}|{case_id}|{entry_id}".encode())
