from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from handoff.alias import ALIASES, draw
from handoff.attempts import BY_LANE, FREE_OVERALL
from handoff.door import Door, weakness
from handoff.errors import (
    InvitationError,
    NameTakenError,
    NotAllowedError,
    SignInRefusedError,
    TooManyAttemptsError,
    Weak,
    WeakPassphraseError,
)
from handoff.listener import Role
from handoff.records import tables
from tests.handoff.havens import PASSPHRASE
from vault.keys import Passphrases
from vault.phrase import draw as draw_phrase
from vault.sealing import KEY_BYTES, ServiceKey
from vault.turnstile import Turnstile

if TYPE_CHECKING:
    from handoff.listener import Session
    from tests.handoff.havens import Haven

WRONG = "pas la bonne phrase du tout"


async def _first(haven: Haven) -> str | None:
    async with haven.database.transaction() as tx:
        return await haven.door.first_invitation(tx)


# -- getting in --------------------------------------------------------------------------------------------------------


async def test_the_first_supervisor_takes_the_key_that_waited(haven: Haven) -> None:
    token = await _first(haven)
    assert token is not None
    assert await haven.desk.invited(token) is Role.SUPERVISOR
    async with haven.database.transaction() as tx:
        await haven.team.public(tx)
        assert await haven.team.is_waiting(tx)
    session = await haven.entered(await haven.desk.enrol(token, "grace", PASSPHRASE))
    assert (session.name, session.role) == ("grace", Role.SUPERVISOR)
    async with haven.database.reading() as tx:
        assert not await haven.team.is_waiting(tx)
        epoch, _ = await haven.team.public(tx)
        assert epoch in await haven.team.unlock(tx, session.listener_id, session.seed)


async def test_a_new_start_makes_the_link_of_the_start_before_void(haven: Haven) -> None:
    old, new = await _first(haven), await _first(haven)
    assert old is not None
    assert new is not None
    assert await haven.desk.invited(old) is None
    assert await haven.desk.invited(new) is Role.SUPERVISOR


async def test_once_somebody_is_there_no_link_is_printed_any_more(haven: Haven, grace: Session) -> None:
    assert await _first(haven) is None


async def test_whoever_comes_later_reads_what_was_written_before(haven: Haven, grace: Session) -> None:
    case_id = await haven.comes("julie", words="avant ton arrivée")
    later = await haven.enrolled(grace, "later", Role.SUPERVISOR)
    (entry,) = (await haven.desk.room(later, case_id)).entries
    assert entry.text == "avant ton arrivée"


async def test_an_invitation_serves_once(haven: Haven, grace: Session) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    assert await haven.desk.invited(token) is Role.LISTENER
    await haven.desk.enrol(token, "ada", PASSPHRASE)
    assert await haven.desk.invited(token) is None
    with pytest.raises(InvitationError):
        await haven.desk.enrol(token, "eve", PASSPHRASE)


async def test_of_two_who_hold_one_link_one_gets_in(haven: Haven, grace: Session) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    tried = await asyncio.gather(
        *(haven.desk.enrol(token, name, PASSPHRASE) for name in ("ada", "eve")), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in tried) == ["InvitationError", "str"]
    assert len(await haven.desk.listeners()) == 2


async def test_an_invitation_is_good_for_a_day(haven: Haven, grace: Session) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    haven.clock.forward(hours=23, minutes=59)
    assert await haven.desk.invited(token) is Role.LISTENER
    haven.clock.forward(minutes=1)
    assert await haven.desk.invited(token) is None
    with pytest.raises(InvitationError):
        await haven.desk.enrol(token, "ada", PASSPHRASE)


async def test_a_link_nobody_made_opens_nothing(haven: Haven, grace: Session) -> None:
    for token in ("", "x", "0" * 43):
        assert await haven.desk.invited(token) is None
        with pytest.raises(InvitationError):
            await haven.desk.enrol(token, "ada", PASSPHRASE)


async def test_a_listener_invites_nobody(haven: Haven, ada: Session) -> None:
    with pytest.raises(NotAllowedError):
        await haven.desk.invite(ada, Role.LISTENER)


@pytest.mark.parametrize("name", ["ada", "Ada", " ADA ", "adà"])
async def test_a_name_that_is_taken_is_refused_and_the_invitation_still_holds(
    haven: Haven, ada: Session, grace: Session, name: str
) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    with pytest.raises(NameTakenError):
        await haven.desk.enrol(token, name, PASSPHRASE)
    assert await haven.desk.invited(token) is Role.LISTENER
    await haven.desk.enrol(token, "ada l", PASSPHRASE)


@pytest.mark.parametrize("names", [("ada", "eve"), ("ada", "ada")])
async def test_two_people_who_race_for_one_invitation_exactly_one_enrols(
    haven: Haven, grace: Session, names: tuple[str, str]
) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    await asyncio.gather(*(haven.desk.session("x") for _ in range(8)))  # connections at hand, so that both race
    racing = (haven.desk.enrol(token, name, PASSPHRASE) for name in names)
    done = await asyncio.gather(*racing, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done)[1] == "str"
    (lost,) = [one for one in done if isinstance(one, BaseException)]
    assert isinstance(lost, InvitationError | NameTakenError)
    assert len(await haven.desk.listeners()) == 2  # grace and one more
    (cookie,) = [one for one in done if isinstance(one, str)]
    assert (await haven.entered(cookie)).name in names
    assert await haven.desk.invited(token) is None


@pytest.mark.parametrize("name", ["", "  ", "!!", "x" * 41])
async def test_without_a_name_nobody_enrols(haven: Haven, grace: Session, name: str) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    with pytest.raises(NameTakenError):
        await haven.desk.enrol(token, name, PASSPHRASE)


async def test_a_plain_passphrase_is_refused_and_the_invitation_still_holds(haven: Haven, grace: Session) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    for weak in ("", "azerty", "Password123456", "chat chat chat chat", "jetaime maman", "2008-2009-2010-2011"):
        with pytest.raises(WeakPassphraseError):
            await haven.desk.enrol(token, "ada", weak)
    assert await haven.desk.invited(token) is Role.LISTENER


@pytest.mark.parametrize(
    ("passphrase", "why"),
    [
        ("tuile", Weak.SHORT),
        ("aaaaaaaaaaaaaaaaaaaa", Weak.GUESSABLE),
        ("sylvie lampe tuile corde navire", Weak.NAME),
        ("Sylvie92-lampe-tuile-corde-navire", Weak.NAME),
    ],
)
async def test_why_a_passphrase_is_refused_is_known_and_ones_own_name_counts_for_nothing(
    haven: Haven, grace: Session, passphrase: str, why: Weak
) -> None:
    token = await haven.desk.invite(grace, Role.LISTENER)
    with pytest.raises(WeakPassphraseError) as refused:
        await haven.desk.enrol(token, "Sylvie", passphrase)
    assert refused.value.why is why
    assert await haven.desk.enrol(token, "Sylvie", "sylvie lampe tuile corde navire sept")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_five_drawn_words_are_strong_enough(language: str) -> None:
    assert not any(weakness(draw_phrase(language), "ada") for _ in range(50))


# -- signing in --------------------------------------------------------------------------------------------------------


async def test_who_knows_the_passphrase_comes_in_however_it_was_typed(haven: Haven, grace: Session) -> None:
    session = await haven.entered(await haven.desk.sign_in(" Grace ", PASSPHRASE.upper().replace(" ", "-")))
    assert (session.listener_id, session.name, session.seed) == (grace.listener_id, "grace", grace.seed)
    assert session.id != grace.id


async def test_a_wrong_name_and_a_wrong_passphrase_get_the_same_answer_after_the_same_work(
    haven: Haven, grace: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []
    stretch = Passphrases._stretch

    async def counted(self: Passphrases, cost: Any, *rest: Any) -> bytes:
        work.append(str(cost))
        return await stretch(self, cost, *rest)

    monkeypatch.setattr(Passphrases, "_stretch", counted)
    answers = []
    for name in ("grace", "nobody"):
        with pytest.raises(SignInRefusedError) as refused:
            await haven.desk.sign_in(name, WRONG)
        answers.append((str(refused.value), tuple(work)))
        work.clear()
    assert answers[0] == answers[1]
    assert len(answers[0][1]) == 1


async def _fail(haven: Haven, name: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefusedError):
            await haven.desk.sign_in(name, WRONG)


@pytest.mark.parametrize("name", ["grace", "nobody"])
async def test_from_the_fifth_failure_on_each_attempt_waits_twice_as_long(
    haven: Haven, grace: Session, name: str
) -> None:
    await _fail(haven, name, 5)
    for wait in (1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300):
        with pytest.raises(TooManyAttemptsError) as slowed:
            await haven.desk.sign_in(name, PASSPHRASE)
        assert slowed.value.wait == wait
        haven.clock.forward(seconds=wait)
        await _fail(haven, name)


async def test_the_right_passphrase_after_the_wait_wipes_the_slate_clean(haven: Haven, grace: Session) -> None:
    await _fail(haven, "grace", 5)
    haven.clock.forward(seconds=1)
    assert await haven.desk.sign_in("grace", PASSPHRASE)
    await _fail(haven, "grace", 5)


async def test_guessing_many_at_once_is_no_way_round_the_wait(haven: Haven, grace: Session) -> None:
    await asyncio.gather(*(haven.desk.session("x") for _ in range(30)))  # connections at hand, so that all race
    tried = await asyncio.gather(*(haven.desk.sign_in("grace", WRONG) for _ in range(30)), return_exceptions=True)
    kinds = [type(one).__name__ for one in tried]
    assert kinds.count("SignInRefusedError") == 5
    assert kinds.count("TooManyAttemptsError") == 25
    counted = [row.failures for row in await haven.rows(tables.attempts.select())]
    assert counted == [5, 5]  # of this name, and of everybody


async def test_who_hammers_at_a_name_keeps_nobody_out_who_comes_from_elsewhere_or_from_their_own_device(
    haven: Haven, grace: Session
) -> None:
    desk = haven.desk
    here = desk.lane_of("grace", "", "a network")
    for _ in range(5):
        with pytest.raises(SignInRefusedError):
            await desk.sign_in("grace", WRONG, here)
    with pytest.raises(TooManyAttemptsError):
        await desk.sign_in("grace", PASSPHRASE, here)
    known = desk.lane_of(" Grace ", f"nonsense~{desk.device_for('grace')}", "a network")
    assert known != here
    assert await desk.sign_in("grace", PASSPHRASE, known)
    assert await desk.sign_in("grace", PASSPHRASE, desk.lane_of("grace", "", "another network"))


async def test_a_device_is_known_for_its_own_listener_alone(haven: Haven, grace: Session) -> None:
    shown = haven.desk.device_for("grace")
    own, _, proof = shown.partition(".")
    for forged in (shown, f"other.{proof}", f"{own}.{'0' * 64}", own, "", "~~~"):
        assert haven.desk.lane_of("ada", forged, "n") == "network/n"


async def test_after_many_failures_all_pass_by_turns_and_nobody_is_refused(
    haven: Haven, grace: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []

    async def enter(_turnstile: Turnstile, lane: str) -> bool:
        turns.append(lane)
        return True

    monkeypatch.setattr(Turnstile, "enter", enter)
    for number in range(FREE_OVERALL):
        with pytest.raises(SignInRefusedError):
            await haven.desk.sign_in(f"guess {number}", WRONG, "network/one")
    assert turns == []
    assert await haven.desk.sign_in("grace", PASSPHRASE, "network/two")
    assert turns == ["network/two"]


async def test_another_listener_is_not_slowed_by_who_guesses(haven: Haven, grace: Session, ada: Session) -> None:
    await _fail(haven, "grace", 5)
    assert await haven.desk.sign_in("ada", PASSPHRASE)


def test_no_wait_is_longer_than_a_listener_can_bear() -> None:
    assert max(BY_LANE.wait(failures) for failures in range(5000)) == 300


async def test_an_hour_without_a_failure_forgets_them(haven: Haven, grace: Session) -> None:
    await _fail(haven, "grace", 5)
    haven.clock.forward(hours=1, seconds=1)
    await _fail(haven, "grace", 5)
    assert {row.failures for row in await haven.rows(tables.attempts.select())} == {5}


# -- sessions ----------------------------------------------------------------------------------------------------------


async def test_a_restart_keeps_everybody_signed_in(haven: Haven, grace: Session) -> None:
    cookie = await haven.desk.sign_in("grace", PASSPHRASE)
    before = await haven.desk.session(cookie)
    again = Door(database=haven.database, keys=haven.keys, team=haven.team, clock=haven.clock)
    assert await again.session(cookie) == before
    assert before is not None
    assert before.seed == grace.seed


async def test_a_new_service_key_keeps_sessions_as_long_as_the_old_one_is_held(haven: Haven, grace: Session) -> None:
    cookie = await haven.desk.sign_in("grace", PASSPHRASE)
    old = haven.keys.service._keys[haven.keys.service.current]
    rotated = ServiceKey.of({haven.keys.service.current: old, 9: os.urandom(KEY_BYTES)}, 9)
    door = Door(
        database=haven.database, keys=replace(haven.keys, service=rotated), team=haven.team, clock=haven.clock
    )  # fmt: skip
    session = await door.session(cookie)
    assert session is not None
    assert session.seed == grace.seed


async def test_a_session_ends_after_its_hours_however_busy_it_is(haven: Haven, grace: Session) -> None:
    cookie = await haven.desk.sign_in("grace", PASSPHRASE)
    for _ in range(11):
        haven.clock.forward(hours=1)
        assert await haven.desk.session(cookie) is not None
    haven.clock.forward(hours=1)
    assert await haven.desk.session(cookie) is None


async def test_a_session_nobody_clicks_in_ends_even_if_a_page_goes_on_asking(haven: Haven, grace: Session) -> None:
    cookie = await haven.desk.sign_in("grace", PASSPHRASE)
    haven.clock.forward(hours=1, minutes=59)
    assert await haven.desk.session(cookie) is not None
    for _ in range(3):
        haven.clock.forward(minutes=39)
        assert await haven.desk.session(cookie, clicked=False) is not None
    haven.clock.forward(minutes=4)
    assert await haven.desk.session(cookie, clicked=False) is None


@pytest.mark.parametrize("ends", ["signed out", "over", "idle"])
async def test_the_key_of_a_session_that_ended_is_gone_from_the_table(haven: Haven, grace: Session, ends: str) -> None:
    cookie = await haven.desk.sign_in("grace", PASSPHRASE)
    session = await haven.entered(cookie)
    match ends:
        case "signed out":
            await haven.desk.sign_out(session)
        case "over":
            haven.clock.forward(hours=12)
        case "idle":
            haven.clock.forward(hours=2)
    assert await haven.desk.session(cookie) is None
    assert session.id not in {row.id for row in await haven.rows(tables.sessions.select())}


async def test_signing_out_ends_this_session_alone(haven: Haven, grace: Session) -> None:
    here, there = [await haven.desk.sign_in("grace", PASSPHRASE) for _ in range(2)]
    await haven.desk.sign_out(await haven.entered(here))
    assert await haven.desk.session(here) is None
    assert await haven.desk.session(there) is not None


@pytest.mark.parametrize("cookie", ["", "x", "0" * 43, "é" * 20])
async def test_a_cookie_nobody_was_given_is_nobodys(haven: Haven, grace: Session, cookie: str) -> None:
    assert await haven.desk.session(cookie) is None


async def test_a_thief_of_the_tables_holds_no_cookie_no_link_and_no_key(haven: Haven, grace: Session) -> None:
    cookie = await haven.desk.sign_in("grace", PASSPHRASE)
    token = await haven.desk.invite(grace, Role.LISTENER)
    async with haven.database.reading() as tx:
        team = await haven.team.unlock(tx, grace.listener_id, grace.seed)
    stolen = b""
    for table in (tables.sessions, tables.listeners, tables.invitations, tables.attempts):
        for row in await haven.rows(table.select()):
            stolen += b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for secret in (cookie.encode(), token.encode(), grace.seed, *team.values(), b"grace", PASSPHRASE.encode()):
        assert secret not in stolen
        assert secret.hex().encode() not in stolen


async def test_a_row_put_in_another_sessions_place_opens_nothing(haven: Haven, grace: Session, ada: Session) -> None:
    mine, hers = await haven.desk.sign_in("ada", PASSPHRASE), await haven.desk.sign_in("grace", PASSPHRASE)
    her_session = await haven.entered(hers)
    my_session = await haven.entered(mine)
    (stolen,) = await haven.rows(tables.sessions.select().where(tables.sessions.c.id == her_session.id))
    async with haven.database.transaction() as tx:
        forged = tables.sessions.update().where(tables.sessions.c.id == my_session.id)
        await tx.run(forged.values(listener_id=stolen.listener_id, seed=stolen.seed))
    assert await haven.desk.session(mine) is None


async def test_the_key_of_forms_is_of_this_session_alone(haven: Haven, grace: Session) -> None:
    cookie = await haven.desk.sign_in("grace", PASSPHRASE)
    other = await haven.entered(await haven.desk.sign_in("grace", PASSPHRASE))
    session = await haven.entered(cookie)
    assert len({session.form_key, other.form_key, grace.form_key}) == 3
    assert cookie not in session.form_key


def test_a_session_prints_neither_key_nor_form_key(grace: Session) -> None:
    assert grace.form_key not in repr(grace)
    assert repr(grace.seed) not in repr(grace)


# -- aliases -----------------------------------------------------------------------------------------------------------


async def test_a_listener_keeps_one_alias_for_the_shift_and_no_two_share_one(haven: Haven, grace: Session) -> None:
    others = [await haven.enrolled(grace, f"listener {number}") for number in range(5)]
    again = await haven.entered(await haven.desk.sign_in("grace", PASSPHRASE))
    assert again.alias == grace.alias
    assert len({session.alias for session in (grace, *others)}) == 6


def test_an_alias_is_never_the_listeners_own_name() -> None:
    drawn = {draw("camille dupont-SACHA Yael", frozenset()) for _ in range(400)}
    assert drawn.isdisjoint({"Camille", "Sacha", "Yaël"})
    assert drawn <= set(ALIASES.split())


def test_a_house_larger_than_the_list_still_tells_its_listeners_apart() -> None:
    every = frozenset(ALIASES.split())
    assert draw("ada", every).split()[-1].isdecimal()
