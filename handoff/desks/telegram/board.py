"""The board in the group: a card for each emergency and critical case, everything else in one list that is edited.

Twenty messages a minute are all a group takes, so the gravest go first and the list is written when there is room.
What could not be written now is written at a later refresh: every refresh compares what stands there with what should.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from handoff.desks.telegram import records
from handoff.desks.telegram.outgoing import GoneError, LaterError, MovedError, NoTopicError
from handoff.desks.telegram.pocket import of_the_board
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa
    from telegram import Bot, InlineKeyboardMarkup

    from handoff.desks.telegram.outgoing import Outgoing
    from handoff.desks.telegram.pocket import PocketDesk
    from handoff.desks.telegram.voice import Voice
    from handoff.room import Card
    from vault.database import Database

LIST, GROUP = "list", "group"


class Board:
    """Keeps the group's chat like the board."""

    def __init__(
        self, bot: Bot, *, database: Database, desk: PocketDesk, outgoing: Outgoing, voice: Voice, group: int
    ) -> None:
        self._bot, self._database, self._desk = bot, database, desk
        self._outgoing, self._voice, self._group = outgoing, voice, group

    async def refresh(self) -> None:
        """Bring the group's chat up to the board, as far as its limit allows now."""
        now = datetime.now(UTC)
        cards = await self._desk.board(of_the_board(now))
        async with self._database.reading() as tx:
            stand = await records.cards(tx)
        group = stand[GROUP].number if GROUP in stand else self._group
        grave = [card for card in cards if card.level >= Level.critical]
        rest = [card for card in cards if card.level < Level.critical]
        try:
            for card in sorted(grave, key=lambda card: -card.level):
                await self._show(group, stand, card.case_id, self._voice.card(card), self._voice.card_buttons(card))
            await self._take_down(group, stand, grave)
            buttons = self._voice.list_buttons() if rest else None
            await self._show(group, stand, LIST, self._voice.listed(rest), buttons)
        except LaterError:
            return
        except MovedError as error:
            await self._moved(error.number)

    async def _show(
        self,
        group: int,
        stand: dict[str, sa.Row[Any]],
        name: str,
        text: str,
        markup: InlineKeyboardMarkup | None,
    ) -> None:
        data = markup.to_json() if markup is not None else ""
        shown = hashlib.sha256(f"{text}\n{data}".encode()).hexdigest()
        row = stand.get(name)
        if row is not None and row.shown == shown:
            return
        number = row.number if row is not None else 0
        if number:
            try:
                async with self._outgoing.to(group, patient=False):
                    await self._bot.edit_message_text(text, chat_id=group, message_id=number, reply_markup=markup)
            except (GoneError, NoTopicError):
                number = 0  # removed by hand: it stands again
        if not number:
            async with self._outgoing.to(group, patient=False):
                number = (await self._bot.send_message(group, text, reply_markup=markup)).message_id
        async with self._database.transaction() as tx:
            await records.put_card(tx, name, number, shown)

    async def _take_down(self, group: int, stand: dict[str, sa.Row[Any]], grave: Sequence[Card]) -> None:
        """Remove the cards of cases that are closed, erased or lowered."""
        for name in stand.keys() - {LIST, GROUP} - {card.case_id for card in grave}:
            try:
                async with self._outgoing.to(group, patient=False):
                    await self._bot.delete_message(group, stand[name].number)
            except GoneError:
                pass
            async with self._database.transaction() as tx:
                await records.drop_card(tx, name)

    async def _moved(self, number: int) -> None:
        """Go on in the group's new chat: nothing of the old one is there, so all of it is written again."""
        async with self._database.transaction() as tx:
            await records.drop_card(tx)
            await records.put_card(tx, GROUP, number, "")
