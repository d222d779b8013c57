"""The desk: everything a page may do for a signed-in listener, each call checked against `handoff.permissions`.

Lives here: who is asking, whether they may, and one transaction per act. Does not live here: pages (`handoff.desks`),
signing in itself (`handoff.door`), what the correspondent's side does (`handoff.arrivals`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.case import Case, CaseId, EntryId, State
from handoff.errors import (
    EmptyMessageError,
    HandoffError,
    HeldForNoteError,
    IllegalMoveError,
    InvitationError,
    NameTakenError,
    NoSuchCaseError,
    NotAllowedError,
    SignInRefusedError,
    TooManyAttemptsError,
    WeakPassphraseError,
)
from handoff.listener import Role, Session
from handoff.permissions import Act
from handoff.room import Card, Ground, Mark, Room, RoomEntry, Tile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handoff.alarm import Ringing
    from nlu.severity import Level
    from vault.evidence import OpenItem

__all__ = [
    "Act",
    "Card",
    "Case",
    "CaseId",
    "Desk",
    "EmptyMessageError",
    "EntryId",
    "Ground",
    "HandoffError",
    "HeldForNoteError",
    "IllegalMoveError",
    "InvitationError",
    "Mark",
    "NameTakenError",
    "NoSuchCaseError",
    "NotAllowedError",
    "Role",
    "Room",
    "RoomEntry",
    "Session",
    "SignInRefusedError",
    "State",
    "Tile",
    "TooManyAttemptsError",
    "WeakPassphraseError",
]


class Desk:
    """What the pages of a desk call. Every method that takes a `session` raises NotAllowedError where it may not."""

    async def sign_in(self, name: str, passphrase: str) -> str:
        """Return the cookie of a new session. Raises SignInRefusedError, TooManyAttemptsError."""
        raise NotImplementedError

    async def session(self, cookie: str) -> Session | None:
        """Return the session of a cookie, or None when it ended, idled too long or never was."""
        raise NotImplementedError

    async def sign_out(self, session: Session) -> None:
        """End a session: its copy of the listener's key is gone."""
        raise NotImplementedError

    async def invite(self, session: Session, role: Role) -> str:
        """Return a one-time token by which someone enrols within a day. Supervisors only."""
        raise NotImplementedError

    async def invited(self, token: str) -> Role | None:
        """Return what an invitation invites to, or None when it is used, too old or unknown."""
        raise NotImplementedError

    async def enrol(self, token: str, name: str, passphrase: str) -> str:
        """Make the invited listener and return the cookie of their first session.

        Raises InvitationError, NameTakenError, WeakPassphraseError.
        """
        raise NotImplementedError

    async def board(self, session: Session) -> list[Card]:
        """Return a card of every open case: those waiting in the queue's order, then those live and silent."""
        raise NotImplementedError

    async def take_next(self, session: Session) -> CaseId | None:
        """Claim the next case of the queue; None when nobody waits."""
        raise NotImplementedError

    async def claim(self, session: Session, case_id: str) -> None:
        """Claim this very case. Raises IllegalMoveError when someone else was first."""
        raise NotImplementedError

    async def take_over(self, session: Session, case_id: str, reason: str) -> None:
        """Take a case from the listener who holds it; `reason` is kept as a note. Supervisors only."""
        raise NotImplementedError

    async def release(self, session: Session, case_id: str, note: str = "") -> None:
        """Put a case back into the queue, at the place it had; `note` is the hand-over, kept as a note."""
        raise NotImplementedError

    async def reopen(self, session: Session, case_id: str) -> None:
        """Put a closed case back into the queue."""
        raise NotImplementedError

    async def close(self, session: Session, case_id: str, *, points: Sequence[str], outcome: str, type: str) -> None:  # noqa: A002 - the word of the label guide
        """Say the last words with one to three `points` retained, write the outcome down, end every timer."""
        raise NotImplementedError

    async def lower(self, session: Session, case_id: str, level: Level, reason: str) -> None:
        """Set the level, `reason` kept as a note. What is said afterwards may raise it again."""
        raise NotImplementedError

    async def room(self, session: Session, case_id: str) -> Room:
        """Return a case's one screen. A supervisor's visit to another's room is recorded."""
        raise NotImplementedError

    async def say(self, session: Session, case_id: str, text: str, key: str, *, confirmed: bool = False) -> EntryId:
        """Send a message to the correspondent, once per `key`; text that begins with `//` is kept as a note instead.

        Raises HeldForNoteError for `//` further down unless `confirmed`, EmptyMessageError.
        """
        raise NotImplementedError

    async def note(self, session: Session, case_id: str, text: str, key: str) -> EntryId:
        """Keep a note for colleagues, once per `key`; it never crosses."""
        raise NotImplementedError

    async def place(self, session: Session, case_id: str) -> str:
        """Reveal the place the correspondent offered for rescue, "" when there is none. Recorded."""
        raise NotImplementedError

    async def evidence(self, session: Session, case_id: str, item_id: str) -> OpenItem:
        """Open a piece of evidence that is shared with the team. Raises vault.errors.NotSharedError."""
        raise NotImplementedError

    async def preview(self, session: Session, case_id: str, item_id: str) -> bytes:
        """Return a WEBP preview of a shared piece. Raises vault.errors.NotSharedError, PreviewError."""
        raise NotImplementedError

    async def ringing(self, token: str) -> Ringing | None:
        """Return what an alarm's link is about, or None when the link is unknown or used."""
        raise NotImplementedError

    async def acknowledge(self, token: str) -> Ringing | None:
        """Stop an alarm by its one-time link; None when the link is unknown or used."""
        raise NotImplementedError
