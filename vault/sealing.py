"""The formats of sealing: the service key for what the running service must read, HPKE for what only people may read.

Lives here: bytes in, bytes out. Does not live here: where keys come from (`vault.keys`), files and tables.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHAKE256, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.errors import CannotOpenError, KeyFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_BYTES = 32
NONCE_BYTES = 12
SEED_BYTES = 32
MLKEM_SEED_BYTES = 64
MLKEM_PUBLIC_BYTES = 1184
PUBLIC_BYTES = MLKEM_PUBLIC_BYTES + 32
HIGHEST_KEY_ID = 255


class ServiceKey:
    """The 32 bytes the running service holds, with its predecessors during a rotation.

    Every value is sealed for its place: moved to another table, column or row it does not open.
    """

    def __init__(self, keys: Mapping[int, bytes], current: int) -> None:
        self._keys = dict(keys)
        self.current = current
        self._subkeys: dict[tuple[int, str], bytes] = {}
        self._sealers: dict[tuple[int, str], AESGCMSIV] = {}

    @classmethod
    def of(cls, keys: Mapping[int, bytes], current: int) -> ServiceKey:
        """Hold `keys` by their id (0 to 255); `current` is the one that seals. Raises KeyFileError."""
        if current not in keys:
            raise KeyFileError(f"the service key number {current} is not among those given")
        for number, key in keys.items():
            if not 0 <= number <= HIGHEST_KEY_ID or len(key) != KEY_BYTES:
                raise KeyFileError(f"the service key number {number} must be {KEY_BYTES} bytes, its number one byte")
        return cls(keys, current)

    def seal(self, table: str, column: str, row: str, clear: bytes) -> bytes:
        """Seal a value for one place: key-id byte, 12-byte nonce, AES-256-GCM-SIV."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._sealer(self.current, table).encrypt(nonce, clear, _place(table, column, row))
        return bytes((self.current,)) + nonce + sealed

    def open(self, table: str, column: str, row: str, sealed: bytes) -> bytes:
        """Open what `seal` made for this very place. Raises CannotOpenError."""
        if not sealed or sealed[0] not in self._keys:
            raise CannotOpenError(f"{table}.{column} is sealed under a service key that is not held here")
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._sealer(sealed[0], table).decrypt(nonce, body, _place(table, column, row))
        except (InvalidTag, ValueError):
            raise CannotOpenError(f"{table}.{column} does not open: changed, moved, or another service key") from None

    def fingerprint(self, purpose: str, value: str | bytes) -> bytes:
        """Return the 32 bytes by which a value is looked up without being stored (under the current key)."""
        return _keyed(self.subkey(purpose), value)

    def fingerprints(self, purpose: str, value: str | bytes) -> tuple[bytes, ...]:
        """Return the fingerprint under every key held, the current one first: for look-ups during a rotation."""
        older = [number for number in self._keys if number != self.current]
        return tuple(_keyed(self._subkey(number, purpose), value) for number in (self.current, *older))

    def subkey(self, purpose: str) -> bytes:
        """Return 32 bytes derived from the current key for one purpose."""
        return self._subkey(self.current, purpose)

    def _subkey(self, number: int, purpose: str) -> bytes:
        known = self._subkeys.get((number, purpose))
        if known is None:
            info = b"havre/v1/service|" + purpose.encode()
            known = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(self._keys[number])
            self._subkeys[number, purpose] = known
        return known

    def _sealer(self, number: int, table: str) -> AESGCMSIV:
        known = self._sealers.get((number, table))
        if known is None:
            known = self._sealers[number, table] = AESGCMSIV(self._subkey(number, "seal|" + table))
        return known


def seal_to(public: bytes, clear: bytes, context: bytes) -> bytes:
    """Seal to the holder of a key pair: HPKE base mode, X-Wing, one message; 1136 bytes longer than `clear`.

    `public` is the 1216 bytes of `public_of`. The same `context` must be given to open.
    """
    return _suite().encrypt(clear, _public_key(public), info=context)


def open_with(seed: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open what was sealed to the pair of this 32-byte seed. Raises CannotOpenError."""
    try:
        return _suite().decrypt(sealed, _private_key(seed), info=context)
    except (InvalidTag, ValueError):
        raise CannotOpenError("not sealed to this key, or changed since, or for another place") from None


def seal_under(secret: bytes, clear: bytes, context: bytes) -> bytes:
    """Seal under a secret of full strength (a session's or an invitation's 256 bits), never under a person's phrase."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _under(secret, context).encrypt(nonce, clear, context)


def open_under(secret: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open what `seal_under` made with this secret and context. Raises CannotOpenError."""
    try:
        return _under(secret, context).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        raise CannotOpenError("not sealed under this secret, or changed since, or for another place") from None


def public_of(seed: bytes) -> bytes:
    """Return the 1216 public bytes (ML-KEM-768, then X25519) of the pair that grows from a 32-byte seed."""
    kem, curve = _halves(seed)
    return kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def _under(secret: bytes, context: bytes) -> AESGCMSIV:
    return AESGCMSIV(HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"havre/v1/under|" + context).derive(secret))


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_BYTES:
        raise CannotOpenError(f"a seed is {SEED_BYTES} bytes")
    shake = Hash(SHAKE256(digest_size=MLKEM_SEED_BYTES + SEED_BYTES))
    shake.update(seed)
    grown = shake.finalize()  # the expansion of X-Wing, so that other programs of that name can use the seed
    kem = MLKEM768PrivateKey.from_seed_bytes(grown[:MLKEM_SEED_BYTES])
    return kem, X25519PrivateKey.from_private_bytes(grown[MLKEM_SEED_BYTES:])


def _private_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(*_halves(seed))


@lru_cache(maxsize=64)  # reading the team's key costs as much as sealing to it; public bytes only are held here
def _public_key(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_BYTES:
        raise CannotOpenError(f"a public key is {PUBLIC_BYTES} bytes")
    kem = MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES])
    return MLKEM768X25519PublicKey(kem, X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:]))


@lru_cache(maxsize=1)
def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}\0{column}\0{row}".encode()  # neither a table nor a column holds a NUL: no two places alike


def _keyed(key: bytes, value: str | bytes) -> bytes:
    mac = HMAC(key, hashes.SHA256())
    mac.update(value.encode() if isinstance(value, str) else value)
    return mac.finalize()
