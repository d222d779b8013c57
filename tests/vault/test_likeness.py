"""The same picture again: turned, mirrored, framed, saved anew; asked by a listener, never of what is withheld."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from tests.vault.test_preview import Piece, png
from vault import darkroom, hearing_records, records
from vault.errors import (
    CannotOpenError,
    NoSuchItemError,
    NotSharedError,
    PreviewError,
    Unfit,
    WithheldError,
)
from vault.items import sniff
from vault.likeness import NEAR, Likeness, distance
from vault.preview import KINDS, hashes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vault.vaults import Vaults

KNOWN = {"name": "montage.png", "declared": "image/png", "limit": 1 << 24}


def montage(seed: int, size: tuple[int, int] = (480, 360)) -> Image.Image:
    """Draw a picture like no other, the same each time."""
    draws, image = random.Random(seed), Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for _ in range(40):
        left, top = draws.randrange(size[0]), draws.randrange(size[1])
        box = (left, top, left + draws.randrange(5, 120), top + draws.randrange(5, 120))
        pen.rectangle(box, fill=(draws.randrange(256), draws.randrange(256), draws.randrange(256)))
    return image


def saved(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def likeness(image: Image.Image | bytes) -> Likeness:
    """Hash a picture of our own without a child process: that is what takes the time."""
    content = image if isinstance(image, bytes) else saved(image)
    return Likeness.of(darkroom.measure(content, KINDS[sniff(content)]))


def framed(image: Image.Image, shade: str = "black") -> Image.Image:
    return ImageOps.expand(image, (0, 150, 0, 200), shade)


CHANGES: dict[str, Callable[[Image.Image], Image.Image | bytes]] = {
    "turned a quarter": lambda image: image.rotate(90, expand=True),
    "turned half": lambda image: image.rotate(180),
    "turned three quarters": lambda image: image.rotate(270, expand=True),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned and mirrored": lambda image: ImageOps.mirror(image.rotate(90, expand=True)),
    "saved badly": lambda image: saved(image, "JPEG", quality=25),
    "half as large": lambda image: image.resize((240, 180)),
    "pressed flat": lambda image: image.resize((480, 200)),
    "brighter": lambda image: image.point(lambda value: min(255, value + 25)),
    "between black bars": framed,
    "between white bars, mirrored": lambda image: framed(ImageOps.mirror(image), "white"),
    "between bars saved badly": lambda image: saved(framed(image), "JPEG", quality=40),
    "turned by its camera": lambda image: saved(image.rotate(90, expand=True), "JPEG", exif=turned(6)),
}


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_picture_is_known_again(change: str) -> None:
    image = montage(5)
    assert distance(likeness(image), likeness(CHANGES[change](image))) <= NEAR


def test_two_pictures_are_told_apart_also_turned_and_framed() -> None:
    known = [likeness(montage(seed)) for seed in range(8)]
    known.append(likeness(framed(montage(9))))
    apart = [distance(one, other) for one in known for other in known if one is not other]
    assert min(apart) > 2 * NEAR


def tones(image: Image.Image) -> Any:
    return np.asarray(image.convert("RGB"), dtype=float) @ np.array([0.299, 0.587, 0.114])


PEER = json.loads(Path(__file__).with_name("pdq.json").read_text("utf-8"))


@pytest.mark.parametrize("told", PEER["vectors"], ids=lambda told: f"{told['size']} {told['seed']}")
def test_all_eight_hashes_are_those_of_a_program_nobody_here_wrote(told: dict[str, Any]) -> None:
    quality, hashes = darkroom.pdq(tones(montage(told["seed"], tuple(told["size"]))))
    assert quality == told["quality"]
    pairs = zip(sorted(one.hex() for one in hashes), sorted(told["hashes"]), strict=True)
    apart = [(int(one, 16) ^ int(other, 16)).bit_count() for one, other in pairs]
    assert max(apart) <= 2, "a bit at the very median may fall either way: they reckon in half the digits"


# -- asked at the desk -------------------------------------------------------------------------------------------------


async def kept(vaults: Vaults, vault_id: str, content: bytes, **more: Any) -> str:
    return (await vaults.keep(vault_id, content, **{**KNOWN, "share_with_team": True, **more})).item_id


async def acts(vaults: Vaults, vault_id: str) -> list[tuple[str, str]]:
    bodies = [json.loads(entry.body) for entry in await vaults.custody(vault_id)]
    return [(body["act"], body["item"]) for body in bodies if body["act"] == "compared"]


async def test_a_listener_is_told_where_the_same_picture_is_the_nearest_first(vaults: Vaults) -> None:
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    asked = await kept(vaults, vault_id, saved(montage(5)))
    worse = await kept(vaults, vault_id, saved(framed(ImageOps.mirror(montage(5))), "JPEG", quality=30))
    same = await kept(vaults, vault_id, saved(montage(5), "WEBP", lossless=True))
    await kept(vaults, vault_id, saved(montage(6)))
    other = await kept(vaults, vault_id, b"no picture at all")
    found = await vaults.evidence.fingerprint_near(asked, seeds, "ada")
    assert [one.item_id for one in found.near] == [same, worse]
    assert (found.near[0].distance, found.compared) == (0, 3)
    written = [item for _, item in await acts(vaults, vault_id)]
    assert len(written) == 4
    assert other not in written


async def test_hashes_are_made_once_and_lie_sealed_with_their_piece(vaults: Vaults, monkeypatch: Any) -> None:
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    asked = await kept(vaults, vault_id, saved(montage(5)))
    await kept(vaults, vault_id, saved(montage(5), "JPEG"))
    first = await vaults.evidence.fingerprint_near(asked, seeds, "ada")
    hash_of_it = (likeness(montage(5))).hashes[0].to_bytes(32)
    assert hash_of_it not in b"".join(path.read_bytes() for path in vaults.folder.rglob("*") if path.is_file())

    async def never(_item: object) -> bytes:
        raise AssertionError("the picture was decoded again")

    monkeypatch.setattr("vault.likeness.hashes_of", never)
    assert await vaults.evidence.fingerprint_near(asked, seeds, "ada") == first


async def test_only_what_is_shared_of_the_same_vault_is_compared(vaults: Vaults) -> None:
    seeds, vault_id, other = await vaults.supervisor(), await vaults.new(), await vaults.new()
    asked = await kept(vaults, vault_id, saved(montage(5)))
    mine = await kept(vaults, vault_id, saved(montage(5)), share_with_team=False)
    await kept(vaults, other, saved(montage(5)))
    found = await vaults.evidence.fingerprint_near(asked, seeds, "ada")
    assert (found.near, found.compared) == ((), 0)
    with pytest.raises(NotSharedError):
        await vaults.evidence.fingerprint_near(mine, seeds, "ada")
    with pytest.raises(NoSuchItemError):
        await vaults.evidence.fingerprint_near("0" * 32, seeds, "ada")


async def test_what_may_be_an_intimate_picture_is_never_hashed_and_loses_its_hashes(vaults: Vaults) -> None:
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    asked = await kept(vaults, vault_id, saved(montage(5)))
    later = await kept(vaults, vault_id, saved(montage(5)))
    held = await kept(vaults, vault_id, saved(montage(5)), withheld=True)
    found = await vaults.evidence.fingerprint_near(asked, seeds, "ada")
    assert [one.item_id for one in found.near] == [later]
    async with vaults.database.transaction() as tx:
        await vaults.evidence.withheld.hold(tx, later, "owner")
    assert await sealed_hashes(vaults) == {asked}
    assert (await vaults.evidence.fingerprint_near(asked, seeds, "ada")).near == ()
    for item_id in (held, later):
        with pytest.raises(WithheldError):
            await vaults.evidence.fingerprint_near(item_id, seeds, "ada")


async def sealed_hashes(vaults: Vaults) -> set[str]:
    async with vaults.database.reading() as tx:
        return {row.id for row in await tx.rows(records.items.select()) if row.likeness is not None}


async def test_a_picture_withheld_in_the_moment_its_hashes_are_stored_keeps_none(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    item_id = await kept(vaults, vault_id, saved(montage(5)))
    keep = hearing_records.keep_likeness

    async def as_it_is_withheld(tx: Any, item_id: str, sealed: bytes | None) -> None:
        monkeypatch.undo()
        await vaults.evidence.withheld.hold(tx, item_id, "house")
        await keep(tx, item_id, sealed)

    monkeypatch.setattr(hearing_records, "keep_likeness", as_it_is_withheld)
    await vaults.evidence.fingerprint_near(item_id, seeds, "ada")
    assert await sealed_hashes(vaults) == set()


async def test_a_page_too_plain_to_be_told_apart_says_so(vaults: Vaults) -> None:
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    plain = await kept(vaults, vault_id, saved(Image.new("RGB", (400, 400), "white")))
    with pytest.raises(PreviewError) as refused:
        await vaults.evidence.fingerprint_near(plain, seeds, "ada")
    assert refused.value.why is Unfit.PLAIN
    text = await kept(vaults, vault_id, b"words only")
    with pytest.raises(PreviewError):
        await vaults.evidence.fingerprint_near(text, seeds, "ada")


async def test_hashes_moved_to_another_piece_do_not_open(vaults: Vaults) -> None:
    seeds, vault_id = await vaults.supervisor(), await vaults.new()
    asked = await kept(vaults, vault_id, saved(montage(5)))
    other = await kept(vaults, vault_id, saved(montage(6)))
    await vaults.evidence.fingerprint_near(asked, seeds, "ada")
    async with vaults.database.transaction() as tx:
        row = await records.item(tx, other)
        assert row is not None
        await hearing_records.keep_likeness(tx, asked, row.likeness)
    with pytest.raises(CannotOpenError):
        await vaults.evidence.fingerprint_near(asked, seeds, "ada")


@pytest.mark.parametrize(
    "packed", [b"", b"\x01", b"\x02\x64" + bytes(256), b"\x01\x64" + bytes(255), b"\x01\x64" + bytes(96)]
)
def test_what_is_no_set_of_hashes_is_refused(packed: bytes) -> None:
    with pytest.raises(CannotOpenError):
        Likeness.of(packed)


async def test_a_bomb_is_refused_by_the_same_child() -> None:
    with pytest.raises(PreviewError) as refused:
        await hashes_of(Piece(png(50_000, 50_000, b"")))
    assert refused.value.why is Unfit.LARGE
