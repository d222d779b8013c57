"""Odd things listeners do on their telephones: a clear word to them, nothing to the wrong side, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.telegram.houses import BOARD
from tests.telegram.phones import ListenerPhone
from tests.telegram.world import ApiError, Fault

if TYPE_CHECKING:
    from tests.telegram.phones import Phone


def heard(child: Phone, words: str) -> int:
    return sum(words in one["text"] for one in child.shown())


async def test_a_message_of_1024_signs_with_slashes_in_its_middle_is_asked_about(talk):
    _, ada, child, thread = talk
    words = "Je t'écoute. " + "x" * 480 + " // prévenir la cheffe "
    words += "y" * (1024 - len(words))
    await ada.phone.in_topic(thread, words)
    await ada.phone.hears("Est-ce une note", "held:note")
    assert heard(child, "cheffe") == 0
    await ada.phone.tap("held:note")
    await ada.phone.hears("Gardé comme note")
    assert heard(child, "cheffe") == 0


async def test_a_caption_with_slashes_in_its_middle_crosses_as_little_as_its_picture(talk):
    _, ada, child, thread = talk
    picture = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    caption = "x" * 500 + " // note " + "y" * 515
    await ada.phone.send(photo=picture, caption=caption, message_thread_id=thread, is_topic_message=True)
    await ada.phone.hears("seuls les mots passent")
    assert heard(child, "xxx") == 0


async def test_what_was_held_and_is_put_right_by_editing_goes_once(talk):
    _, ada, child, thread = talk
    said = await ada.phone.in_topic(thread, "rappelle // demain")
    await ada.phone.hears("Est-ce une note")
    await ada.phone.edit(said, text="rappelle demain")
    await child.hears("rappelle demain")
    await ada.phone.edit(said, text="rappelle après-demain")
    await ada.phone.until(
        lambda: any("après-demain" in one["text"] for one in child.telegram.world.sent(child.account, 7001))
    )
    assert heard(child, "rappelle") == 1


async def test_a_note_does_not_become_a_message_by_editing(talk):
    _, ada, child, thread = talk
    note = await ada.phone.in_topic(thread, "// elle hésite")
    await ada.phone.hears("Gardé comme note")
    await ada.phone.edit(note, text="elle hésite")
    await ada.phone.hears("était une note et le reste")
    await ada.phone.edit(note, text="// elle hésite encore")
    await ada.phone.hears("Gardé comme note")
    assert heard(child, "hésite") == 0


async def test_an_edit_of_a_message_of_no_case_goes_nowhere_and_that_is_said(talk):
    _, ada, child, _ = talk
    said = await ada.phone.write("bonjour tout le monde")
    await ada.phone.hears("Aucune conversation ne se tient ici")
    await ada.phone.edit(said, text="bonjour à tous")
    await ada.phone.hears("Cette correction n'est pas partie")
    assert heard(child, "bonjour à tous") == 0


async def test_a_correction_and_an_answer_of_the_persons_point_to_what_they_mean(talk):
    _, ada, child, thread = talk
    said = await ada.phone.in_topic(thread, "tu es seule ?")
    there = await child.hears("tu es seule ?")
    await ada.phone.until(lambda: said.get("reaction_of_bot") == ["👍"])
    answer = await child.write("oui", reply_to_message=there)
    told = await ada.phone.hears("👤 oui")
    assert told["reply_to_message"]["message_id"] == said["message_id"]
    await child.edit(answer, text="non, avec ma sœur")
    again = await ada.phone.hears("(corrigé) non, avec ma sœur")
    assert again["reply_to_message"]["message_id"] == told["message_id"]


async def test_commands_and_buttons_of_whoever_is_not_signed_in_do_nothing(talk):
    house, ada, child, thread = talk
    await house.haven.desk_door.sign_out(ada.session)
    await ada.phone.in_topic(thread, "/rendre sans moi")
    await ada.phone.hears("Connectez-vous")
    await ada.phone.tap("do:release")
    await ada.phone.hears("Connectez-vous")
    assert [row.state for row in await house.rows("SELECT state FROM cases")] == ["live"]
    assert heard(child, "sans moi") == 0


async def test_a_note_asked_for_waits_for_the_sign_in_and_crosses_to_nobody(talk):
    house, ada, child, thread = talk
    await ada.phone.tap("do:release")
    await ada.phone.hears("Un mot pour la suite")
    await house.haven.desk_door.sign_out(ada.session)
    await ada.phone.in_topic(thread, "sa mère sait")
    await ada.phone.hears("Connectez-vous")
    assert await house.desk.session(await house.desk.sign_in("ada", "lampe tuile corde navire sept"))
    await ada.phone.in_topic(thread, "sa mère sait")
    await ada.phone.hears("n'est plus avec vous")
    assert heard(child, "sa mère sait") == 0


async def test_a_stranger_at_the_buttons_of_a_topic_is_shown_the_way_in_and_nothing_moves(talk):
    house, ada, _, _ = talk
    stranger = ListenerPhone(house.telegram, house.desk_account, 8666, None)  # type: ignore[arg-type]
    await stranger.start()
    await stranger.hears("/telegram/")
    (case,) = await house.rows("SELECT id FROM cases")
    world = house.telegram.world
    head = next(one for one in ada.phone.shown() if "reply_markup" in one)
    for data in ("do:close", f"over:{case.id}", f"yes:{case.id}", "next", "send"):
        await house.telegram.acall(world.tap, house.desk_account, stranger.person, head, data)
        await stranger.hears("/telegram/")
    assert [row.claimed_by for row in await house.rows("SELECT claimed_by FROM cases")] == [ada.session.listener_id]


async def test_a_button_of_another_listeners_case_does_nothing(talk):
    house, ada, _, _ = talk
    bea = await house.enrol("bea", 8002)
    (case,) = await house.rows("SELECT id FROM cases")
    world = house.telegram.world
    head = next(one for one in ada.phone.shown() if "reply_markup" in one)
    calls = len(world.calls)
    for data in ("do:close", "end:helped:threats:no", f"yes:{case.id}", f"over:{case.id}", f"take:{case.id}"):
        await house.telegram.acall(world.tap, house.desk_account, bea.phone.person, head, data)

    async def all_answered() -> bool:
        return sum(name.lower() == "answercallbackquery" for _, name, _ in world.calls[calls:]) == 5

    await house.until(all_answered)
    assert [row.claimed_by for row in await house.rows("SELECT claimed_by FROM cases")] == [ada.session.listener_id]
    assert bea.phone.topics() == {}


async def test_a_tap_on_an_old_card_of_ones_own_case_shows_it_and_changes_nothing(talk):
    house, ada, child, thread = talk
    (case,) = await house.rows("SELECT id FROM cases")
    world = house.telegram.world
    shown = await house.telegram.acall(world.sent, house.desk_account, BOARD)
    await house.telegram.acall(world.tap, house.desk_account, ada.phone.person, shown[0], f"take:{case.id}")
    await ada.phone.in_topic(thread, "toujours là")
    await child.hears("toujours là")
    assert list(ada.phone.topics()) == [thread]


async def test_a_429_of_an_hour_in_the_group_keeps_no_listener_from_their_talk(talk):
    house, ada, child, thread = talk
    error = ApiError(429, "Too Many Requests: retry after 3600", retry_after=3600)
    for method in ("sendmessage", "editmessagetext", "deletemessage"):
        house.telegram.world.faults.append(Fault(method, error, chat=BOARD, times=10**6))
    await house.child(7002)
    await ada.phone.in_topic(thread, "je suis là")
    await child.hears("je suis là", within=4)
    await child.write("merci")
    assert (await ada.phone.hears("merci", within=4))["message_thread_id"] == thread


async def test_a_correction_of_what_can_no_longer_be_changed_is_said_anew_under_it(talk):
    house, ada, child, thread = talk
    said = await ada.phone.in_topic(thread, "à six heures")
    first = await child.hears("à six heures")
    error = ApiError(400, "Bad Request: message can't be edited")
    house.telegram.world.faults.append(Fault("editmessagetext", error, chat=7001))
    await ada.phone.edit(said, text="à sept heures")
    again = await child.hears("à sept heures")
    assert again["reply_to_message"]["message_id"] == first["message_id"]
    assert heard(child, "à six heures") == 1


async def test_a_correction_that_does_not_arrive_is_told_like_every_word(talk):
    house, ada, child, thread = talk
    said = await ada.phone.in_topic(thread, "à six heures")
    await child.hears("à six heures")
    await house.telegram.acall(house.telegram.world.block, house.account, child.person)
    await ada.phone.edit(said, text="à sept heures")
    told = await ada.phone.hears("a bloqué le bot")
    assert told["reply_to_message"]["message_id"] == said["message_id"]
    await child.start()
    await ada.phone.until(lambda: "à sept heures" in str(child.telegram.world.sent(child.account, 7001)))
