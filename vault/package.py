"""The package for a complaint: a zip in BagIt layout that anybody can check with sha256sum and openssl alone.

Lives here: what is in it and how it is signed. Does not live here: the zip itself (`vault.archive`), checking
(`vault.verifying`), who may make one (`handoff.desk`), who opens the pieces (`vault.evidence`).
"""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from vault.archive import zipped

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
    from datetime import datetime

    from vault.archive import Content
    from vault.custody import Entry
    from vault.keys import SigningKey
    from vault.opening import OpenItem

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SPKI = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key so that other programs know it for one."""
MANIFEST, SIGNATURE, KEY = "manifest-sha256.txt", "manifest-sha256.sig", "signature.pem"
ENDINGS: Mapping[str, str] = {"image/jpeg": ".jpg", "image/webp": ".webp", "image/heic": ".heic", "audio/ogg": ".ogg"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """One anchor: the bytes that were stamped, and the token of the time-stamping authority."""

    name: str
    root: bytes = field(repr=False)
    token: bytes = field(repr=False)
    path: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that goes into one package."""

    made_at: datetime
    pieces: Sequence[OpenItem] = field(repr=False)
    entries: Sequence[Entry] = field(repr=False)
    signers: Mapping[int, bytes]
    stamps: Sequence[Stamp] = ()
    dossier: bytes = field(default=b"", repr=False)
    more: Mapping[str, bytes] = field(default_factory=dict, repr=False)


async def packed(contents: Contents, signing: SigningKey) -> AsyncGenerator[bytes, None]:
    """Stream the package. Raises CannotOpenError in the middle where a piece changed: what was written is no zip."""
    async for chunk in zipped(_members(contents, signing), contents.made_at):
        if chunk:
            yield chunk


async def _members(contents: Contents, signing: SigningKey) -> AsyncIterator[tuple[str, Content]]:
    manifest = _Manifest()
    for number, piece in enumerate(contents.pieces, start=1):
        name = f"data/pieces/{number:03}{ending(piece.sniffed)}"
        yield name, manifest.watched(name, piece.chunks())
    for name, content in _papers(contents).items():
        manifest.add(name, content)
        yield name, content
    for name, content in _tags(manifest, contents, signing).items():
        yield name, content


class _Manifest:
    """The fingerprints of everything under data/, in the order it was written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.size = 0

    async def watched(self, name: str, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        digest = hashlib.sha256()
        async for chunk in content:
            digest.update(chunk)
            self.size += len(chunk)
            yield chunk
        self.lines.append(f"{digest.hexdigest()}  {name}\n")

    def add(self, name: str, content: bytes) -> None:
        self.size += len(content)
        self.lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

    @property
    def text(self) -> bytes:
        return "".join(self.lines).encode()


def _papers(contents: Contents) -> dict[str, bytes]:
    papers = {
        "data/pieces.json": _json([_about(number, piece) for number, piece in enumerate(contents.pieces, start=1)]),
        "data/custody.jsonl": "".join(_line(entry) for entry in contents.entries).encode(),
        "data/signers.json": _json({str(epoch): public.hex() for epoch, public in sorted(contents.signers.items())}),
        "data/VERIFIER.txt": resources.files("vault").joinpath("papers", "VERIFIER.txt").read_bytes(),
    }
    for stamp in contents.stamps:
        papers[f"data/anchors/{stamp.name}.root"] = stamp.root
        papers[f"data/anchors/{stamp.name}.tsr"] = stamp.token
        papers[f"data/anchors/{stamp.name}.json"] = stamp.path.encode()
    if contents.dossier:
        papers["data/dossier.pdf"] = contents.dossier
    return papers | {f"data/{name}": content for name, content in contents.more.items()}


def _tags(manifest: _Manifest, contents: Contents, signing: SigningKey) -> dict[str, bytes]:
    info = f"Bagging-Date: {contents.made_at:%Y-%m-%d}\nPayload-Oxum: {manifest.size}.{len(manifest.lines)}\n"
    info += f"Havre-Signature-Epoch: {signing.epoch}\n"
    tags = {
        MANIFEST: manifest.text,
        SIGNATURE: signing.sign(manifest.text),
        KEY: pem_of(signing.public),
        "bagit.txt": BAGIT,
        "bag-info.txt": info.encode(),
    }
    listed = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in tags.items())
    return {**tags, "tagmanifest-sha256.txt": listed.encode()}


def _about(number: int, piece: OpenItem) -> dict[str, Any]:
    return {
        "number": number,
        "file": f"pieces/{number:03}{ending(piece.sniffed)}",
        "item": piece.id,
        "declared": piece.declared,
        "type": piece.sniffed,
        "size": piece.size,
        "sha256": piece.sha256,
        "received": piece.kept_at.isoformat(timespec="seconds"),
        "channel": piece.source,
        "salt": piece.salt,
    }


def _line(entry: Entry) -> str:
    told = {"n": entry.n, "epoch": entry.epoch, "body": entry.body, "signature": entry.signature.hex()}
    return json.dumps(told, separators=(",", ":"), ensure_ascii=True) + "\n"


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def ending(kind: str) -> str:
    """Return how a file of a sniffed type is called at its end."""
    return ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ".bin"


def pem_of(public: bytes) -> bytes:
    """Return an Ed25519 key as openssl reads it."""
    body = base64.b64encode(SPKI + public).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode()
