"""What can go wrong at the web chat's door, and how it is told: a kind sentence, a status, whether trying again helps.

Lives here: from error to text id. Does not live here: the sentences (`bot/texts/*/web.ftl`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from bot.errors import BotError
from bot.strongroom import LockedError
from vault.errors import (
    EmptyFileError,
    NoSuchItemError,
    PartError,
    PhraseChosenError,
    PhraseNeededError,
    PreviewError,
    QuotaError,
    TooLargeError,
    TooManyAttemptsError,
    WithheldError,
)
from vault.phrase import Weakness

if TYPE_CHECKING:
    from collections.abc import Mapping


class WebError(BotError):
    """The root of what this door refuses."""


class EndedError(WebError):
    """The token speaks for nobody: left, moved, or never given."""


class EmptyWordsError(WebError):
    """A message in which nothing can be seen."""


class TooManyWordsError(WebError):
    """A message above the limit of one message."""


class UnreadableError(WebError):
    """A request that no page of ours sends."""


class BodyTooLargeError(WebError):
    """More bytes than any message of ours has."""


class CrowdedError(WebError):
    """Too many of one network begin at once."""


class UnknownPhraseError(WebError):
    """The phrase opens nothing here, or never did: nobody is told which."""


class FeebleError(WebError):
    """The phrase a person chose will not do; `weakness` says why, None where that must stay unsaid."""

    def __init__(self, weakness: Weakness | None) -> None:
        super().__init__("the phrase is too weak")
        self.weakness = weakness


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer to an error: its text (`web-fault-<name>`), its status, and whether the same again may succeed."""

    name: str
    status: int
    again: bool = False
    arguments: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The id of its sentence."""
        return f"web-fault-{self.name}"


PLAIN: Mapping[type[Exception], Fault] = {
    EndedError: Fault("ended", 401),
    EmptyWordsError: Fault("empty", 422),
    TooManyWordsError: Fault("too-long", 422),
    UnreadableError: Fault("unreadable", 400),
    BodyTooLargeError: Fault("too-long", 413),
    CrowdedError: Fault("crowded", 429, again=True),
    UnknownPhraseError: Fault("phrase", 403, again=True),
    EmptyFileError: Fault("empty-file", 422),
    PartError: Fault("unforeseen", 409, again=True),
    PhraseChosenError: Fault("phrase-chosen", 409),
    QuotaError: Fault("quota", 429),
    LockedError: Fault("locked", 423, again=True),
    PhraseNeededError: Fault("locked", 423, again=True),
    WithheldError: Fault("withheld", 403),
    NoSuchItemError: Fault("no-piece", 404),
    PreviewError: Fault("no-preview", 415),
}
WEAK: Mapping[Weakness | None, str] = {
    Weakness.SHORT: "weak-short",
    Weakness.COMMON: "weak-common",
    Weakness.GUESSABLE: "weak-guessable",
    None: "weak-other",
}
UNFORESEEN = Fault("unforeseen", 500, again=True)
MINUTE = 60
MEGABYTE = 1_000_000


def fault_of(error: Exception, max_file_bytes: int) -> Fault:
    """Return the answer to an error; one nobody foresaw gets the answer that says to try again."""
    match error:
        case TooManyAttemptsError():
            return Fault("attempts", 429, again=True, arguments={"minutes": max(1, round(error.wait / MINUTE + 0.49))})
        case TooLargeError():
            return Fault("too-large", 413, arguments={"megabytes": max_file_bytes // MEGABYTE})
        case FeebleError():
            return Fault(WEAK[error.weakness], 422, again=True)
        case HTTPException():
            return Fault("no-page", error.status_code)
        case _:
            return next((PLAIN[kind] for kind in type(error).__mro__ if kind in PLAIN), UNFORESEEN)
