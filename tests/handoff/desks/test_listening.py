"""A voice or a film at the desk: played on a tap, opened while it is played, marked until somebody heard it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from handoff.desks.web.exhibits import stretch_of
from handoff.listening import WHILE
from handoff.permissions import Act
from nlu.severity import Level
from tests.handoff.desks.houses import Pages, Visitor

if TYPE_CHECKING:
    import httpx

    from handoff.listener import Session
    from tests.handoff.havens import Haven

VOICE = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(256)) * 500
PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture"
BY_SCRIPT = {"HX-Request": "true"}


class Room:
    """A live case with what was sent in it, and ada's browser."""

    def __init__(self, haven: Haven, visitor: Visitor, case_id: str) -> None:
        self.haven, self.visitor, self.case_id = haven, visitor, case_id

    async def sends(self, content: bytes = VOICE, *, shared: bool = True) -> str:
        return await self.haven.sends(self.case_id, content, shared=shared)

    async def taps(self, item_id: str, visitor: Visitor | None = None) -> httpx.Response:
        path, visitor = f"/room/{self.case_id}/evidence/{item_id}/preview", visitor or self.visitor
        return await visitor.post(path, data={"form_key": visitor.key}, headers=BY_SCRIPT)

    async def plays(self, source: str, stretch: str = "", visitor: Visitor | None = None) -> httpx.Response:
        headers = {"Range": stretch} if stretch else {}
        return await (visitor or self.visitor).get(source, headers=headers)

    async def acts(self) -> list[str]:
        vault = (await self.haven.case(self.case_id)).vault
        assert vault is not None
        async with self.haven.database.reading() as tx:
            entries = await self.haven.evidence.list_custody(tx, vault)
        return [entry.body.split('"act":"')[1].split('"')[0] for entry in entries]

    async def tiles(self) -> str:
        text = (await self.visitor.get(f"/room/{self.case_id}")).text
        return str(text.split('id="p-tiles"')[1].split("</section>")[0])

    async def board(self) -> str:
        return (await self.visitor.get("/board")).text


def source_in(answer: httpx.Response) -> str:
    found = re.search(r' src="(/room/[^"]+)"', answer.text)
    assert found, answer.text
    return found[1].replace("&amp;", "&")


@pytest.fixture
async def room(haven: Haven, ada: Session) -> Any:
    case_id = await haven.comes("tom", Level.critical, "I got a message")
    await haven.desk.claim(ada, case_id)
    async with Pages(haven).visitor() as visitor:
        await visitor.signs_in("ada")
        yield Room(haven, visitor, case_id)


async def test_a_voice_is_marked_on_the_board_and_in_the_room_until_somebody_played_it(room: Room) -> None:
    await room.sends(PICTURE)
    item_id = await room.sends()
    assert "1 recording not heard yet" in await room.board()
    assert (await room.tiles()).count("not heard yet") == 1
    source = source_in(await room.taps(item_id))
    assert "not heard yet" in await room.tiles()  # a player that stands there has played nothing
    await room.plays(source, "bytes=0-")
    assert "not heard yet" not in await room.tiles()
    assert "not heard yet" not in await room.board()


async def test_a_voice_that_is_not_shared_is_not_waited_for(room: Room) -> None:
    await room.sends(shared=False)
    assert "not heard yet" not in await room.tiles() + await room.board()


async def test_nothing_plays_or_loads_by_itself_and_nothing_offers_a_download(room: Room) -> None:
    text = (await room.taps(await room.sends())).text
    assert 'preload="none"' in text
    assert "autoplay" not in text
    assert 'controlslist="nodownload"' in text


async def test_each_tap_is_one_entry_in_custody_and_hearing_it_first_another(room: Room) -> None:
    item_id = await room.sends()
    for _ in range(2):
        source = source_in(await room.taps(item_id))
        for stretch in ("bytes=0-", "bytes=500-", "bytes=9000-9100"):
            await room.plays(source, stretch)
    assert (await room.acts())[-3:] == ["opened-by-team", "heard", "opened-by-team"]


@pytest.mark.parametrize(("stretch", "start", "stop"), [
    ("bytes=0-", 0, len(VOICE)), ("bytes=100-199", 100, 200), ("bytes=-50", len(VOICE) - 50, len(VOICE)),
    (f"bytes=70000-{10**9}", 70000, len(VOICE)),
])  # fmt: skip
async def test_a_player_is_given_the_stretch_it_asks_for(room: Room, stretch: str, start: int, stop: int) -> None:
    answer = await room.plays(source_in(await room.taps(await room.sends())), stretch)
    assert (answer.status_code, answer.content) == (206, VOICE[start:stop])
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(VOICE)}"
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("stretch", ["", "bytes=0-1,5-6", "pages=1-2", "bytes=-", "nonsense"])
async def test_without_one_stretch_it_is_given_all_of_it(room: Room, stretch: str) -> None:
    answer = await room.plays(source_in(await room.taps(await room.sends())), stretch)
    assert (answer.status_code, answer.content) == (200, VOICE)
    assert answer.headers["accept-ranges"] == "bytes"


async def test_beyond_the_end_there_is_nothing(room: Room) -> None:
    answer = await room.plays(source_in(await room.taps(await room.sends())), f"bytes={len(VOICE)}-")
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(VOICE)}")
    with pytest.raises(ValueError, match="nothing"):
        stretch_of("bytes=5-2", 10)


async def test_the_right_to_play_is_one_sessions_for_one_piece_and_one_hour(room: Room, grace: Session) -> None:
    item_id, other = await room.sends(), await room.sends()
    source = source_in(await room.taps(item_id))
    async with Pages(room.haven).visitor() as supervisor:
        await supervisor.signs_in("grace")
        assert (await room.plays(source, visitor=supervisor)).status_code == 403
    async with Pages(room.haven).visitor() as nobody:
        assert (await room.plays(source, visitor=nobody)).status_code in {303, 401}
    assert (await room.plays(source.replace(item_id, other))).status_code == 403
    assert (await room.plays(source.partition("?")[0])).status_code == 403
    assert (await room.plays(source.partition("?")[0] + "?ticket=%C3%A9")).status_code == 403
    room.haven.clock.forward(WHILE.total_seconds() - 1)
    assert (await room.plays(source)).status_code == 200
    room.haven.clock.forward(2)
    assert (await room.plays(source)).status_code == 403


async def test_what_was_withheld_meanwhile_is_neither_shown_nor_played(room: Room) -> None:
    item_id = await room.sends()
    source = source_in(await room.taps(item_id))
    async with room.haven.database.transaction() as tx:
        await room.haven.evidence.withheld.hold(tx, item_id, "house")
    assert (await room.taps(item_id)).status_code == 403
    assert (await room.plays(source)).status_code == 403
    assert "not heard yet" not in await room.board()


async def test_what_was_taken_back_or_let_go_plays_no_longer(room: Room, ada: Session) -> None:
    source = source_in(await room.taps(await room.sends()))
    vault = (await room.haven.case(room.case_id)).vault
    assert vault is not None
    async with room.haven.database.transaction() as tx:
        await room.haven.evidence.consent(tx, vault, share=False)
    assert (await room.plays(source)).status_code == 403
    source = source_in(await room.taps(await room.sends()))
    await room.haven.desk.release(ada, room.case_id, "")
    assert Act.EVIDENCE not in (await room.haven.desk.board(ada))[0].may
    assert (await room.plays(source)).status_code == 403
