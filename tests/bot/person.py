"""Somebody who writes to the bot, and what they see: the conversation alone, without a house around it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channels.channel import Incoming
from bot.conversation import Conversation
from bot.settings import read_settings
from bot.situation import Event, Situation, Step
from bot.standing import Standing, dump, load
from handoff.case import State
from nlu.level import Level
from nlu.reading import Because, Entity, Intent, Outcome, Reading, Signal, Violence

SHIPPED = read_settings(Path(__file__).resolve().parents[2] / "config.yml", {})
QUESTIONS = SHIPPED.intake.questions
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
DAY = Situation(NOW, screen=("15", "17", "3114"), talks=("3114", "119"), state=State.WAITING)
NIGHT = Situation(
    NOW.replace(hour=23), open=False, opening=NOW + timedelta(hours=18), rings=False, screen=("15", "3114"),
    talks=("3114", "119"), state=State.WAITING,
)  # fmt: skip
LIVE = Situation(NOW, screen=("15",), talks=("3114",), state=State.LIVE, level=Level.medium)


class Person:
    """Somebody who writes, and what they see."""

    def __init__(self, situation: Situation = DAY) -> None:
        self.talk = Conversation(QUESTIONS)
        self.standing = Standing()
        self.situation = situation
        self.step: Step | None = None
        self.wishes: list[object] = []

    def _take(self, incoming: Incoming, reading: Reading | None = None) -> list[str]:
        step = self.talk.step(self.standing, Event(incoming, "e1", reading), self.situation)
        self.standing = load(dump(step.standing))
        self.step = step
        self.wishes = list(step.wishes)
        return [say.id for reply in step.replies for say in reply.says]

    def comes(self) -> list[str]:
        return self._take(Incoming("start", NOW, language="fr"))

    def writes(
        self,
        text: str = "...",
        *,
        intent: Intent = Intent.report,
        sure: float = 0.9,
        kind: Violence = Violence.none,
        seen: tuple[Signal, ...] = (),
        ask: tuple[Signal, ...] = (),
        entities: tuple[Entity, ...] = (),
        likely: tuple[Intent, ...] = (),
    ) -> list[str]:
        signals = dict.fromkeys(seen, Outcome.seen) | dict.fromkeys(ask, Outcome.ask)
        because = tuple(Because(signal, "model:x", 0, 3) for signal in signals)
        reading = Reading("fr", intent, kind, signals, because, entities, sure, likely=likely)
        return self._take(Incoming("text", NOW, text=text), reading)

    def taps(self, choice: str) -> list[str]:
        return self._take(Incoming("choice", NOW, choice=choice))

    def silent(self, watched: str) -> list[str]:
        return self._take(Incoming("silence", NOW, choice=watched))

    @property
    def choices(self) -> list[str]:
        assert self.step is not None
        return [choice for reply in self.step.replies for choice in reply.choices]

    @property
    def level(self) -> Level:
        assert self.step is not None
        return self.step.assessment.level
