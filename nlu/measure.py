"""Figures: how often readings are right, with intervals, as tables of Markdown. Pure.

Does not live here: where readings come from, and the note they are written into (`nlu.evaluate`).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlu.classifier import GRAVEST
from nlu.reading import Signal, severity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nlu.labelled import Message
    from nlu.reading import Reading

SEVERITIES = ("critical", "high", "medium", "low")
_HIGH = frozenset({Signal.self_harm, Signal.blackmail, Signal.adult_contact})
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """Return the share, 0 where there is nothing to share."""
        return self.hits / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """Return Wilson's interval of 95 %."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.value, _Z * _Z / self.of
        middle = (share + spread / 2) / (1 + spread)
        half = _Z * math.sqrt(share * (1 - share) / self.of + spread / self.of / 4) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.value:.1%} ({low:.1%} to {high:.1%})" if self.of else "-"


@dataclass(frozen=True, slots=True)
class Judged:
    """A message and what was read in it."""

    message: Message
    reading: Reading

    @property
    def meant(self) -> str:
        """Return the severity that the labels come to."""
        return severity_of(self.message.type, self.message.signals)

    @property
    def read(self) -> str:
        """Return the severity that the reading comes to by itself."""
        return severity_of(self.reading.type, self.reading.seen())

    @property
    def is_called(self) -> bool:
        """Whether it was called critical outright."""
        return bool(self.reading.seen() & set(GRAVEST))

    @property
    def is_asked(self) -> bool:
        """Whether it brings the safety question and is not called critical outright."""
        return not self.is_called and bool(self.reading.asks() & set(GRAVEST))

    @property
    def is_caught(self) -> bool:
        """Whether it was called critical or is asked about."""
        return self.is_called or self.is_asked


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is about, the share reached, and what is wanted of it."""

    name: str
    share: Share
    wanted: float
    at_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the share is what is wanted."""
        return self.share.value <= self.wanted if self.at_most else self.share.value >= self.wanted


def share(judged: Iterable[Judged], among: Callable[[Judged], bool], right: Callable[[Judged], bool]) -> Share:
    """Count those that are right among those that are meant."""
    chosen = [right(one) for one in judged if among(one)]
    return Share(sum(chosen), len(chosen))


def bars(judged: Sequence[Judged], sure: float) -> list[Bar]:
    """Hold readings against the bars; an intent less sure than `sure` is not accepted."""

    def low(one: Judged) -> bool:
        return one.meant == "low"

    def critical(one: Judged) -> bool:
        return one.meant == "critical"

    def everyone(_: Judged) -> bool:
        return True

    return [
        Bar("critical seen or asked", share(judged, critical, lambda one: one.is_caught), 0.97),
        Bar("suicide and self-harm seen or asked", share(judged, _is_about_self, _is_self_caught), 0.96),
        Bar("critical called critical outright", share(judged, critical, lambda one: one.is_called), 0.8),
        Bar(
            "others called critical",
            share(judged, lambda one: not critical(one), lambda one: one.is_called),
            0.04,
            at_most=True,
        ),
        Bar("critical or high read as at least high, or asked", share(judged, _is_grave, _is_grave_or_asked), 0.96),
        Bar(
            "harmless read as high or critical",
            share(judged, low, lambda one: one.read in SEVERITIES[:2]),
            0.03,
            at_most=True,
        ),
        Bar("harmless that get the safety question", share(judged, low, lambda one: one.is_asked), 0.1, at_most=True),
        Bar("harmless asked or called critical", share(judged, low, lambda one: one.is_caught), 0.1, at_most=True),
        Bar("type right", share(judged, everyone, lambda one: one.reading.type is one.message.type), 0.92),
        Bar("intent right", share(judged, everyone, is_intent_right), 0.94),
        Bar("accepted intents right", share(judged, lambda one: one.reading.confidence >= sure, is_intent_right), 0.98),
        Bar("intents accepted", share(judged, everyone, lambda one: one.reading.confidence >= sure), 0.8),
    ]


def _is_about_self(one: Judged) -> bool:
    return bool(one.message.signals & {Signal.suicide, Signal.self_harm})


def _is_self_caught(one: Judged) -> bool:
    return one.is_caught or Signal.self_harm in one.reading.seen() | one.reading.asks()


def _is_grave(one: Judged) -> bool:
    return one.meant in SEVERITIES[:2]


def _is_grave_or_asked(one: Judged) -> bool:
    return one.read in SEVERITIES[:2] or bool(one.reading.asks())


def is_intent_right(one: Judged) -> bool:
    """Say whether the likeliest intent is the one meant."""
    return one.reading.intent is one.message.intent


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table."""
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines]


def bars_table(judged: Sequence[Judged], sure: float) -> list[str]:
    """Return every bar with what was reached."""
    return table(
        ["", "bar", "reached (95 % interval)", "met"],
        [
            (
                bar.name,
                f"{'<=' if bar.at_most else '>='} {bar.wanted:.0%}",
                bar.share,
                "yes" if bar.is_met else "**no**",
            )
            for bar in bars(judged, sure)
        ],
    )


def by_name(judged: Sequence[Judged], meant: Callable[[Judged], str], read: Callable[[Judged], str]) -> list[str]:
    """Return for each name how often it was found, and how often it was right where it was said."""
    names = sorted({meant(one) for one in judged} | {read(one) for one in judged})
    rows = []
    for name in names:
        there = [one for one in judged if meant(one) == name]
        said = [one for one in judged if read(one) == name]
        found = Share(sum(read(one) == name for one in there), len(there))
        right = Share(sum(meant(one) == name for one in said), len(said))
        rows.append((name, found.of, found, right))
    return table(["", "messages", "found", "right where said"], rows)


def by_signal(judged: Sequence[Judged]) -> list[str]:
    """Return for each signal how often it was seen or asked about, and how often it was there where it was seen."""
    rows = []
    for signal in Signal:
        there = [one for one in judged if signal in one.message.signals]
        seen = [one for one in judged if signal in one.reading.seen()]
        rows.append(
            (
                signal.value,
                len(there),
                Share(sum(signal in one.reading.seen() for one in there), len(there)),
                Share(sum(signal in one.reading.seen() | one.reading.asks() for one in there), len(there)),
                Share(sum(signal in one.message.signals for one in seen), len(seen)),
            )
        )
    return table(["", "messages", "seen", "seen or asked", "there where seen"], rows)


def confusion(judged: Sequence[Judged]) -> list[str]:
    """Return what each severity was read as, and how many of each get the safety question."""
    read = Counter((one.meant, one.read) for one in judged)
    asked = Counter(one.meant for one in judged if one.is_asked)
    rows = [(meant, *(read[meant, said] for said in SEVERITIES), asked[meant]) for meant in SEVERITIES]
    return table(["meant", *(f"read {said}" for said in SEVERITIES), "of all, asked"], rows)


def mistaken(judged: Sequence[Judged], meant: Callable[[Judged], str], read: Callable[[Judged], str]) -> list[str]:
    """Return what is taken for what most often."""
    wrong = Counter((meant(one), read(one)) for one in judged if meant(one) != read(one))
    return table(["meant", "read", "times"], [(*pair, count) for pair, count in wrong.most_common(12)])


def by_group(judged: Sequence[Judged], group: Callable[[Judged], str]) -> list[str]:
    """Return the main figures for each group of messages."""
    rows = []
    for name in sorted({group(one) for one in judged}):
        told = {bar.name: bar.share for bar in bars([one for one in judged if group(one) == name], 0.5)}
        chosen = ("critical seen or asked", "harmless asked or called critical", "type right", "intent right")
        rows.append((name, *(told[one] for one in chosen)))
    return table(["", "critical seen or asked", "harmless asked or called", "type right", "intent right"], rows)


def calibration(judged: Sequence[Judged]) -> list[str]:
    """Return how often an intent is right, by how sure the reader said it was."""
    rows = []
    for tenth in range(10):
        here = [one for one in judged if tenth == min(9, int(one.reading.confidence * 10))]
        said = sum(one.reading.confidence for one in here) / max(1, len(here))
        rows.append(
            (
                f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}",
                len(here),
                f"{said:.1%}",
                share(here, lambda _: True, is_intent_right),
            )
        )
    return table(["confidence", "messages", "said", "right"], rows)


def coverage(judged: Sequence[Judged]) -> list[str]:
    """Return, for rising confidence, how many intents are accepted and how many of those are right."""
    rows = []
    for sure in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        here = [one for one in judged if one.reading.confidence >= sure]
        rows.append((sure, Share(len(here), len(judged)), share(here, lambda _: True, is_intent_right)))
    return table(["confidence from", "accepted", "right of these"], rows)
