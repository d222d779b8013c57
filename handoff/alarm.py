"""Ringing people who are not at the desk: each ring is written down, then sent, again and again until someone answers.

Lives here: the ways of ringing (e-mail, webhook) and the acknowledge link. Does not live here: when an alarm is raised
(`handoff.bells`, `handoff.rounds`). What is sent says that a situation waits and how grave it is: no word of anybody's,
not even a designation.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Protocol

import aiosmtplib
import httpx

from handoff.bells import link_of, token_of, tokens_of
from handoff.case import waits_for_human
from handoff.errors import ClearServerError, HandoffError, NobodyToRingError, UntrustedServerError
from handoff.ladder import RISK, Kind, Step
from handoff.records import bells as records
from handoff.records import cases as case_records
from nlu.level import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handoff.changes import Changes
    from handoff.hours import Rota
    from handoff.settings import AlarmSettings, EmailSettings, TelegramAlarmSettings, WebhookSettings
    from vault.database import Database, Transaction
    from vault.sealing import ServiceKey

AT_ONCE = 50
"""How many alarms one tick rings at most; the next tick takes the rest."""
SIDE_BY_SIDE = 8
"""How many alarms ring at the same time: a server that hangs must not hold up those behind."""
RETRY = timedelta(minutes=1)
"""When an alarm rings again that no way carried, though some way knows somebody, or that a kill cut off."""
SECONDS = 20.0
"""How long a mail server or a webhook may take."""


class NotCarriedError(HandoffError):
    """A way of ringing did not take a ring; the message says the status and nothing else."""


class Texts(Protocol):
    """Sentences by id, supplied by `bot`."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """What the page behind an acknowledge link may show."""

    level: Level
    since: datetime
    rings: int


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring on its way: what is said, how to stop it, and to whom it goes ("supervisor" or "on_call")."""

    subject: str
    text: str
    link: str
    level: Level
    who: str
    number: int
    at: datetime


class Way(Protocol):
    """A way of ringing somebody."""

    name: str

    async def send(self, ring: Ring) -> None:
        """Hand one ring over, or raise."""


class EmailWay:
    """Rings by e-mail."""

    name = "email"

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings

    async def send(self, ring: Ring) -> None:
        """Hand one message to the mail server, encrypted unless it is on this very machine.

        Raises NobodyToRingError where nobody of that role has an address, UntrustedServerError, ClearServerError.
        """
        settings = self._settings
        to = settings.supervisors if ring.who == "supervisor" else settings.to
        if not to:
            raise NobodyToRingError("no address for this role")
        try:
            await aiosmtplib.send(
                self._message(ring, to),
                hostname=settings.host,
                port=settings.port,
                use_tls=settings.tls == "implicit",
                start_tls=settings.tls == "starttls",
                validate_certs=True,
                username=settings.user or None,
                password=settings.password.get_secret_value() if settings.password else None,
                timeout=SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _refused(error) or error from None

    def _message(self, ring: Ring, to: Sequence[str]) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._settings.sender, ", ".join(to), ring.subject
        message["Date"] = format_datetime(ring.at)
        message["Message-ID"] = make_msgid(domain=self._settings.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{ring.text}\n\n{ring.link}\n")
        return message


def _refused(error: BaseException | None) -> HandoffError | None:
    """Return what a failed hand-over says of the mail server, where encryption is what failed."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return UntrustedServerError("the mail server's certificate is not trusted")
        if type(error) is aiosmtplib.SMTPException and "STARTTLS" in str(error):
            return ClearServerError("the mail server offers no encryption")
        error = error.__cause__ or error.__context__
    return None


class WebhookWay:
    """Rings by a POST of JSON, signed with HMAC-SHA256 where a secret is configured."""

    name = "webhook"

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings

    async def send(self, ring: Ring) -> None:
        """Post one ring. Raises httpx.HTTPError for anything but an answer of success."""
        fields = {"text": ring.text, "link": ring.link, "level": ring.level.name, "who": ring.who, "ring": ring.number}
        body = json.dumps({**fields, "at": ring.at.isoformat()}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        if self._settings.secret is not None:
            digest = hmac.digest(self._settings.secret.get_secret_value().encode(), body, "sha256")
            headers["X-Havre-Signature"] = f"sha256={digest.hex()}"
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            (await client.post(self._settings.url, content=body, headers=headers)).raise_for_status()


class TelegramWay:
    """Rings by a message of a Telegram bot, posted plainly: it needs no desk on Telegram."""

    name = "telegram"

    def __init__(self, settings: TelegramAlarmSettings) -> None:
        self._settings = settings

    async def send(self, ring: Ring) -> None:
        """Post one ring. Raises NobodyToRingError where that role has no chat, NotCarriedError where it is refused."""
        settings = self._settings
        chat = settings.supervisors if ring.who == "supervisor" else settings.chat
        if chat is None:
            raise NobodyToRingError("no chat for this role")
        body = {"chat_id": chat, "text": f"{ring.text}\n{ring.link}", "link_preview_options": {"is_disabled": True}}
        url = f"{settings.api.rstrip('/')}/bot{settings.token.get_secret_value()}/sendMessage"
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            answer = await client.post(url, json=body)
        if not answer.is_success:  # httpx's own error would say the address, and the token in it
            raise NotCarriedError(f"status {answer.status_code}")


class Alarm:
    """Rings whatever is due, by every way there is, and takes acknowledgements."""

    def __init__(
        self,
        database: Database,
        settings: AlarmSettings,
        rota: Rota,
        service_key: ServiceKey,
        texts: Texts,
        changes: Changes,
        desk_url: str,
    ) -> None:
        self._database, self._settings, self._rota = database, settings, rota
        self._key, self._texts, self._changes, self._desk_url = service_key, texts, changes, desk_url.rstrip("/")
        self._ways = ways_of(settings)

    @property
    def works(self) -> bool:
        """Whether there is a way of ringing at all."""
        return bool(self._ways)

    async def tick(self, now: datetime) -> int:
        """Send every ring that is due; return how many alarms rang. A way that fails does not stop another."""
        async with self._database.reading() as tx:
            due = await records.to_ring(tx, now, AT_ONCE)
        turns = asyncio.Semaphore(SIDE_BY_SIDE)
        rang = await asyncio.gather(*(self._in_turn(turns, alarm_id, now) for alarm_id in due), return_exceptions=True)
        faults = [fault for fault in rang if isinstance(fault, Exception)]
        if faults:
            raise ExceptionGroup("some alarms could not be rung", faults)
        return sum(one is True for one in rang)

    async def _in_turn(self, turns: asyncio.Semaphore, alarm_id: str, now: datetime) -> bool:
        async with turns:
            return await self._ring(alarm_id, now)

    async def _ring(self, alarm_id: str, now: datetime) -> bool:
        token, every = token_of(self._key, alarm_id), timedelta(minutes=self._settings.every)
        soon, later = self._rota.ring_from(now + min(RETRY, every)), self._rota.ring_from(now + every)
        async with self._database.transaction() as tx:
            alarm = await records.begin_ring(tx, alarm_id, now, soon, link_of(self._key, token))
            if alarm is None:
                return False
            written = [await records.write_ring(tx, alarm_id, way.name, now) for way in self._ways]
        ring = self._worded(alarm, token, now)
        faults = await asyncio.gather(*(way.send(ring) for way in self._ways), return_exceptions=True)
        async with self._database.transaction() as tx:
            for ring_id, fault in zip(written, faults, strict=True):
                sent_at = now if fault is None else None
                await records.settle_ring(tx, ring_id, sent_at, "" if fault is None else type(fault).__name__)
            if None in faults or all(isinstance(fault, NobodyToRingError) for fault in faults):
                await records.put_off(tx, alarm_id, soon, later)
        return True

    def _worded(self, alarm: records.Alarm, token: str, now: datetime) -> Ring:
        language, link = self._settings.language, f"{self._desk_url}/alarm/{token}"
        level = self._texts.say(f"alarm-level-{alarm.level.name}", language)
        minutes = max(0, int((now - alarm.raised_at).total_seconds() // 60))
        subject = self._texts.say("alarm-subject", language, level=level)
        text = self._texts.say("alarm-text", language, level=level, minutes=minutes)
        return Ring(subject, text, link, alarm.level, alarm.who, alarm.rings, now)

    async def look(self, token: str) -> Ringing | None:
        """Return what an acknowledge link is about; None where it is unknown, or nothing rings any more."""
        async with self._database.reading() as tx:
            alarm = await self._by(tx, token)
        return None if alarm is None else Ringing(alarm.level, alarm.raised_at, alarm.rings)

    async def acknowledge(self, token: str, now: datetime) -> Ringing | None:
        """Stop an alarm by its link, once. A severe case nobody comes to all the same rings anew after a while.

        The ladder goes on: that somebody says they will come is not yet that anybody came.
        """
        async with self._database.transaction() as tx:
            alarm = await self._by(tx, token)
            if alarm is None or not await records.end_alarm(tx, alarm.id, now, "acknowledged"):
                return None
            await self._ring_again(tx, alarm, now)
            self._changes.tell_of(tx, [alarm.case_id])
        return Ringing(alarm.level, alarm.raised_at, alarm.rings)

    async def _by(self, tx: Transaction, token: str) -> records.Alarm | None:
        known = await records.by_link(tx, self._key.fingerprints("alarm-link", token))
        if known is not None:
            return known
        # It rang again under a new key: the link of an earlier ring is on somebody's phone all the same.
        ringing = await records.all_ringing(tx)
        return next((one for one in ringing if token in tokens_of(self._key, one.id)), None)

    async def _ring_again(self, tx: Transaction, alarm: records.Alarm, now: datetime) -> None:
        case = await case_records.get(tx, alarm.case_id)
        if case.level >= RISK and waits_for_human(case):
            again = now + timedelta(minutes=self._settings.again)
            row = {"case_id": case.id, "kind": Kind.AGAIN.value, "step": Step.ON_CALL.value}
            await records.set_timers(tx, [{**row, "since": now, "due_at": again}])


def ways_of(settings: AlarmSettings) -> list[Way]:
    """Return the ways of ringing that are configured."""
    ways: list[Way] = []
    if settings.email is not None:
        ways.append(EmailWay(settings.email))
    if settings.webhook is not None:
        ways.append(WebhookWay(settings.webhook))
    if settings.telegram is not None:
        ways.append(TelegramWay(settings.telegram))
    return ways


async def try_out(settings: AlarmSettings, texts: Texts, desk_url: str, now: datetime) -> list[tuple[str, str, str]]:
    """Send a ring that says it is a trial, by every way and to each role; return (way, role, fault or "")."""
    subject, text = (texts.say(f"alarm-trial-{part}", settings.language) for part in ("subject", "text"))
    rings = [Ring(subject, text, desk_url, Level.low, who, 1, now) for who in ("on_call", "supervisor")]
    tried = [(way, ring) for way in ways_of(settings) for ring in rings]
    faults = await asyncio.gather(*(way.send(ring) for way, ring in tried), return_exceptions=True)
    named = ("" if fault is None else type(fault).__name__ for fault in faults)
    return [(way.name, ring.who, fault) for (way, ring), fault in zip(tried, named, strict=True)]
