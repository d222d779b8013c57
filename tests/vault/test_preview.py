"""Previews: a picture is shown small, upright and without a trace of who made it; what is no picture harms nobody."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import select
import struct
import zlib
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

from tests.vault.vaults import pieces
from vault import preview as module
from vault.errors import CannotOpenError, PreviewError, Unfit
from vault.items import sniff
from vault.opening import OpenItem
from vault.preview import preview

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

SECRET = b"Lea Martin, 12 rue des Lilas"
ORIENTATION, DESCRIPTION, MAKER, GPS = 0x0112, 0x010E, 0x010F, 0x8825


class Piece(OpenItem):
    """An opened item whose bytes are at hand, known by its first bytes as every item is."""

    def __init__(self, content: bytes, *, broken: bool = False) -> None:
        super().__init__("1" * 32, "x", "image/png", sniff(content), len(content), "", datetime.now(UTC), "web")
        object.__setattr__(self, "content", content)
        object.__setattr__(self, "broken", broken)

    async def chunks(self) -> AsyncIterator[bytes]:
        async for chunk in pieces(self.content, 1 << 16):
            yield chunk
        if self.broken:
            raise CannotOpenError("changed")


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 200), mode: str = "RGB", **more: Any) -> bytes:
    """Return a picture, red above and blue below."""
    image = Image.new("RGB", size, "blue")
    ImageDraw.Draw(image).rectangle((0, 0, size[0], size[1] // 2), fill="red")
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **more)
    return out.getvalue()


async def shown(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(await preview(Piece(content))), formats=("WEBP",))
    image.load()
    return image


async def refusal(content: bytes) -> Unfit:
    with pytest.raises(PreviewError) as refused:
        await preview(Piece(content))
    return refused.value.why


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(length: int) -> bytes:
    squeeze = zlib.compressobj(9)
    block = bytes(1 << 20)
    parts = [squeeze.compress(block) for _ in range(length >> 20)]
    return b"".join(parts) + squeeze.compress(bytes(length % (1 << 20))) + squeeze.flush()


# -- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_a_picture_of_a_known_kind_is_shown(kind: str) -> None:
    image = await shown(picture(kind))
    assert image.size == (400, 200)
    red, blue = image.getpixel((200, 20)), image.getpixel((200, 180))
    assert red[0] - red[2] > 90
    assert blue[2] - blue[0] > 90


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
async def test_a_picture_of_any_depth_is_shown(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    content = grey_16() if mode == "I;16" else picture(kind, mode=mode)
    image = (await shown(content)).convert("L")
    above, below = (image.crop((0, top, 400, top + 100)).resize((1, 1), Image.Resampling.BOX) for top in (0, 100))
    assert abs(above.getpixel((0, 0)) - below.getpixel((0, 0))) > 30


def grey_16() -> bytes:
    rows = [struct.pack("<400H", *[shade] * 400) for shade in [50_000] * 100 + [20_000] * 100]
    image = Image.frombytes("I;16", (400, 200), b"".join(rows))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("size", "small"), [((3200, 1600), (1600, 800)), ((1080, 2400), (720, 1600)), ((9, 7), (9, 7))]
)
async def test_a_picture_is_never_larger_than_the_screen_needs(size: tuple[int, int], small: tuple[int, int]) -> None:
    assert (await shown(picture("JPEG", size))).size == small


async def test_a_picture_taken_sideways_is_shown_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn it by a quarter
    image = await shown(picture("JPEG", exif=exif))
    assert image.size == (200, 400)
    assert image.getpixel((180, 200))[0] > 180
    assert image.getpixel((20, 200))[2] > 180


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_where_when_and_by_whom_it_was_made_is_not_shown(kind: str) -> None:
    exif = Image.Exif()
    exif[DESCRIPTION], exif[MAKER] = SECRET.decode(), SECRET.decode()
    exif[GPS] = {1: "N", 2: (48.0, 51.0, 24.0)}
    more: dict[str, Any] = {"exif": exif, "icc_profile": SECRET * 9}
    if kind != "PNG":
        more["xmp"] = b"<x>" + SECRET + b"</x>"
    content = picture(kind, **more)
    assert SECRET in content
    developed = await preview(Piece(content))
    image = Image.open(io.BytesIO(developed))
    assert SECRET not in developed
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)


async def test_what_hides_behind_or_within_a_picture_does_not_come_through() -> None:
    page = b"<html><script>alert(1)</script>" + SECRET
    text = chunk(b"tEXt", b"Comment\0" + SECRET)
    behind = picture("PNG") + page
    within = png(2, 2, zlib.compress(bytes(14)), text)
    both_at_once = picture("JPEG", comment=b"%PDF-1.7 " + page)
    for content in (behind, within, both_at_once, picture("GIF") + b"PK\x03\x04" + page):
        developed = await preview(Piece(content))
        assert SECRET in content
        assert SECRET not in developed
        assert b"script" not in developed


async def test_only_the_first_frame_of_a_moving_picture_is_shown() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = await shown(out.getvalue())
    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((10, 10))[0] > 180


async def test_what_is_see_through_is_shown_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert min((await shown(out.getvalue())).getpixel((10, 10))) > 240


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 ...",
        b"<html><img src=x></html>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04 a zip",
        b"....ftypisom a film",
        b"BM a bitmap",
        b"II*\0 a tiff",
        b"%!PS-Adobe",
        b"MZ a program",
    ],
)
async def test_what_is_no_picture_of_a_known_kind_is_never_decoded(content: bytes) -> None:
    assert await refusal(content) is Unfit.KIND


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_a_damaged_picture_is_told(kind: str) -> None:
    whole = picture(kind, (300, 300))
    assert await refusal(whole[: len(whole) // 3]) is Unfit.DAMAGED
    assert await refusal(whole[:12] + bytes(range(256))) in {Unfit.DAMAGED, Unfit.LARGE}


async def test_one_kind_that_pretends_to_be_another_is_not_decoded_as_either() -> None:
    assert await refusal(b"\xff\xd8\xff" + picture("PNG")) is Unfit.DAMAGED
    assert await refusal(b"RIFF\0\0\0\0WEBP" + picture("JPEG")) is Unfit.DAMAGED


@pytest.mark.parametrize("side", [12_000, 50_000, 2**31 - 1])
async def test_a_bomb_is_refused_unopened(side: int) -> None:
    bomb = png(side, side, zeros(1 << 20))
    assert len(bomb) < 5000
    assert await refusal(bomb) is Unfit.LARGE


async def test_a_bomb_among_the_words_of_a_picture_is_refused() -> None:
    text = chunk(b"zTXt", b"Comment\0\0" + zeros(20 << 20))
    assert await refusal(png(2, 2, zlib.compress(bytes(14)), text)) in {Unfit.DAMAGED, Unfit.LARGE}


async def test_a_picture_that_needs_more_memory_than_allowed_is_refused(dark: Callable[..., Path]) -> None:
    dark(MEMORY_BYTES=96 << 20)
    assert await refusal(png(5000, 5000, zeros(5000 * 15_001))) is Unfit.LARGE


async def test_a_picture_that_takes_too_long_is_refused_and_no_child_is_left(
    dark: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.3)
    dark(body="import time; time.sleep(60)")
    children: list[asyncio.subprocess.Process] = []
    spawn = asyncio.create_subprocess_exec

    async def watched(*args: Any, **more: Any) -> asyncio.subprocess.Process:
        children.append(await spawn(*args, **more))
        return children[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    assert await refusal(picture()) is Unfit.SLOW
    assert [child.returncode for child in children] == [-9]


async def test_a_picture_that_burns_the_processor_is_refused(dark: Callable[..., Path]) -> None:
    dark(CPU_SECONDS=1, body="while True: pass")
    assert await refusal(picture()) is Unfit.SLOW


async def test_a_decoder_that_was_taken_over_can_answer_no_more_than_a_preview(dark: Callable[..., Path]) -> None:
    dark(body="sys.stdout.buffer.write(bytes(64 << 20))")
    assert await refusal(picture()) is Unfit.LARGE


async def test_a_child_of_the_child_does_not_outlive_the_preview(
    dark: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 1)
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    dark(
        RLIMIT_NPROC=10_000,  # as where this limit does not hold: for root
        body=f"import os, time\n    held = os.open({str(tmp_path / 'alive')!r}, os.O_WRONLY)\n"
        "    os.write(held, b'x')\n    if os.fork() == 0:\n        time.sleep(60)",
    )
    assert await refusal(picture()) is Unfit.SLOW
    assert os.read(alive, 9) == b"x"
    assert await asyncio.to_thread(select.select, [alive], [], [], 10) == ([alive], [], [])
    assert os.read(alive, 9) == b""
    os.close(alive)


async def test_a_file_too_large_to_be_a_picture_is_not_even_read() -> None:
    piece = Piece(picture())
    object.__setattr__(piece, "size", module.MOST_BYTES + 1)
    with pytest.raises(PreviewError) as refused:
        await preview(piece)
    assert refused.value.why is Unfit.LARGE


async def test_nothing_is_decoded_of_an_item_that_was_changed(dark: Callable[..., Path], tmp_path: Path) -> None:
    dark(body=f"open({str(tmp_path / 'decoded')!r}, 'w')")
    with pytest.raises(CannotOpenError):
        await preview(Piece(picture(), broken=True))
    assert not exists(tmp_path / "decoded")


def exists(path: Path) -> bool:
    return path.exists()


# -- the room it is done in -------------------------------------------------------------------------------------------


@pytest.fixture
def dark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return what furnishes another darkroom: other limits, or other deeds once a picture has been read."""
    return partial(furnish, tmp_path / "darkroom.py", monkeypatch)


def furnish(path: Path, monkeypatch: pytest.MonkeyPatch, body: str = "", **limits: int) -> Path:
    source = module.DARKROOM.read_text()
    for name, value in limits.items():
        line = next(line for line in source.splitlines() if re.match(rf"{name} = |        resource\.{name}: ", line))
        source = source.replace(
            line, re.sub(r"[^ ]+?(,?)$", rf"{value}\1", line) if ":" in line else f"{name} = {value}"
        )
    if body:
        call = "WORKS[sys.argv[1]](sys.stdin.buffer.read(), sys.argv[2])"
        assert call in source
        source = source.replace(call, f"deed({call})")
        source = source.replace("def main()", f"def deed(_shown):\n    {body}\n    return b''\n\n\ndef main()")
    path.write_text(source)
    monkeypatch.setattr(module, "DARKROOM", path)
    return path


async def test_the_child_can_write_no_file_and_sees_no_secret(
    dark: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAVRE_SERVICE_KEY", "0" * 64)
    target = tmp_path / "leak"
    deed = (
        "import os, json\n"
        "    told = {'environ': dict(os.environ), 'cwd': os.getcwd()}\n"
        f"    file = open({str(target)!r}, 'wb', buffering=0)\n"
        "    try:\n        told['written'] = file.write(b'x')\n"
        "    except OSError as error:\n        told['written'] = error.errno\n"
        "    told['fds'] = sorted(int(name) for name in os.listdir('/proc/self/fd'))\n"
        "    return json.dumps(told).encode()"
    )
    dark(body=deed)
    told = json.loads(await preview(Piece(picture())))
    assert "HAVRE_SERVICE_KEY" not in told["environ"]
    assert told["cwd"] == "/"
    assert told["written"] == 27  # EFBIG
    assert len(told["fds"]) == 3 + 2  # the pipes, and what this deed itself opened


def test_the_darkroom_knows_nothing_of_the_house() -> None:
    source = module.DARKROOM.read_text()
    assert "from vault" not in source
    assert "import vault" not in source
