"""The package for the police: whole, signed, checked with two tools nobody here wrote, naming what was changed."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.vault.vaults import PHRASE, Vaults
from vault.errors import CannotOpenError, NotSharedError
from vault.keys import load_keys
from vault.verifying import Flaw, Verdict, verify_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + b"a conversation" * 500
needs_tools = pytest.mark.skipif(
    not (shutil.which("sha256sum") and shutil.which("openssl")), reason="sha256sum and openssl are not installed"
)


async def written(stream: AsyncIterator[bytes], path: Path) -> Path:
    with path.open("wb") as file:
        async for chunk in stream:
            file.write(chunk)
    return path


@pytest.fixture
async def package(vaults: Vaults, tmp_path: Path) -> Path:
    """A package of two shared pieces of three, with a dossier."""
    seeds = await vaults.supervisor()
    vault_id = await vaults.new()
    await vaults.keep(vault_id, PNG)
    await vaults.keep(vault_id, b"%PDF-1.7 a letter", name="lettre.pdf")
    await vaults.share(vault_id)
    await vaults.keep(vault_id, b"for the owner alone", share_with_team=False)
    stream = await vaults.evidence.packing.for_team(vault_id, seeds, "ada", dossier=b"%PDF-1.7 the facts")
    return await written(stream, tmp_path / "package.zip")


def rewritten(package: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write the package anew with something in it changed, as a forger would."""
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    forged = package.with_name("forged.zip")
    with zipfile.ZipFile(forged, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return forged


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def test_it_holds_the_originals_that_are_shared_and_no_other(package: Path):
    with zipfile.ZipFile(package) as archive:
        assert archive.read("data/pieces/001.png") == PNG
        assert archive.read("data/pieces/002.pdf") == b"%PDF-1.7 a letter"
        assert archive.read("data/dossier.pdf") == b"%PDF-1.7 the facts"
        assert not any(b"for the owner alone" in archive.read(name) for name in archive.namelist())
        assert not any(b"lettre.pdf" in archive.read(name) for name in archive.namelist())


async def test_it_is_found_whole_and_says_by_whom(package: Path, vaults: Vaults):
    verdict = verify_package(package, vaults.keys.signing.public)
    assert verdict == Verdict(pieces=2, entries=9, key=sha(vaults.keys.signing.public))


async def test_who_packed_what_stands_in_its_own_register(package: Path):
    with zipfile.ZipFile(package) as archive:
        lines = archive.read("data/custody.jsonl").splitlines()
    acts = [json.loads(json.loads(line)["body"]) for line in lines]
    assert [(one["act"], one["actor"]) for one in acts[-2:]] == [("packaged", "ada")] * 2


@needs_tools
async def test_sha256sum_and_openssl_alone_confirm_it(package: Path, tmp_path: Path):
    folder = unzipped(package, tmp_path)
    assert _sha256sum(folder).returncode == 0
    assert _openssl(folder).returncode == 0


@needs_tools
async def test_sha256sum_and_openssl_alone_name_what_was_changed(package: Path, tmp_path: Path):
    folder = unzipped(package, tmp_path)
    piece = folder / "data/pieces/002.pdf"
    piece.write_bytes(piece.read_bytes() + b" ")
    summed = _sha256sum(folder)
    assert summed.returncode != 0
    assert [line for line in summed.stdout.splitlines() if not line.endswith("OK")] == ["data/pieces/002.pdf: FAILED"]
    manifest = folder / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text().replace(sha(b"%PDF-1.7 a letter"), sha(piece.read_bytes())))
    assert _sha256sum(folder).returncode == 0
    assert _openssl(folder).returncode != 0


def unzipped(package: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "unzipped"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


def _sha256sum(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["sha256sum", "-c", "manifest-sha256.txt"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    )


def _openssl(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "openssl pkeyutl -verify -pubin -inkey signature.pem -rawin -in manifest-sha256.txt"
    command += " -sigfile manifest-sha256.sig"
    assert command in (folder / "data/VERIFIER.txt").read_text("utf-8")
    return subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, check=False)


def _drop(name: str):
    return lambda members: members.pop(name)


def _replace(name: str, old: bytes, new: bytes):
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return change


def _listed_anew(name: str, content: bytes):
    """Change a file and its line in the manifest, which is signed."""

    def change(members: dict[str, bytes]) -> None:
        manifest = members["manifest-sha256.txt"]
        members["manifest-sha256.txt"] = manifest.replace(sha(members[name]).encode(), sha(content).encode())
        members[name] = content

    return change


def _signed_anew(vaults: Vaults, change: Callable[[dict[str, bytes]], None]):
    """What the service itself could do: change something, list it and sign the list."""

    def forge(members: dict[str, bytes]) -> None:
        change(members)
        data = {name: content for name, content in members.items() if name.startswith("data/")}
        manifest = "".join(f"{sha(content)}  {name}\n" for name, content in data.items()).encode()
        members["manifest-sha256.txt"], members["manifest-sha256.sig"] = manifest, vaults.keys.signing.sign(manifest)
        tags = ("manifest-sha256.txt", "manifest-sha256.sig", "signature.pem", "bagit.txt", "bag-info.txt")
        members["tagmanifest-sha256.txt"] = "".join(f"{sha(members[name])}  {name}\n" for name in tags).encode()

    return forge


@pytest.mark.parametrize(
    ("change", "name", "flaw"),
    [
        (_replace("data/pieces/001.png", b"a conversation", b"b conversation"), "data/pieces/001.png", Flaw.CHANGED),
        (_drop("data/pieces/002.pdf"), "data/pieces/002.pdf", Flaw.MISSING),
        (_drop("data/dossier.pdf"), "data/dossier.pdf", Flaw.MISSING),
        (lambda members: members.update({"data/pieces/003.png": PNG}), "data/pieces/003.png", Flaw.EXTRA),
        (lambda members: members.update({"autorun.inf": b""}), "autorun.inf", Flaw.EXTRA),
        (_listed_anew("data/pieces/001.png", PNG + b"!"), "manifest-sha256.txt", Flaw.SIGNATURE),
        (_drop("manifest-sha256.sig"), "manifest-sha256.sig", Flaw.MISSING),
        (_replace("bag-info.txt", b"Bagging", b"bagging"), "bag-info.txt", Flaw.CHANGED),
    ],
)
async def test_the_first_thing_changed_is_named(package: Path, change: Callable, name: str, flaw: Flaw):
    verdict = verify_package(rewritten(package, change))
    assert (verdict.name, verdict.flaw) == (name, flaw)


async def test_a_register_rewritten_and_signed_again_by_the_service_is_still_found_out(package: Path, vaults: Vaults):
    def without_one(members: dict[str, bytes]) -> None:
        lines = members["data/custody.jsonl"].splitlines(keepends=True)
        members["data/custody.jsonl"] = b"".join(lines[:3] + lines[4:])

    verdict = verify_package(rewritten(package, _signed_anew(vaults, without_one)))
    assert (verdict.name, verdict.flaw) == ("data/custody.jsonl, entry 5,", Flaw.CUSTODY)


async def test_a_piece_exchanged_and_signed_again_is_not_the_file_that_was_received(package: Path, vaults: Vaults):
    def exchange(members: dict[str, bytes]) -> None:
        about = json.loads(members["data/pieces.json"])
        members["data/pieces/001.png"], about[0]["sha256"] = b"another picture", sha(b"another picture")
        members["data/pieces.json"] = json.dumps(about).encode()

    verdict = verify_package(rewritten(package, _signed_anew(vaults, exchange)))
    assert (verdict.name, verdict.flaw) == ("data/pieces/001.png", Flaw.COMMITMENT)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data/signers.json", b"[]"),
        ("data/signers.json", b'{"one": "00"}'),
        ("data/signers.json", b'{"1": "not hexadecimal"}'),
        ("data/custody.jsonl", b"7\n"),
        ("data/custody.jsonl", b'{"n": 1, "epoch": 1, "body": 7, "signature": ""}\n'),
        ("data/pieces.json", b"7"),
        ("data/pieces.json", b"[[]]"),
        ("data/pieces.json", b'[{"file": "pieces/001.png"}]'),
        ("data/pieces.json", b"[" * 100_000),
        ("data/anchors/1.json", b"[]"),
        ("data/anchors/1.json", b'{"seq": "1"}'),
    ],
)
async def test_what_a_forger_signs_that_is_no_package_at_all_is_named_too(
    package: Path, vaults: Vaults, name: str, content: bytes
):
    def forge(members: dict[str, bytes]) -> None:
        if "anchors" in name:
            members["data/anchors/1.root"] = bytes(32)
        members[name] = content

    verdict = verify_package(rewritten(package, _signed_anew(vaults, forge)))
    assert (verdict.name, verdict.flaw) == (name, Flaw.FORM)


async def test_another_services_signature_is_named_as_such(package: Path, tmp_path: Path):
    stranger = load_keys(tmp_path / "other").signing.public
    verdict = verify_package(package, stranger)
    assert (verdict.name, verdict.flaw) == ("signature.pem", Flaw.STRANGER)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_package_cut_anywhere_is_no_package(package: Path, share: float):
    content = package.read_bytes()
    package.write_bytes(content[: int(len(content) * share)])
    assert verify_package(package).flaw is not None


def test_every_bit_of_its_content_counts(package: Path):
    content, quiet = package.read_bytes(), []
    with zipfile.ZipFile(package) as archive:
        spans = [(info.filename, info.header_offset) for info in archive.infolist()]
    starts = [content.index(name.encode(), offset) + len(name) + 20 for name, offset in spans]
    cut = package.with_name("flipped.zip")
    for start in starts:
        for place in (start, start + 7):
            flipped = bytearray(content)
            flipped[place] ^= 1
            cut.write_bytes(flipped)
            if verify_package(cut).flaw is None:
                quiet.append(place)
    assert quiet == []


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", bytes(100)])
def test_what_is_no_package_is_said_to_be_none(tmp_path: Path, content: bytes):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert verify_package(path).flaw is Flaw.FORM


def test_a_compressed_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest-sha256.txt", bytes(50_000_000))
    assert path.stat().st_size < 100_000
    assert verify_package(path) == Verdict("manifest-sha256.txt", Flaw.FORM)


async def test_nothing_shared_makes_no_package(vaults: Vaults):
    seeds = await vaults.supervisor()
    vault_id = await vaults.new()
    await vaults.keep(vault_id, PNG)
    with pytest.raises(NotSharedError):
        await vaults.evidence.packing.for_team(vault_id, seeds, "ada")


async def test_what_is_withheld_is_never_in_it(vaults: Vaults):
    seeds = await vaults.supervisor()
    vault_id = await vaults.new()
    await vaults.keep(vault_id, PNG, share_with_team=True)
    await vaults.keep(vault_id, b"an intimate image", withheld=True, share_with_team=True)
    stream = await vaults.evidence.packing.for_team(vault_id, seeds, "ada")
    with zipfile.ZipFile(io.BytesIO(b"".join([chunk async for chunk in stream]))) as archive:
        assert [name for name in archive.namelist() if "/pieces/" in name] == ["data/pieces/001.png"]


async def test_a_piece_damaged_on_disk_ends_the_package_and_does_not_pass_for_one(vaults: Vaults, tmp_path: Path):
    seeds = await vaults.supervisor()
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id, PNG, share_with_team=True)
    blob = vaults.folder / "evidence" / receipt.item_id[:2] / receipt.item_id
    blob.write_bytes(blob.read_bytes()[:-1] + b"x")
    stream = await vaults.evidence.packing.for_team(vault_id, seeds, "ada")
    with pytest.raises(CannotOpenError):
        await written(stream, tmp_path / "p.zip")
    assert verify_package(tmp_path / "p.zip").flaw is not None


async def test_the_owners_copy_holds_everything_but_what_is_withheld(vaults: Vaults, tmp_path: Path):
    vault_id = await vaults.new()
    await vaults.keep(vault_id, PNG)
    await vaults.keep(vault_id, b"an intimate image", withheld=True)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    unlocked = await vaults.evidence.unlock(vault_id, PHRASE)
    stream = await vaults.evidence.packing.for_owner(unlocked, {"mots.txt": b"mes mots"})
    copy = await written(stream, tmp_path / "copy.zip")
    assert verify_package(copy).pieces == 1
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("data/mots.txt") == b"mes mots"


async def test_no_clear_byte_of_it_touches_a_disk_on_the_way(vaults: Vaults, tmp_path: Path, monkeypatch):
    spool = tmp_path / "tmp"
    spool.mkdir()
    monkeypatch.setenv("TMPDIR", str(spool))
    monkeypatch.setattr("tempfile.tempdir", str(spool))
    seeds = await vaults.supervisor()
    vault_id = await vaults.new()
    marker = b"a marker that stands nowhere else"
    await vaults.keep(vault_id, marker * 1000, share_with_team=True)
    async for _ in await vaults.evidence.packing.for_team(vault_id, seeds, "ada"):
        assert not _found_in(tmp_path, marker)


def _found_in(folder: Path, marker: bytes) -> bool:
    return any(marker in path.read_bytes() for path in folder.rglob("*") if path.is_file())
