"""What the desk on Telegram needs to know of the house it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from handoff.settings import TelegramDeskSettings


@dataclass(frozen=True, slots=True)
class Place:
    """The section `handoff.desks.telegram` and the house around it. `encrypted`: channels that stay at the web desk."""

    section: TelegramDeskSettings
    desk_url: str
    timezone: str
    encrypted: frozenset[str]

    @classmethod
    def of(cls, section: TelegramDeskSettings, desk_url: str, timezone: str, encrypted: Collection[str]) -> Place:
        """Put it together."""
        kept = frozenset() if section.encrypted else frozenset(encrypted)
        return cls(section, desk_url, timezone, kept)
