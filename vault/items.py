"""One item of evidence: its secret, what is derived from it, its sealed record and the wraps of its readers.

Lives here: formats, no I/O. Does not live here: the stream of its bytes (`vault.streams`).
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vault.errors import CannotOpenError
from vault.sealing import KEY_BYTES, NONCE_BYTES, open_with, seal_to

if TYPE_CHECKING:
    from collections.abc import Mapping

SUITE = 1
"""Cobblestone-256 for the bytes, HPKE with X-Wing, HKDF-SHA256 and AES-256-GCM for the wraps."""

VAULT = "vault"
TEAM = "team"
SALT_BYTES = 32
MAGIC: Mapping[str, tuple[int, tuple[bytes, ...]]] = {
    "image/jpeg": (0, (b"\xff\xd8\xff",)),
    "image/png": (0, (b"\x89PNG\r\n\x1a\n",)),
    "image/gif": (0, (b"GIF87a", b"GIF89a")),
    "image/webp": (8, (b"WEBP",)),
    "image/heic": (4, (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1")),
    "image/avif": (4, (b"ftypavif",)),
    "video/quicktime": (4, (b"ftypqt",)),
    "audio/mp4": (4, (b"ftypM4A",)),
    "video/mp4": (4, (b"ftyp",)),
    "video/webm": (0, (b"\x1aE\xdf\xa3",)),
    "audio/ogg": (0, (b"OggS",)),
    "audio/mpeg": (0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "audio/wav": (8, (b"WAVE",)),
    "audio/aac": (0, (b"\xff\xf1", b"\xff\xf9")),
    "audio/amr": (0, (b"#!AMR",)),
    "application/pdf": (0, (b"%PDF-",)),
    "application/zip": (0, (b"PK\x03\x04",)),
    "text/html": (0, (b"<!DOCTYPE html", b"<!doctype html", b"<html")),
}


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about an item, sealed with it. `salt` opens its commitment in the chain of custody."""

    name: str
    declared: str
    sniffed: str
    size: int
    sha256: str
    kept_at: str
    source: str
    salt: str


@dataclass(frozen=True, slots=True)
class ItemKeys:
    """The two keys of an item, from its secret and its shred value: without either there is no opening it."""

    item_id: str
    file: bytes = field(repr=False)
    record: bytes = field(repr=False)

    @classmethod
    def of(cls, item_id: str, secret: bytes, shred: bytes) -> Self:
        """Derive the keys."""
        file, record = (
            HKDF(hashes.SHA512(), KEY_BYTES, salt=shred, info=f"havre/v1/{use}|{item_id}".encode()).derive(secret)
            for use in ("file", "record")
        )
        return cls(item_id, file, record)

    @property
    def context(self) -> bytes:
        """What the stream of this item is bound to."""
        return f"havre/v1/blob|{self.item_id}".encode()

    def part_context(self, number: int, count: int) -> bytes:
        """What the stream of one part of this item is bound to: its number, from 1, among how many."""
        return f"havre/v1/part|{self.item_id}|{number}|{count}".encode()

    def seal_likeness(self, packed: bytes) -> bytes:
        """Seal the perceptual hashes of the item."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.record).encrypt(nonce, packed, self._likeness_place)

    def open_likeness(self, sealed: bytes) -> bytes:
        """Open them again. Raises CannotOpenError."""
        try:
            return AESGCM(self.record).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._likeness_place)
        except (InvalidTag, ValueError):
            raise CannotOpenError("the hashes of this item were changed, or belong to another") from None

    @property
    def _likeness_place(self) -> bytes:
        return f"havre/v1/likeness|{self.item_id}".encode()

    def seal_record(self, record: Record) -> bytes:
        """Seal what is known about the item."""
        nonce = os.urandom(NONCE_BYTES)
        clear = json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode()
        return nonce + AESGCM(self.record).encrypt(nonce, clear, self.item_id.encode())

    def open_record(self, sealed: bytes) -> Record:
        """Open it again. Raises CannotOpenError."""
        try:
            clear = AESGCM(self.record).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self.item_id.encode())
        except (InvalidTag, ValueError):
            raise CannotOpenError("the record of this item was changed, or belongs to another") from None
        return Record(**json.loads(clear))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wrap belongs: it opens nowhere else."""

    vault_id: str
    item_id: str
    reader: str
    epoch: int = 0

    @property
    def context(self) -> bytes:
        """The place as HPKE's info."""
        return f"havre/v1/wrap|{self.vault_id}|{self.item_id}|{self.reader}|{self.epoch}".encode()

    def wrap(self, public: bytes, secret: bytes) -> bytes:
        """Give the item's secret to the holder of a key."""
        return seal_to(public, secret, self.context)

    def unwrap(self, seed: bytes, sealed: bytes) -> bytes:
        """Take it with that key. Raises CannotOpenError."""
        return open_with(seed, sealed, self.context)


def item_name(item_id: str) -> str:
    """Return the name of the shred value without which an item does not open."""
    return f"item-{item_id}"


def is_played(kind: str) -> bool:
    """Tell whether a type is one to be listened to or watched, not looked at."""
    return kind.startswith(("audio/", "video/"))


def sniff(head: bytes) -> str:
    """Tell the type of a file by its first bytes alone; nothing is decoded."""
    for kind, (offset, marks) in MAGIC.items():
        if head[offset:].startswith(marks):
            return kind
    return "application/octet-stream"
