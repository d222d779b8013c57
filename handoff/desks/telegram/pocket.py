"""The desk as a telephone uses it: a web sign-in lent for as long as it lives, answers, corrections, takings back.

A listener's key lies under their cookie, which is stored nowhere. The house meets the cookie at each of their requests;
it is kept in memory here, so that what they do on Telegram is done by that very session, and ends when it ends.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handoff.desk import Desk
from handoff.listener import Role, Session
from handoff.permissions import Act
from handoff.relay import Way, way_of

if TYPE_CHECKING:
    from handoff.case import EntryId

NOT_TAKEN_BACK = frozenset({"web"})
"""Channels whose page keeps what it has shown."""


class PocketDesk(Desk):
    """The desk, and what only a telephone needs of it."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._cookies: dict[str, str] = {}

    async def session(self, cookie: str, *, clicked: bool = True) -> Session | None:
        """Return the session of a cookie, and lend it."""
        session = await super().session(cookie, clicked=clicked)
        if session is not None and not session.owes_code:
            self._cookies[session.listener_id] = cookie
        return session

    async def lent(self, listener_id: str, *, clicked: bool) -> Session | None:
        """Return a listener's live sign-in, None where they are not signed in (or not seen since the start)."""
        cookie = self._cookies.get(listener_id)
        session = await self._door.session(cookie, clicked=clicked) if cookie else None
        if session is None or session.owes_code:
            self._cookies.pop(listener_id, None)
            return None
        return session

    async def answer(
        self,
        session: Session,
        case_id: str,
        text: str,
        key: str,
        *,
        confirmed: bool,
        because: str = "",
        reply_to: str = "",
        replaces: str = "",
    ) -> tuple[EntryId, Way]:
        """Send words, or keep a note, as `say` does; `replaces` corrects a line that crossed.

        Whoever only reads along keeps notes too.
        """
        if not replaces and way_of(text, confirmed=confirmed) is Way.NOTE:
            return await self.note(session, case_id, text, key), Way.NOTE
        crossing = self._asking.crossing(session, case_id, text, key)
        whole = replace(crossing, reply_to=reply_to, replaces=replaces)
        return await self._speaking.answer(session, whole, confirmed=confirmed, because=because)

    async def said_before(self, session: Session, case_id: str, key: str) -> EntryId | None:
        """Return the line that was said, or noted, under a key."""
        async with self._database.reading() as tx:
            return await self._relay.said(tx, self._asking.crossing(session, case_id, "", key))

    async def take_back(self, session: Session, case_id: str, entry_id: str) -> bool:
        """Remove what crossed by mistake; False where the correspondent's channel cannot."""
        async with self._asking.allowed(session, case_id, Act.SAY) as (tx, case):
            if case.channel in NOT_TAKEN_BACK:
                return False
            await self._relay.take_back(tx, case, entry_id)
        return True

    async def aliases(self) -> dict[str, str]:
        """Return what everybody who is, or was, at the desk is called, by listener."""
        async with self._database.reading() as tx:
            return dict(await self._door.shown_as(tx))

    async def holds(self, session: Session) -> list[str]:
        """Return the designations of what a listener holds."""
        return [card.designation for card in await self.board(session) if card.mine]


def of_the_board(now: Any) -> Session:
    """Return the eyes of the group's board: they see what any listener's board shows, open no word and do nothing."""
    return Session("", "", "", Role.LISTENER, "", now, now, "", b"")
