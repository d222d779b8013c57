"""What fails at the desk's bot is told, what cannot be told now is told later, and nobody else waits for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import Forbidden

from handoff.desks.telegram import mail_records
from handoff.desks.telegram.outgoing import AwayError, LaterError, Outgoing
from tests.telegram.houses import BOARD
from tests.telegram.world import ApiError, Fault

if TYPE_CHECKING:
    from tests.handoff.desks.telegram.conftest import House


def broken(house: House, times: int) -> list[str]:
    """Have the desk fail so many times when words are to cross; return the words it failed on."""
    desk: Any = house.desk
    answer, failed = desk.answer, []

    async def fails(session: Any, case_id: str, text: str, key: str, **more: Any) -> Any:
        if len(failed) < times:
            failed.append(text)
            raise RuntimeError("the wire to the tables is gone")
        return await answer(session, case_id, text, key, **more)

    desk.answer = fails
    return failed


async def stored(house: House) -> list[tuple[str, str, bool]]:
    rows = await house.rows("SELECT state, fault, body FROM telegram_inbox ORDER BY id")
    return [(row.state, row.fault, row.body is None) for row in rows]


async def test_words_that_fail_three_times_are_set_aside_and_whoever_wrote_them_is_told_which(talk):
    house, ada, child, thread = talk
    failed = broken(house, 3)
    said = await ada.phone.in_topic(thread, "tiens bon, j'arrive")
    told = await ada.phone.hears("n'est pas passé", "tiens bon, j'arrive")
    assert told["reply_to_message"]["message_id"] == said["message_id"]
    assert told["message_thread_id"] == thread
    assert failed == ["tiens bon, j'arrive"] * 3
    await house.until(lambda: is_aside(house))
    await ada.phone.in_topic(thread, "tiens bon, j'arrive, cette fois")
    await child.hears("cette fois")
    assert sum("tiens bon" in one["text"] for one in child.shown()) == 1


async def is_aside(house: House) -> bool:
    """Tell whether one thing is set aside, counted, its words kept nowhere."""
    async with house.haven.database.reading() as tx:
        counted = await mail_records.count_aside(tx)
    return counted == 1 and ("aside", "RuntimeError", True) in await stored(house)


async def test_what_fails_once_is_done_at_the_second_try_and_once(talk):
    house, ada, child, thread = talk
    broken(house, 1)
    await ada.phone.in_topic(thread, "tiens bon")
    await child.hears("tiens bon")
    assert not any("n'est pas passé" in one.get("text", "") for one in ada.phone.shown())
    await house.until(lambda: all_done(house))


async def all_done(house: House) -> bool:
    return {state for state, _, _ in await stored(house)} == {"done"}


async def test_an_answer_that_was_asked_for_and_failed_is_still_asked_for(talk):
    house, ada, child, thread = talk
    await ada.phone.tap("do:release")
    await ada.phone.hears("Un mot pour la suite")
    desk: Any = house.desk
    release = desk.release

    async def fails(*_: Any) -> None:
        raise RuntimeError("gone")

    desk.release = fails
    await ada.phone.in_topic(thread, "sa tante sait tout")
    await ada.phone.hears("n'est pas passé")
    desk.release = release
    await ada.phone.in_topic(thread, "sa tante sait tout")
    await ada.phone.hears("n'est plus avec vous")
    assert not any("tante" in one["text"] for one in child.shown())


async def test_a_listener_told_later_is_told_and_the_child_does_not_wait_for_that(talk):
    house, ada, child, thread = talk
    error = ApiError(429, "Too Many Requests: retry after 3", retry_after=3)
    house.telegram.world.faults.append(Fault("sendmessage", error, chat=8001))
    await ada.phone.in_topic(thread, "et // zut")
    await ada.phone.in_topic(thread, "je suis là")
    await child.hears("je suis là", within=2)
    held = await ada.phone.hears("Est-ce une note", "held:note")
    assert held["reply_to_message"]["text"] == "et // zut"
    assert not any("zut" in one["text"] for one in child.shown())


async def test_the_end_of_a_long_message_is_told_though_its_beginning_was_told_before_a_limit(talk):
    house, ada, child, _ = talk
    error = ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
    house.telegram.world.faults.append(Fault("sendmessage", error, chat=8001, after=1))
    await child.write("d'abord " + "x" * 4000 + " et je saute ce soir")
    await ada.phone.hears("d'abord")
    end = await ada.phone.hears("et je saute ce soir")
    assert "d'abord" not in end["text"]


async def test_another_listener_does_not_wait_either(talk):
    house, ada, child, thread = talk
    bea = await house.enrol("bea", 8002)
    second = await house.child(7002)
    other = await bea.takes()
    await bea.phone.hears("part à la personne")
    error = ApiError(429, "Too Many Requests: retry after 3600", retry_after=3600)
    house.telegram.world.faults.append(Fault("sendmessage", error, chat=8001, times=10**6))
    await ada.phone.in_topic(thread, "/menu")
    await ada.phone.in_topic(thread, "pour la première")
    await bea.phone.in_topic(other, "pour la deuxième")
    await child.hears("pour la première", within=3)
    await second.hears("pour la deuxième", within=3)
    await second.write("entendu")
    assert (await bea.phone.hears("entendu", within=3))["message_thread_id"] == other


async def test_a_listener_who_blocked_the_bot_hears_on_their_return_what_did_not_cross(talk):
    house, ada, child, thread = talk
    await house.telegram.acall(
        ada.phone.person.blocked.add, house.desk_account.id
    )  # the news of it is still on its way
    world = house.telegram.world
    message = {"text": "viens ici // ou pas", "message_thread_id": thread, "is_topic_message": True}
    stored_there = await house.telegram.acall(
        world.store, world.private(house.desk_account, 8001), {"from": ada.phone.person.as_user(), **message}
    )
    await house.telegram.acall(world.push, house.desk_account, "message", stored_there)
    await house.until(lambda: owed(house))
    await ada.phone.start()
    await ada.phone.hears("Est-ce une note")
    assert not any("viens ici" in one["text"] for one in child.shown())


async def test_a_chat_that_is_closed_to_the_bot_is_left_alone_until_its_owner_is_back() -> None:
    outgoing, said = Outgoing(), []

    async def say() -> None:
        async with outgoing.to(8001):
            said.append("bonsoir")

    with pytest.raises(AwayError):
        async with outgoing.to(8001):
            raise Forbidden("bot was blocked by the user")
    with pytest.raises(LaterError):
        await say()
    assert outgoing.is_away(8001)
    assert said == []
    outgoing.back(8001)
    await say()
    assert said == ["bonsoir"]


async def owed(house: House) -> bool:
    return bool(await house.rows("SELECT id FROM telegram_owed"))


async def test_updates_of_any_shape_stop_nobody(talk):
    house, ada, child, thread = talk
    world = house.telegram.world
    odd = [
        ("message", {"message_id": 9001, "chat": {"id": 8001, "type": "private"}}),
        ("callback_query", {"id": "9"}),
        ("message", "no message at all"),
        (
            "callback_query",
            {"id": "10", "from": ada.phone.person.as_user(), "chat_instance": "1", "data": "yes:nothing"},
        ),
        ("callback_query", {"id": "11", "from": ada.phone.person.as_user(), "chat_instance": "1", "data": "🦄" * 9}),
        ("edited_message", {"message_id": 9002, "date": 0, "chat": {"id": 8001, "type": "private"}, "text": "?"}),
    ]
    for what, content in odd:
        await house.telegram.acall(world.push, house.desk_account, what, content)
    await ada.phone.in_topic(thread, "toujours là")
    await child.hears("toujours là")
    settled = await house.until(lambda: all_settled(house))
    assert settled[-1] == ("done", "", True)
    assert all(forgotten for _, _, forgotten in settled)


async def all_settled(house: House) -> list[tuple[str, str, bool]]:
    found = await stored(house)
    return found if {state for state, _, _ in found} <= {"done", "aside"} else []


async def test_a_tap_offered_twice_takes_one_case(house):
    ada = await house.enrol("ada", 8001)
    for number in (7001, 7002):
        await house.child(number)
    async with house.haven.database.transaction() as tx:
        import sqlalchemy as sa  # noqa: PLC0415 - this test alone

        await tx.run(sa.text("UPDATE cases SET level = 2"))
    await house.until(lambda: on_the_list(house))
    query = await ada.phone.taps_in_group(BOARD, "next")
    await ada.phone.hears("part à la personne")
    world = house.telegram.world
    content = {"id": query, "from": ada.phone.person.as_user(), "chat_instance": "1", "data": "next"}
    await house.telegram.acall(world.push, house.desk_account, "callback_query", content)
    await ada.phone.write("/pause")
    await ada.phone.hears("En pause")
    assert sorted(row.state for row in await house.rows("SELECT state FROM cases")) == ["live", "waiting"]


async def on_the_list(house: House) -> bool:
    shown = await house.telegram.acall(house.telegram.world.sent, house.desk_account, BOARD)
    return any("next" in str(one.get("reply_markup")) for one in shown)


async def test_what_can_never_come_again_is_forgotten_and_what_was_set_aside_later(talk):
    house, ada, _, thread = talk
    failed = broken(house, 3)
    await ada.phone.in_topic(thread, "perdu")
    await ada.phone.hears("n'est pas passé")
    await house.until(lambda: is_aside(house))
    now = datetime.now(UTC)
    async with house.haven.database.transaction() as tx:
        await mail_records.forget(tx, now + timedelta(seconds=1), now - timedelta(days=30))
    assert [state for state, _, _ in await stored(house)] == ["aside"]
    async with house.haven.database.transaction() as tx:
        await mail_records.forget(tx, now, now + timedelta(seconds=1))
    assert await stored(house) == []
    assert failed


async def test_topics_switched_off_with_two_cases_leave_one_in_the_chat_and_the_other_at_the_web_desk(house):
    ada = await house.enrol("ada", 8001)
    first = await house.child(7001, "je suis la première")
    await ada.takes()
    await ada.phone.hears("la première")
    second = await house.child(7002, "je suis la deuxième")
    await ada.takes()
    await ada.phone.hears("la deuxième")
    house.desk_account.topics = False
    await first.write("encore la première")
    await ada.phone.hears("encore la première")
    await second.write("encore la deuxième")
    await ada.phone.hears("est avec vous, sur la permanence web")
    await ada.phone.write("pour la première seulement")
    await first.hears("pour la première seulement")
    assert not any("seulement" in one["text"] for one in second.shown())
    assert not any("encore la deuxième" in one.get("text", "") for one in ada.phone.shown())
