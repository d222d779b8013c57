"""Every refusal of the desk has a word in the chat; where there is a way on, it stands below as a button."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

import handoff
from bot.texts import Texts
from handoff.desks.telegram.refused import text_of, words
from handoff.desks.telegram.settings import Place
from handoff.desks.telegram.voice import Voice
from handoff.errors import HandoffError, Weak, WeakPassphraseError
from handoff.ladder import Kind
from handoff.listener import Skills
from handoff.refusals import CodeWhy
from handoff.settings import TelegramDeskSettings
from nlu.severity import Level
from tests.telegram.houses import BOARD
from tests.telegram.phones import Phone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.handoff.desks.telegram.conftest import House, Seat

TEXTS = Texts()
GIVEN: dict[str, Any] = {
    "wait": 3.0, "gates": ("a",), "kinds": ("number", "handle"), "count": 4097, "alias": "Lou", "why": CodeWhy.WRONG,
}  # fmt: skip


def every(kind: type[HandoffError]) -> Iterator[type[HandoffError]]:
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


def errors() -> list[HandoffError]:
    """Return one of every error of the package there is."""
    for module in pkgutil.walk_packages(handoff.__path__, "handoff."):
        importlib.import_module(module.name)
    made = []
    for kind in sorted(set(every(HandoffError)), key=lambda one: one.__name__):
        wanted = [name for name in inspect.signature(kind.__init__).parameters if name in GIVEN]
        if kind is WeakPassphraseError:
            made += [WeakPassphraseError(why) for why in Weak]
        else:
            made.append(kind(**{name: GIVEN[name] for name in wanted}) if wanted else kind("x"))
    return made


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_error_of_the_desk_has_a_word_of_its_own_in_the_chat(language):
    section = TelegramDeskSettings(token="1:x", board=BOARD, language=language)  # type: ignore[arg-type]
    voice = Voice(TEXTS, Place.of(section, "https://desk.example.org", "Europe/Paris", ()))
    found = errors()
    assert len(found) > 40
    for error in found:
        assert "desk-fault-unforeseen" not in text_of(error), type(error).__name__
        assert len(words(error, voice)) > 10, type(error).__name__


@pytest.fixture
async def ada(house: House) -> Seat:
    return await house.enrol("ada", 8001)


async def states(house: House) -> list[str]:
    return sorted(row.state for row in await house.rows("SELECT state FROM cases"))


async def takes_the_other(house: House, ada: Seat) -> None:
    """Tap the card of the one case that waits."""
    (case,) = await house.rows("SELECT id FROM cases WHERE state = 'waiting'")
    await ada.phone.taps_in_group(BOARD, f"take:{case.id}")


async def emergencies(house: House, ada: Seat) -> None:
    """Let two people in an emergency wait, and Ada take the first."""
    for number in (7001, 7002):
        await house.child(number)
    async with house.haven.database.transaction() as tx:
        await tx.run(sa.text("UPDATE cases SET level = 5"))
    await ada.takes()
    await ada.phone.hears("part à la personne")


async def test_a_second_emergency_is_asked_about_and_taken_by_whoever_agrees(house, ada):
    await emergencies(house, ada)
    await takes_the_other(house, ada)
    await ada.phone.hears("deuxième urgence")
    assert await states(house) == ["live", "waiting"]
    asked = next(one for one in reversed(ada.phone.shown()) if "deuxième urgence" in one["text"])
    yes = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await ada.phone.tap(yes)
    await ada.phone.hears("part à la personne")
    assert await states(house) == ["live", "live"]


async def test_no_to_a_second_emergency_gives_another_case_or_none(house, ada):
    await emergencies(house, ada)
    await takes_the_other(house, ada)
    await ada.phone.hears("deuxième urgence")
    await ada.phone.tap("next:no")
    assert await house.alerts("Personne n'attend")
    assert await states(house) == ["live", "waiting"]


async def test_on_a_pause_nothing_is_given_and_one_tap_ends_it(house, ada):
    await house.child(7001)
    await ada.phone.write("/pause")
    await ada.phone.hears("En pause jusqu'à")
    await ada.phone.taps_in_group(BOARD, "take:")
    await ada.phone.hears("heure d'une pause", "self:back")
    assert await states(house) == ["waiting"]
    await ada.phone.tap("self:back")
    await ada.phone.hears("pause est finie")
    await ada.takes()
    await ada.phone.hears("au secours")


async def test_whoever_is_full_is_told_and_holds_what_they_hold(house, ada):
    await house.desk.shifts.set_skills(ada.session, ada.session.listener_id, Skills(capacity=1))
    for number in (7001, 7002):
        await house.child(number)
    await ada.takes()
    await takes_the_other(house, ada)
    assert await house.alerts("autant de conversations que possible")
    assert await states(house) == ["live", "waiting"]


async def test_a_number_the_house_does_not_know_waits_for_a_reason_a_supervisor_reads(house, ada):
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    await ada.phone.in_topic(thread, "appelle-moi au 06 12 34 56 78")
    await ada.phone.hears("un numéro que la maison ne connaît pas", "because:service")
    assert not any("appelle-moi" in one["text"] for one in child.shown())
    await ada.phone.tap("because:agreed")
    await child.hears("appelle-moi au 06 12 34 56 78")
    decided = await house.rows("SELECT kind, detail FROM decisions")
    assert [(row.kind, row.detail) for row in decided] == [("anyway", "number")]


async def test_what_no_messenger_carries_is_refused_in_words_and_nothing_goes(house, ada):
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    before = len(child.shown())
    await ada.phone.in_topic(thread, "a" * 4097)
    await ada.phone.hears("c'est trop pour une messagerie")
    await ada.phone.in_topic(thread, "nom\tâge\tville\nzoé\t13\tLille")
    await ada.phone.hears("vient d'un tableau")
    await ada.phone.send(
        document={"file_id": "d", "file_unique_id": "d", "file_name": "../../x"}, caption="lis ça",
        message_thread_id=thread, is_topic_message=True,
    )  # fmt: skip
    await ada.phone.hears("seuls les mots passent")
    await ada.phone.in_topic(thread, "   ")
    await ada.phone.hears("pas de mot")
    assert len(child.shown()) == before


async def test_a_ready_reply_is_read_before_it_goes_and_a_broken_one_never_does(house, ada):
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    hands: Any = house.haven.parts["telegram desk"]
    object.__setattr__(hands._tools, "ready", lambda *_: [("hello", "Bonjour, je te lis."), ("broken", "")])
    await ada.phone.tap("do:ready")
    await ada.phone.hears("ready:hello")
    await ada.phone.tap("ready:broken")
    await ada.phone.hears("demande une variable")
    await ada.phone.tap("ready:hello")
    await ada.phone.hears("Bonjour, je te lis.", "send")
    assert not any("je te lis" in one["text"] for one in child.shown())
    await ada.phone.tap("send")
    await ada.phone.tap("send")
    await child.hears("Bonjour, je te lis.")
    await ada.phone.in_topic(thread, "Bonjour { $alias }")
    await ada.phone.hears("est resté vide")
    await ada.phone.in_topic(thread, "à toi")
    await child.hears("à toi")
    assert sum("je te lis" in one["text"] for one in child.shown()) == 1


async def test_ready_replies_speak_the_persons_language(house, ada):
    english = Phone(house.telegram, house.account, 7001, "en")
    await english.write("help me please")
    await english.hears("act:danger")
    await english.tap("act:danger")
    thread = await ada.takes()
    await ada.phone.hears("help me please")
    await ada.phone.in_topic(thread, "/pretes")
    await ada.phone.hears("ready:hello")
    await ada.phone.tap("ready:hello")
    assert "Bonjour" not in (await ada.phone.hears("Hello", "send"))["text"]


async def test_a_talk_before_leaving_is_asked_for_in_one_word(house, ada):
    await ada.phone.write("/parler")
    await ada.phone.hears("en parler avant de partir")
    assert await house.desk.shifts.debriefs(ada.session) == [ada.session.listener_id]


async def test_the_end_of_the_shift_hands_everything_back_with_its_note(house, ada):
    bea = await house.enrol("bea", 8002)
    child = await house.child(7001)
    await bea.takes()
    await bea.phone.hears("au secours")
    await bea.phone.write("/fin elle a peur du retour à la maison")
    await bea.phone.hears("Retournent à la file", "self:end")
    assert await states(house) == ["live"]
    await bea.phone.tap("self:end")
    await bea.phone.hears("vous êtes sorti·e")
    assert await states(house) == ["waiting"]
    assert await house.desk.session(bea.cookie) is None
    await ada.takes()
    await ada.phone.hears("elle a peur du retour à la maison")
    assert not any("retour à la maison" in one["text"] for one in child.shown())


async def test_the_ladders_reach_whoever_holds_the_case_also_signed_out_and_each_ring_once(house, ada):
    child = await house.child(7001)
    thread = await ada.takes()
    await ada.phone.hears("au secours")
    bells, haven = house.desk._bells, house.haven
    (case,) = await house.rows("SELECT id FROM cases")
    at = house.desk._clock() + timedelta(seconds=1)
    await haven.desk_door.sign_out(ada.session)
    for later, (kind, who) in enumerate(((Kind.UNANSWERED, "supervisor"), (Kind.SILENCE, "on_call"))):
        async with haven.database.transaction() as tx:
            await bells.ring(tx, case.id, Level.critical, kind.value, who, at + timedelta(seconds=later))
    unanswered = await ada.phone.hears("On attend votre réponse ici : la supervision")
    silence = await ada.phone.hears("Silence après un message grave : l'astreinte")
    assert {unanswered["message_thread_id"], silence["message_thread_id"]} == {thread}
    shown = await ada.phone.quiet(2.5)
    assert sum("On attend votre réponse" in one.get("text", "") for one in shown) == 1
    assert not any("astreinte" in one["text"] for one in child.shown())


async def test_a_worry_about_who_writes_is_never_told_to_them(house, ada):
    await house.child(7001)
    await ada.takes()
    await ada.phone.hears("au secours")
    (case,) = await house.rows("SELECT id FROM cases")
    before = len(await ada.phone.quiet())
    async with house.haven.database.transaction() as tx:
        at = house.desk._clock() + timedelta(seconds=1)
        await house.desk._bells.ring(tx, case.id, Level.critical, "worry", "supervisor", at)
    assert len(await ada.phone.quiet(2.5)) == before


async def test_everything_else_is_one_tap_away(house, ada):
    await house.child(7001)
    thread = await ada.takes()
    (case,) = await house.rows("SELECT id FROM cases")
    await ada.phone.hears("part à la personne", f"/room/{case.id}", "do:give", "do:second", "do:release", "do:close")
    await ada.phone.in_topic(thread, "/menu")
    await ada.phone.hears(f"/room/{case.id}", "do:ready", "do:call")
    await ada.phone.tap("do:call")
    await ada.phone.hears("est appelée")
    assert [row.reason for row in await house.rows("SELECT reason FROM alarms WHERE ended_at IS NULL")] == ["help"]
