"""The listeners' bot, built from the house's parts and run until cancelled.

python-telegram-bot's own loop would acknowledge before anything is done; here the next updates are asked for only when
those before are stored. Its job queue refreshes the board and the topics; what changes in the house wakes them too.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from telegram import BotCommand
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest

from handoff.changes import BOARD
from handoff.desks.telegram.board import Board
from handoff.desks.telegram.hands import Hands
from handoff.desks.telegram.inbox import Inbox
from handoff.desks.telegram.link import LinkPages
from handoff.desks.telegram.outgoing import Outgoing
from handoff.desks.telegram.telling import Spot, Telling
from handoff.desks.telegram.tools import Tools
from handoff.desks.telegram.topics import Topics
from handoff.desks.telegram.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.routing import BaseRoute

    from handoff.alarm import Texts
    from handoff.changes import Changes
    from handoff.desks.telegram.pocket import PocketDesk
    from handoff.desks.telegram.settings import Place
    from handoff.desks.telegram.tools import Ready
    from handoff.desks.web.frame import Frame
    from vault.database import Database
    from vault.leases import Lease
    from vault.sealing import ServiceKey

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
REFRESH_SECONDS = 2.0
LONGEST_REST = 30.0
SWEEP_SECONDS = 3600.0
log = logging.getLogger(__name__)


def no_replies(_language: str, _register: str, _alias: str) -> list[tuple[str, str]]:
    """Return no ready replies: the house has none."""
    return []


class Guarded(HTTPXRequest):
    """Asks before every single call whether the bot is still this process's."""

    def __init__(self, lease: Lease | None, **named: Any) -> None:
        super().__init__(**named)
        self._lease = lease

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """Call Telegram. Raises LeaseLostError where another process does by now."""
        if self._lease is not None:
            await self._lease.guard()
        return await super().do_request(*args, **named)


class TelegramDesk:
    """One bot, one token, one group. Of all processes of a house the one that holds the `lease` serves it.

    `ready`: the canned replies, see `handoff.desks.telegram.tools.Tools`.
    """

    def __init__(
        self,
        place: Place,
        *,
        database: Database,
        key: ServiceKey,
        desk: PocketDesk,
        texts: Texts,
        changes: Changes,
        outgoing: Outgoing | None = None,
        ready: Ready = no_replies,
        lease: Lease | None = None,
    ) -> None:
        section, self._lease, self._at_the_web = place.section, lease, database
        database = lease.fenced if lease is not None else database
        self._place, self._key, self._changes = place, key, changes
        self._out, self._voice = outgoing or Outgoing(), Voice(texts, place)
        builder = Application.builder().token(section.token.get_secret_value()).updater(None)
        builder = builder.base_url(f"{section.api}/bot").base_file_url(f"{section.api}/file/bot")
        ways = {"connect_timeout": 10, "read_timeout": section.poll_seconds + 10}
        self._application: Any = builder.request(Guarded(lease, **ways)).build()
        self._bot = self._application.bot
        self._telling = Telling(self._bot, database=database, key=key, outgoing=self._out)
        tools = Tools(self._bot, database, key, desk, self._out, self._telling, self._voice, place, ready)
        self._board = Board(
            self._bot, database=database, desk=desk, outgoing=self._out, voice=self._voice, group=section.board
        )
        self._tools, self._topics = tools, Topics(tools)
        self._hands = Hands(tools)
        self._inbox = Inbox(database=database, key=key, taker=self._hands, dealt=self.refresh, guard=self._guard)
        self._greetings: set[asyncio.Task[None]] = set()
        self._refreshing, self._is_due = asyncio.Lock(), False

    async def _guard(self) -> None:
        """Raise LeaseLostError where another process serves this bot by now."""
        if self._lease is not None:
            await self._lease.guard()

    def pages(self, frame: Frame) -> list[BaseRoute]:
        """Return the pages of this desk that stand at the web desk."""
        return LinkPages(frame, self._at_the_web, self._key, self._welcome).routes()

    def _welcome(self, account: int) -> None:
        task = asyncio.ensure_future(self._greet(account))
        self._greetings.add(task)
        task.add_done_callback(self._greetings.discard)

    async def _greet(self, account: int) -> None:
        await self._telling.say(Spot(account), self._voice.say("welcome", link=self._place.desk_url))

    async def run(self) -> None:
        """Serve until cancelled, whenever this process holds the lease of the token."""
        await (self._lease.run(self._serve) if self._lease is not None else self._serve())

    async def _serve(self) -> None:
        await self._started()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen())
                group.create_task(self._inbox.run())
                group.create_task(self._watch())
        finally:
            await self._topics.close()
            await self._application.stop()
            await self._application.shutdown()

    async def _started(self) -> None:
        """Begin; while Telegram does not answer, ask again. A token it does not know ends only this desk's start."""
        trouble = 0
        while True:
            try:
                await self._application.initialize()
                await self._bot.delete_webhook()
                await self._bot.set_my_commands([BotCommand(*one) for one in self._voice.commands()])
                break
            except (InvalidToken, NetworkError, TelegramError) as error:
                log.error("the desk on Telegram does not start: %s", type(error).__name__)  # noqa: TRY400 - idem
                await asyncio.sleep(min(LONGEST_REST, 2.0**trouble))
                trouble += 1
        await self._application.start()

        async def tick(_context: Any) -> None:
            await self.refresh()

        async def sweep(_context: Any) -> None:
            await self._calmly("inbox", self._inbox.sweep)

        self._application.job_queue.run_repeating(tick, REFRESH_SECONDS, first=0.1, job_kwargs={"coalesce": True})
        self._application.job_queue.run_repeating(sweep, SWEEP_SECONDS, first=60, job_kwargs={"coalesce": True})

    async def _watch(self) -> None:
        async with self._changes.watch(BOARD) as watch:
            while True:
                await watch.wait(60)
                await self.refresh()

    async def refresh(self) -> None:
        """Bring group and topics up to what is; one refresh at a time, and one more where something came meanwhile."""
        self._is_due = True
        if self._refreshing.locked():
            return
        async with self._refreshing:
            while self._is_due:
                self._is_due = False
                await self._calmly("owed words", self._telling.pay)
                await self._calmly("board", self._board.refresh)
                await self._calmly("topics", self._topics.refresh)

    async def _calmly(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the next refresh comes by itself
            log.error("%s not refreshed: %s", what, type(error).__name__)  # noqa: TRY400 - a trace may quote words

    # -- what listeners do ---------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        offset: int | None = None
        trouble = 0
        while True:
            try:
                offset = await self._once(offset)
                trouble = 0
            except Conflict as error:
                log.error("another program asks with the listeners' token: %s", type(error).__name__)  # noqa: TRY400
                if self._lease is not None:
                    await self._lease.contested()
                await asyncio.sleep(5)
            except Exception as error:  # noqa: BLE001 - idem, the same updates come again
                log.error("updates of listeners not asked for: %s", type(error).__name__)  # noqa: TRY400
                await asyncio.sleep(min(LONGEST_REST, 2.0**trouble))
                trouble = min(trouble + 1, 5)

    async def _once(self, offset: int | None) -> int | None:
        asked: dict[str, Any] = {"timeout": self._place.section.poll_seconds, "allowed_updates": ALLOWED}
        if offset is not None:
            asked["offset"] = offset
        # The library's own `get_updates` parses: one update of a shape it does not know would cost the whole batch. It
        # warns whoever goes past a method it has, so the name stands in lower case, which Telegram reads alike.
        updates = await self._bot.do_api_request("getupdates", api_kwargs=asked)
        await self._inbox.store(updates)
        return max(int(raw["update_id"]) for raw in updates) + 1 if updates else None
