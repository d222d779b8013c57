"""The public numbers: which answer at a moment, and how they are shown. At two in the morning, those of two o'clock."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from handoff.hours import Hours, numbers_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, tzinfo

    from bot.intake_settings import NumberSettings
    from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a person sees it; `href` dials it or opens a message to it."""

    id: str
    label: str
    href: str
    hours: str

    def as_json(self) -> dict[str, str]:
        """Return the form it has in a letter."""
        return asdict(self)


class Numbers:
    """The numbers of the configuration."""

    def __init__(self, settings: Mapping[str, NumberSettings], zone: tzinfo, texts: Texts) -> None:
        self._settings, self._texts = settings, texts
        self._hours = {name: Hours.of(number.hours, zone) for name, number in settings.items()}
        self._shown: dict[tuple[str, str], Number] = {}

    def open_at(self, at: datetime) -> tuple[str, ...]:
        """Return the ids of those that answer at this moment."""
        return numbers_at(self._hours, at)

    def screen_at(self, at: datetime) -> tuple[str, ...]:
        """Return the ids of those of the danger screen that answer at this moment."""
        return tuple(name for name in self.open_at(at) if self._settings[name].screen)

    def talks_at(self, at: datetime) -> tuple[str, ...]:
        """Return the ids of those at which somebody listens now."""
        return tuple(name for name in self.open_at(at) if self._settings[name].talk)

    def shown(self, ids: Iterable[str], language: str) -> list[Number]:
        """Return these numbers as they are shown, in this order; an id nobody knows is left out."""
        return [self._one(name, language) for name in ids if name in self._settings]

    def _one(self, name: str, language: str) -> Number:
        known = self._shown.get((name, language))
        if known is None:
            known = self._shown[name, language] = self._made(name, language)
        return known

    def _made(self, name: str, language: str) -> Number:
        number, text = self._settings[name], f"number-{name}"
        href = f"sms:{number.sms}" if number.sms else f"tel:{number.dial}"
        label = self._texts.say(text, language) if self._texts.has(text, language) else number.sms or number.dial
        return Number(name, label, href.replace(" ", ""), self._spoken(number, language))

    def _spoken(self, number: NumberSettings, language: str) -> str:
        match number.hours:
            case "always":
                return self._texts.say("hours-always", language)
            case str():
                return ""
            case week:
                return ", ".join(self._span(days, span, language) for days, spans in week.items() for span in spans)

    def _span(self, days: str, span: str, language: str) -> str:
        start, _, end = (part.strip() for part in span.partition("-"))
        return self._texts.say("hours-span", language, days=days, start=start, end=end)
