"""Dossiers of a case: put together by a listener, read over and corrected by the person, then made and kept.

Lives here: each act on a draft, within one transaction, and what the person's answer does to it. Does not live here:
what a dossier says (`handoff.complaint`), how it looks (`handoff.dossier`).
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from handoff.casework import is_adult
from handoff.complaint import (
    HEADINGS,
    MOST_LINES,
    Complaint,
    Contents,
    Draft,
    Exhibit,
    Line,
    Offences,
    contents,
    only_quotations,
)
from handoff.dossier import make_dossier
from handoff.errors import DossierError, NotAgreedError
from handoff.outgoing import Known, look_at_lines
from handoff.permissions import Act
from handoff.records import entries as entry_records
from handoff.records import notices as notice_records
from handoff.records import referrals as records
from handoff.takedown.links import read_links
from handoff.takedown.notices import open_notice
from nlu.entities import find
from nlu.normalize import fold
from vault.errors import CannotOpenError, NotSharedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence

    import sqlalchemy as sa

    from handoff.case import Case
    from handoff.casework import Casework
    from handoff.dossier import Say
    from handoff.listener import Session
    from handoff.relay import Relay
    from handoff.takedown.notices import Letters
    from vault.database import Database, Transaction
    from vault.evidence import Evidence, Item
    from vault.team import Team

SHOWN, AGREED, MADE, DRAFTED = "shown", "agreed", "made", "drafted"
LARGEST = 50_000_000
SOURCE = "dossier"
A_LETTER = 20
"""Lines of a draft in one letter: more would be read by nobody on a phone."""


class Vaults(Protocol):
    """Whose vault it is, supplied by `bot`."""

    async def vault_of(self, tx: Transaction, case: Case) -> str:
        """Return the vault of a case's correspondent, made and given to them where there is none."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line somebody may choose for the timeline."""

    entry: str
    at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows of a dossier. `state` is "" before the first draft; `contents` as they would be made.

    `pieces`: how many would be listed.
    """

    state: str
    draft: Draft
    said: tuple[Said, ...]
    contents: Contents
    pieces: int
    quotations: bool
    minor: bool
    item_id: str = ""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Tools:
    """What dossiers are made with. `timezone` is the house's."""

    database: Database
    casework: Casework
    team: Team
    evidence: Evidence
    relay: Relay
    letters: Letters
    vaults: Vaults
    say: Say
    offences: Offences
    hosts: Mapping[str, str]
    timezone: str = "Europe/Paris"
    clock: Callable[[], datetime] = _now
    known: Known = field(default_factory=Known)


class Dossiers:
    """What a desk does with the dossier of a case. Every method raises NotAllowedError where the session may not."""

    def __init__(self, tools: Tools) -> None:
        self._tools, self._casework = tools, tools.casework

    @property
    def offences(self) -> Offences:
        """The list of offences that may apply."""
        return self._tools.offences

    # -- looking -------------------------------------------------------------------------------------------------------

    async def view(self, session: Session, case_id: str) -> View:
        """Return the draft with the person's corrections, or a suggestion where there is none yet."""
        async with self._casework.seen(session, case_id, Act.DOSSIER) as (tx, case):
            return await self._view(tx, session, case)

    async def _view(self, tx: Transaction, session: Session, case: Case) -> View:
        seeds = await self._tools.team.unlock(tx, session.listener_id, session.seed)
        said = await self._said(tx, session, case, seeds)
        facts = await self._casework.facts(tx, case.id)
        rules = await self._casework.rules(tx, case.id)
        quotations, minor = only_quotations(facts, rules), not is_adult(facts)
        row = await records.dossier(tx, case.id)
        if row is None:
            draft, corrections = await self._suggested(tx, case, seeds, said, facts), []
        else:
            draft = Draft.load(self._tools.team.open_entry(seeds, row.epoch, case.id, row.id, row.sealed))
            corrections = await self._corrections(tx, row.id, said)
        lines = _lines(draft, said)
        holds = contents(draft, lines, corrections, self._tools.offences, quotations=quotations)
        state, item_id = ("", "") if row is None else (row.state, row.item_id or "")
        return View(state, draft, said, holds, len(await self._pieces(tx, case)), quotations, minor, item_id)

    @staticmethod
    async def _corrections(tx: Transaction, dossier_id: str, said: Sequence[Said]) -> list[tuple[str, datetime, str]]:
        words = {one.entry: one for one in said}
        given = [words[entry] for entry in await records.words_of(tx, dossier_id) if entry in words]
        return [(one.entry, one.at, one.words) for one in given]

    async def _pieces(self, tx: Transaction, case: Case) -> list[Item]:
        if case.vault is None:
            return []
        mine = await records.made_items(tx, case.id)
        return [item for item in await self._tools.evidence.items(tx, case.vault) if item.id not in mine]

    async def _said(
        self, tx: Transaction, session: Session, case: Case, seeds: Mapping[int, bytes]
    ) -> tuple[Said, ...]:
        rows = await entry_records.of_case(tx, case.id, session.listener_id)
        theirs = [row for row in rows if row.author == "correspondent" and row.kind == "text"][-MOST_LINES:]
        opened = await asyncio.to_thread(lambda: [self._open(seeds, case.id, row) for row in theirs])
        return tuple(Said(row.id, row.at, text) for row, text in zip(theirs, opened, strict=True) if text)

    def _open(self, seeds: Mapping[int, bytes], case_id: str, row: sa.Row[Any]) -> str:
        try:
            return self._tools.team.open_entry(seeds, row.epoch, case_id, row.id, row.sealed).decode("utf-8", "replace")
        except CannotOpenError:
            return ""

    async def _suggested(
        self,
        tx: Transaction,
        case: Case,
        seeds: Mapping[int, bytes],
        said: Sequence[Said],
        facts: Mapping[str, str],
    ) -> Draft:
        text = "\n".join(one.words for one in said)
        links = [link.url for link in read_links(text, self._tools.hosts).found]
        accounts = [entity.value for one in said for entity in find(one.words, fold(one.words))
                    if entity.kind == "handle"]  # fmt: skip
        for row in await notice_records.of_case(tx, case.id):
            notice = open_notice(self._tools.team, seeds, row)
            links += notice.urls if notice is not None else ()
            accounts += notice.accounts.splitlines() if notice is not None else ()
        return Draft(
            entries=tuple(one.entry for one in said),
            accounts=tuple(dict.fromkeys(name.strip() for name in accounts if name.strip())),
            links=tuple(dict.fromkeys(links)),
            offences=self._tools.offences.suggested(facts),
        )

    # -- drafting ------------------------------------------------------------------------------------------------------

    async def draft(self, session: Session, case_id: str, draft: Draft) -> None:
        """Keep a draft. One that was shown, agreed or made stays as it was: this is another, to be shown anew."""
        async with self._casework.allowed(session, case_id, Act.DOSSIER) as (tx, case):
            row = await records.dossier(tx, case.id)
            epoch, public = await self._tools.team.public(tx)
            now = self._tools.clock()
            dossier_id = row.id if row is not None and row.state == DRAFTED else secrets.token_hex(16)
            sealed = self._tools.team.seal_entry(epoch, public, case.id, dossier_id, draft.dump())
            if row is not None and row.state == DRAFTED:
                await records.change_dossier(tx, row.id, {"epoch": epoch, "sealed": sealed})
                return
            new = {"id": dossier_id, "case_id": case.id, "state": DRAFTED, "epoch": epoch, "sealed": sealed}
            await records.add_dossier(tx, {**new, "made_by": session.listener_id, "made_at": now})

    async def show(self, session: Session, case_id: str) -> None:
        """Show the draft to the person, numbered, to be read over and corrected. Raises DossierError without one.

        Raises StrangeWayError where the listener's own words, the harm, give a way to reach somebody.
        """
        async with self._casework.allowed(session, case_id, Act.DOSSIER) as (tx, case):
            view = await self._view(tx, session, case)
            row = await records.dossier(tx, case.id)
            if row is None or row.state == MADE:
                raise DossierError("there is no draft to show")
            look_at_lines(view.draft.harm, self._tools.known)
            register = (await self._casework.facts(tx, case.id)).get("register", "tu")
            for body in self._letters(case, view, register):
                await self._tools.relay.post_text(tx, case, body, self._tools.clock())
            await records.change_dossier(tx, row.id, {"state": SHOWN, "shown_at": self._tools.clock()})

    def _letters(self, case: Case, view: View, register: str) -> list[dict[str, Any]]:
        letters, said = self._tools.letters, list(self._draft_said(case, view, register))
        parts = [said[at : at + A_LETTER] for at in range(0, len(said), A_LETTER)] or [[]]
        shown = [letters.letter(case, "draft-shown", register)]
        for part in parts:
            shown[-1]["paragraphs"] += part
            shown.append({**letters.letter(case, "draft-how", register), "paragraphs": []})
        last = letters.letter(case, "draft-how", register, "act:draft_right", "act:draft_fix")
        return [*shown[:-1], last]

    def _draft_said(self, case: Case, view: View, register: str) -> Iterator[str]:
        """Say everything the document would hold, in its order, each with its number."""
        say, holds = self._tools.say.say, view.contents
        offences = {one.id: one.name["fr" if case.language == "fr" else "en"] for one in holds.offences}
        for number, line in holds.counted:
            text, at = "draft-line" if number else "draft-added", self._stamp(line.at)
            yield say(text, case.language, register, number=number, at=at, words=line.words)
        for heading in HEADINGS:
            if points := holds.points(heading):
                yield say(f"draft-{heading}", case.language, register)
            names = offences if heading == "offences" else {}
            for number, words in points:
                yield say("draft-point", case.language, register, number=number, words=names.get(words, words))
        if view.pieces:
            yield say("draft-pieces", case.language, register, count=view.pieces)

    def _stamp(self, moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(self._tools.timezone)):%d/%m %H:%M}"

    # -- making --------------------------------------------------------------------------------------------------------

    async def make(self, session: Session, case_id: str) -> bytes:
        """Make the PDF the person agreed to, keep it in their vault, tell them. Raises DossierError, NotAgreedError."""
        async with self._casework.seen(session, case_id, Act.DOSSIER) as (tx, case):
            view = await self._view(tx, session, case)
            row = await records.dossier(tx, case.id)
        if row is None:
            raise DossierError("there is no draft")
        if row.state not in {AGREED, MADE}:
            raise NotAgreedError("the person has not agreed to this draft")
        complaint = await self._complaint(session, case, view, row.agreed_at or row.made_at)
        made = await asyncio.to_thread(make_dossier, complaint, self._tools.say, self._tools.timezone)
        await self._keep(session, case, row.id, made)
        return made

    async def _keep(self, session: Session, case: Case, dossier_id: str, made: bytes) -> None:
        """Keep it: made from the first transaction on, what is said meanwhile corrects it no more; the last tells."""
        tools = self._tools
        async with self._casework.allowed(session, case.id, Act.DOSSIER) as (tx, locked):
            row = await records.dossier(tx, case.id)
            if row is None or row.id != dossier_id or row.state not in {AGREED, MADE}:
                raise NotAgreedError("what was agreed to has changed while it was drawn")
            await records.change_dossier(tx, dossier_id, {"state": MADE})
            vault = await tools.vaults.vault_of(tx, locked)

        async def stream() -> AsyncIterator[bytes]:
            yield made

        receipt = await tools.evidence.keep(
            vault, stream(), name="dossier.pdf", declared="application/pdf", limit=LARGEST, actor=session.listener_id,
            source=SOURCE, key=f"dossier-{dossier_id}",
        )  # fmt: skip
        async with self._casework.allowed(session, case.id, Act.DOSSIER) as (tx, locked):
            row = await records.dossier(tx, case.id)
            if row is None or row.id != dossier_id or row.item_id is not None:
                return
            await records.change_dossier(tx, dossier_id, {"item_id": receipt.item_id})
            register = (await self._casework.facts(tx, case.id)).get("register", "tu")
            body = tools.letters.letter(locked, "dossier-ready", register)
            await tools.relay.post_text(tx, locked, body, tools.clock())

    async def complaint(self, session: Session, case_id: str) -> Complaint | None:
        """Return what the dossier of a case says, for whoever makes the package; None where nothing was agreed to."""
        async with self._casework.seen(session, case_id, Act.DOSSIER) as (tx, case):
            row = await records.dossier(tx, case.id)
            if row is None or row.state not in {AGREED, MADE}:
                return None
            view = await self._view(tx, session, case)
        return await self._complaint(session, case, view, row.agreed_at or row.made_at)

    async def _complaint(self, session: Session, case: Case, view: View, at: datetime) -> Complaint:
        holds, exhibits = view.contents, await self._exhibits(session, case)
        return Complaint(
            designation=case.designation,
            language="fr" if case.language == "fr" else "en",
            made_at=at,
            quotations=view.quotations,
            minor=view.minor,
            lines=holds.lines,
            accounts=holds.under("accounts"),
            links=holds.under("links"),
            harm=holds.under("harm"),
            offences=holds.offences,
            exhibits=exhibits,
        )

    async def _exhibits(self, session: Session, case: Case) -> tuple[Exhibit, ...]:
        tools = self._tools
        async with tools.database.reading() as tx:
            items = await self._pieces(tx, case)
            seeds = await tools.team.unlock(tx, session.listener_id, session.seed)
        found = []
        for number, item in enumerate(items, 1):
            found.append(await self._exhibit(number, item.id, item.kept_at, seeds, session.listener_id))
        return tuple(found)

    async def _exhibit(
        self, number: int, item_id: str, kept_at: datetime, seeds: Mapping[int, bytes], actor: str
    ) -> Exhibit:
        try:
            item = await self._tools.evidence.open_for_team(item_id, seeds, actor)
        except (NotSharedError, CannotOpenError):
            return Exhibit(number, kept_at)
        return Exhibit(number, kept_at, item.sha256, item.sniffed, item.size)


# -- what the person answers, within the bot's transaction -------------------------------------------------------------


async def agree(tx: Transaction, case_id: str, at: datetime) -> bool:
    """Note that the person agrees with the draft they were shown; False where none was."""
    row = await records.dossier(tx, case_id)
    if row is None or row.state != SHOWN:
        return False
    await records.change_dossier(tx, row.id, {"state": AGREED, "agreed_at": at})
    return True


async def correct(tx: Transaction, case_id: str, entry_id: str, at: datetime) -> bool:
    """Note that a line of the talk corrects the draft that was shown; it is then to be agreed to anew."""
    row = await records.dossier(tx, case_id)
    if row is None or row.state not in {SHOWN, AGREED}:
        return False
    await records.add_words(tx, row.id, entry_id, at)
    await records.change_dossier(tx, row.id, {"state": SHOWN, "agreed_at": None})
    return True


def _lines(draft: Draft, said: Sequence[Said]) -> tuple[Line, ...]:
    chosen = set(draft.entries)
    return tuple(Line(one.entry, one.at, one.words) for one in said if one.entry in chosen)


async def dossier_item(tx: Transaction, case_id: str) -> str:
    """Return which piece of the vault is the dossier of a case, "" where none was made: for the package."""
    return await records.dossier_made(tx, case_id) or ""
