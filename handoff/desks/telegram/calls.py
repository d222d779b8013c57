"""What a listener is told beside the talk: offers and what became of them, ladders that ring for their cases.

Each follows from the tables and is told once: what was told stands in the topic's row. No word anybody wrote is in it,
so no sign-in is needed. Does not live here: the talk itself (`topics`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handoff.desks.telegram import records
from handoff.desks.telegram.telling import Spot
from handoff.desks.telegram.voice import keyboard
from handoff.handover import REFUSED, TAKEN_BACK
from handoff.ladder import Kind

if TYPE_CHECKING:
    import sqlalchemy as sa

    from handoff.desks.telegram.tools import Tools

RUNG = (Kind.UNANSWERED.value, Kind.SILENCE.value, Kind.LOOK.value, Kind.AGAIN.value)
"""The ladders whose rings the claimant hears of."""
ANSWERS = (REFUSED, TAKEN_BACK)


class Calls:
    """Tells them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def of_claimant(self, chat: int, topic: sa.Row[Any]) -> None:
        """Tell whoever holds a case what became of their offer, and what rings."""
        spot = Spot(chat, topic.thread)
        await self._offer(spot, topic)
        await self._rung(spot, topic)

    async def _offer(self, spot: Spot, topic: sa.Row[Any]) -> None:
        offered = topic.offered_to or ""
        if topic.offered == offered:
            return
        say = self._tools.voice.say
        if offered:
            alias = (await self._tools.desk.aliases()).get(offered, "?")
            await self._tools.telling.say(
                spot, say("offer-waits", alias=alias), keyboard([(say("offer-back"), "do:take-back")])
            )
        else:
            await self._tools.telling.say(spot, await self._ended(topic))
        await self._note(topic, {"offered": offered})

    async def _ended(self, topic: sa.Row[Any]) -> str:
        async with self._tools.database.reading() as tx:
            visit = await records.last_visit(tx, topic.case_id, ANSWERS)
        if visit is not None and visit.act == REFUSED:
            alias = (await self._tools.desk.aliases()).get(visit.listener_id, "?")
            return self._tools.voice.say("offer-refused", alias=alias)
        return self._tools.voice.say("offer-ended")

    async def _rung(self, spot: Spot, topic: sa.Row[Any]) -> None:
        async with self._tools.database.reading() as tx:
            rung = await records.rung_since(tx, topic.case_id, topic.rung_at or topic.opened_at, RUNG)
        for alarm in rung:
            reason = "unanswered" if alarm.reason in {Kind.UNANSWERED, Kind.AGAIN} else "silence"
            await self._tools.telling.say(spot, self._tools.voice.say(f"rung-{reason}", who=alarm.who))
            await self._note(topic, {"rung_at": alarm.raised_at})

    async def _note(self, topic: sa.Row[Any], values: dict[str, Any]) -> None:
        async with self._tools.database.transaction() as tx:
            await records.topic_now(tx, topic.id, values)
