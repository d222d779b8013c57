"""The vault in a real browser: the phrase is asked, a picture is shown, and it is gone once the vault is locked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.haven import chromium, haven, make_haven, phone

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["chromium", "haven", "make_haven", "phone"]
pytestmark = pytest.mark.peer


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "navy").save(out, "PNG")
    return out.getvalue()


def test_a_piece_is_looked_at_again_and_leaves_with_the_lock(phone: Callable[..., Page]):
    page = phone()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.locator("#text").fill("on m'insulte")
    page.keyboard.press("Enter")
    shot = {"name": "a.png", "mimeType": "image/png", "buffer": a_picture()}
    page.locator("#files").set_input_files([shot])  # type: ignore[list-item]
    page.get_by_role("button", name="Mon coffre").last.click()
    page.get_by_role("button", name="La revoir").last.click()
    page.get_by_role("button", name="Ouvrir", exact=True).click()
    page.get_by_role("button", name="Revoir", exact=True).click()
    picture = page.locator(".vault img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    page.get_by_role("button", name="Refermer").click()
    expect(picture).to_have_count(0)
    expect(page.get_by_role("button", name="Ouvrir", exact=True)).to_be_visible()
    expect(page.locator(".vault input")).to_have_count(0)  # no phrase was chosen: none is asked for
    assert faults == []  # the page's policy allowed all of it
