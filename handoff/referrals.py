"""Passing somebody on: a card with the ways to reach a service, or a warm word ahead, with consent; later, a question.

Lives here: acts of the desk on referrals, and what the person answers. Does not live here: which service fits
(`handoff.referral`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from handoff.bells import watch
from handoff.errors import EmptyMessageError, NoSuchServiceError
from handoff.outgoing import Known, look_at_lines
from handoff.permissions import Act
from handoff.records import referrals as records
from vault.errors import CannotOpenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    from handoff.case import Case
    from handoff.casework import Casework
    from handoff.listener import Session
    from handoff.referral import Directory, Fit, Need, Service
    from handoff.relay import Relay
    from handoff.takedown.notices import Letters
    from vault.database import Transaction
    from vault.team import Team

GIVEN, ASKED, AGREED, DECLINED, HANDED = "given", "asked", "agreed", "declined", "handed"
RECEIVED, NOT_YET, NOT_RECEIVED = "received", "not_yet", "not_received"
ANSWERS: Mapping[str, str] = {"yes": RECEIVED, "not_yet": NOT_YET, "no": NOT_RECEIVED}
WATCH = "received"
"""The kind of the timer that asks « Tu as pu les voir ? »."""
LATER = timedelta(days=3)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral as a page shows it; `words` is the note for the service, which the person has seen."""

    id: str
    service: Service | None
    service_id: str
    state: str
    warm: bool
    made_at: datetime
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Made:
    service: Service
    need: Need
    state: str
    words: str = field(default="", repr=False)
    id: str = field(default_factory=lambda: secrets.token_hex(16))


@dataclass(frozen=True)
class Tools:
    """What referrals are made with."""

    casework: Casework
    team: Team
    relay: Relay
    letters: Letters
    directory: Directory
    clock: Callable[[], datetime] = _now
    known: Known = field(default_factory=Known)
    later: timedelta = LATER


class Referrals:
    """What a desk does to pass somebody on. Every method raises NotAllowedError where the session may not."""

    def __init__(self, tools: Tools) -> None:
        self._tools, self._casework = tools, tools.casework

    @property
    def directory(self) -> Directory:
        """The services."""
        return self._tools.directory

    async def fitting(self, session: Session, case_id: str, need: Need, departement: str) -> list[Fit]:
        """Return the services for a need, at this hour, for this person's age. The département is kept nowhere."""
        async with self._casework.seen(session, case_id, Act.REFER) as (tx, case):
            facts = await self._casework.facts(tx, case.id)
            now = self._tools.clock()
            return self._tools.directory.fit(need, facts.get("age", ""), departement, now, case.language)

    async def of_case(self, session: Session, case_id: str) -> list[Referral]:
        """Return the referrals of a case, the first first."""
        async with self._casework.seen(session, case_id, Act.REFER) as (tx, case):
            seeds = await self._tools.team.unlock(tx, session.listener_id, session.seed)
            return [self._shown(seeds, case.id, row) for row in await records.of_case(tx, case.id)]

    def _shown(self, seeds: Mapping[int, bytes], case_id: str, row: sa.Row[Any]) -> Referral:
        words = ""
        if row.sealed is not None:
            try:
                words = self._tools.team.open_entry(seeds, row.epoch, case_id, row.id, row.sealed).decode()
            except CannotOpenError:
                words = ""
        service = self._tools.directory.get(row.service)
        return Referral(row.id, service, row.service, row.state, row.warm, row.made_at, words)

    async def card(self, session: Session, case_id: str, service_id: str, need: Need) -> None:
        """Send the card of a service to the person, and ask in three days whether they could see them."""
        async with self._casework.allowed(session, case_id, Act.REFER) as (tx, case):
            service = self._service(service_id)
            await self._post(tx, case, "refer-card", service)
            await self._add(tx, session, case, _Made(service, need, GIVEN))
            await self._ask_later(tx, case)

    async def warm(self, session: Session, case_id: str, service_id: str, need: Need, words: str) -> None:
        """Show the person the word that would go ahead to the service, and ask whether it may.

        Raises EmptyMessageError, StrangeWayError.
        """
        if not words.strip():
            raise EmptyMessageError("no word to send ahead")
        async with self._casework.allowed(session, case_id, Act.REFER) as (tx, case):
            look_at_lines(_lines(words), self._tools.known)
            service = self._service(service_id)
            facts = await self._casework.facts(tx, case.id)
            made = _Made(service, need, ASKED, words.strip())
            answers = (f"refer:yes_{made.id}", f"refer:no_{made.id}")  # an answer counts for the word it stands under
            body = self._tools.letters.letter(
                case, "question-refer", facts.get("register", "tu"), *answers, service=service.name
            )
            body["paragraphs"] = [*body["paragraphs"], *_lines(words)]
            await self._tools.relay.post_text(tx, case, body, self._tools.clock())
            await self._add(tx, session, case, made)

    async def handed(self, session: Session, case_id: str, referral_id: str) -> None:
        """Write down that a listener reached the service with the word the person agreed to, and send the card."""
        async with self._casework.allowed(session, case_id, Act.REFER) as (tx, case):
            row = await records.one(tx, case.id, referral_id)
            if row is None or row.state != AGREED:
                raise NoSuchServiceError("the person has not agreed to this")
            service = self._service(row.service)
            await records.change(tx, row.id, {"state": HANDED})
            await self._post(tx, case, "refer-handed", service)
            await self._ask_later(tx, case)

    def _service(self, service_id: str) -> Service:
        service = self._tools.directory.get(service_id)
        if service is None:
            raise NoSuchServiceError("no such service in the directory")
        return service

    async def _post(self, tx: Transaction, case: Case, text: str, service: Service) -> None:
        facts = await self._casework.facts(tx, case.id)
        body = self._tools.letters.letter(case, text, facts.get("register", "tu"))
        body = {**body, **_card(body, service)}
        await self._tools.relay.post_text(tx, case, body, self._tools.clock())

    async def _add(self, tx: Transaction, session: Session, case: Case, made: _Made) -> None:
        epoch, public = await self._tools.team.public(tx)
        words = made.words.encode()
        sealed = self._tools.team.seal_entry(epoch, public, case.id, made.id, words) if words else None
        what = {"service": made.service.id, "need": made.need.value, "state": made.state}
        row = {"id": made.id, "case_id": case.id, **what}
        more = {"warm": bool(words), "epoch": epoch, "sealed": sealed, "made_by": session.listener_id}
        await records.add(tx, {**row, **more, "made_at": self._tools.clock()})

    async def _ask_later(self, tx: Transaction, case: Case) -> None:
        now = self._tools.clock()
        await watch(tx, case.id, WATCH, now + self._tools.later, since=now)


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def _card(body: Mapping[str, Any], service: Service) -> dict[str, Any]:
    """Return the parts of a card: the name as a line, the ways as numbers and links of their own."""
    numbers = []
    if service.phone:
        href = f"tel:{service.phone.replace(' ', '')}"
        numbers.append({"id": service.id, "label": f"{service.name} : {service.phone}", "href": href, "hours": ""})
    if service.sms:
        href = f"sms:{service.sms.replace(' ', '')}"
        numbers.append({"id": f"{service.id}-sms", "label": f"SMS {service.sms}", "href": href, "hours": ""})
    links = [{"href": service.url, "label": service.url}] if service.url else []
    lines = [service.name, *([service.address] if service.address else [])]
    return {"paragraphs": [*body["paragraphs"], *lines], "numbers": numbers, "links": links}


# -- what the person answers, within the bot's transaction -------------------------------------------------------------


async def consent(tx: Transaction, case_id: str, referral_id: str, at: datetime, *, agrees: bool) -> bool:
    """Note whether one word may go ahead, a yes taken back too until it went; False where it was not asked."""
    row = await records.one(tx, case_id, referral_id)
    if row is None or row.state not in ({ASKED} if agrees else {ASKED, AGREED}):
        return False
    await records.change(tx, row.id, {"state": AGREED if agrees else DECLINED, "answered_at": at})
    return True


async def received(tx: Transaction, case_id: str, answer: str, at: datetime) -> bool:
    """Note whether they were received; False where nobody was passed on."""
    for state in (HANDED, GIVEN, NOT_YET):
        row = await records.latest(tx, case_id, state)
        if row is not None:
            await records.change(tx, row.id, {"state": ANSWERS[answer], "asked_at": at})
            return True
    return False
