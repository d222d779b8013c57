"""What can go wrong on a page, and what the listener is told: what happened and the next step.

Lives here: from error to text id and status. Does not live here: the sentences (`bot/texts/*/desk.ftl`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from handoff.errors import (
    DossierError,
    EmptyMessageError,
    GateError,
    HandoffError,
    HeldForNoteError,
    IllegalMoveError,
    InvitationError,
    NameTakenError,
    NoSuchCaseError,
    NoSuchNoticeError,
    NoSuchServiceError,
    NotAgreedError,
    NotAllowedError,
    SignInRefusedError,
    TooManyAttemptsError,
    TooManyLinksError,
    Weak,
    WeakPassphraseError,
)
from handoff.refusals import (
    AlreadyClosedError,
    AskAgainError,
    CodeNeededError,
    FileRefusedError,
    FullError,
    HeldForContactError,
    HeldForPromiseError,
    HeldForTableError,
    LastSupervisorError,
    NoEndError,
    NoOfferError,
    NoSuchListenerError,
    NoSuchStoryError,
    OffShiftError,
    OnlyInDangerError,
    OnPauseError,
    SamePersonError,
    SecondEmergencyError,
    StillHeldError,
    StrangeWayError,
    TooLateError,
    TooManySignsError,
    UnknownVariableError,
    UntoldError,
)
from vault.errors import CannotOpenError, ErasedError, NoSuchItemError, NotSharedError, PreviewError, WithheldError

if TYPE_CHECKING:
    from collections.abc import Mapping


class SignedOutError(HandoffError):
    """The session ended, or there never was one."""


class ForgedError(HandoffError):
    """A post that does not come from a page of this desk, or from one of another session."""


class TooLongError(HandoffError):
    """A form larger than any a page of this desk sends."""


class CodeOwedError(HandoffError):
    """The configuration wants a one-time code of everybody, and this listener has none yet."""


class ClaimedByOtherError(HandoffError):
    """Somebody else was first; `alias` says who, "" where that is not known."""

    def __init__(self, alias: str) -> None:
        super().__init__("claimed by another")
        self.alias = alias


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer to an error: the ending of its text ids (`desk-fault-<name>`), its status, and the next step."""

    name: str
    status: int
    step: str = "board"
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()


PLAIN: Mapping[type[Exception], Fault] = {
    SignedOutError: Fault("signed-out", 401, "sign-in"),
    ForgedError: Fault("forged", 403, "reload"),
    TooLongError: Fault("too-long", 413, ""),
    HeldForNoteError: Fault("held", 409, ""),
    EmptyMessageError: Fault("empty", 422, ""),
    IllegalMoveError: Fault("move", 409),
    OnlyInDangerError: Fault("only-danger", 403, ""),
    SamePersonError: Fault("same-person", 403, ""),
    UntoldError: Fault("untold", 422, ""),
    NoEndError: Fault("no-end", 422, ""),
    AskAgainError: Fault("ask-again", 422, ""),
    HeldForContactError: Fault("held-contact", 409, ""),
    HeldForTableError: Fault("held-table", 409, ""),
    HeldForPromiseError: Fault("held-promise", 409, ""),
    FileRefusedError: Fault("file", 415, ""),
    OffShiftError: Fault("off-shift", 409, ""),
    OnPauseError: Fault("on-pause", 409, ""),
    FullError: Fault("full", 409, ""),
    SecondEmergencyError: Fault("second-emergency", 409),
    StillHeldError: Fault("still-held", 409),
    AlreadyClosedError: Fault("closed-already", 409),
    NoOfferError: Fault("no-offer", 409, ""),
    NoSuchCaseError: Fault("no-case", 404),
    NoSuchListenerError: Fault("no-listener", 404, "team"),
    NoSuchStoryError: Fault("no-story", 404, "team"),
    LastSupervisorError: Fault("last-supervisor", 409, "team"),
    NotAllowedError: Fault("not-allowed", 403),
    SignInRefusedError: Fault("sign-in", 401, ""),
    TooLateError: Fault("code-late", 401, ""),
    CodeOwedError: Fault("code-owed", 403, "code"),
    InvitationError: Fault("invitation", 404, ""),
    NameTakenError: Fault("name-taken", 409, ""),
    NotSharedError: Fault("not-shared", 403, ""),
    WithheldError: Fault("not-allowed", 403, ""),
    NoSuchItemError: Fault("no-item", 404, ""),
    ErasedError: Fault("erased", 410, ""),
    PreviewError: Fault("no-preview", 415, ""),
    CannotOpenError: Fault("cannot-open", 500, ""),
    GateError: Fault("gate", 409, ""),
    TooManyLinksError: Fault("many-links", 422, ""),
    NoSuchNoticeError: Fault("no-notice", 404, ""),
    NoSuchServiceError: Fault("no-service", 404, ""),
    DossierError: Fault("no-dossier", 409, ""),
    NotAgreedError: Fault("not-agreed", 409, ""),
}


def fault_of(error: Exception) -> Fault:
    """Return the answer to an error; one nobody foresaw gets the answer that says to try again."""
    match error:
        case TooManyAttemptsError():
            return Fault("throttled", 429, "", {"seconds": max(1, round(error.wait))})
        case CodeNeededError():
            return Fault(f"code-{error.why.value}", 401, "", {"minutes": error.minutes})
        case WeakPassphraseError(why=Weak.GUESSABLE):
            return Fault("weak", 422, "")
        case WeakPassphraseError():
            return Fault(f"weak-{error.why}", 422, "")
        case UnknownVariableError():
            return Fault("variable", 422, "", {"name": error.name})
        case StrangeWayError():
            return Fault("strange-way", 409, "", kinds=error.kinds)
        case TooManySignsError():
            return Fault("many-signs", 413, "", {"count": error.count})
        case ClaimedByOtherError(alias=""):
            return Fault("claimed", 409, "next")
        case ClaimedByOtherError():
            return Fault("claimed-by", 409, "next", {"alias": error.alias})
        case HTTPException():
            return Fault("no-page", error.status_code)
        case _:
            return next((PLAIN[kind] for kind in type(error).__mro__ if kind in PLAIN), Fault("unforeseen", 500))
