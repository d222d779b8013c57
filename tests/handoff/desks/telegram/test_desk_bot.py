"""The desk on Telegram where things go wrong: nothing lost, nothing on the wrong side, the listener told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from handoff import retention
from tests.telegram.houses import BOARD
from tests.telegram.phones import ListenerPhone, buttons_of
from tests.telegram.world import ApiError, Fault

if TYPE_CHECKING:
    from tests.handoff.desks.telegram.conftest import House

LONG = 3600


def texts(messages: list[dict[str, Any]]) -> str:
    return "\n".join(one.get("text", "") for one in messages)


async def board(house: House) -> list[dict[str, Any]]:
    return list(await house.telegram.acall(house.telegram.world.sent, house.desk_account, BOARD))


async def cards(house: House) -> list[dict[str, Any]]:
    return [one for one in await board(house) if any(data.startswith("take:") for data in buttons_of(one))]


async def test_a_stranger_takes_nothing_and_is_shown_the_way_in(house: House):
    stranger = ListenerPhone(house.telegram, house.desk_account, 8666, None)  # type: ignore[arg-type]
    await house.child(7001)
    await stranger.start()
    await stranger.hears("/telegram/")
    await stranger.taps_in_group(BOARD, "take:")
    await stranger.hears("/telegram/")
    await stranger.write("bonjour, je suis là")
    await stranger.hears("/telegram/")
    assert [row.state for row in await house.rows("SELECT state FROM cases")] == ["waiting"]
    assert stranger.topics() == {}


async def test_words_wait_while_a_listener_is_signed_out_and_come_when_they_are_back(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    await house.haven.desk_door.sign_out(ada.session)
    await child.write("tu es là ?")
    await ada.phone.hears("connexion")
    await ada.phone.in_topic(thread, "oui")
    await ada.phone.hears("Connectez-vous")
    assert "tu es là" not in texts(ada.phone.shown())
    assert "oui" not in [one.get("text") for one in child.shown()]
    cookie = await house.desk.sign_in("ada", "lampe tuile corde navire sept")
    assert await house.desk.session(cookie)
    await ada.phone.hears("tu es là ?")


async def test_a_topic_removed_by_hand_is_there_again_with_everything_in_it(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    chat = house.telegram.world.private(house.desk_account, 8001)
    await house.telegram.acall(chat.topics.pop, thread)
    await child.write("encore moi")
    again = await ada.phone.hears("encore moi")
    assert again["message_thread_id"] != thread
    there = [one for one in ada.phone.shown() if one.get("message_thread_id") == again["message_thread_id"]]
    assert "au secours" in texts(there)


async def test_without_topics_one_case_is_held_at_a_time_in_the_chat_itself(house: House):
    house.desk_account.topics = False
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    await ada.phone.taps_in_group(BOARD, "take:")
    await ada.phone.hears("au secours")
    await ada.phone.write("je suis là")
    await child.hears("je suis là")
    await house.child(7002)
    await ada.phone.taps_in_group(BOARD, "take:")
    assert await house.alerts("une seule conversation")
    assert sorted(row.state for row in await house.rows("SELECT state FROM cases")) == ["live", "waiting"]


async def test_a_listener_who_blocked_the_bot_holds_up_nobody_and_finds_all_of_it_later(house: House):
    ada, bea = await house.enrol("ada", 8001), await house.enrol("bea", 8002)
    first = await house.child(7001)
    await ada.takes()
    await ada.phone.hears("au secours")
    second = await house.child(7002)
    await bea.takes()
    await bea.phone.hears("au secours")
    await house.telegram.acall(house.telegram.world.block, house.desk_account, ada.phone.person)
    await first.write("pour ada")
    await second.write("pour bea")
    await bea.phone.hears("pour bea")
    assert "pour ada" not in texts(bea.phone.shown())
    await ada.phone.start()
    await ada.phone.hears("pour ada")


async def test_a_long_429_on_one_listeners_chat_is_waited_for_there_and_nowhere_else(limited: House):
    ada, bea = await limited.enrol("ada", 8001), await limited.enrol("bea", 8002)
    first = await limited.child(7001)
    await ada.takes()
    await ada.phone.hears("au secours")
    second = await limited.child(7002)
    await bea.takes()
    await bea.phone.hears("au secours")
    error = ApiError(429, "Too Many Requests: retry after 4", retry_after=4)
    limited.telegram.world.faults.append(Fault("sendmessage", error, chat=8001))
    await first.write("lent")
    await second.write("vite")
    await bea.phone.hears("vite")
    assert "lent" not in texts(ada.phone.shown())
    await ada.phone.hears("lent")
    assert texts(ada.phone.shown()).count("lent") == 1


async def test_a_group_with_a_new_number_gets_its_board_anew(house: House):
    await house.child(7001)
    await house.until(lambda: board(house))
    await house.telegram.acall(house.telegram.world.migrate_group, BOARD, -100_777)
    await house.child(7002)

    async def there() -> list[str] | None:
        shown = await house.telegram.acall(house.telegram.world.sent, house.desk_account, -100_777)
        found = [data for one in shown for data in buttons_of(one) if data.startswith("take:")]
        return found if len(found) == 2 else None

    waiting = await house.rows("SELECT id FROM cases WHERE state = 'waiting'")
    assert set(await house.until(there)) == {f"take:{row.id}" for row in waiting}


async def test_what_may_be_a_note_is_held_and_asked_about(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    caption = "Je t'écoute. " + "x" * 490 + " // prévenir la cheffe " + "y" * 490
    await ada.phone.in_topic(thread, caption)
    await ada.phone.hears("held:note")
    await ada.phone.tap("held:note")
    await ada.phone.hears("Gardé comme note")
    await ada.phone.in_topic(thread, "Regarde // ceci")
    await ada.phone.hears("held:send")
    await ada.phone.tap("held:send")
    await child.hears("Regarde // ceci")
    assert "cheffe" not in texts(child.shown())


async def test_a_message_edited_into_a_note_is_taken_back_from_the_person(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    said = await ada.phone.in_topic(thread, "elle ment peut-être")
    await child.hears("elle ment")
    await ada.phone.edit(said, text="// elle ment peut-être")
    await ada.phone.hears("retiré de chez la personne")
    await ada.phone.until(lambda: "elle ment" not in texts(house.telegram.world.sent(house.account, child.number)))
    lines = await house.rows("SELECT author FROM entries ORDER BY number")
    assert lines[-1].author == "note"


async def test_pictures_of_a_listener_do_not_cross_and_they_are_told(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    before = len(child.shown())
    await ada.phone.send(
        photo=[{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}], caption="regarde",
        message_thread_id=thread, is_topic_message=True,
    )  # fmt: skip
    await ada.phone.hears("seuls les mots")
    assert len(child.shown()) == before


async def test_words_outside_any_topic_go_nowhere_and_that_is_said(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    await ada.takes()
    await ada.phone.write("pour qui ?")
    await ada.phone.hears("Rien n'est parti")
    assert "pour qui" not in texts(child.shown())


async def test_a_case_given_back_leaves_no_topic_behind_and_can_be_taken_by_another(house: House):
    ada, bea = await house.enrol("ada", 8001), await house.enrol("bea", 8002)
    await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    await ada.phone.in_topic(thread, "/rendre je finis mon service")
    await ada.phone.hears("plus avec vous")
    assert ada.phone.topics() == {}
    assert "au secours" not in texts(ada.phone.shown())
    await bea.takes()
    await bea.phone.hears("je finis mon service")


async def test_a_supervisor_takes_over_from_the_board_and_a_listener_may_not(house: House):
    ada, bea = await house.enrol("ada", 8001), await house.enrol("bea", 8002)
    await house.child(7001)
    await bea.takes()
    await bea.phone.hears("au secours")
    await ada.phone.taps_in_group(BOARD, "over:")
    await ada.phone.hears("au secours")
    await bea.phone.hears("maintenant avec")
    await bea.phone.taps_in_group(BOARD, "over:")
    assert await house.alerts("pas permis")
    claimed = await house.rows("SELECT claimed_by FROM cases")
    assert [row.claimed_by for row in claimed] == [ada.session.listener_id]


async def test_who_comes_second_is_told_and_gets_nothing(house: House):
    ada, bea = await house.enrol("ada", 8001), await house.enrol("bea", 8002)
    await house.child(7001)
    card = (await house.until(lambda: cards(house)))[0]
    world, data = house.telegram.world, next(iter(buttons_of(card)))
    await ada.takes()
    await house.telegram.acall(world.tap, house.desk_account, bea.phone.person, card, data)
    assert await house.alerts("Déjà prise")
    assert bea.phone.topics() == {}


async def test_an_erased_case_takes_its_topic_with_it(house: House):
    ada = await house.enrol("ada", 8001)
    await house.child(7001)
    await ada.takes()
    await ada.phone.hears("au secours")
    (case,) = await house.rows("SELECT id FROM cases")
    async with house.haven.database.transaction() as tx:
        await retention.erase(tx, case.id)
    await ada.phone.until(lambda: not ada.phone.topics())
    assert "au secours" not in texts(ada.phone.shown())


async def test_a_person_who_blocked_the_bot_is_told_of_at_the_desk(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    await house.telegram.acall(house.telegram.world.block, house.account, child.person)
    await ada.phone.in_topic(thread, "tu es encore là ?")
    told = await ada.phone.hears("a bloqué le bot")
    assert told["reply_to_message"]["text"] == "tu es encore là ?"


async def test_many_emergencies_at_once_stand_on_the_board_within_its_limit(limited: House):
    for number in range(7001, 7007):
        await limited.child(number)
    limited.telegram.world.calls.clear()

    async def all_there() -> bool:
        return sum("take:" in str(list(buttons_of(one))) for one in await board(limited)) == 6

    await limited.until(all_there)
    chat = limited.telegram.world.chats[0, BOARD]
    assert len(chat.sent_at) <= 20


async def test_a_second_bot_with_the_same_token_loses_no_word(house: House):
    ada = await house.enrol("ada", 8001)
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    from handoff.desks.telegram.app import TelegramDesk  # noqa: PLC0415 - the second bot of this test alone

    first: Any = house.haven.parts["telegram desk"]
    second = TelegramDesk(
        first._place, database=house.haven.database, key=first._key, desk=house.desk,
        texts=first._voice._texts, changes=first._changes,
    )  # fmt: skip
    other = asyncio.create_task(second.run())
    try:
        for number in range(3):
            await ada.phone.in_topic(thread, f"mot {number}")
            await child.hears(f"mot {number}", within=30)
    finally:
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)
    said = [one["text"] for one in child.shown() if one["text"].startswith("mot")]
    assert said == ["mot 0", "mot 1", "mot 2"]
