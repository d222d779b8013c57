"""What the desk refuses, in the words a chat has for it: one table from error to text, none left without a word.

The web desk's own words serve where they fit a chat; `OWN` holds the others. Does not live here: the sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handoff.alarm import NotCarriedError
from handoff.desks.web.faults import fault_of
from handoff.errors import (
    ClearServerError,
    DirectoryError,
    HeldForNoteError,
    NobodyToRingError,
    TooManyLinksError,
    UnfinishedClosingError,
    UntrustedServerError,
    WrongHoursError,
)
from handoff.refusals import (
    AskAgainError,
    CodeNeededError,
    FullError,
    HeldForContactError,
    HeldForTableError,
    NoOfferError,
    OffShiftError,
    OnPauseError,
    SecondEmergencyError,
    StillHeldError,
    StillLiveError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handoff.desks.telegram.voice import Voice

OWN: Mapping[type[Exception], str] = {
    HeldForNoteError: "held",
    UnfinishedClosingError: "not-finished",
    AskAgainError: "not-asked-again",
    SecondEmergencyError: "not-second-emergency",
    OnPauseError: "not-on-pause",
    FullError: "not-full",
    OffShiftError: "not-off-shift",
    NoOfferError: "not-offered",
    StillHeldError: "not-handed-back",
    HeldForContactError: "not-contact",
    HeldForTableError: "not-table",
    CodeNeededError: "not-signed-in",
    NobodyToRingError: "not-rung",
    NotCarriedError: "not-rung",
    UntrustedServerError: "not-rung",
    ClearServerError: "not-rung",
    StillLiveError: "not-here",
    WrongHoursError: "not-configured",
    DirectoryError: "not-configured",
    TooManyLinksError: "not-here",
}
"""The ending of `desk-telegram-...` for what a chat says in its own way."""


def text_of(error: Exception) -> tuple[str, str]:
    """Return the text ids of what happened, and of what to do next, "" where one text says both."""
    own = next((OWN[kind] for kind in type(error).__mro__ if kind in OWN), "")
    if own:
        return f"desk-telegram-{own}", ""
    name = fault_of(error).name
    return f"desk-fault-{name}", f"desk-fault-{name}-next"


def words(error: Exception, voice: Voice) -> str:
    """Return what a listener is told of an error."""
    speech = voice.speech()
    match error:
        case HeldForContactError():
            kinds = ", ".join(speech.say(f"contact-{kind}") for kind in error.kinds)
            return voice.say(OWN[HeldForContactError], kinds=kinds)
        case _:
            ids, arguments = text_of(error), fault_of(error).arguments
            return " ".join(speech.say(one.removeprefix("desk-"), **arguments) for one in ids if one)
