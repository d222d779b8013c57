"""Two listeners and a supervisor on Telegram: handed over by name, read along, taken over, closed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.telegram.houses import BOARD

if TYPE_CHECKING:
    from tests.handoff.desks.telegram.conftest import House, Seat


def texts(seat: Seat) -> str:
    return "\n".join(one.get("text", "") for one in seat.phone.shown())


@pytest.fixture
async def night(house: House) -> tuple[House, Seat, Seat, int]:
    """Ada, who supervises, and Bea, who holds a child's case."""
    ada, bea = await house.enrol("ada", 8001), await house.enrol("bea", 8002)
    house.girl = await house.child(7001)  # type: ignore[attr-defined]
    thread = await bea.takes()
    await bea.phone.hears("au secours")
    return house, ada, bea, thread


async def claimant(house: House) -> str | None:
    return (await house.rows("SELECT claimed_by FROM cases"))[0].claimed_by


async def test_a_colleague_sees_talk_and_note_before_saying_yes_and_only_then_writes(night):
    house, ada, bea, thread = night
    await bea.phone.in_topic(thread, "/confier elle attend sa mère, rappeler le 119")
    asked = await bea.phone.hears("À qui")
    await bea.phone.tap(f"give:{ada.session.listener_id}")
    offered = await ada.phone.hears("Sa note : elle attend sa mère, rappeler le 119")
    assert "au secours" in texts(ada)
    topic = offered["message_thread_id"]
    assert asked["message_thread_id"] == thread
    await bea.phone.hears("Proposée à")
    await ada.phone.in_topic(topic, "je suis là")
    await ada.phone.hears("dites d'abord oui")
    assert await claimant(house) == bea.session.listener_id
    await ada.phone.tap(next(data for data in buttons(offered) if data.startswith("yes:")))
    await ada.phone.hears("part à la personne")
    await bea.phone.hears("est maintenant avec")
    await ada.phone.in_topic(topic, "je prends la suite")
    await house.girl.hears("je prends la suite")
    assert bea.phone.topics() == {}
    said = "\n".join(one["text"] for one in house.girl.shown())
    assert "119, rappeler" not in said
    assert "attend sa mère" not in said
    assert "je suis là" not in said


def buttons(message: dict) -> list[str]:
    return [one.get("callback_data", "") for row in message["reply_markup"]["inline_keyboard"] for one in row]


async def test_a_refused_offer_stays_with_whoever_made_it(night):
    house, ada, bea, thread = night
    await bea.phone.in_topic(thread, "/confier un mot")
    await bea.phone.hears("À qui")
    await bea.phone.tap(f"give:{ada.session.listener_id}")
    offered = await ada.phone.hears("Sa note : un mot")
    await ada.phone.tap(next(data for data in buttons(offered) if data.startswith("no:")))
    await bea.phone.hears("ne peut pas. La conversation reste avec vous")
    await ada.phone.hears("ne vous est plus proposée")
    assert ada.phone.topics() == {}
    await bea.phone.in_topic(thread, "toujours là")
    await house.girl.hears("toujours là")


async def test_an_offer_taken_back_leaves_the_other_with_nothing(night):
    house, ada, bea, thread = night
    await bea.phone.in_topic(thread, "/confier un mot")
    await bea.phone.hears("À qui")
    await bea.phone.tap(f"give:{ada.session.listener_id}")
    offered = await ada.phone.hears("Sa note : un mot")
    await bea.phone.hears("Proposée à")
    await bea.phone.tap("do:take-back")
    await ada.phone.hears("ne vous est plus proposée")
    await bea.phone.hears("n'a plus cours")
    world = house.telegram.world
    yes = next(data for data in buttons(offered) if data.startswith("yes:"))
    await house.telegram.acall(world.tap, house.desk_account, ada.phone.person, offered, yes)
    await house.until(lambda: alerted(house, "n'a plus cours"))
    assert await claimant(house) == bea.session.listener_id


async def alerted(house: House, words: str) -> bool:
    calls = house.telegram.world.calls
    return any(name.lower() == "answercallbackquery" and words in str(call.get("text")) for _, name, call in calls)


async def test_whoever_has_left_is_handed_nothing_and_the_note_crosses_to_nobody(night):
    house, ada, bea, thread = night
    await bea.phone.in_topic(thread, "/confier")
    await bea.phone.hears("À qui")
    await bea.phone.tap(f"give:{ada.session.listener_id}")
    await bea.phone.hears("note de passation")
    await house.desk.sign_out(ada.session)
    await bea.phone.in_topic(thread, "secret de passation")
    await bea.phone.hears("n'est pas là")
    await bea.phone.in_topic(thread, "secret de passation, encore")
    await bea.phone.hears("n'est pas là")
    await bea.phone.in_topic(thread, "/non")
    await bea.phone.hears("reste ouverte")
    await bea.phone.in_topic(thread, "me revoilà")
    await house.girl.hears("me revoilà")
    assert not any("passation" in one["text"] for one in house.girl.shown())
    assert await claimant(house) == bea.session.listener_id


async def test_nobody_else_there_is_said(night):
    house, ada, bea, thread = night
    await house.desk.sign_out(ada.session)
    await bea.phone.in_topic(thread, "/confier")
    told = await bea.phone.hears("Personne d'autre n'est là")
    assert "la rendre à la file, ou appeler la supervision" in told["text"]
    assert await claimant(house) == bea.session.listener_id


async def test_a_second_listener_reads_keeps_notes_and_says_nothing_to_the_person(night):
    house, ada, bea, thread = night
    await bea.phone.in_topic(thread, "/relire")
    await bea.phone.hears("Qui lit avec vous")
    await bea.phone.tap(f"second:{ada.session.listener_id}")
    head = await ada.phone.hears("Vous lisez avec un·e collègue")
    await ada.phone.hears("au secours")
    topic = head["message_thread_id"]
    await ada.phone.in_topic(topic, "coucou petite")
    await ada.phone.hears("ici, vous lisez")
    await ada.phone.in_topic(topic, "// pense au 119")
    await ada.phone.hears("Gardé comme note")
    await bea.phone.hears("pense au 119")
    await house.girl.write("merci à vous")
    await ada.phone.hears("merci à vous")
    await ada.phone.in_topic(topic, "/quitter")
    await ada.phone.hears("ne lisez plus")
    assert ada.phone.topics() == {}
    said = "\n".join(one["text"] for one in house.girl.shown())
    assert "coucou petite" not in said
    assert "pense au 119" not in said


async def test_it_goes_back_to_the_queue_by_buttons_with_a_note_only_the_team_reads(night):
    house, ada, bea, thread = night
    await bea.phone.tap("do:release")
    await bea.phone.hears("Un mot pour la suite")
    await bea.phone.in_topic(thread, "elle dort chez sa tante")
    await bea.phone.hears("n'est plus avec vous")
    assert (await house.rows("SELECT state FROM cases"))[0].state == "waiting"
    assert not any("tante" in one["text"] for one in house.girl.shown())
    await ada.takes()
    await ada.phone.hears("elle dort chez sa tante")


async def _says_how_it_ended(listener) -> None:
    for choice in ("end:helped", "end:helped:threats", "end:helped:threats:no"):
        await listener.phone.hears(choice)
        await listener.phone.tap(choice)


async def test_it_is_closed_by_buttons_once_however_often_they_are_tapped(night):
    house, _, bea, thread = night
    await bea.phone.tap("do:close")
    await _says_how_it_ended(bea)
    await bea.phone.tap("end:helped:threats:no")  # a second click
    await bea.phone.hears("un à trois points")
    await bea.phone.in_topic(thread, "garder les captures")
    await bea.phone.hears("C'est fermé")
    await bea.phone.in_topic(thread, "garder les captures")  # and once more
    await bea.phone.hears("Rien n'est parti")
    last = [one for one in house.girl.shown() if "garder les captures" in one["text"]]
    assert len(last) == 1
    await bea.phone.until(lambda: bea.phone.topics()[thread].startswith("✓"))


async def test_whoever_leaves_the_team_keeps_no_talk_on_their_telephone_not_even_one_that_is_closed(night):
    house, ada, bea, thread = night
    (case,) = await house.rows("SELECT id FROM cases")
    await house.desk.close(bea.session, case.id, points=["a"], outcome="helped", type="threats", again="no")
    await bea.phone.until(lambda: bea.phone.topics()[thread].startswith("✓"))
    await house.desk.leaving.remove(ada.session, bea.session.listener_id, "elle change de ville")
    await bea.phone.until(lambda: bea.phone.topics() == {})
    assert bea.phone.topics() == {}


async def test_points_that_name_a_strange_number_are_held_and_go_once_a_reason_is_tapped(night):
    house, _, bea, thread = night
    await bea.phone.tap("do:close")
    await _says_how_it_ended(bea)
    await bea.phone.hears("un à trois points")
    await bea.phone.in_topic(thread, "appeler le 0612345678")
    await bea.phone.hears("Pas encore parti", "points:theirs")
    assert not any("0612345678" in one["text"] for one in house.girl.shown())
    await bea.phone.tap("points:theirs")
    await bea.phone.hears("C'est fermé")
    await house.girl.hears("0612345678")
    assert [row.kind for row in await house.rows("SELECT kind FROM decisions WHERE kind = 'anyway'")] == ["anyway"]


async def on_the_board(house: House, choice: str) -> dict | None:
    shown = await house.telegram.acall(house.telegram.world.sent, house.desk_account, BOARD)
    found = (one for one in shown if "reply_markup" in one)
    return next((one for one in found if any(data.startswith(choice) for data in buttons(one))), None)


async def test_a_closed_case_is_claimed_by_nobody(night):
    house, ada, bea, _ = night
    card = await house.until(lambda: on_the_board(house, "over:"))
    over = next(data for data in buttons(card) if data.startswith("over:"))
    await house.desk.close(
        bea.session, over.partition(":")[2], points=["a"], outcome="helped", type="threats", again="no"
    )
    await house.telegram.acall(house.telegram.world.tap, house.desk_account, ada.phone.person, card, over)
    await house.until(lambda: alerted(house, "pas permis"))
    await house.telegram.acall(
        house.telegram.world.tap, house.desk_account, ada.phone.person, card, over.replace("over", "take")
    )
    await house.until(lambda: alerted(house, "Déjà prise, ou fermée"))
    assert ada.phone.topics() == {}
