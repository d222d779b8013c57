"""Linking a Telegram account to a listener: a page at the web desk, behind a link the bot gave to that account.

The link names the account, sealed, for a quarter of an hour; who opens it must be signed in, sees what it does, and
confirms. So nobody links an account for somebody else by luring them onto a page.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from starlette.routing import Route

from handoff.desks.telegram import records
from handoff.errors import InvitationError
from vault.errors import CannotOpenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from handoff.desks.web.frame import Frame
    from vault.database import Database
    from vault.sealing import ServiceKey

LIVES = timedelta(minutes=15)


def token_for(key: ServiceKey, account: int, at: datetime) -> str:
    """Return the token of a link for this account."""
    clear = json.dumps([account, (at + LIVES).timestamp()]).encode()
    return base64.urlsafe_b64encode(key.seal("telegram_listeners", "link", "", clear)).decode().rstrip("=")


def account_in(key: ServiceKey, token: str, at: datetime) -> int:
    """Return the account a link is for. Raises InvitationError."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        account, until = json.loads(key.open("telegram_listeners", "link", "", sealed))
    except (CannotOpenError, ValueError):
        raise InvitationError("no such link") from None
    if at.timestamp() > until:
        raise InvitationError("the link is too old")
    return int(account)


class LinkPages:
    """The page and its one button."""

    def __init__(self, frame: Frame, database: Database, key: ServiceKey, welcome: Callable[[int], None]) -> None:
        self._frame, self._database, self._key, self._welcome = frame, database, key, welcome

    def routes(self) -> list[BaseRoute]:
        """Return the page's routes."""
        return [Route("/telegram/{token}", self.page), Route("/telegram/{token}", self.confirm, methods=["POST"])]

    async def page(self, request: Request) -> Response:
        """Show what is about to be linked."""
        session = await self._frame.session(request)
        account_in(self._key, request.path_params["token"], datetime.now(UTC))
        return self._frame.draw(request, "telegram.html", session=session, linked=False)

    async def confirm(self, request: Request) -> Response:
        """Link."""
        session, _ = await self._frame.signed_form(request)
        account = account_in(self._key, request.path_params["token"], datetime.now(UTC))
        row = {
            "listener_id": session.listener_id,
            "fingerprint": self._key.fingerprint("telegram-listener", str(account)),
            "chat": self._key.seal("telegram_listeners", "chat", session.listener_id, str(account).encode()),
            "language": self._frame.speech(request).language,
            "told": "",
        }
        async with self._database.transaction() as tx:
            await records.link(tx, row)
        self._welcome(account)
        return self._frame.draw(request, "telegram.html", session=session, linked=True)
