"""Checking a package, and naming the first thing in it that was changed. Needs no key and no database.

Lives here: what must hold. Does not live here: how a package is made (`vault.package`), where it is asked for
(`bot.cli`). What is checked here with one call, VERIFIER.txt tells how to check with sha256sum and openssl.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from vault.anchors import leads_to, leaf_of
from vault.custody import Entry, commitment, head_of, verify
from vault.errors import VaultError
from vault.keys import is_signed
from vault.package import KEY, MANIFEST, SIGNATURE, SPKI

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STEP = 1 << 20
MOST_PAPER = 64 << 20
LINE = re.compile(r"([0-9a-f]{64})  (data/[\w./-]+)", re.ASCII)
TAGS = frozenset({MANIFEST, SIGNATURE, KEY, "bagit.txt", "bag-info.txt", "tagmanifest-sha256.txt"})


class Flaw(StrEnum):
    """What can be wrong with a part of a package."""

    FORM = "is not what a package has here"
    MISSING = "is missing"
    EXTRA = "was added"
    CHANGED = "was changed"
    SIGNATURE = "was not signed by the key of this package"
    STRANGER = "is the key of another service"
    CUSTODY = "does not follow from the entry before it, or was signed by somebody else"
    ANCHOR = "does not date this register"
    COMMITMENT = "is not the file that was received"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: the first flaw with the name of its part, or none; `key`: the signing key's fingerprint."""

    name: str = ""
    flaw: Flaw | None = None
    pieces: int = 0
    entries: int = 0
    anchors: int = 0
    key: str = ""


class _FlawedError(VaultError):
    def __init__(self, name: str, flaw: Flaw) -> None:
        super().__init__(f"{name} {flaw}")
        self.name, self.flaw = name, flaw


def verify_package(path: Path, public: bytes | None = None) -> Verdict:
    """Check a package; with `public`, the service's own key, also who signed it. Raises OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _Check(archive, public).all()
    except _FlawedError as flawed:
        return Verdict(flawed.name, flawed.flaw)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, UnicodeDecodeError):
        return Verdict(path.name, Flaw.FORM)


@contextmanager
def _well_formed(name: str) -> Iterator[None]:
    """Say of a part that is signed, but not what a package has there, that it is not: a forger signs anything."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _FlawedError(name, Flaw.FORM) from None


class _Check:
    def __init__(self, archive: zipfile.ZipFile, public: bytes | None) -> None:
        self._archive, self._public = archive, public
        self._sizes = {info.filename: info.file_size for info in archive.infolist()}

    def all(self) -> Verdict:
        self._no_name_twice()
        manifest = self._paper(MANIFEST)
        key = self._signed(manifest)
        listed = self._listed(manifest)
        for name, digest in listed.items():
            self._unchanged(name, digest)
        for name in self._sizes:
            if name not in listed and name not in TAGS:
                raise _FlawedError(name, Flaw.EXTRA)
        self._tags_unchanged()
        entries = self._custody()
        pieces = self._commitments(entries, listed)
        anchors = self._anchors(entries, listed)
        return Verdict(pieces=pieces, entries=len(entries), anchors=anchors, key=hashlib.sha256(key).hexdigest())

    def _no_name_twice(self) -> None:
        seen: set[str] = set()
        for info in self._archive.infolist():
            if info.filename in seen or info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
                raise _FlawedError(info.filename, Flaw.FORM)
            seen.add(info.filename)

    def _paper(self, name: str) -> bytes:
        if name not in self._sizes:
            raise _FlawedError(name, Flaw.MISSING)
        if self._sizes[name] > MOST_PAPER:
            raise _FlawedError(name, Flaw.FORM)
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise _FlawedError(name, Flaw.CHANGED) from None

    def _signed(self, manifest: bytes) -> bytes:
        """Check the signature over the manifest; return the key that made it."""
        lines = self._paper(KEY).split(b"\n")
        try:
            key = base64.b64decode(lines[1], validate=True).removeprefix(SPKI)
        except (binascii.Error, IndexError):
            raise _FlawedError(KEY, Flaw.FORM) from None
        if self._public is not None and key != self._public:
            raise _FlawedError(KEY, Flaw.STRANGER)
        if not is_signed(key, self._paper(SIGNATURE), manifest):
            raise _FlawedError(MANIFEST, Flaw.SIGNATURE)
        return key

    @staticmethod
    def _listed(manifest: bytes) -> dict[str, str]:
        listed = {}
        for line in manifest.decode("ascii", "replace").splitlines():
            found = LINE.fullmatch(line)
            if found is None or found[2] in listed or ".." in found[2]:
                raise _FlawedError(MANIFEST, Flaw.FORM)
            listed[found[2]] = found[1]
        return listed

    def _unchanged(self, name: str, digest: str) -> None:
        if name not in self._sizes:
            raise _FlawedError(name, Flaw.MISSING)
        found = hashlib.sha256()
        try:
            with self._archive.open(name) as member:
                while chunk := member.read(STEP):
                    found.update(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise _FlawedError(name, Flaw.CHANGED) from None
        if found.hexdigest() != digest:
            raise _FlawedError(name, Flaw.CHANGED)

    def _tags_unchanged(self) -> None:
        for line in self._paper("tagmanifest-sha256.txt").decode("ascii", "replace").splitlines():
            digest, _, name = line.partition("  ")
            if name not in TAGS:
                raise _FlawedError("tagmanifest-sha256.txt", Flaw.FORM)
            self._unchanged(name, digest)

    def _custody(self) -> list[Entry]:
        with _well_formed("data/signers.json"):
            signers = {int(epoch): bytes.fromhex(public) for epoch, public in self._json("data/signers.json").items()}
        with _well_formed("data/custody.jsonl"):
            told = [json.loads(line) for line in self._paper("data/custody.jsonl").splitlines()]
            entries = [Entry(one["n"], one["body"], one["epoch"], bytes.fromhex(one["signature"])) for one in told]
            fault = verify(entries, signers)
        if fault is not None:
            raise _FlawedError(f"data/custody.jsonl, entry {fault.n},", Flaw.CUSTODY)
        return entries

    def _commitments(self, entries: list[Entry], listed: Mapping[str, str]) -> int:
        """Check each piece against what the register says of the moment it was received; return how many."""
        bodies = [json.loads(entry.body) for entry in entries]
        kept = {body["item"]: body["commit"] for body in bodies if body["act"] == "kept"}
        about = self._json("data/pieces.json")
        with _well_formed("data/pieces.json"):
            for piece in about:
                name = f"data/{piece['file']}"
                digest, salt = listed.get(name, ""), bytes.fromhex(piece["salt"])
                if digest != piece["sha256"] or commitment(salt, digest) != kept.get(piece["item"]):
                    raise _FlawedError(name, Flaw.COMMITMENT)
            return len(about)

    def _anchors(self, entries: list[Entry], listed: Mapping[str, str]) -> int:
        """Check that each dated root stands over the head this register had then; return how many.

        The token's own signature is checked with openssl and the authority's certificate, as VERIFIER.txt tells.
        """
        roots = [name for name in listed if name.endswith(".root")]
        for name in roots:
            with _well_formed(name.removesuffix(".root") + ".json"):
                self._anchor(entries, name)
        return len(roots)

    def _anchor(self, entries: list[Entry], name: str) -> None:
        told, root = self._json(name.removesuffix(".root") + ".json"), self._paper(name)
        entry = entries[told["seq"] - 1] if 0 < told["seq"] <= len(entries) else None
        head = head_of(entry.body) if entry else b""
        leaf = leaf_of(told["vault"], head)
        if head.hex() != told["head"] or not leads_to(leaf, told["way"], root):
            raise _FlawedError(name, Flaw.ANCHOR)
        if hashlib.sha512(root).digest() not in self._paper(name.removesuffix(".root") + ".tsr"):
            raise _FlawedError(name.removesuffix(".root") + ".tsr", Flaw.ANCHOR)

    def _json(self, name: str) -> Any:
        with _well_formed(name):
            return json.loads(self._paper(name))
