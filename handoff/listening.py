"""Pieces of evidence as a listener meets them: a picture blurred, a voice or a film played in the room on a tap.

Lives here: what a tap on a piece brings, and the right to play it for a while. Does not live here: opening and custody
(`vault.evidence`), pages. A film or a voice begins by itself nowhere, and no clear byte of it lies anywhere.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from handoff.changes import BOARD, of_case
from handoff.permissions import Act
from handoff.refusals import TicketError
from vault.errors import CannotOpenError, NoSuchItemError
from vault.items import is_played

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from handoff.asking import Asking
    from handoff.listener import Session
    from vault.evidence import Evidence, OpenItem
    from vault.sealing import ServiceKey

WHILE = timedelta(hours=1)
"""How long after the tap a piece may be played on: a player asks for it bit by bit, and again when one goes back."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a tap on a piece brings: a preview as WEBP, or what is to be played (`audio` | `video`) and the right to."""

    picture: bytes = field(default=b"", repr=False)
    player: str = ""
    ticket: str = field(default="", repr=False)


class Listening:
    """Shows and plays pieces."""

    def __init__(
        self,
        asking: Asking,
        evidence: Evidence,
        service_key: ServiceKey,
        preview: Callable[[OpenItem], Awaitable[bytes]],
    ) -> None:
        self._asking, self._evidence, self._key, self._preview = asking, evidence, service_key, preview

    async def open(self, session: Session, case_id: str, item_id: str) -> OpenItem:
        """Open a shared piece, in custody before a byte is read. Raises the vault's NotSharedError, NoSuchItemError."""
        seeds = await self._seeds(session, case_id, item_id)
        return await self._evidence.open_for_team(item_id, seeds, session.listener_id)

    async def preview(self, session: Session, case_id: str, item_id: str) -> bytes:
        """Return a WEBP preview of a shared piece. Raises what `open` raises, and PreviewError."""
        return await self._preview(await self.open(session, case_id, item_id))

    async def show(self, session: Session, case_id: str, item_id: str) -> Shown:
        """Open a piece by a tap: what can be looked at as a preview, a voice or a film to be played by another tap.

        Raises what `open` raises, and the vault's PreviewError where neither can be.
        """
        item = await self.open(session, case_id, item_id)
        if not is_played(item.sniffed):
            return Shown(picture=await self._preview(item))
        until = (self._asking.clock() + WHILE).isoformat().encode()
        sealed = self._key.seal("listening", "ticket", _place(session, case_id, item_id), until)
        return Shown(player=player_of(item), ticket=base64.urlsafe_b64encode(sealed).decode())

    async def play(self, session: Session, case_id: str, item_id: str, ticket: str) -> OpenItem:
        """Open a piece again to play it, by the ticket its tap brought. The first time it counts as heard.

        Raises TicketError where the ticket is another's, of another piece, or too old, and what `open` raises.
        """
        self._demand(session, case_id, item_id, ticket)
        seeds = await self._seeds(session, case_id, item_id)
        item = await self._evidence.play_for_team(item_id, seeds, session.listener_id)
        for topic in (BOARD, of_case(case_id)):
            self._asking.changes.tell(topic)
        return item

    def _demand(self, session: Session, case_id: str, item_id: str, ticket: str) -> None:
        try:
            sealed = base64.urlsafe_b64decode(ticket)
            until = self._key.open("listening", "ticket", _place(session, case_id, item_id), sealed).decode()
        except (CannotOpenError, binascii.Error, ValueError):
            raise TicketError("no ticket of this session for this piece") from None
        if datetime.fromisoformat(until) < self._asking.clock():
            raise TicketError("the ticket is too old")

    async def _seeds(self, session: Session, case_id: str, item_id: str) -> dict[int, bytes]:
        """Return the team's seeds of whoever may open this piece of this case."""
        async with self._asking.database.reading() as tx:
            case = await self._asking.seen(tx, session, case_id, Act.EVIDENCE)
            items = [] if case.vault is None else await self._evidence.items(tx, case.vault)
            if item_id not in {item.id for item in items}:
                raise NoSuchItemError("no such piece in this case")
            return await self._asking.team.unlock(tx, session.listener_id, session.seed)


def player_of(item: OpenItem) -> str:
    """Tell by what a piece is played: a voice recorded by a browser is a film without a picture."""
    return "audio" if "audio/" in {item.sniffed[:6], item.declared[:6]} else "video"


def kind_of(item: OpenItem) -> str:
    """Return the media type a player is told."""
    return item.sniffed.replace("video/", f"{player_of(item)}/")


def _place(session: Session, case_id: str, item_id: str) -> str:
    return f"{session.id}|{case_id}|{item_id}"
