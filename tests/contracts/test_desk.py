"""What every desk promises its pages: the real one over both engines, and the one on paper that pages are tested on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from handoff.case import State
from handoff.changes import BOARD, of_case
from handoff.errors import (
    EmptyMessageError,
    HeldForNoteError,
    IllegalMoveError,
    InvitationError,
    NameTakenError,
    NoSuchCaseError,
    NotAllowedError,
    SignInRefusedError,
    UnfinishedClosingError,
    WeakPassphraseError,
)
from handoff.listener import Role
from handoff.permissions import Act
from nlu.severity import Level
from tests.contracts.desk_benches import CONTENT, Bench, PaperBench, RealBench
from tests.handoff.havens import PASSPHRASE, a_haven
from vault.errors import NoSuchItemError, NotSharedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from handoff.listener import Session
    from handoff.room import Room
    from tests.conftest import Clock
    from vault.database import Database
    from vault.keys import HouseKeys

ENDING = {"points": ["parler à ta tante"], "outcome": "helped", "type": "threats", "again": "no"}


class DeskContract:
    """The suite; each desk brings its own `bench`."""

    @pytest.fixture
    async def grace(self, bench: Bench) -> Session:
        """A supervisor."""
        return await bench.first_supervisor()

    @pytest.fixture
    async def ada(self, bench: Bench, grace: Session) -> Session:
        """A listener."""
        return await bench.enrolled(grace, "ada")

    @pytest.fixture
    async def eve(self, bench: Bench, grace: Session) -> Session:
        """Another listener."""
        return await bench.enrolled(grace, "eve")

    async def _live(self, bench: Bench, session: Session, name: str = "julie", **more: str) -> str:
        case_id = await bench.comes(name, Level.critical, "bonsoir", **more)
        await bench.desk.claim(session, case_id)
        return case_id

    # -- doors -----------------------------------------------------------------------------------------------------

    async def test_name_and_passphrase_open_a_session_and_nothing_else_does(self, bench: Bench, ada: Session) -> None:
        session = await bench.desk.session(await bench.desk.sign_in("ada", PASSPHRASE))
        assert session is not None
        assert (session.name, session.role, session.listener_id) == ("ada", Role.LISTENER, ada.listener_id)
        for name, passphrase in (("ada", "x"), ("nobody", PASSPHRASE), ("", ""), ("ada", "")):
            with pytest.raises(SignInRefusedError):
                await bench.desk.sign_in(name, passphrase)
        assert await bench.desk.session("x") is None

    async def test_signing_out_ends_the_session(self, bench: Bench, ada: Session) -> None:
        cookie = await bench.desk.sign_in("ada", PASSPHRASE)
        session = await bench.desk.session(cookie, clicked=False)
        assert session is not None
        await bench.desk.sign_out(session)
        assert await bench.desk.session(cookie) is None

    async def test_an_invitation_serves_once_for_a_free_name_and_a_strong_passphrase(
        self, bench: Bench, grace: Session, ada: Session
    ) -> None:
        token = await bench.desk.invite(grace, Role.SUPERVISOR)
        assert await bench.desk.invited(token) is Role.SUPERVISOR
        with pytest.raises(NameTakenError):
            await bench.desk.enrol(token, "ada", PASSPHRASE)
        with pytest.raises(WeakPassphraseError):
            await bench.desk.enrol(token, "mary", "azerty")
        session = await bench.desk.session(await bench.desk.enrol(token, "mary", PASSPHRASE))
        assert session is not None
        assert session.role is Role.SUPERVISOR
        assert await bench.desk.invited(token) is None
        with pytest.raises(InvitationError):
            await bench.desk.enrol(token, "eve", PASSPHRASE)

    async def test_only_a_supervisor_invites(self, bench: Bench, ada: Session) -> None:
        with pytest.raises(NotAllowedError):
            await bench.desk.invite(ada, Role.LISTENER)

    async def test_who_leaves_the_team_is_let_in_no_more_and_their_cases_wait_again(
        self, bench: Bench, grace: Session, ada: Session
    ) -> None:
        case_id = await self._live(bench, ada)
        cookie = await bench.desk.sign_in("ada", PASSPHRASE)
        assert await bench.desk.leaving.remove(grace, ada.listener_id, "partie") == [case_id]
        assert await bench.desk.session(cookie) is None
        with pytest.raises(SignInRefusedError):
            await bench.desk.sign_in("ada", PASSPHRASE)
        (card,) = await bench.desk.board(grace)
        assert card.state is State.WAITING
        retired = {one.name: one.retired_at is not None for one in await bench.desk.listeners()}
        assert retired == {"grace": False, "ada": True}

    async def test_the_last_supervisor_stays(self, bench: Bench, grace: Session, ada: Session) -> None:
        with pytest.raises(NotAllowedError):
            await bench.desk.leaving.remove(grace, grace.listener_id, "partie")
        assert await bench.desk.sign_in("grace", PASSPHRASE)

    # -- the board -------------------------------------------------------------------------------------------------

    async def test_the_board_shows_who_waits_first_the_gravest_before_all(self, bench: Bench, ada: Session) -> None:
        held = await self._live(bench, ada)
        low = await bench.comes("tom")
        bench.later(5)
        high, emergency = await bench.comes("zoe", Level.high), await bench.comes("max", Level.emergency)
        cards = await bench.desk.board(ada)
        assert [card.case_id for card in cards] == [emergency, high, low, held]
        assert [card.mine for card in cards] == [False, False, False, True]

    async def test_a_card_says_what_may_be_known_without_opening_anything(self, bench: Bench, ada: Session) -> None:
        case_id = await bench.comes("julie", Level.critical, "bonsoir", age="13_14")
        (card,) = await bench.desk.board(ada)
        assert (card.case_id, card.level, card.state, card.age) == (case_id, Level.critical, State.WAITING, "13_14")
        assert (card.channel, card.language, card.contacts, card.claimant, card.called) == ("web", "fr", 1, "", "")
        assert len(card.designation.split()) >= 2
        assert card.may == {Act.CLAIM}

    async def test_who_holds_a_case_is_named_by_alias(self, bench: Bench, ada: Session, eve: Session) -> None:
        await self._live(bench, ada)
        (card,) = await bench.desk.board(eve)
        assert card.claimant == ada.alias
        assert not card.mine
        assert card.may == {Act.SECOND}

    async def test_the_next_case_is_the_gravest_until_nobody_waits(self, bench: Bench, ada: Session) -> None:
        other, grave = await bench.comes("tom"), await bench.comes("julie", Level.critical)
        assert [await bench.desk.take_next(ada) for _ in range(3)] == [grave, other, None]

    # -- claiming, handing over --------------------------------------------------------------------------------------

    async def test_a_grave_case_goes_to_whoever_claims_it_first(self, bench: Bench, ada: Session, eve: Session) -> None:
        case_id = await self._live(bench, ada)
        with pytest.raises(IllegalMoveError):
            await bench.desk.claim(eve, case_id)
        assert (await bench.desk.room(ada, case_id)).card.mine

    async def test_a_listener_does_not_pick_among_those_who_can_wait(
        self, bench: Bench, ada: Session, grace: Session
    ) -> None:
        case_id = await bench.comes("julie", Level.high)
        with pytest.raises(NotAllowedError):
            await bench.desk.claim(ada, case_id)
        await bench.desk.claim(grace, case_id)

    async def test_a_case_handed_back_waits_with_its_note_and_may_be_taken_up_again(
        self, bench: Bench, ada: Session
    ) -> None:
        case_id = await self._live(bench, ada)
        await bench.desk.release(ada, case_id, "rappeler demain")
        (card,) = await bench.desk.board(ada)
        assert (card.state, card.claimant) == (State.WAITING, "")
        with pytest.raises(NotAllowedError):
            await bench.desk.room(ada, case_id)
        await bench.desk.claim(ada, case_id)
        assert [note.text for note in (await bench.desk.room(ada, case_id)).notes] == ["rappeler demain"]

    async def test_a_hand_over_needs_no_note(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada)
        await bench.desk.release(ada, case_id, " ")
        await bench.desk.claim(ada, case_id)
        assert (await bench.desk.room(ada, case_id)).notes == ()

    async def test_a_take_over_is_recorded_with_its_reason_and_ends_the_others_hold(
        self, bench: Bench, ada: Session, grace: Session
    ) -> None:
        case_id = await self._live(bench, ada)
        with pytest.raises(EmptyMessageError):
            await bench.desk.take_over(grace, case_id, " ")
        await bench.desk.take_over(grace, case_id, "fin de permanence")
        with pytest.raises(NotAllowedError):
            await bench.desk.say(ada, case_id, "encore moi", "k1")
        await bench.desk.say(grace, case_id, "je prends la suite", "k2")
        assert [note.text for note in (await bench.desk.room(grace, case_id)).notes] == ["fin de permanence"]
        assert bench.letters_to("julie") == ["je prends la suite"]

    async def test_a_listener_takes_nothing_over(self, bench: Bench, ada: Session, eve: Session) -> None:
        case_id = await self._live(bench, ada)
        with pytest.raises(NotAllowedError):
            await bench.desk.take_over(eve, case_id, "pourquoi pas")

    # -- the room ----------------------------------------------------------------------------------------------------

    async def test_the_room_holds_the_talk_in_its_order(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada, who="me", age="under_13", screen="author", direct="sometimes")
        await bench.desk.say(ada, case_id, "je suis là", "k1")
        await bench.desk.note(ada, case_id, "a peur", "k2")
        await bench.writes(case_id, "direct:sometimes", "choice")
        await bench.writes(case_id, "voice", "unread")
        await bench.writes(case_id, "ma mère arrive")
        room = await bench.desk.room(ada, case_id)
        assert [(entry.author, entry.kind, entry.text) for entry in room.entries] == [
            ("correspondent", "text", "bonsoir"), ("listener", "text", "je suis là"), ("note", "text", "a peur"),
            ("correspondent", "choice", "direct:sometimes"), ("correspondent", "unread", "voice"),
            ("correspondent", "text", "ma mère arrive"),
        ]  # fmt: skip
        assert [entry.mine for entry in room.entries] == [False, True, True, False, False, False]
        assert room.entries[1].alias == ada.alias
        assert room.entries[1].delivery == "queued"
        self._shows(room)

    @staticmethod
    def _shows(room: Room) -> None:
        assert [entry.text for entry in room.last_words] == ["bonsoir", "ma mère arrive"]
        assert [entry.kind for entry in room.unheard] == ["unread"]
        assert [note.text for note in room.notes] == ["a peur"]
        assert (room.who, room.age, room.readable, room.direct) == ("me", "under_13", "author", "sometimes")
        assert (room.register, room.language, room.author, room.safe_hours) == ("tu", "fr", "", "")
        assert room.numbers
        assert room.may == room.card.may

    async def test_another_listener_may_not_look_and_a_supervisor_may_only_look(
        self, bench: Bench, ada: Session, eve: Session, grace: Session
    ) -> None:
        case_id = await self._live(bench, ada)
        with pytest.raises(NotAllowedError):
            await bench.desk.room(eve, case_id)
        assert (await bench.desk.room(grace, case_id)).entries[0].text == "bonsoir"
        for act in (
            bench.desk.say(grace, case_id, "bonjour", "k"), bench.desk.close(grace, case_id, **ENDING),
            bench.desk.release(grace, case_id), bench.desk.lower(grace, case_id, Level.low, "x"),
        ):  # fmt: skip
            with pytest.raises(NotAllowedError):
                await act
        await bench.desk.note(grace, case_id, "vu ensemble", "k")
        assert bench.letters_to("julie") == []

    async def test_a_message_crosses_once_and_a_note_never(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada)
        ids = {await bench.desk.say(ada, case_id, " je suis là ", "k1") for _ in range(3)}
        await bench.desk.say(ada, case_id, "// a peur", "k2")
        await bench.desk.note(ada, case_id, "de son frère", "k3")
        assert len(ids) == 1
        assert bench.letters_to("julie") == ["je suis là"]
        assert [note.text for note in (await bench.desk.room(ada, case_id)).notes] == ["a peur", "de son frère"]

    async def test_a_key_is_its_listeners_own(self, bench: Bench, ada: Session, grace: Session) -> None:
        case_id, other = await self._live(bench, ada), await self._live(bench, ada, "tom")
        await bench.desk.say(ada, case_id, "je suis là", "k")
        await bench.desk.say(ada, other, "je suis là", "k")
        await bench.desk.note(grace, case_id, "vu ensemble", "k")
        assert (bench.letters_to("julie"), bench.letters_to("tom")) == (["je suis là"], ["je suis là"])
        assert [note.text for note in (await bench.desk.room(ada, case_id)).notes] == ["vu ensemble"]

    async def test_what_looks_like_a_note_is_held_until_it_is_confirmed(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada)
        with pytest.raises(HeldForNoteError):
            await bench.desk.say(ada, case_id, "oui // non", "k")
        assert bench.letters_to("julie") == []
        await bench.desk.say(ada, case_id, "oui // non", "k", confirmed=True)
        assert bench.letters_to("julie") == ["oui // non"]

    @pytest.mark.parametrize("text", ["", "  ", "//", " // "])
    async def test_an_empty_message_or_note_is_refused(self, bench: Bench, ada: Session, text: str) -> None:
        case_id = await self._live(bench, ada)
        for act in (bench.desk.say, bench.desk.note):
            with pytest.raises(EmptyMessageError):
                await act(ada, case_id, text, "k")
        assert bench.letters_to("julie") == []

    async def test_a_level_is_set_with_a_reason_kept_as_a_note(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada)
        with pytest.raises(EmptyMessageError):
            await bench.desk.lower(ada, case_id, Level.medium, " ")
        await bench.desk.lower(ada, case_id, Level.medium, "vu ensemble")
        room = await bench.desk.room(ada, case_id)
        assert room.card.level == Level.medium
        assert [note.text for note in room.notes] == ["vu ensemble"]

    async def test_a_supervisor_called_in_is_seen_on_the_board(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada)
        await bench.desk.call(ada, case_id)
        (card,) = await bench.desk.board(ada)
        assert (card.called, card.ringing) == bench.called

    async def test_an_offered_place_is_told_of_and_shown_only_when_asked(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada)
        assert await bench.desk.place(ada, case_id) == ""
        await bench.offers_place(case_id, "12 rue des Exemples")
        room = await bench.desk.room(ada, case_id)
        assert room.place_offered
        assert "12 rue" not in repr(room)
        assert await bench.desk.place(ada, case_id) == "12 rue des Exemples"

    async def test_pieces_are_listed_and_only_shared_ones_are_opened(self, bench: Bench, ada: Session) -> None:
        case_id, other = await self._live(bench, ada), await self._live(bench, ada, "tom")
        shared, unshared = [await bench.sends(case_id, shared=share) for share in (True, False)]
        tiles = (await bench.desk.room(ada, case_id)).tiles
        assert [(tile.item_id, tile.number, tile.shared) for tile in tiles] == [(shared, 1, True), (unshared, 2, False)]
        item = await bench.desk.evidence(ada, case_id, shared)
        assert b"".join([chunk async for chunk in item.chunks()]) == CONTENT
        assert await bench.desk.preview(ada, case_id, shared)
        with pytest.raises(NotSharedError):
            await bench.desk.evidence(ada, case_id, unshared)
        for case, item_id in ((case_id, "x"), (other, shared)):
            with pytest.raises(NoSuchItemError):
                await bench.desk.preview(ada, case, item_id)

    # -- the end -----------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("missing", [
        {"points": []}, {"points": [" "]}, {"points": ["1", "2", "3", "4"]}, {"outcome": ""}, {"outcome": "won"},
        {"type": ""}, {"type": "boredom"},
    ])  # fmt: skip
    async def test_closing_takes_one_to_three_points_an_outcome_and_a_violence(
        self, bench: Bench, ada: Session, missing: dict[str, str]
    ) -> None:
        case_id = await self._live(bench, ada)
        with pytest.raises(UnfinishedClosingError):
            await bench.desk.close(ada, case_id, **{**ENDING, **missing})
        assert (await bench.desk.room(ada, case_id)).card.state is State.LIVE

    async def test_a_closed_case_leaves_the_board_and_its_listener_may_reopen_it(
        self, bench: Bench, ada: Session, eve: Session
    ) -> None:
        case_id = await self._live(bench, ada)
        await bench.desk.close(ada, case_id, **ENDING)
        assert await bench.desk.board(ada) == []
        room = await bench.desk.room(ada, case_id)
        assert room.may == {Act.READ, Act.REOPEN, Act.FOLLOW}
        assert "parler à ta tante" in room.entries[-1].text
        assert room.entries[-1].author == "bot"
        with pytest.raises(NotAllowedError):
            await bench.desk.reopen(eve, case_id)
        await bench.desk.reopen(ada, case_id)
        (card,) = await bench.desk.board(eve)
        assert card.state is State.WAITING

    async def test_nothing_is_done_twice_to_an_ended_case(self, bench: Bench, ada: Session) -> None:
        case_id = await self._live(bench, ada)
        await bench.desk.close(ada, case_id, **ENDING)
        for act in (bench.desk.close(ada, case_id, **ENDING), bench.desk.say(ada, case_id, "encore", "k")):
            with pytest.raises(NotAllowedError):
                await act
        with pytest.raises(IllegalMoveError):
            await bench.desk.claim(ada, case_id)

    async def test_a_case_nobody_knows_is_told_so(self, bench: Bench, ada: Session) -> None:
        for act in (
            bench.desk.room(ada, "x"), bench.desk.claim(ada, "x"), bench.desk.say(ada, "x", "a", "k"),
            bench.desk.place(ada, "x"), bench.desk.evidence(ada, "x", "y"), bench.desk.close(ada, "x", **ENDING),
        ):  # fmt: skip
            with pytest.raises(NoSuchCaseError):
                await act

    # -- bells, pages ------------------------------------------------------------------------------------------------

    async def test_an_alarms_link_is_looked_at_and_serves_once(self, bench: Bench) -> None:
        token = await bench.alarm_of(await bench.comes("julie", Level.emergency))
        ringing = await bench.desk.ringing(token)
        assert ringing is not None
        assert ringing.level == Level.emergency
        assert await bench.desk.acknowledge(token) == ringing
        assert await bench.desk.acknowledge(token) is None
        assert await bench.desk.ringing(token) is None

    async def test_pages_hear_of_every_act(self, bench: Bench, ada: Session) -> None:
        case_id = await bench.comes("julie", Level.critical)
        async with bench.changes.watch(BOARD, of_case(case_id)) as watch:
            for act in (
                lambda: bench.desk.claim(ada, case_id), lambda: bench.desk.say(ada, case_id, "je suis là", "k1"),
                lambda: bench.desk.note(ada, case_id, "vu", "k2"), lambda: bench.desk.call(ada, case_id),
                lambda: bench.desk.lower(ada, case_id, Level.high, "vu"), lambda: bench.desk.release(ada, case_id),
                lambda: bench.desk.take_next(ada), lambda: bench.desk.close(ada, case_id, **ENDING),
                lambda: bench.desk.reopen(ada, case_id),
            ):  # fmt: skip
                await act()
                assert await watch.wait(5) == {BOARD, of_case(case_id)}


class TestPaperDesk(DeskContract):
    @pytest.fixture
    def bench(self) -> Bench:
        return PaperBench()


class TestRealDesk(DeskContract):
    @pytest.fixture
    async def bench(self, database: Database, keys: HouseKeys, tmp_path: Path, clock: Clock) -> AsyncIterator[Bench]:
        async with a_haven(database, keys, tmp_path, clock) as haven:
            yield RealBench(haven)
