"""Timers and alarms of a case, within the transaction that gives the reason for them.

Lives here: what starts, what stops, and writing an alarm down. Does not live here: what is due when (`handoff.ladder`),
doing what is due (`handoff.rounds`), the sending of rings (`handoff.alarm`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handoff.ladder import Kind, Step, next_step
from handoff.records import bells as records
from handoff.records import practice

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from handoff.hours import Rota
    from handoff.settings import LaddersSettings
    from nlu.severity import Level
    from vault.database import Transaction
    from vault.sealing import ServiceKey

WORRY = "worry"
"""The reason of an alarm that the coming of a listener does not end: a worry about the listener who writes."""

LASTING = (WORRY, Kind.HELP.value, "report")
"""The reasons of alarms that the coming of a listener does not end: they do not call for one."""


@dataclass(frozen=True, slots=True)
class Climb:
    """A ladder that begins, or goes on after the step `done`."""

    case_id: str
    kind: Kind
    level: Level
    since: datetime
    done: Step | None = None


class Bells:
    """Sets and stops what is due for a case, and raises and ends its alarms."""

    def __init__(self, ladders: LaddersSettings, rota: Rota, service_key: ServiceKey) -> None:
        self._ladders, self._rota, self._key = ladders, rota, service_key

    async def climb(self, tx: Transaction, climbs: Sequence[Climb]) -> None:
        """Set the timer of each ladder's next step; a ladder of the same case and kind is replaced."""
        rows = []
        for climb in climbs:
            due = next_step(self._ladders, self._rota, climb.kind, climb.level, climb.since, climb.done)
            if due is not None:
                place = {"case_id": climb.case_id, "kind": due.kind.value, "step": due.step.value}
                rows.append({**place, "since": climb.since, "due_at": due.at})
        await records.set_timers(tx, rows)

    async def stop(self, tx: Transaction, case_ids: Collection[str], kinds: Collection[str], at: datetime) -> None:
        """Stop ladders of these cases, and the alarms they raised."""
        await records.stop_timers(tx, case_ids, kinds)
        await records.end_alarms(tx, case_ids, at, "settled", only=kinds)

    async def settle(self, tx: Transaction, case_id: str, at: datetime) -> None:
        """End the alarms that called for a human, who has come; what is due goes on, and so does what lasts."""
        await records.end_alarms(tx, [case_id], at, "settled", but=LASTING)

    async def ring(self, tx: Transaction, case_id: str, level: Level, reason: str, who: str, at: datetime) -> bool:
        """Raise an alarm, to ring from the first moment it reaches somebody; False where it rings already.

        Practice rings nobody.
        """
        if await practice.is_one(tx, case_id):
            return False
        alarm_id = secrets.token_hex(16)
        row = {"id": alarm_id, "case_id": case_id, "reason": reason, "who": who, "level": int(level), "rings": 0}
        when = {"raised_at": at, "next_at": self._rota.ring_from(at), "ended": ""}
        return await records.raise_alarm(tx, {**row, **when, "link": link_of(self._key, token_of(self._key, alarm_id))})


async def watch(tx: Transaction, case_id: str, kind: str, due_at: datetime, *, since: datetime | None = None) -> None:
    """Have `Prompt.silence(tx, case, kind)` called when a moment comes; one of the same kind is replaced."""
    row = {"case_id": case_id, "kind": kind, "step": "", "since": since or due_at, "due_at": due_at}
    await records.set_timers(tx, [row])


async def unwatch(tx: Transaction, case_id: str, kind: str) -> None:
    """Stop such a watch; nothing happens where there is none."""
    await records.stop_timers(tx, [case_id], [kind])


def token_of(key: ServiceKey, alarm_id: str) -> str:
    """Return the secret part of an alarm's acknowledge link; it is stored nowhere."""
    return key.fingerprint("alarm-token", alarm_id).hex()


def tokens_of(key: ServiceKey, alarm_id: str) -> set[str]:
    """Return the secret part of its link under every key held: of rings before a key was rotated, too."""
    return {one.hex() for one in key.fingerprints("alarm-token", alarm_id)}


def link_of(key: ServiceKey, token: str) -> bytes:
    """Return what stands in the table for a link's token."""
    return key.fingerprint("alarm-link", token)
