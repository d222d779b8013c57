"""Mail on its way to a platform: written down, then sent once; what cannot be known is left to a listener.

A mail that may have left is never sent again by itself: `unsure`. Lives here: talking to the mail server, and what each
answer means. Does not live here: what is written (`handoff.takedown.notice`), what follows (`handoff.takedown.follow`).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import aiosmtplib

if TYPE_CHECKING:
    from datetime import datetime

    from handoff.settings import MailSettings

SECONDS = 20.0
"""How long the mail server may take for one answer."""
REFUSED_FOR_GOOD, ANSWERED = 500, 400


class Outcome(StrEnum):
    """What became of one attempt. `LATER`: certainly not taken, to be tried again. `UNSURE`: it may have been taken."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt and, where it failed, a short name of why: a code or an error's class, never an address."""

    outcome: Outcome
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message, ready to go. `id` makes its Message-ID: the same for every attempt, so that doubles can be told."""

    id: str
    sender: str = field(repr=False)
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)

    def wire(self, at: datetime) -> bytes:
        """Return its bytes: seven bits only, as the oldest server takes them."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, self.to, self.subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<{self.id}@{self.sender.rpartition('@')[2]}>"
        message.set_content(self.text, cte="quoted-printable")
        return message.as_bytes(policy=WIRE)


class Postbox:
    """Hands messages to the mail server of the configuration."""

    def __init__(self, settings: MailSettings, seconds: float = SECONDS) -> None:
        self._settings, self._seconds = settings, seconds

    async def send(self, envelope: Envelope, at: datetime) -> Attempt:
        """Try once. Never raises: an outcome says what is known."""
        client = self._client()
        try:
            wire = envelope.wire(at)
            await self._introduce(client, envelope)
        except (aiosmtplib.SMTPException, OSError, ValueError) as fault:
            client.close()
            return _before(fault)
        try:
            await client.data(wire)
        except (aiosmtplib.SMTPException, OSError) as fault:
            client.close()
            return _behind(fault)
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()  # it is sent, whatever the server says to a goodbye
        client.close()
        return Attempt(Outcome.SENT)

    def _client(self) -> aiosmtplib.SMTP:
        settings = self._settings
        return aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.tls == "implicit",
            start_tls=settings.tls == "starttls",
            username=settings.user or None,
            password=settings.password.get_secret_value() if settings.password else None,
            timeout=self._seconds,
        )

    @staticmethod
    async def _introduce(client: aiosmtplib.SMTP, envelope: Envelope) -> None:
        await client.connect()
        await client.mail(envelope.sender)
        await client.rcpt(envelope.to)


def _before(fault: Exception) -> Attempt:
    """Before the message itself, nothing can have left."""
    code = getattr(fault, "code", 0)
    refused = isinstance(code, int) and code >= REFUSED_FOR_GOOD
    return Attempt(Outcome.FAILED if refused else Outcome.LATER, _named(fault))


def _behind(fault: Exception) -> Attempt:
    """With the message under way only a clear refusal is certain; silence, or an answer to something else, is not."""
    code = getattr(fault, "code", 0)
    if isinstance(code, int) and code >= REFUSED_FOR_GOOD:
        return Attempt(Outcome.FAILED, _named(fault))
    if isinstance(code, int) and code >= ANSWERED:
        return Attempt(Outcome.LATER, _named(fault))
    return Attempt(Outcome.UNSURE, _named(fault))


def _named(fault: Exception) -> str:
    code = getattr(fault, "code", 0)
    return f"{type(fault).__name__} {code}" if code else type(fault).__name__
