"""Notices of a case: drafted from pasted links, asked about, read by a second, sent by a listener and by nobody else.

Lives here: every act on a notice before it leaves, each in one transaction. Does not live here: what happens afterwards
(`handoff.takedown.follow`), the words (`handoff.takedown.notice`), the rules (`handoff.takedown.states`).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from handoff.casework import is_adult
from handoff.errors import GateError, IllegalMoveError, NoSuchNoticeError, NotAllowedError, TooManyLinksError
from handoff.permissions import Act
from handoff.records import notices as records
from handoff.takedown.kinds import Kind
from handoff.takedown.links import host_of, read_links, same
from handoff.takedown.notice import Notice, Notifier, dump, load, missing, write
from handoff.takedown.platforms import UNKNOWN
from handoff.takedown.states import Gates, Move, State, moves_from, next_reminder, next_step, saves_first, still_open
from vault.errors import CannotOpenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from handoff.case import Case
    from handoff.casework import Casework
    from handoff.listener import Session
    from handoff.relay import Relay
    from handoff.settings import TakedownSettings
    from handoff.takedown.links import Links
    from handoff.takedown.notice import Letter, Say
    from handoff.takedown.platforms import Platform, Platforms
    from handoff.takedown.states import Step
    from vault.database import Transaction
    from vault.sealing import ServiceKey
    from vault.team import Team

EMAIL, FORM = "email", "form"


class Letters(Protocol):
    """Reviewed texts to the correspondent by id, supplied by `bot`."""

    def letter(self, case: Case, text: str, register: str, *choices: str, **arguments: str | int) -> dict[str, Any]:
        """Return the letter of one text, with buttons."""


@dataclass(frozen=True, slots=True)
class View:
    """A notice as a page shows it. `open_gates` and `lacking` say what keeps it here; `letter` is what would be sent.

    `notice` is None where this session holds no key for it. `to`: where it would be mailed, "" for by form.
    """

    row: records.Row
    platform: Platform
    notice: Notice | None
    letter: Letter | None
    lacking: tuple[str, ...]
    open_gates: tuple[str, ...]
    to: str
    mail: records.Mail | None
    events: tuple[tuple[str, datetime], ...]
    moves: tuple[Move, ...]
    step: str
    saves_first: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of pasted links: the ids of the drafts, and what was read."""

    ids: tuple[str, ...]
    links: Links
    known: tuple[str, ...] = ()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Tools:
    """What notices are made with."""

    casework: Casework
    team: Team
    key: ServiceKey
    relay: Relay
    letters: Letters
    say: Say
    settings: TakedownSettings
    platforms: Platforms
    clock: Callable[[], datetime] = _now

    @property
    def notifier(self) -> Notifier | None:
        """Who notifies, None where the configuration does not say."""
        settings = self.settings
        return Notifier(settings.notifier, settings.contact, settings.flagger_by) if settings.notifier else None

    def address(self, platform: Platform, kind: Kind) -> str:
        """Return where a notice is mailed, "" where it goes by form."""
        if self.settings.mail is None or not self.settings.contact:
            return ""
        given = self.settings.addresses.get(platform.id, "")
        return given or platform.address(minors=kind is Kind.MINOR_SEXUAL)

    def service(self, platform_id: str, notice: Notice | None) -> Platform:
        """Return the service a notice is for; a site nobody knows is called by the host of what is reported there."""
        platform = self.platforms.get(platform_id)
        hosts = dict.fromkeys(map(host_of, notice.urls)) if notice is not None else {}
        known = platform.name != UNKNOWN or not hosts
        return platform if known else platform.model_copy(update={"name": ", ".join(hosts)})

    def fingerprints(self, case_id: str, urls: Sequence[str]) -> list[bytes]:
        """Return what the links of one case are recognised by; another case's have others."""
        return [self.key.fingerprint("notice-link", f"{case_id}/{same(url)}") for url in urls]


def step_of(row: records.Row, settings: TakedownSettings) -> Step | None:
    """Return the next step of escalation of a notice, None where none is left."""
    return next_step(row.kind, row.steps, flagger=bool(settings.flagger_by), mailed=row.way == EMAIL)


class Notices:
    """What a desk does with notices until they leave. Every method raises NotAllowedError where the session may not."""

    def __init__(self, tools: Tools) -> None:
        self._tools, self._casework = tools, tools.casework

    # -- looking -------------------------------------------------------------------------------------------------------

    async def of_case(self, session: Session, case_id: str) -> list[View]:
        """Return the notices of a case, the first first."""
        async with self._casework.seen(session, case_id, Act.READ, Act.NOTICE) as (tx, case):
            return await self._views(tx, session, case, await records.of_case(tx, case.id))

    async def one(self, session: Session, case_id: str, notice_id: str) -> View:
        """Return one notice: to whoever holds the case, follows it, or reads it as the second."""
        async with self._casework.seen(session, case_id, Act.READ, Act.NOTICE, Act.SECOND) as (tx, case):
            rows = [row for row in await records.of_case(tx, case.id) if row.id == notice_id]
            views = await self._views(tx, session, case, rows)
        if not views:
            raise NoSuchNoticeError("no such notice in this case")
        return views[0]

    async def _views(self, tx: Transaction, session: Session, case: Case, rows: Sequence[records.Row]) -> list[View]:
        seeds = await self._tools.team.unlock(tx, session.listener_id, session.seed)
        ids = [row.id for row in rows]
        mails, happened = await records.mails_of(tx, ids), await records.events_of(tx, ids)
        facts = await self._casework.facts(tx, case.id)
        events = {row.id: tuple((one.event, one.at) for one in happened if one.notice_id == row.id) for row in rows}
        return [self._view(row, seeds, facts, mails.get(row.id), events[row.id]) for row in rows]

    def _view(
        self,
        row: records.Row,
        seeds: Mapping[int, bytes],
        facts: dict[str, str],
        mail: records.Mail | None,
        events: tuple[tuple[str, datetime], ...],
    ) -> View:
        tools, notice = self._tools, open_notice(self._tools.team, seeds, row)
        platform = tools.service(row.platform, notice)
        to = tools.address(platform, row.kind)
        step = step_of(row, tools.settings)
        adult = is_adult(facts)
        return View(
            row=row,
            platform=platform,
            notice=notice,
            letter=None if notice is None else self._letter(notice, platform, row),
            lacking=() if notice is None else missing(notice, tools.notifier),
            open_gates=() if notice is None else still_open(notice.gates, row.kind, row.made_by, adult=adult),
            to=to,
            mail=mail,
            events=events,
            moves=moves_from(row.state),
            step=step.value if step is not None and row.state in {State.SENT, State.ACKNOWLEDGED} else "",
            saves_first=saves_first(row.kind, adult=adult),
        )

    def _letter(self, notice: Notice, platform: Platform, row: records.Row) -> Letter:
        return write(notice, platform, self._tools.notifier, self._tools.say, reference(row.id))

    # -- drafting ------------------------------------------------------------------------------------------------------

    async def draft(self, session: Session, case_id: str, text: str, kind: Kind, language: str) -> Drafted:
        """Draft a notice for each platform the links in a text belong to. Links are read, never opened.

        A link that stands in another notice of this case is left out: repeating does not help. Raises
        TooManyLinksError; nothing is drafted then.
        """
        links = read_links(text, self._tools.platforms.hosts)
        if links.too_many:
            raise TooManyLinksError(f"{links.count} links at once")
        async with self._casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            risk = (await self._casework.facts(tx, case.id)).get("risk", "")
            known = await self._known(tx, case.id, [link.url for link in links.found])
            ids = []
            for found in links.by_platform().values():
                urls = tuple(link.url for link in found if link.url not in known)
                if urls:
                    notice = Notice(found[0].platform or UNKNOWN, kind, language, urls, gates=Gates(risk=_asked(risk)))
                    ids.append(await self._add(tx, session, case.id, notice))
        return Drafted(tuple(ids), links, tuple(known))

    async def draft_account(
        self, session: Session, case_id: str, platform: str, kind: Kind, accounts: str, language: str
    ) -> str:
        """Draft a notice without a link: an account, a group, a name in an app that has no addresses."""
        async with self._casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            risk = (await self._casework.facts(tx, case.id)).get("risk", "")
            notice = Notice(platform, kind, language, accounts=accounts.strip(), gates=Gates(risk=_asked(risk)))
            return await self._add(tx, session, case.id, notice)

    async def _known(self, tx: Transaction, case_id: str, urls: Sequence[str]) -> list[str]:
        prints = dict(zip(urls, self._tools.fingerprints(case_id, urls), strict=True))
        taken = await records.named_in(tx, case_id, list(prints.values()))
        return [url for url, one in prints.items() if one in taken]

    async def _add(self, tx: Transaction, session: Session, case_id: str, notice: Notice) -> str:
        tools, now, notice_id = self._tools, self._tools.clock(), secrets.token_hex(16)
        row = {
            "id": notice_id,
            "case_id": case_id,
            "number": await records.next_number(tx, case_id),
            "platform": notice.platform,
            "kind": notice.kind.value,
            "state": State.DRAFTED.value,
            "way": "",
            "flagger": bool(tools.settings.flagger_by),
            "made_by": session.listener_id,
            "made_at": now,
            "steps": 0,
            "reminded": 0,
            **await self._sealed(tx, case_id, notice_id, notice),
        }
        await records.add(tx, row, tools.fingerprints(case_id, notice.urls))
        await records.note(tx, notice_id, "drafted", now, session.listener_id)
        return notice_id

    async def _sealed(self, tx: Transaction, case_id: str, notice_id: str, notice: Notice) -> dict[str, Any]:
        epoch, public = await self._tools.team.public(tx)
        sealed = self._tools.team.seal_entry(epoch, public, case_id, notice_id, dump(notice))
        return {"epoch": epoch, "sealed": sealed, "links": len(notice.urls)}

    # -- writing and asking --------------------------------------------------------------------------------------------

    async def rewrite(self, session: Session, case_id: str, notice_id: str, notice: Notice) -> tuple[str, ...]:
        """Keep a draft's fields as a listener wrote them; return the links another notice names already."""
        async with self._casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            row, old = await self._draft(tx, session, case.id, notice_id)
            fresh = old.rewritten(replace(notice, platform=row.platform))
            prints = self._tools.fingerprints(case.id, fresh.urls)
            taken = await records.named_in(tx, case.id, prints, but=row.id)
            known = tuple(url for url, one in zip(fresh.urls, prints, strict=True) if one in taken)
            fresh = replace(fresh, urls=tuple(url for url in fresh.urls if url not in known))
            await self._keep(tx, case.id, row, fresh)
        return known

    async def answer(self, session: Session, case_id: str, notice_id: str, **gates: str) -> None:
        """Write down what was asked before the notice leaves: risk, care, saved, waiver, account."""
        gates.pop("second", None)  # nobody says of another that they have read it
        async with self._casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            row, notice = await self._draft(tx, session, case.id, notice_id)
            await self._keep(tx, case.id, row, notice.gated(**gates))
            if gates.get("saved") == "waived":
                await records.note(tx, row.id, "waived", self._tools.clock(), session.listener_id)

    async def second(self, session: Session, case_id: str, notice_id: str) -> None:
        """Say that a second person has read it and would send it. Raises NotAllowedError for whoever wrote it."""
        async with self._casework.allowed(session, case_id, Act.SECOND) as (tx, case):
            row, notice = await self._draft(tx, session, case.id, notice_id)
            if session.listener_id == row.made_by:
                raise NotAllowedError("the second reader is somebody else")
            await self._keep(tx, case.id, row, notice.gated(second=session.listener_id))
            await records.note(tx, row.id, "second", self._tools.clock(), session.listener_id)

    async def ask_risk(self, session: Session, case_id: str) -> None:
        """Have the bot ask whether they would be at risk if it was noticed; the answer comes as a fact of the case."""
        async with self._casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            facts = await self._casework.facts(tx, case.id)
            choices = ("risk:no", "risk:yes", "risk:unsure")
            body = self._tools.letters.letter(case, "question-risk", facts.get("register", "tu"), *choices)
            await self._tools.relay.post_text(tx, case, body, self._tools.clock())

    async def _draft(
        self, tx: Transaction, session: Session, case_id: str, notice_id: str
    ) -> tuple[records.Row, Notice]:
        row = await records.get(tx, case_id, notice_id)
        mail = (await records.mails_of(tx, [row.id])).get(row.id)
        if row.state is not State.DRAFTED or (mail is not None and mail.state in {"queued", "sending", "unsure"}):
            raise IllegalMoveError("this notice is on its way: it cannot be changed any more")
        seeds = await self._tools.team.unlock(tx, session.listener_id, session.seed)
        notice = open_notice(self._tools.team, seeds, row)
        if notice is None:
            raise NotAllowedError("this listener does not hold the key to this notice")
        return row, notice

    async def _keep(self, tx: Transaction, case_id: str, row: records.Row, notice: Notice) -> None:
        sealed = await self._sealed(tx, case_id, row.id, notice)
        await records.change(tx, row.id, {**sealed, "kind": notice.kind.value})
        await records.set_links(tx, row.id, self._tools.fingerprints(case_id, notice.urls))

    # -- leaving -------------------------------------------------------------------------------------------------------

    async def send(self, session: Session, case_id: str, notice_id: str) -> None:
        """Write the mail down, to be sent within seconds. Raises GateError while anything is open, IllegalMoveError."""
        async with self._casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            row, notice = await self._ready(tx, session, case, notice_id)
            platform = self._tools.service(row.platform, notice)
            to = self._tools.address(platform, row.kind)
            if not to:
                raise GateError(("address",))
            await self._write_down(tx, row, to, self._letter(notice, platform, row))
            await records.change(tx, row.id, {"way": EMAIL})

    async def _write_down(self, tx: Transaction, row: records.Row, to: str, letter: Letter) -> None:
        now, mail_id = self._tools.clock(), secrets.token_hex(16)
        body = json.dumps({"to": to, "subject": letter.subject, "text": letter.text}).encode()
        sealed = self._tools.key.seal("notice_mails", "sealed", mail_id, body)
        mail = {"id": mail_id, "notice_id": row.id, "sealed": sealed, "state": "queued", "tries": 0, "fault": ""}
        await records.add_mail(tx, {**mail, "next_at": now, "written_at": now})

    async def sent_by_form(self, session: Session, case_id: str, notice_id: str) -> None:
        """Write down that a listener sent it through the platform's own form. Raises GateError, IllegalMoveError."""
        async with self._casework.allowed(session, case_id, Act.NOTICE) as (tx, case):
            row, _ = await self._ready(tx, session, case, notice_id)
            await self.left(tx, case, row, FORM, session.listener_id)

    async def _ready(self, tx: Transaction, session: Session, case: Case, notice_id: str) -> tuple[records.Row, Notice]:
        row, notice = await self._draft(tx, session, case.id, notice_id)
        adult = is_adult(await self._casework.facts(tx, case.id))
        gates = still_open(notice.gates, row.kind, row.made_by, adult=adult)
        lacking = missing(notice, self._tools.notifier)
        if gates or lacking:
            raise GateError((*gates, *lacking))
        return row, notice

    async def left(self, tx: Transaction, case: Case, row: records.Row, way: str, listener_id: str | None) -> None:
        """Note that a notice has left: its hour begins, and the person is told in neutral words."""
        now, reminders = self._tools.clock(), self._tools.settings.reminders
        due_at = next_reminder(now, 0, reminders)
        values = {"state": State.SENT.value, "way": way, "sent_at": now, "due_at": due_at, "reminded": 0}
        await records.change(tx, row.id, values)
        await records.note(tx, row.id, "sent", now, listener_id)
        await self.tell(tx, case, "notice-sent")

    async def tell(self, tx: Transaction, case: Case, text: str) -> None:
        """Tell the person, in words that say nothing to whoever reads along."""
        register = (await self._casework.facts(tx, case.id)).get("register", "tu")
        body = self._tools.letters.letter(case, text, register)
        await self._tools.relay.post_text(tx, case, body, self._tools.clock())


def open_notice(team: Team, seeds: Mapping[int, bytes], row: records.Row) -> Notice | None:
    """Open a notice; None where these seeds do not, or its case was erased."""
    if row.sealed is None or row.case_id is None:
        return None
    try:
        return load(team.open_entry(seeds, row.epoch, row.case_id, row.id, row.sealed))
    except CannotOpenError:
        return None


def reference(notice_id: str) -> str:
    """Return the number a platform and the association call a notice by."""
    return f"H-{notice_id[:8].upper()}"


def _asked(risk: str) -> str:
    return risk if risk in {"no", "yes", "unsure"} else ""
