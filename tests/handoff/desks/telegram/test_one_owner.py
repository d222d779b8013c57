"""The desk's bot belongs to one process: one that lost it says nothing, and serves again once it is back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from bot.sites import telegram_token
from handoff.desks.telegram.link import token_for
from tests.telegram.houses import BOARD, DESK_TOKEN
from vault import lease_records
from vault.lease_records import Held
from vault.leases import names_of

if TYPE_CHECKING:
    from tests.handoff.desks.telegram.conftest import House


async def give_to(house: House, holder: str) -> None:
    """Write the lease over to somebody else, as if they had taken it while this process stood still."""
    async with house.haven.database.transaction() as tx:
        held = await lease_records.read(tx, names_of(house.haven.mailroom._key, telegram_token(DESK_TOKEN)))
        assert held is not None
        later = datetime.now(UTC) + timedelta(hours=1)
        await lease_records.take(tx, Held(held.name, holder, held.fence + 1, later))


def calls(house: House) -> int:
    return sum(token == DESK_TOKEN for token, _, _ in house.telegram.world.calls)


async def test_a_desk_bot_that_lost_its_token_is_still_and_the_listener_misses_nothing_once_it_is_back(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    lease: Any = house.haven.parts["telegram desk"]._lease  # type: ignore[attr-defined]

    await give_to(house, "stranger.elsewhere.1.1")
    await house.until(lambda: _is(lease, holds=False))
    before = calls(house)
    await ada.phone.in_topic(thread, "je suis là")
    await child.write("tu es là ?")
    await child.quiet(1)
    assert calls(house) == before, "a bot that is another process's called Telegram"
    assert not any("je suis là" in message.get("text", "") for message in child.shown())

    await give_to(house, "")
    await child.hears("je suis là")
    await ada.phone.hears("tu es là ?")
    said = [one["text"] for one in child.shown() if "je suis là" in one["text"]]
    assert len(said) == 1
    assert house.telegram.world.chats[0, BOARD].messages


async def test_a_telephone_is_linked_at_the_web_desk_whichever_process_serves_the_bot(house: House):
    ada = await house.enrol("ada", 8001)
    await give_to(house, "stranger.elsewhere.1.1")
    drawn: list[bool] = []

    async def signed_form(_request: object) -> tuple[Any, Any]:
        return ada.session, {}

    frame = SimpleNamespace(
        signed_form=signed_form,
        speech=lambda _request: SimpleNamespace(language="fr"),
        draw=lambda _request, _page, **shown: drawn.append(shown["linked"]),
    )
    desk: Any = house.haven.parts["telegram desk"]
    pages = desk.pages(frame)[0].endpoint.__self__
    token = token_for(house.haven.mailroom._key, 8111, datetime.now(UTC))
    await pages.confirm(SimpleNamespace(path_params={"token": token}))
    assert drawn == [True]


async def _is(lease: Any, *, holds: bool) -> bool:
    return bool(lease.holds is holds)
