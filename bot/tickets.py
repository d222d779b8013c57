"""One-time links from a messenger to one's own page: the phrase and what is kept are never shown in a chat.

Lives here: giving a ticket and taking it back once, within a quarter of an hour. A ticket is an address of a kind of
its own, stored as a keyed fingerprint like any other. Does not live here: the page (`bot.channels.web`).
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot import records

if TYPE_CHECKING:
    from vault.database import Transaction
    from vault.sealing import ServiceKey

NAME = "ticket"
TICKET_MINUTES = 15
FORM = re.compile(r"[A-Za-z0-9_-]{43}")


class Tickets:
    """Gives and takes tickets."""

    def __init__(self, key: ServiceKey) -> None:
        self._key = key

    async def give(self, tx: Transaction, correspondent: str) -> str:
        """Return a fresh ticket: whoever shows it within a quarter of an hour goes on as this correspondent."""
        ticket = secrets.token_urlsafe(32)
        row = {"channel": NAME, "fingerprint": self._prints(ticket)[0], "correspondent_id": correspondent}
        await records.add_address(tx, {**row, "created_at": datetime.now(UTC), "sealed": None})
        return ticket

    async def take(self, tx: Transaction, ticket: str) -> str | None:
        """Return whose ticket this is, and end it; None alike for one that is used, too old, or never was."""
        if not FORM.fullmatch(ticket):
            return None
        now = datetime.now(UTC)
        return await records.end_ticket(tx, self._prints(ticket), now, now - timedelta(minutes=TICKET_MINUTES))

    def _prints(self, ticket: str) -> tuple[bytes, ...]:
        """Return what a ticket is known by, under the current key first: one given before a rotation serves too."""
        return self._key.fingerprints("ticket", ticket)
