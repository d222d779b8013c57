"""A desk on paper: everything `handoff.desk.Desk` promises, in memory, by the house's own rules.

Permissions, moves and the way of a text are the real ones (`handoff.permissions`, `handoff.case`, `handoff.relay`);
only tables and seals are missing. Pages are tested against it without a database.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from handoff.case import Case, CaseId, EntryId, Move, State, after
from handoff.changes import BOARD, Changes, of_case
from handoff.decisions import ENDS
from handoff.desk import Desk
from handoff.door import weakness
from handoff.errors import (
    EmptyMessageError,
    InvitationError,
    NameTakenError,
    NoSuchCaseError,
    SignInRefusedError,
    TooManyAttemptsError,
    WeakPassphraseError,
)
from handoff.listener import Listener, Role, Session
from handoff.moves import Closing
from handoff.outgoing import Known, look
from handoff.permissions import Act, acts, demand, demand_here
from handoff.refusals import AskAgainError
from handoff.relay import Way, way_of
from handoff.room import Card, Ground, Room, RoomEntry, Tile
from nlu.severity import Level
from tests.handoff.desks.paper_parts import (
    PaperCodes,
    PaperHandover,
    PaperLeaving,
    PaperListening,
    PaperShifts,
    PaperWorries,
)
from vault.errors import NoSuchItemError, NotSharedError, PreviewError
from vault.evidence import OpenItem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from handoff.alarm import Ringing
    from handoff.worries import Worry

NOW = datetime(2026, 11, 24, 23, 10, tzinfo=UTC)
PICTURE = bytes.fromhex(
    "52494646060100005745425056503820fa0000007008009d012a300040003ef56aac502aa6a4a2b559fdf9501e896800c363"
    "932a42a00f72723bf832d7e84723faf67e04aa01b5a22d938dc619a30a1aacd9cf0e230e56da723a3d9ebcc8138a00feb86b"
    "da4f88586db1f21f4b820b255fe0e5bf37a79036ac437c4f5d46b8541b3b43f0bb6f01db8543679ec8dfa673347155000a6d"
    "7c54e4a3e25bafa65c4ad3a2969d6c54ce5f13288bd50f03d38ce1f07beabeb01327e9b07753880dd3f25b8b5348f2d3cff2"
    "44306082297fcaa3deaf913877a72d480021ad2fa64afc191c198814faee6c32563dff090d03f2dfed4b9463eba57ff40569"
    "e620091db956efb3a8e209b4759a5a6121000000"
)


@dataclass
class PaperCase:
    """One case with what a room shows of it."""

    case: Case
    grounds: tuple[Ground, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    entries: list[RoomEntry] = field(default_factory=list)
    tiles: tuple[Tile, ...] = ()
    deadline: datetime | None = None
    place: str = ""
    encrypted: bool = False
    ringing: bool = False


@dataclass(frozen=True)
class PaperItem(OpenItem):
    """A piece whose bytes are at hand."""

    content: bytes = b"the original"

    async def _bytes(self) -> AsyncIterator[bytes]:
        yield self.content

    def chunks(self) -> AsyncIterator[bytes]:
        return self._bytes()


class PaperDesk(Desk):
    """The desk's whole surface, kept in dictionaries."""

    def __init__(self, changes: Changes) -> None:
        self.changes, self.now = changes, NOW
        self.cases: dict[str, PaperCase] = {}
        self.people: dict[str, tuple[str, Role]] = {}
        self.sessions: dict[str, Session] = {}
        self.invitations: dict[str, Role] = {}
        self.alarms: dict[str, Ringing] = {}
        self.crossed: list[tuple[str, str]] = []
        self.noted: list[tuple[str, str]] = []
        self.closed: list[tuple[str, tuple[str, ...], str, str]] = []
        self.opened: list[str] = []
        self.called: list[str] = []
        self.clicks: list[str] = []
        self.retired: set[str] = set()
        self.worried: list[Worry] = []
        self.keys: dict[tuple[str, str, str], EntryId] = {}
        self.wait = 0.0
        self.handover, self.shifts, self.codes = PaperHandover(self), PaperShifts(self), PaperCodes()
        self.leaving, self.worries = PaperLeaving(self), PaperWorries(self)
        self.listening, self.played = PaperListening(self), list[tuple[str, str]]()
        self.recording, self.recorded_as, self.player = b"", "audio/wav", "audio"

    def tell(self, case_id: str = "") -> None:
        self.changes.tell(BOARD)
        if case_id:
            self.changes.tell(of_case(case_id))

    # -- doors -----------------------------------------------------------------------------------------------------

    def _begin(self, name: str) -> str:
        cookie, role = secrets.token_urlsafe(32), self.people[name][1]
        alias = {"ada": "Camille", "grace": "Sacha"}.get(name, name.title())
        self.sessions[cookie] = Session(
            cookie[:8], name, name, role, alias, self.now, self.now, secrets.token_hex(16), b"seed"
        )
        return cookie

    def device_for(self, name: str) -> str:
        return f"{name}.known"

    def lane_of(self, name: str, device: str, network: str) -> str:
        return f"device/{name}" if f"{name}.known" in device.split("~") else f"network/{network}"

    async def sign_in(self, name: str, passphrase: str, lane: str = "") -> str:
        if self.wait:
            raise TooManyAttemptsError(self.wait)
        if self.people.get(name, ("", None))[0] != passphrase or not passphrase or name in self.retired:
            raise SignInRefusedError("no")
        return self._begin(name)

    async def session(self, cookie: str, *, clicked: bool = True) -> Session | None:
        if clicked and cookie in self.sessions:
            self.clicks.append(cookie)
        return self.sessions.get(cookie)

    async def sign_out(self, session: Session) -> None:
        self.sessions = {cookie: kept for cookie, kept in self.sessions.items() if kept.id != session.id}

    async def listeners(self) -> list[Listener]:
        return [
            Listener(name, name, role, NOW, self.now if name in self.retired else None)
            for name, (_, role) in self.people.items()
        ]

    async def invite(self, session: Session, role: Role) -> str:
        demand(session.role, Act.INVITE)
        token = secrets.token_urlsafe(24)
        self.invitations[token] = role
        return token

    async def invited(self, token: str) -> Role | None:
        return self.invitations.get(token)

    async def enrol(self, token: str, name: str, passphrase: str) -> str:
        if token not in self.invitations:
            raise InvitationError("no")
        if name in self.people:
            raise NameTakenError("taken")
        if (why := weakness(passphrase, name)) is not None:
            raise WeakPassphraseError(why)
        self.people[name] = (passphrase, self.invitations.pop(token))
        return self._begin(name)

    # -- the board ---------------------------------------------------------------------------------------------------

    def _card(self, session: Session, paper: PaperCase) -> Card:
        case = paper.case
        claimant = "" if case.claimed_by is None else {"ada": "Camille", "grace": "Sacha"}.get(case.claimed_by, "?")
        reasons = tuple(dict.fromkeys(ground.rule for ground in paper.grounds))
        return Card(
            case.id, case.designation, case.level, case.state, reasons, paper.facts.get("age", ""), case.waiting_since,
            case.last_word_at, case.channel, case.language, case.contacts, case.claimed_by == session.listener_id,
            claimant, case.unanswered_since, case.called, paper.ringing, acts(session.role, session.listener_id, case),
        )  # fmt: skip

    async def board(self, session: Session) -> list[Card]:
        demand(session.role, Act.SEE_BOARD)
        cards = [self._card(session, paper) for paper in self.cases.values() if paper.case.is_open]
        return sorted(cards, key=lambda c: (c.state is not State.WAITING, -c.level, c.waiting_since))

    async def take_next(self, session: Session, *, agreed: bool | None = None) -> CaseId | None:
        demand(session.role, Act.TAKE_NEXT)
        waiting = [card for card in await self.board(session) if card.state is State.WAITING]
        if not waiting:
            return None
        self._move(waiting[0].case_id, Move.CLAIM, claimed_by=session.listener_id)
        return waiting[0].case_id

    def _get(self, session: Session, case_id: str, act: Act) -> PaperCase:
        if case_id not in self.cases:
            raise NoSuchCaseError("no")
        paper = self.cases[case_id]
        demand_here(session.role, session.listener_id, paper.case, act)
        return paper

    def _move(self, case_id: str, move: Move, **values: object) -> None:
        paper = self.cases[case_id]
        paper.case = replace(paper.case, state=after(paper.case.state, move), **values)  # type: ignore[arg-type]
        self.tell(case_id)

    async def claim(self, session: Session, case_id: str, *, agreed: bool = False) -> None:
        if case_id in self.cases:
            after(self.cases[case_id].case.state, Move.CLAIM)
        self._get(session, case_id, Act.CLAIM)
        self._move(case_id, Move.CLAIM, claimed_by=session.listener_id)

    async def take_over(self, session: Session, case_id: str, reason: str) -> None:
        paper = self._get(session, case_id, Act.TAKE_OVER)
        self._note(session, case_id, reason)
        holder = paper.case.claimed_by
        self._move(case_id, Move.TAKE_OVER, claimed_by=session.listener_id, previous_listener=holder)

    async def release(self, session: Session, case_id: str, note: str = "") -> None:
        self._get(session, case_id, Act.RELEASE)
        if note.strip():
            self._note(session, case_id, note)
        self._move(case_id, Move.RELEASE, claimed_by=None, previous_listener=session.listener_id)

    async def reopen(self, session: Session, case_id: str) -> None:
        self._get(session, case_id, Act.REOPEN)
        self._move(case_id, Move.REOPEN, claimed_by=None)

    async def close(
        self,
        session: Session,
        case_id: str,
        *,
        points: Sequence[str],
        outcome: str,
        type: str,  # noqa: A002 - as the desk has it
        plan: Sequence[str] = (),
        again: str = "",
        confirmed: bool = False,
        because: str = "",
    ) -> None:
        paper = self._get(session, case_id, Act.CLOSE)
        for line in (*points, *plan):
            look(line, Known(), confirmed=confirmed, because=because)
        if paper.case.level >= Level.high and again not in ENDS:
            raise AskAgainError("again")
        Closing(points, outcome, type)
        self.write(case_id, "bot", "\n".join(points))
        self._move(case_id, Move.CLOSE, claimed_by=None, previous_listener=session.listener_id)
        self.closed.append((case_id, tuple(points), outcome, type))

    async def lower(self, session: Session, case_id: str, level: Level, reason: str) -> None:
        paper = self._get(session, case_id, Act.WEIGH)
        self._note(session, case_id, reason)
        paper.case = replace(paper.case, level=level)
        self.tell(case_id)

    async def call(self, session: Session, case_id: str) -> None:
        paper = self._get(session, case_id, Act.CALL)
        paper.case, paper.ringing = replace(paper.case, called=paper.case.called or "supervisor"), True
        self.called.append(case_id)
        self.tell(case_id)

    # -- the room ------------------------------------------------------------------------------------------------------

    async def room(self, session: Session, case_id: str) -> Room:
        paper = self._get(session, case_id, Act.READ)
        said = [entry for entry in paper.entries if entry.author == "correspondent" and entry.kind == "text"]
        unheard = tuple(entry for entry in paper.entries if entry.kind == "unread")
        facts, case, card = paper.facts, paper.case, self._card(session, paper)
        return Room(
            card, paper.grounds, paper.deadline, facts.get("screen", ""), facts.get("speak", ""),
            facts.get("safe_hours", ""), paper.encrypted, facts.get("who", ""), facts.get("age", ""),
            facts.get("register", "tu"), case.language, case.contacts, facts.get("direct", ""), tuple(said[-2:]),
            unheard, facts.get("author", ""), tuple(self._as_seen(session, entry) for entry in paper.entries),
            tuple(entry for entry in paper.entries if entry.author == "note"), paper.tiles, bool(paper.place),
            ("3018", "119", "3114"), card.may, facts,
        )  # fmt: skip

    @staticmethod
    def _as_seen(session: Session, entry: RoomEntry) -> RoomEntry:
        return replace(entry, mine=entry.alias == session.alias)

    def write(self, case_id: str, author: str, text: str, *, kind: str = "text", alias: str = "") -> EntryId:
        delivery = "queued" if author in {"listener", "bot"} else ""
        entry = RoomEntry(EntryId(secrets.token_hex(6)), author, kind, self.now, text, alias=alias, delivery=delivery)
        self.cases[case_id].entries.append(entry)
        self.tell(case_id)
        return entry.id

    def travel(self, case_id: str, delivery: str) -> None:
        entries = self.cases[case_id].entries
        entries[:] = [replace(e, delivery=delivery) if e.author == "listener" else e for e in entries]
        self.tell(case_id)

    async def say(
        self, session: Session, case_id: str, text: str, key: str, *, confirmed: bool = False, because: str = ""
    ) -> EntryId:
        self._get(session, case_id, Act.SAY)
        if way_of(text, confirmed=confirmed) is Way.NOTE:
            return await self.note(session, case_id, text, key)
        look(text, Known(), confirmed=confirmed, because=because)
        once = (session.listener_id, case_id, key)
        if once not in self.keys:
            self.keys[once] = self.write(case_id, "listener", text.strip(), alias=session.alias)
            self.crossed.append((case_id, text.strip()))
        return self.keys[once]

    async def note(self, session: Session, case_id: str, text: str, key: str) -> EntryId:
        self._get(session, case_id, Act.NOTE)
        return self._note(session, case_id, text, key)

    def _note(self, session: Session, case_id: str, text: str, key: str = "") -> EntryId:
        key, words = key or secrets.token_hex(8), text.strip().removeprefix("//").strip()
        if not words:
            raise EmptyMessageError("empty")
        once = (session.listener_id, case_id, key)
        if once not in self.keys:
            self.keys[once] = self.write(case_id, "note", words, alias=session.alias)
            self.noted.append((case_id, words))
        return self.keys[once]

    async def place(self, session: Session, case_id: str) -> str:
        return self._get(session, case_id, Act.PLACE).place

    def tile(self, session: Session, case_id: str, item_id: str) -> Tile:
        paper = self._get(session, case_id, Act.EVIDENCE)
        tile = next((tile for tile in paper.tiles if tile.item_id == item_id), None)
        if tile is None:
            raise NoSuchItemError("no")
        if not tile.shared:
            raise NotSharedError("no")
        self.opened.append(item_id)
        return tile

    async def evidence(self, session: Session, case_id: str, item_id: str) -> OpenItem:
        self.tile(session, case_id, item_id)
        return self.item(item_id, b"the original", "text/html")

    def item(self, item_id: str, content: bytes, kind: str) -> OpenItem:
        name = '<script>"Julie\r\nDurand.html'
        return PaperItem(item_id, name, kind, kind, len(content), "00" * 32, self.now, "web", content=content)

    async def preview(self, session: Session, case_id: str, item_id: str) -> bytes:
        tile = self.tile(session, case_id, item_id)
        if tile.number == 2:
            raise PreviewError("not a picture")
        return PICTURE

    # -- bells ---------------------------------------------------------------------------------------------------------

    async def ringing(self, token: str) -> Ringing | None:
        return self.alarms.get(token)

    async def acknowledge(self, token: str) -> Ringing | None:
        return self.alarms.pop(token, None)


def a_case(case_id: str, level: Level, minutes: float, **values: object) -> Case:
    """Return a waiting case that began `minutes` ago."""
    since = NOW - timedelta(minutes=minutes)
    standing: dict[str, object] = {
        "designation": "abricot calme", "channel": "web", "language": "fr", "state": State.WAITING, "contacts": 1,
    }  # fmt: skip
    fixed = {"id": CaseId(case_id), "correspondent": case_id, "level": level, "opened_at": since, "place": since}
    return Case(**{**standing, **fixed, "waiting_since": since, "last_word_at": since, **values})  # type: ignore[arg-type]
