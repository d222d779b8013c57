"""The services of `platforms.yml`: who they are, how they are reached, and how old that knowledge is.

Lives here: reading and checking the file. Does not live here: the words of a notice (`handoff.takedown.notice`).
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from handoff.lists import load
from handoff.settings import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHIPPED = Path(__file__).parents[1] / "platforms.yml"
UNKNOWN = "unknown"
"""What stands for a site nobody knows: pages show its host, or say so in words."""
FRESH = timedelta(days=180)
"""How long an entry counts as looked at: services move their forms about twice a year."""
Url = Annotated[str, Field(pattern=r"^(?:https://[^\s]+)?$")]
Mail = Annotated[str, Field(pattern=r"^(?:[^@\s]+@[^@\s]+\.[a-z]+)?$")]
PerLanguage = dict[Literal["fr", "en"], str]


class Platform(Section):
    """One service. Empty means: not known. `email_minors`: its own address for sexual content of minors."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    name: str = Field(min_length=1)
    hosts: tuple[Annotated[str, Field(pattern=r"^[a-z0-9.-]+\.[a-z]+$")], ...] = ()
    email: Mail = ""
    email_minors: Mail = ""
    form: Url = ""
    help: Url = ""
    hash: tuple[Literal["take_it_down", "stopncii"], ...] = ()
    words: dict[str, PerLanguage] = Field(default_factory=dict)
    steps: dict[Literal["fr", "en"], tuple[str, ...]] = Field(default_factory=dict)
    checked_on: date | None = None
    source: Url = ""

    def is_stale(self, today: date) -> bool:
        """Tell whether nobody has looked for too long, or ever."""
        return self.checked_on is None or today - self.checked_on > FRESH

    def address(self, *, minors: bool) -> str:
        """Return where a notice is mailed, "" where the service takes none by mail."""
        return (self.email_minors if minors else "") or self.email

    @property
    def page(self) -> str:
        """The page to open for a notice that goes by form: the form itself, or where the service explains it."""
        return self.form or self.help


class _File(Section):
    platforms: tuple[Platform, ...]


class Platforms:
    """Every known service, by id."""

    def __init__(self, platforms: Iterable[Platform]) -> None:
        self._all = {platform.id: platform for platform in platforms}
        self.hosts: Mapping[str, str] = {host: one.id for one in self._all.values() for host in one.hosts}

    @property
    def all(self) -> tuple[Platform, ...]:
        """Every service, by name."""
        return tuple(sorted(self._all.values(), key=lambda one: one.name.lower()))

    def get(self, platform_id: str) -> Platform:
        """Return a service; one nobody knows is a name without any way to reach it."""
        known = self._all.get(platform_id)
        return known if known is not None else Platform(id=UNKNOWN, name=platform_id or UNKNOWN)

    def stale(self, today: date) -> list[Platform]:
        """Return the services nobody has looked at for too long."""
        return [one for one in self.all if one.is_stale(today)]


def read_platforms(own: Path | None = None) -> Platforms:
    """Read the shipped file, then the operator's own over it. Raises DirectoryError with what is wrong where."""
    files = [SHIPPED, *([own] if own is not None and own.exists() else [])]
    return Platforms(one for file in files for one in _read(file))


def _read(file: Path) -> tuple[Platform, ...]:
    return load(file, _File).platforms
