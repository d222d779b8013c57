"""A voice and a film in a real browser: nothing sounds or loads before a tap, and one may go back and forth in it."""

from __future__ import annotations

import base64
import math
import struct
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from handoff.room import Tile
from tests import axe
from tests.handoff.desks.paper import NOW

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.handoff.desks.conftest import Served

pytestmark = pytest.mark.peer
RATE = 8000
PLAY = """(one, moment) => new Promise((done) => {
    one.ontimeupdate = () => one.currentTime > moment && done();
    one.play();
})"""
SEEK = "(one, moment) => new Promise((done) => { one.onseeked = done; one.currentTime = moment; })"
FILM = """async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
    const pen = canvas.getContext("2d"), parts = [];
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.start();
    for (let n = 0; n < 20; n++) {
        pen.fillStyle = n % 2 ? "red" : "blue";
        pen.fillRect(0, 0, 64, 64);
        await new Promise((done) => setTimeout(done, 40));
    }
    await new Promise((done) => { recorder.onstop = done; recorder.stop(); });
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
}"""


def tone(seconds: float) -> bytes:
    """Return a quiet tone as WAV."""
    count = int(seconds * RATE)
    samples = b"".join(struct.pack("<h", int(2000 * math.sin(n / 3))) for n in range(count))
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    head = (
        struct.pack("<4sI4s", b"RIFF", 36 + len(samples), b"WAVE") + form + struct.pack("<4sI", b"data", len(samples))
    )
    return head + samples


@pytest.fixture
def heard(page: Page, served: Served) -> Page:
    """The room of somebody who sent a voice of eight seconds."""
    paper = served.desk.cases["c5"]
    voice = Tile("i4", 4, NOW - timedelta(minutes=7), shared=True, size=131_072, unheard=True)
    served.do(lambda: setattr(paper, "tiles", (*paper.tiles, voice)))
    served.desk.recording = tone(8)
    page.goto("/room/c5")
    return page


def test_a_voice_waits_for_a_tap_plays_and_is_unheard_no_longer(heard: Page, served: Served) -> None:
    tile = heard.locator("#t-i4")
    expect(tile.get_by_text("à écouter", exact=True)).to_be_visible()
    tile.get_by_role("button", name="Écouter la pièce 4").click()
    player = tile.locator("audio")
    expect(player).to_be_visible()
    assert player.evaluate("one => [one.paused, one.autoplay, one.networkState]") == [True, False, 1]
    assert served.desk.played == []
    assert tile.locator("a[download], a[href*=play]").count() == 0
    player.evaluate(PLAY, 0.2)
    expect(tile.get_by_text("à écouter", exact=True)).to_have_count(0)
    assert {item_id for item_id, _ in served.desk.played} == {"i4"}


def test_one_may_go_forward_and_back_in_it(heard: Page) -> None:
    heard.locator("#t-i4").get_by_role("button", name="Écouter").click()
    player = heard.locator("#t-i4 audio")
    player.evaluate(PLAY, 0.1)
    assert round(player.evaluate("one => one.duration")) == 8
    for moment in (6, 1):
        player.evaluate(
            "(one, moment) => new Promise((done) => { one.onseeked = done; one.currentTime = moment; })", moment
        )
        assert player.evaluate("one => one.currentTime") >= moment


def test_what_they_write_meanwhile_does_not_stop_the_voice(heard: Page, served: Served) -> None:
    heard.locator("#t-i4").get_by_role("button", name="Écouter").click()
    player = heard.locator("#t-i4 audio")
    player.evaluate(PLAY, 0.1)
    another = Tile("i5", 5, NOW, shared=False, size=4096)
    paper = served.desk.cases["c5"]
    served.do(lambda: setattr(paper, "tiles", (*paper.tiles, another)))
    served.do(served.desk.write, "c5", "correspondent", "tu as écouté ?")
    expect(heard.locator("#p-log")).to_contain_text("tu as écouté ?")
    assert player.evaluate("one => one.paused") is False
    player.evaluate("one => one.pause()")
    at = player.evaluate("one => one.currentTime")
    served.do(served.desk.tell, "c5")
    expect(heard.locator("#t-i5")).to_be_visible()  # the list went on, and what was open is still there
    assert heard.locator("#t-i4 audio").evaluate("one => one.currentTime") >= at


def test_a_film_comes_blurred_and_shows_when_asked(heard: Page, served: Served) -> None:
    film = base64.b64decode(heard.evaluate(FILM))
    served.desk.recording, served.desk.recorded_as, served.desk.player = film, "video/webm", "video"
    tile = heard.locator("#t-i4")
    tile.get_by_role("button", name="Écouter").click()
    player = tile.locator("video")
    assert "blurred" in (player.get_attribute("class") or "")
    assert player.evaluate("one => one.preload") == "none"
    player.evaluate(PLAY, 0)
    tile.get_by_role("button", name="Enlever le flou").click()
    expect(player).not_to_have_class("blurred")


def test_a_player_can_be_named_and_reached(heard: Page) -> None:
    heard.locator("#t-i4").get_by_role("button", name="Écouter").click()
    expect(heard.get_by_label("Lecture de la pièce")).to_be_visible()
    assert axe.faults(heard, axe.source()) == []
