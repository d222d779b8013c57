"""Listeners and supervisors: their roles, and one of them signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum


class Role(StrEnum):
    """What a person of the house is trusted with; see `handoff.permissions`."""

    LISTENER = "listener"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Listener:
    """Someone who answers: the name they sign in with is for colleagues, never for correspondents."""

    id: str
    name: str
    role: Role
    enrolled_at: datetime
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One listener signed in at the desk. `seed` is the listener's own key: never shown, logged or stored in clear.

    `alias` is what correspondents may be told this shift. `form_key` is what a page's forms carry against forged posts.
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
