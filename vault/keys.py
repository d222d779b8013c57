"""The keys of the house and of people: files, pairs that grow from a seed, and seeds sealed by a phrase.

Lives here: making keys and reading them from their folder. Does not live here: formats of what they seal
(`vault.sealing`), and which rows hold what (`vault.records`).
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.errors import CannotOpenError, KeyFileError, WrongPhraseError
from vault.phrase import normalise
from vault.sealing import KEY_BYTES, NONCE_BYTES, SEED_BYTES, ServiceKey, public_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT_BYTES = 16
LOCK_VERSION = 1
LOCK_HEAD = 1 + 4 + 1 + 1 + SALT_BYTES + NONCE_BYTES
MOST_MEMORY_KIB = 1 << 20  # a row that asks for more than 1 GiB was not written by us
FILE_NAME = re.compile(r"(service|custody)-(\d{3})\.key")


@dataclass(frozen=True, slots=True)
class Pair:
    """A key pair for sealing to a person or to the team: 32 bytes to keep, 1216 to give away."""

    seed: bytes = field(repr=False)
    public: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Make a pair."""
        return cls.of(os.urandom(SEED_BYTES))

    @classmethod
    def of(cls, seed: bytes) -> Self:
        """Grow the pair of a seed."""
        return cls(seed, public_of(seed))


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a phrase costs: memory in KiB, passes over it, lanes side by side (Argon2id)."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4


class Passphrases:
    """Seals small secrets by a phrase, slowly on purpose, in a thread, a few at a time: each takes 64 MiB."""

    def __init__(self, pepper: bytes, cost: Cost | None = None, at_once: int = 1) -> None:
        self._pepper = pepper
        self._cost = cost or Cost()
        self._turns = asyncio.Semaphore(at_once)

    async def seal(self, phrase: str, clear: bytes, *, shred: bytes, context: bytes) -> bytes:
        """Seal by a phrase; without `shred`, `context` and the pepper nobody can even try phrases."""
        salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
        key = await self._stretch(self._cost, salt, phrase, shred, context)
        return _lock_head(self._cost) + salt + nonce + AESGCM(key).encrypt(nonce, clear, context)

    async def open(self, phrase: str, sealed: bytes, *, shred: bytes, context: bytes) -> bytes:
        """Open what `seal` made. Raises WrongPhraseError."""
        cost, salt, nonce = _read_lock_head(sealed)
        key = await self._stretch(cost, salt, phrase, shred, context)
        try:
            return AESGCM(key).decrypt(nonce, sealed[LOCK_HEAD:], context)
        except InvalidTag:
            raise WrongPhraseError("this phrase does not open it") from None

    async def slow_fingerprint(self, phrase: str, salt: bytes, purpose: bytes) -> bytes:
        """Return the 32 bytes by which a phrase is looked up: as dear to guess as opening is."""
        stretched = await self._stretch(self._cost, salt, phrase, b"", purpose)
        key = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"havre/v1/phrase|" + purpose).derive(self._pepper)
        return _mac(key, stretched)

    def mark(self, house: bytes) -> bytes:
        """Return 32 bytes that only this pepper gives for a house: by them a folder of keys is recognised."""
        key = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"havre/v1/pepper-mark").derive(self._pepper)
        return _mac(key, house)

    async def _stretch(self, cost: Cost, salt: bytes, phrase: str, shred: bytes, context: bytes) -> bytes:
        slow = Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory,
            ad=context,
            secret=_mac(self._pepper, shred),
        )
        async with self._turns:
            return await asyncio.to_thread(_derive, slow, normalise(phrase).encode())


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The Ed25519 key that signs the custody of one epoch."""

    epoch: int
    seed: bytes = field(repr=False)

    def sign(self, body: bytes) -> bytes:
        """Sign; 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(body)

    @property
    def public(self) -> bytes:
        """The 32 bytes anybody may check signatures with."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class HouseKeys:
    """Every key the running service holds."""

    service: ServiceKey = field(repr=False)
    signing: SigningKey
    passphrases: Passphrases = field(repr=False)
    signers: Mapping[int, bytes]
    """The public key of every epoch of custody, this one included."""


_ONE_AT_A_TIME = threading.Lock()
"""Two derivations with several lanes at the same moment wait for one another for ever in OpenSSL's own threads."""


def _derive(slow: Argon2id, phrase: bytes) -> bytes:
    with _ONE_AT_A_TIME:
        return slow.derive(phrase)


def is_signed(public: bytes, signature: bytes, body: bytes) -> bool:
    """Tell whether the holder of an Ed25519 key signed this."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


def load_keys(folder: str | Path, service_key: str | None = None, cost: Cost | None = None) -> HouseKeys:
    """Read the key files, made at the very first start; `service_key` (64 hexadecimal digits) replaces its file.

    Raises KeyFileError where a file is missing beside others, damaged, or readable by everybody, and where the machine
    does not let us.
    """
    folder = Path(folder)
    try:
        found = _read_folder(folder)
        if not found:
            _make_folder(folder, with_service=service_key is None)
            found = _read_folder(folder)
    except OSError as error:
        raise KeyFileError(f"the key folder {folder} cannot be used: {error.strerror}") from None
    services = {number: key for (kind, number), key in found.items() if kind == "service"}
    if service_key is not None:
        number = max(services, default=1)
        services[number] = _from_hex(service_key, "the service key that was given")
    signers = {number: SigningKey(number, key) for (kind, number), key in found.items() if kind == "custody"}
    pepper = found.get(("pepper", 0))
    if not services or not signers or pepper is None:
        raise KeyFileError(f"key files are missing in {folder}: bring back the whole folder from its backup")
    return HouseKeys(
        service=ServiceKey.of(services, max(services)),
        signing=signers[max(signers)],
        passphrases=Passphrases(pepper, cost),
        signers={number: signer.public for number, signer in signers.items()},
    )


def rotate(folder: str | Path, kind: Literal["service", "custody"]) -> int:
    """Add the next key of a kind, to be used from the next start on; return its number. The older ones stay.

    They open what they sealed, find what they fingerprinted, and prove what they signed. Raises KeyFileError.
    """
    folder = Path(folder)
    numbers = [number for (found, number) in _read_folder(folder) if found == kind]
    if not numbers:
        raise KeyFileError(f"{folder} holds no {kind} key to follow: it is given from elsewhere, or not there")
    number = max(numbers) + 1
    name = f"{kind}-{number:03}.key"
    part = folder / f".{name}.part"  # no name the folder is read by, until it is whole
    part.unlink(missing_ok=True)
    _write_key(part)
    part.rename(folder / name)
    _force(folder)
    return number


def _write_key(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(os.urandom(KEY_BYTES).hex() + "\n")
        file.flush()
        os.fsync(descriptor)


def _read_folder(folder: Path) -> dict[tuple[str, int], bytes]:
    found = {}
    for path in sorted(folder.glob("*.key")):
        named = FILE_NAME.fullmatch(path.name)
        if named is None and path.name != "pepper.key":
            continue
        if path.stat().st_mode & 0o007:
            raise KeyFileError(f"{path} can be read by everybody: chmod 600 {path}")
        place = ("pepper", 0) if named is None else (named[1], int(named[2]))
        found[place] = _from_hex(path.read_text("ascii", errors="replace"), str(path))
    return found


def _make_folder(folder: Path, *, with_service: bool) -> None:
    """Make every file aside, then give the folder its name: a first start cut short leaves all of them or none."""
    aside = folder.with_name(folder.name + ".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True, mode=0o700)
    names = ["pepper.key", "custody-001.key"] + ["service-001.key"] * with_service
    for name in names:
        _write_key(aside / name)
    _force(aside)
    aside.rename(folder)  # over an empty folder of that name too
    _force(folder.parent)


def _force(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _from_hex(text: str, name: str) -> bytes:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text.strip()):
        raise KeyFileError(f"{name} must be {2 * KEY_BYTES} hexadecimal digits")
    return bytes.fromhex(text.strip())


def _lock_head(cost: Cost) -> bytes:
    return bytes((LOCK_VERSION,)) + cost.memory.to_bytes(4, "big") + bytes((cost.passes, cost.lanes))


def _read_lock_head(sealed: bytes) -> tuple[Cost, bytes, bytes]:
    cost = Cost(int.from_bytes(sealed[1:5], "big"), *sealed[5:7])
    if len(sealed) <= LOCK_HEAD or sealed[0] != LOCK_VERSION or not 0 < cost.memory <= MOST_MEMORY_KIB:
        raise CannotOpenError("not a secret sealed by a phrase")
    if not cost.passes or not cost.lanes or cost.memory < 8 * cost.lanes:
        raise CannotOpenError("not a secret sealed by a phrase")
    return cost, sealed[7 : 7 + SALT_BYTES], sealed[7 + SALT_BYTES : LOCK_HEAD]


def _mac(key: bytes, message: bytes) -> bytes:
    mac = HMAC(key, hashes.SHA256())
    mac.update(message)
    return mac.finalize()
