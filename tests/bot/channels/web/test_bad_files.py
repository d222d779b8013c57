"""Bombs, polyglots, nothing at all and without end: a clear word to whoever sends it, and nothing sent is lost."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.bot.channels.web.test_vaults import Page, house, owner, page
from tests.vault.test_preview import picture, png, zeros
from vault.verifying import verify_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx

    from tests.coffers import Coffers, Owner

__all__ = ["house", "owner", "page"]
MEGABYTES = 30 << 20


def a_zip(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def a_pdf(stream: bytes) -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\nendobj\n"
    return head + b"2 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n" % len(stream) + stream + b"\nendstream\n%%EOF"


BAD = {
    "a zip that unpacks to thirty megabytes": a_zip(("0.bin", bytes(MEGABYTES))),
    "a zip within zips": a_zip(("a.zip", a_zip(("b.zip", a_zip(("../../etc/passwd", bytes(1 << 20))))))),
    "a document whose page unpacks for ever": a_pdf(zeros(MEGABYTES)),
    "a picture of two thousand million pixels": png(50_000, 50_000, zlib.compress(b"")),
    "a picture that is a page": b"<html><script>alert(1)</script></html>",
    "a picture that is a zip, too": picture("PNG") + a_zip(("run.exe", b"MZ")),
    "a document that is a zip, too": a_pdf(b"x") + a_zip(("run.exe", b"MZ")),
    "a film that ends in its first box": struct.pack(">I", 1 << 30) + b"ftypisom",
    "a vector picture with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "one byte": b"\x00",
}
SHOWN = {"a picture that is a zip, too"}


async def give(page: Page, content: bytes | AsyncIterator[bytes], key: str = "k") -> httpx.Response:
    about = {"x-key": key, "x-name": "photo.png", "content-type": "image/png"}
    return await page.post("/chat/evidence", content=content, headers=about)


@pytest.mark.parametrize("bad", BAD)
async def test_whatever_it_is_it_is_kept_byte_for_byte_and_never_unpacked(
    owner: Owner, page: Page, tmp_path: Path, bad: str
) -> None:
    await owner.taps("danger:no")
    answer = await give(page, BAD[bad])
    assert (answer.status_code, list(answer.json())) == (200, ["code"])
    await page.does("unlock", phrase="")
    [piece] = (await page.get("/chat/vault")).json()["pieces"]
    shown = await page.does("look", seq=piece["seq"])
    if bad in SHOWN:
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
        assert b"MZ" not in shown.content
    else:
        assert shown.status_code == 415
        assert shown.json()["error"] == "Ce fichier ne se montre pas ici. Il peut être enregistré."
    saved = await page.does("original", seq=piece["seq"])
    assert saved.content == BAD[bad]
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-security-policy"] == "default-src 'none'; sandbox"
    (tmp_path / "copy.zip").write_bytes((await page.does("copy")).content)
    verdict = verify_package(tmp_path / "copy.zip")
    assert (verdict.flaw, verdict.pieces) == (None, 1)


async def test_nothing_at_all_is_told_so_and_the_next_file_comes_through(owner: Owner, page: Page) -> None:
    await owner.taps("danger:no")
    answer = await give(page, b"")
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Ce fichier est vide.")
    assert (await give(page, b"something")).status_code == 200
    assert len(await owner.items()) == 1


async def test_what_never_ends_is_cut_off_at_the_limit_and_leaves_nothing(
    house: Coffers, owner: Owner, page: Page
) -> None:
    await owner.taps("danger:no")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1 << 20
            yield bytes(1 << 20)

    answer = await give(page, endless())
    assert answer.status_code == 413
    assert "25 Mo" in answer.json()["error"]
    assert sent < 40_000_000
    assert await owner.items() == []
    assert list((house.folder / "var/evidence").glob("??/*")) == []
    assert (await give(page, b"something")).status_code == 200


@pytest.mark.parametrize("announced", ["26000000", "9" * 30, "-1", "many"])
async def test_a_wrong_length_is_refused_or_not_believed(owner: Owner, page: Page, announced: str) -> None:
    await owner.taps("danger:no")
    about = {"x-key": "k", "content-type": "image/png", "content-length": announced}
    answer = await page.post("/chat/evidence", content=b"what came", headers=about)
    if announced == "26000000":
        assert answer.status_code == 413
        assert await owner.items() == []
    else:
        assert answer.status_code == 200
        await page.does("unlock", phrase="")
        [piece] = (await page.get("/chat/vault")).json()["pieces"]
        assert (await page.does("original", seq=piece["seq"])).content == b"what came"
