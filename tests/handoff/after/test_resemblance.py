"""The same picture again: asked in the room, over the shared pieces of one person, never of what is withheld."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw, ImageOps

from handoff.errors import NotAllowedError
from tests.handoff.after.houses import after_the_talk
from vault.errors import NoSuchItemError, NotSharedError, WithheldError


def picture(seed: int) -> Image.Image:
    """Draw something a hash can tell from another: large shapes, and a gradient across."""
    drawn = Image.linear_gradient("L").resize((480, 640)).convert("RGB")
    pencil = ImageDraw.Draw(drawn)
    for step in range(14):
        at = (step * 97 + seed * 61) % 400, (step * 53 + seed * 131) % 560
        side = 30 + (step * 37 + seed * 17) % 120
        colour = ((step * 71 + seed) % 256, (step * 29 + seed * 3) % 256, (step * 113 + seed * 7) % 256)
        (pencil.ellipse if step % 2 else pencil.rectangle)((*at, at[0] + side, at[1] + side), fill=colour)
    return drawn


def as_file(image: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


async def test_a_montage_is_seen_again_turned_mirrored_and_in_a_frame_of_bars(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    one = picture(1)
    asked = await haven.sends(mine, as_file(one), shared=True)
    mirrored = await haven.sends(mine, as_file(ImageOps.mirror(one), "JPEG"), shared=True)
    turned = await haven.sends(mine, as_file(one.rotate(90, expand=True)), shared=True)
    barred = await haven.sends(mine, as_file(ImageOps.expand(one, (0, 90, 0, 140), fill="black")), shared=True)
    await haven.sends(mine, as_file(picture(7)), shared=True)
    found = await after.resemblance.again(ada, mine, asked)
    assert set(found.items) == {mirrored, turned, barred}
    assert (found.compared, found.unfit) == (4, "")


async def test_only_what_this_person_shared_is_looked_at(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    asked = await haven.sends(mine, as_file(picture(1)), shared=True)
    kept_back = await haven.sends(mine, as_file(picture(1)), shared=False)
    other = await haven.comes("tom", words="pareil", facts={})
    elsewhere = await haven.sends(other, as_file(picture(1)), shared=True)
    found = await after.resemblance.again(ada, mine, asked)
    assert (found.items, found.compared) == ((), 0)
    with pytest.raises(NotSharedError):
        await after.resemblance.again(ada, mine, kept_back)
    with pytest.raises(NoSuchItemError):
        await after.resemblance.again(ada, mine, elsewhere)


async def test_what_is_withheld_is_never_compared_nor_asked_about(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    asked = await haven.sends(mine, as_file(picture(1)), shared=True)
    held = await haven.sends(mine, as_file(picture(1)), shared=True)
    async with haven.database.transaction() as tx:
        assert await haven.evidence.withheld.hold(tx, held, "owner")
    assert (await after.resemblance.again(ada, mine, asked)).compared == 0
    with pytest.raises((NoSuchItemError, WithheldError)):
        await after.resemblance.again(ada, mine, held)


async def test_what_is_no_picture_is_said_to_be_none(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    text = await haven.sends(mine, b"un message recopie", shared=True)
    plain = await haven.sends(mine, as_file(Image.new("RGB", (400, 400), "grey")), shared=True)
    assert (await after.resemblance.again(ada, mine, text)).unfit == "kind"
    assert (await after.resemblance.again(ada, mine, plain)).unfit == "plain"


async def test_another_listener_may_not_ask(haven_with_folder, grace, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    asked = await haven.sends(mine, as_file(picture(1)), shared=True)
    bob = await haven.enrolled(grace, "bob")
    with pytest.raises(NotAllowedError):
        await after.resemblance.again(bob, mine, asked)
