"""What people at the desk do to a case: each move with everything that follows from it, within one transaction.

Lives here: claiming, handing back, taking over, closing, weighing, and the ladders each of them starts and stops. Does
not live here: who may (`handoff.permissions`, asked by `handoff.desk`), what the correspondent does
(`handoff.arrivals`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from handoff import queue
from handoff.arrivals import reason_key
from handoff.bells import Climb, unwatch, watch
from handoff.case import OUTCOMES, Case, CaseId, Move, State, after
from handoff.decisions import ENDS
from handoff.errors import UnfinishedClosingError
from handoff.holding import is_live
from handoff.ladder import RISK, Kind, still_stands
from handoff.queue import HEAD_START
from handoff.reach import may_be_minor
from handoff.records import cases as records
from handoff.refusals import AskAgainError
from nlu.level import Level
from nlu.reading import Violence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from handoff.bells import Bells
    from handoff.reach import Wanted
    from handoff.relay import Relay, Words
    from vault.database import Transaction
    from vault.sealing import ServiceKey

MOST_POINTS = 3
LEFT = "left"
"""The watch by whose end the person is told that whoever answered them has left, and what answers now."""
OF_TALK = tuple(kind for kind in Kind if kind is not Kind.HELP)
"""The ladders that end with the coming of a listener, or with the talk. Whether help came is asked all the same."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a case ends: one to three points the correspondent keeps, the outcome, the kind of violence.

    `register` is how they are spoken to, `own_path` whether it is they who did harm. `plan`: with whom, where, what
    helps. `again`: the answer to the direct question, asked again. Raises UnfinishedClosingError where anything is
    missing.
    """

    points: Sequence[str]
    outcome: str
    type: str
    register: str = "tu"
    own_path: bool = False
    plan: Sequence[str] = ()
    again: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not complete."""
        if not 1 <= len(self.points) <= MOST_POINTS or not all(point.strip() for point in self.points):
            raise UnfinishedClosingError("closing takes one to three points")
        if self.outcome not in OUTCOMES or self.type not in set(Violence):
            raise UnfinishedClosingError("closing takes an outcome and a kind of violence")


class Moves:
    """Does the moves. Every method expects a case read, and locked, within the same transaction."""

    def __init__(self, bells: Bells, relay: Relay, words: Words, service_key: ServiceKey) -> None:
        self._bells, self._relay, self._words, self._key = bells, relay, words, service_key

    async def take_next(self, tx: Transaction, wanted: Wanted) -> CaseId | None:
        """Claim the next case of the queue within reach; None when nobody waits for this listener."""
        case_id = await queue.claim_next(tx, wanted.listener_id, wanted.at, wanted, self._is_minor)
        if case_id is not None:
            await self._come(tx, await records.get(tx, case_id), wanted.at)
        return case_id

    def _is_minor(self, row: sa.Row[Any]) -> bool:
        facts = {} if row.facts is None else json.loads(self._key.open("cases", "facts", row.id, row.facts))
        return may_be_minor(facts)

    async def claim(self, tx: Transaction, case: Case, listener_id: str, at: datetime) -> None:
        """Claim this very case. Raises IllegalMoveError where someone was first."""
        await queue.claim(tx, case.id, listener_id, at)
        await self._come(tx, case, at)

    async def _come(self, tx: Transaction, case: Case, at: datetime) -> None:
        """A human has come: nothing rings for one any more, and their first word is waited for."""
        await self._bells.stop(tx, [case.id], OF_TALK, at)
        await unwatch(tx, case.id, LEFT)
        await self._bells.settle(tx, case.id, at)
        if not case.practice:
            await self._bells.climb(tx, [Climb(case.id, Kind.UNANSWERED, case.level, at)])

    async def release(self, tx: Transaction, case: Case, at: datetime) -> None:
        """Put a case back into the queue, at the place it had; a person fallen silent is looked after all the same.

        Whoever was answered by a human is told at the next round that this human has left, where they are in the talk
        at this moment or in danger: elsewhere it would light up a screen for nothing.
        """
        await queue.release(tx, case, at)
        if case.answered_at is not None and not case.practice and (is_live(case, at) or case.level >= RISK):
            await watch(tx, case.id, LEFT, at)
        await self._bells.stop(tx, [case.id], (Kind.UNANSWERED, Kind.SILENCE, Kind.AGAIN), at)
        await self._bells.climb(tx, [Climb(case.id, Kind.UNCLAIMED, case.level, at)])

    async def send_away(self, tx: Transaction, listener_id: str, at: datetime) -> list[CaseId]:
        """Put back whatever a listener holds who will not come again; return which cases."""
        held = await records.held_by(tx, listener_id)
        for case in held:
            await self.release(tx, case, at)
        return [case.id for case in held]

    async def take_over(self, tx: Transaction, case: Case, listener_id: str, at: datetime) -> None:
        """Give a case to another listener while it goes on. Raises IllegalMoveError."""
        await self._pass(tx, case, listener_id, after(case.state, Move.TAKE_OVER), at)

    async def hand_over(self, tx: Transaction, case: Case, listener_id: str, at: datetime) -> None:
        """Give a case to the listener who said yes to it. Raises IllegalMoveError."""
        await self._pass(tx, case, listener_id, after(case.state, Move.HAND_OVER), at)

    async def _pass(self, tx: Transaction, case: Case, listener_id: str, state: State, at: datetime) -> None:
        held = {"claimed_by": listener_id, "previous_listener": case.claimed_by, "offered_to": None}
        second = None if case.second == listener_id else case.second
        await records.change(tx, case.id, {"state": state, "called": "", **held, "second": second})
        await self._bells.settle(tx, case.id, at)
        if still_stands(case, Kind.UNANSWERED):
            await self._bells.climb(tx, [Climb(case.id, Kind.UNANSWERED, case.level, at)])

    async def reopen(self, tx: Transaction, case: Case, at: datetime) -> None:
        """Put a closed case back into the queue. Raises IllegalMoveError."""
        await queue.reopen(tx, case, at)
        await self._bells.climb(tx, [Climb(case.id, Kind.UNCLAIMED, case.level, at)])

    async def close(self, tx: Transaction, case: Case, closing: Closing, at: datetime) -> None:
        """Say the last words, write down how it ended, stop ladders and alarms. Raises IllegalMoveError.

        The bot's own watches go on: news that were wished for, and an erasure that was asked for, outlive the talk.
        """
        state = after(case.state, Move.CLOSE)
        if case.level >= Level.high and closing.again not in ENDS and not case.practice:
            raise AskAgainError("the direct question is asked again first")
        words = self._words.closing(
            case, closing.points, closing.register, own_path=closing.own_path, plan=closing.plan
        )
        await self._relay.post_text(tx, case, words, at)
        await self._end(tx, case, state, (closing.outcome, closing.type), at)

    async def end_abuse(self, tx: Transaction, case: Case, register: str, until: datetime, at: datetime) -> None:
        """End a talk in which the line is abused: a plain word with the numbers, and a mark that lasts until a day.

        Nobody is shut out: whoever writes again is weighed and answered like everybody, by somebody else.
        """
        state = after(case.state, Move.CLOSE)
        await self._relay.post_text(tx, case, self._words.ended(case, register), at)
        await self._end(tx, case, state, ("not_for_us", Violence.none.value), at)
        await records.change(tx, case.id, {"abuse_until": until})

    async def _end(
        self, tx: Transaction, case: Case, state: State, how_it_ended: tuple[str, str], at: datetime
    ) -> None:
        outcome, violence = how_it_ended
        ended = {"state": state, "closed_at": at, "unanswered_since": None, "called": ""}
        await records.drop_call_back(tx, case.id)
        nobodys = {"claimed_by": None, "previous_listener": case.claimed_by, "offered_to": None, "second": None}
        await records.change(tx, case.id, {**ended, **nobodys})
        how = {"outcome": outcome, "type": violence, "level": int(case.level), "closed_at": at}
        where = {"case_id": case.id, "channel": case.channel, "language": case.language}
        if not case.practice:
            await records.add_outcome(tx, {**how, **where, "listener_id": case.claimed_by})
        await self._bells.stop(tx, [case.id], OF_TALK, at)
        await self._bells.settle(tx, case.id, at)

    async def weigh(self, tx: Transaction, case: Case, level: Level, at: datetime) -> None:
        """Set the level as a human sees it: the reasons known now are settled, only news may raise it again."""
        row = (await records.sealed(tx, [case.id]))[case.id]
        reasons = [] if row.reasons is None else json.loads(self._key.open("cases", "reasons", case.id, row.reasons))
        settled = json.dumps([reason_key(reason) for reason in reasons]).encode()
        place = case.place + HEAD_START[case.level] - HEAD_START[level]  # what was waited so far still counts
        values = {"level": int(level), "place": place, "called": ""}
        await records.change(tx, case.id, {**values, "settled": self._key.seal("cases", "settled", case.id, settled)})
        await self._climb_anew(tx, case, replace(case, level=level), at)

    async def _climb_anew(self, tx: Transaction, before: Case, now: Case, at: datetime) -> None:
        """Begin the ladders again at another level; a silence that stays a risk is not counted from the start."""
        kinds = [Kind.UNCLAIMED, Kind.UNANSWERED, Kind.AGAIN]
        if before.level < RISK or now.level < RISK:
            kinds.append(Kind.SILENCE)
        await self._bells.stop(tx, [now.id], kinds, at)
        standing = [kind for kind in kinds if kind is not Kind.AGAIN and still_stands(now, kind)]
        await self._bells.climb(tx, [Climb(now.id, kind, now.level, at) for kind in standing])
