"""The chain of custody: who did what with a vault, each entry bound to the one before, signed by the house.

Lives here: writing and checking entries (pure). Does not live here: where they are stored (`vault.records`).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vault.keys import is_signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from vault.keys import SigningKey

VERSION = 1
CODE_BYTES = 10


class Act(StrEnum):
    """What can be done with a vault."""

    MADE = "made"
    KEPT = "kept"
    SHARED = "shared"
    UNSHARED = "unshared"
    PHRASE = "phrase-chosen"
    OPENED_BY_TEAM = "opened-by-team"
    OPENED_BY_OWNER = "opened-by-owner"
    ERASED = "erased"
    WITHHELD = "withheld"
    RELEASED = "released"
    DESTROYED = "destroyed"
    RECOVERY = "recovery-made"
    COPIED = "copied-by-owner"
    PACKAGED = "packaged"
    HEARD = "heard"
    COMPARED = "compared"


class Wrong(StrEnum):
    """What can be wrong with an entry."""

    NUMBER = "number"  # one is missing before it, or it stands twice
    CHAIN = "chain"  # it does not follow from the entry before, or belongs to another vault
    SIGNATURE = "signature"
    KEY = "key"  # signed in an epoch whose key is not known
    FORM = "form"
    END = "end"  # entries are missing after it


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is stored: the exact text that was signed."""

    n: int
    body: str
    epoch: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is wrong, by its number, and what is wrong with it."""

    n: int
    wrong: Wrong


def genesis(vault_id: str) -> bytes:
    """Return what the first entry of a vault follows."""
    return hashlib.sha256(b"havre/v1/custody|" + vault_id.encode()).digest()


def write(
    vault_id: str,
    after: tuple[int, bytes],
    signing: SigningKey,
    *,
    at: datetime,
    actor: str,
    act: Act,
    item: str = "",
    commit: str = "",
) -> tuple[Entry, bytes]:
    """Write the entry that follows `after` (number and head); return it with the new head."""
    body = canonical(
        {
            "v": VERSION,
            "vault": vault_id,
            "n": after[0] + 1,
            "prev": after[1].hex(),
            "at": at.isoformat(timespec="seconds"),
            "actor": actor,
            "act": str(act),
            "item": item,
            "commit": commit,
            "epoch": signing.epoch,
        }
    )
    entry = Entry(after[0] + 1, body, signing.epoch, signing.sign(body.encode()))
    return entry, head_of(body)


def canonical(body: Mapping[str, str | int]) -> str:
    """Return the one way to write a body: sorted keys, no spaces, ASCII."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def head_of(body: str) -> bytes:
    """Return the head of a chain that ends with this body."""
    return hashlib.sha256(body.encode()).digest()


def commitment(salt: bytes, sha256: str) -> str:
    """Bind an entry to the bytes of an item without telling anybody whether they are a picture they know."""
    return hashlib.sha256(salt + bytes.fromhex(sha256)).hexdigest()


def receipt_code(head: bytes) -> str:
    """Return the head as a person can note it down: 16 signs in groups of four, 80 bits."""
    code = base64.b32encode(head[:CODE_BYTES]).decode()
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def verify(entries: Iterable[Entry], public_keys: Mapping[int, bytes], head: bytes | None = None) -> Fault | None:
    """Name the first fault of a whole chain, or None; with the `head` known elsewhere, a cut end is seen too."""
    n, before, vault = 0, b"", ""
    for entry in entries:
        body = _read(entry.body)
        if body is None:
            return Fault(entry.n, Wrong.FORM)
        if n == 0:
            vault = str(body["vault"])
            before = genesis(vault)
        n += 1
        if wrong := _check(entry, body, n, vault, before, public_keys):
            return Fault(entry.n, wrong)
        before = head_of(entry.body)
    return Fault(n, Wrong.END) if head is not None and head != before else None


def _check(
    entry: Entry, body: Mapping[str, object], n: int, vault: str, before: bytes, public_keys: Mapping[int, bytes]
) -> Wrong | None:
    if entry.n != n or body["n"] != n:
        return Wrong.NUMBER
    if entry.epoch not in public_keys or body["epoch"] != entry.epoch:
        return Wrong.KEY
    if not is_signed(public_keys[entry.epoch], entry.signature, entry.body.encode()):
        return Wrong.SIGNATURE
    if body["prev"] != before.hex() or body["vault"] != vault:
        return Wrong.CHAIN
    return None


def _read(text: str) -> Mapping[str, object] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    known = {"v", "vault", "n", "prev", "at", "actor", "act", "item", "commit", "epoch"}
    if not isinstance(body, dict) or set(body) != known or body["v"] != VERSION or canonical(body) != text:
        return None
    return body
