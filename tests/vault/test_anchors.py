"""Anchors: one root over all chains that grew, dated by an authority of openssl's, proven in a package."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import subprocess
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.anchors import Anchors, grown, leads_to
from vault.errors import AnchorError
from vault.settings import AnchorSettings
from vault.verifying import Flaw, verify_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.vault.vaults import Vaults

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
TOOL = shutil.which("openssl") or "openssl"
CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
"""
EXTENSIONS = "extendedKeyUsage=critical,timeStamping"


def openssl(*arguments: str, cwd: Path) -> bytes:
    return subprocess.run([TOOL, *arguments], cwd=cwd, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time-stamping authority of openssl's: a root certificate, one that signs, and its configuration."""
    folder = tmp_path_factory.mktemp("tsa")
    new = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30")
    openssl(*new, "-subj", "/CN=root", "-keyout", "root.key", "-out", "root.pem", cwd=folder)
    request = ("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=tsa")
    openssl(*request, "-keyout", "tsa.key", "-out", "tsa.csr", cwd=folder)
    (folder / "ext").write_text(EXTENSIONS + "\n")
    sign = ("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial")
    openssl(*sign, "-extfile", "ext", "-days", "30", "-out", "tsa.pem", cwd=folder)
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    return folder


class Server:
    """The authority behind HTTP, on loopback."""

    def __init__(self, authority: Path) -> None:
        self.authority, self.asked, self.spoil = authority, 0, b""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        query = await reader.readexactly(length)
        self.asked += 1
        reply = self.spoil or await asyncio.to_thread(self._reply, query)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(reply) + reply)
        await writer.drain()
        writer.close()

    async def answer_for_ever(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n")
        with suppress(ConnectionError):
            while self.asked < 1_000:
                self.asked += 1
                writer.write(bytes(1 << 16))
                await writer.drain()
        writer.close()

    def _reply(self, query: bytes) -> bytes:
        (self.authority / "q.tsq").write_bytes(query)
        reply = ("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key")
        openssl(*reply, "-out", "r.tsr", cwd=self.authority)
        return (self.authority / "r.tsr").read_bytes()


@pytest.fixture
async def server(authority: Path) -> AsyncIterator[Server]:
    served = Server(authority)
    listening = await asyncio.start_server(served.answer, "127.0.0.1", 0)
    served.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"  # type: ignore[attr-defined]
    yield served
    listening.close()
    await listening.wait_closed()


def anchors_of(vaults: Vaults, server: Server) -> Anchors:
    settings = AnchorSettings(url=server.url, certificate="root.pem", signer="tsa.pem")  # type: ignore[attr-defined]
    return Anchors(vaults.database, settings, lambda path: server.authority / path, vaults.clock)


async def package_of(vaults: Vaults, vault_id: str, seeds: dict[int, bytes], path: Path) -> Path:
    stream = await vaults.evidence.packing.for_team(vault_id, seeds, "ada")
    await asyncio.to_thread(path.write_bytes, b"".join([chunk async for chunk in stream]))
    return path


@needs_openssl
async def test_an_authority_that_never_ends_its_answer_is_not_listened_to_for_long(vaults: Vaults, server: Server):
    await vaults.new()
    async with await asyncio.start_server(server.answer_for_ever, "127.0.0.1", 0) as listening:
        server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"  # type: ignore[attr-defined]
        with pytest.raises(AnchorError, match="something else than a token"):
            await anchors_of(vaults, server).stamp()
    assert server.asked < 1_000


@needs_openssl
async def test_one_request_dates_every_chain_that_grew(vaults: Vaults, server: Server):
    people = [await vaults.new() for _ in range(5)]
    anchors = anchors_of(vaults, server)
    assert await anchors.stamp() == 5
    assert await anchors.stamp() == 0
    await vaults.keep(people[2])
    assert await anchors.stamp() == 1
    assert server.asked == 2


@needs_openssl
async def test_a_package_carries_its_dates_and_openssl_confirms_them(vaults: Vaults, server: Server, tmp_path: Path):
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    await vaults.new()
    await vaults.keep(vault_id, share_with_team=True)
    await anchors_of(vaults, server).stamp()
    package = await package_of(vaults, vault_id, seeds, tmp_path / "p.zip")
    assert verify_package(package).anchors == 1
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out/data/anchors"
    (root,), (token,) = folder.glob("*.root"), folder.glob("*.tsr")
    check = ("ts", "-verify", "-data", str(root), "-in", str(token), "-CAfile", "root.pem", "-untrusted", "tsa.pem")
    assert b"OK" in openssl(*check, cwd=server.authority)


@needs_openssl
async def test_a_register_rewritten_after_it_was_dated_is_found_out_even_when_the_house_signs_it_again(
    vaults: Vaults, server: Server, tmp_path: Path
):
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    await vaults.keep(vault_id, share_with_team=True)
    await anchors_of(vaults, server).stamp()
    package = await package_of(vaults, vault_id, seeds, tmp_path / "p.zip")
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in members if name.endswith(".root"))
    members[name] = hashlib.sha256(b"another history").digest()
    data = {one: content for one, content in members.items() if one.startswith("data/")}
    manifest = "".join(f"{hashlib.sha256(content).hexdigest()}  {one}\n" for one, content in data.items()).encode()
    members |= {"manifest-sha256.txt": manifest, "manifest-sha256.sig": vaults.keys.signing.sign(manifest)}
    tags = [one for one in members if not one.startswith("data/") and one != "tagmanifest-sha256.txt"]
    listed = "".join(f"{hashlib.sha256(members[one]).hexdigest()}  {one}\n" for one in tags)
    members["tagmanifest-sha256.txt"] = listed.encode()
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as archive:
        for one, content in members.items():
            archive.writestr(one, content)
    verdict = verify_package(tmp_path / "forged.zip")
    assert (verdict.name, verdict.flaw) == (name, Flaw.ANCHOR)


@needs_openssl
@pytest.mark.parametrize("spoil", [b"x", b"\x30\x03\x02\x01\x02", b"<html>"])
async def test_an_answer_that_is_no_token_dates_nothing(vaults: Vaults, server: Server, spoil: bytes):
    await vaults.new()
    server.spoil = spoil
    with pytest.raises(AnchorError):
        await anchors_of(vaults, server).stamp()
    server.spoil = b""
    assert await anchors_of(vaults, server).stamp() == 1


@needs_openssl
async def test_a_token_about_another_root_dates_nothing(vaults: Vaults, server: Server):
    await vaults.new()
    await anchors_of(vaults, server).stamp()
    server.spoil = (server.authority / "r.tsr").read_bytes()
    await vaults.new()
    with pytest.raises(AnchorError):
        await anchors_of(vaults, server).stamp()


async def test_an_authority_that_cannot_be_reached_loses_nothing(vaults: Vaults, tmp_path: Path):
    await vaults.new()
    settings = AnchorSettings(url="http://127.0.0.1:9/", certificate="", timeout_seconds=2)
    anchors = Anchors(vaults.database, settings, lambda path: tmp_path / path, vaults.clock)
    with pytest.raises(AnchorError):
        await anchors.stamp()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_every_leaf_leads_to_the_root_by_its_own_way_and_no_other_does(leaves: list[bytes]):
    root, ways = grown(leaves)
    for leaf, way in zip(leaves, ways, strict=True):
        assert leads_to(leaf, way, root)
        assert not leads_to(bytes(32 * [leaf[0] ^ 1]) if leaf != bytes(32 * [leaf[0] ^ 1]) else leaf, way, root)
