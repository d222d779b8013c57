"""Listeners and supervisors: their roles and skills, and one of them signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum


class Role(StrEnum):
    """What a person of the house is trusted with; see `handoff.permissions`."""

    LISTENER = "listener"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Skills:
    """What somebody takes on. No `languages` means every one; `capacity` None means what the configuration says."""

    languages: frozenset[str] = frozenset()
    minors: bool = True
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """Someone who answers: the name they sign in with is for colleagues, never for correspondents."""

    id: str
    name: str
    role: Role
    enrolled_at: datetime
    retired_at: datetime | None = None
    skills: Skills = Skills()
    has_code: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody signed in now, as colleagues see them. `holds`: how many conversations are live with them."""

    id: str
    alias: str
    role: Role
    skills: Skills
    since: datetime
    paused_until: datetime | None = None
    holds: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """One listener signed in at the desk. `seed` is the listener's own key: never shown, logged or stored in clear.

    `alias` is what correspondents may be told this shift. `form_key` is what a page's forms carry against forged posts.
    `owes_code`: they set up a one-time code before anything else.
    """

    id: str
    listener_id: str
    name: str
    role: Role
    alias: str
    started_at: datetime
    seen_at: datetime
    form_key: str = field(repr=False)
    seed: bytes = field(repr=False)
    owes_code: bool = False
