"""What words reach: the readings of all messages in, rules met out. Words may only raise; buttons alone suffice.

Pure. Does not live here: how a message is read (`nlu.reader`), and what answers reach (`nlu.floor`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlu.level import Level, Reason
from nlu.reading import Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlu.reading import Reading

WITHIN_A_DAY = frozenset({"hour", "today", "tomorrow"})
"""The values of a `deadline` entity that lie within 24 hours, or may."""

GRAVE = frozenset(
    {Violence.sexual_violence, Violence.sextortion, Violence.grooming, Violence.intimate_images, Violence.threats}
)
"""The types that are high by themselves."""

CHILD_CRITICAL = frozenset({Violence.sextortion, Violence.grooming, Violence.threats})
"""The types that are critical where a child under 13 is named."""

CHILD_AGE = 13

ALONE = (
    (Signal.suicide, "words-suicide", Level.critical),
    (Signal.danger, "words-danger", Level.critical),
    (Signal.self_harm, "words-self-harm", Level.high),
    (Signal.blackmail, "words-blackmail", Level.high),
    (Signal.adult_contact, "words-adult-contact", Level.high),
    (Signal.spreading, "words-spreading", Level.medium),
)
"""What each signal reaches by itself."""

RULES = (
    frozenset(rule for _, rule, _ in ALONE)
    | frozenset(f"words-{violence.value.replace('_', '-')}" for violence in GRAVE)
    | frozenset(
        {
            "words-blackmail-hour",
            "words-blackmail-today",
            "words-child",
            "words-child-critical",
            "words-danger-soon",
            "words-danger-weapon",
            "words-suicide-danger",
            "words-unclear",
            "words-violence",
            "unread-message",
        }
    )
)
"""Every rule named here."""


def met(readings: Sequence[Reading]) -> Iterator[tuple[Level, Reason]]:
    """Yield every rule the words meet, with its level and its place."""
    for message, reading in enumerate(readings):
        yield from _of_one(message, reading)
    yield from _of_all(readings)


def is_violent(readings: Sequence[Reading]) -> bool:
    """Say whether any message describes a violence."""
    return any(reading.type is not Violence.none for reading in readings)


def is_child_critical(reading: Reading) -> bool:
    """Say whether a message is critical where it is about a child under 13."""
    return reading.type in CHILD_CRITICAL or Signal.adult_contact in reading.seen()


def names_a_child(readings: Sequence[Reading]) -> bool:
    """Say whether any message gives an age under 13; whose it is, no program knows for sure."""
    return any(
        entity.kind == "age" and entity.value.isdecimal() and int(entity.value) < CHILD_AGE
        for reading in readings
        for entity in reading.entities
    )


def _of_one(message: int, reading: Reading) -> Iterator[tuple[Level, Reason]]:
    seen = reading.seen()
    for signal, rule, level in ALONE:
        if signal in seen:
            yield level, _reason(rule, message, reading, signal)
    yield from _of_type(message, reading)
    due = {entity.value for entity in reading.entities if entity.kind == "deadline"}
    if Signal.danger in seen and due & WITHIN_A_DAY:
        yield Level.emergency, _reason("words-danger-soon", message, reading, Signal.danger)
    if Signal.blackmail in seen and "hour" in due:
        yield Level.emergency, _reason("words-blackmail-hour", message, reading, Signal.blackmail)
    if Signal.blackmail in seen and due & WITHIN_A_DAY:
        yield Level.critical, _reason("words-blackmail-today", message, reading, Signal.blackmail)
    if reading.asks():
        yield Level.medium, _reason("words-unclear", message, reading, min(reading.asks()))
    if not reading.readable:
        yield Level.medium, Reason("unread-message", "words", message=message)


def _of_type(message: int, reading: Reading) -> Iterator[tuple[Level, Reason]]:
    match reading.type:
        case Violence.none:
            return
        case Violence.sexual_violence:
            yield Level.critical, _reason("words-sexual-violence", message, reading, None)
        case violence if violence in GRAVE:
            yield Level.high, _reason(f"words-{violence.value.replace('_', '-')}", message, reading, None)
        case _:
            yield Level.medium, _reason("words-violence", message, reading, None)


def _of_all(readings: Sequence[Reading]) -> Iterator[tuple[Level, Reason]]:
    """Weigh what messages say together: pills in one and a goodbye in another are one emergency."""
    suicide, danger = _first(readings, Signal.suicide), _first(readings, Signal.danger)
    if suicide is not None and danger is not None:
        yield Level.emergency, _reason("words-suicide-danger", suicide, readings[suicide], Signal.suicide)
    if danger is not None and any(entity.kind == "weapon" for reading in readings for entity in reading.entities):
        yield Level.emergency, _reason("words-danger-weapon", danger, readings[danger], Signal.danger)
    if names_a_child(readings) and is_violent(readings):
        yield Level.high, _first_violent("words-child", readings)
        if any(is_child_critical(reading) for reading in readings):
            yield Level.critical, _first_violent("words-child-critical", readings)


def _first(readings: Sequence[Reading], signal: Signal) -> int | None:
    return next((index for index, reading in enumerate(readings) if signal in reading.seen()), None)


def _first_violent(rule: str, readings: Sequence[Reading]) -> Reason:
    message = next(index for index, reading in enumerate(readings) if reading.type is not Violence.none)
    return _reason(rule, message, readings[message], None)


def _reason(rule: str, message: int, reading: Reading, signal: Signal | None) -> Reason:
    """Point at the place that says so; at the start of the message where no place is known."""
    place = next((because for because in reading.because if because.signal is signal), None)
    start, end = (place.start, place.end) if place else (0, 0)
    return Reason(rule, "words", message=message, start=start, end=end)
