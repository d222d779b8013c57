"""What the desk refuses, or asks about first, in plain words. No message ever carries a word, a name or an address."""

from __future__ import annotations

from enum import StrEnum

from handoff.errors import (
    EmptyMessageError,
    HandoffError,
    IllegalMoveError,
    NotAllowedError,
    SignInRefusedError,
    UnfinishedClosingError,
)


class OffShiftError(HandoffError):
    """Whoever was named is not signed in, or has left the team: nobody is handed a case in their absence."""


class OnPauseError(HandoffError):
    """Whoever was named, or asks, has a pause: it ends when they say so, or by itself."""


class NoSuchStoryError(HandoffError):
    """No practice story has this id."""


class NoSuchListenerError(HandoffError):
    """Nobody of the team: never enrolled, or gone already."""


class StillLiveError(HandoffError):
    """Whoever is removed holds conversations that go on; `count` says how many, and that is asked about first."""

    def __init__(self, count: int) -> None:
        super().__init__("holds conversations that go on")
        self.count = count


class LastSupervisorError(NotAllowedError):
    """The last supervisor stays: without one nobody could be let in, and nobody could be let go."""


class TicketError(NotAllowedError):
    """The right to play a piece is another session's, of another piece, or an hour old: it is tapped again."""


class FullError(HandoffError):
    """This listener holds as many conversations as they can; an emergency is taken all the same."""


class SecondEmergencyError(HandoffError):
    """A second emergency in one shift is taken only by whoever agrees to it."""


class StillHeldError(HandoffError):
    """This listener still holds conversations: they are handed over before the shift ends."""


class AlreadyClosedError(NotAllowedError):
    """This very listener has closed the case a moment ago: nothing was sent twice."""


class NoOfferError(IllegalMoveError):
    """Nobody is asked to take this case over any more."""


class UntoldError(EmptyMessageError):
    """It was not said whether the person was told first, or why not."""


class OnlyInDangerError(NotAllowedError):
    """An address is opened, and a rescue given up, only where a life may be in danger."""


class SamePersonError(NotAllowedError):
    """Whoever proposed a report is not its second reader."""


class HeldForContactError(HandoffError):
    """The message names a handle, a number or a link the house does not know; `kinds` says which."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__("names a way to reach somebody that is not in service")
        self.kinds = kinds


class StrangeWayError(HandoffError):
    """Free words of a letter give a way to reach somebody that the house does not know; `kinds` says which.

    Refused, not held: such words are said in the room, where a reason is asked for.
    """

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__("free words give a way to reach somebody that is not in service")
        self.kinds = kinds


class HeldForTableError(HandoffError):
    """The message is a pasted table, which no messenger shows as one."""


class HeldForPromiseError(HandoffError):
    """The message promises what nobody can keep; `kinds` says what: "secrecy", "gone", "deeds"."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__("promises what nobody can keep")
        self.kinds = kinds


class TooManySignsError(HandoffError):
    """The message is longer than a messenger carries; `count` says how long it is."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} signs are too many")
        self.count = count


class AskAgainError(UnfinishedClosingError):
    """Before a grave case is closed the direct question is asked again, and its answer lets it be closed."""


class NoEndError(UnfinishedClosingError):
    """A mark has a last day that a human chose, within thirty days."""


class FileRefusedError(HandoffError):
    """A listener's file: nothing but words goes to the person."""


class UnknownVariableError(HandoffError):
    """A reply that is written already asks for something nobody fills in; `name` is what it asks for."""

    def __init__(self, name: str) -> None:
        super().__init__("asks for a variable nobody fills in")
        self.name = name


class CodeWhy(StrEnum):
    """Why a one-time code was not taken."""

    MISSING = "missing"
    WRONG = "wrong"
    USED = "used"
    CLOCK = "clock"


class CodeNeededError(HandoffError):
    """Name and passphrase are right; the one-time code is missing, wrong, used, or one of another moment.

    `knock` is what the code is given with within five minutes, "" where somebody is signed in already. `minutes` says
    how far the clock of the authenticator, or ours, is off.
    """

    def __init__(self, why: CodeWhy, knock: str = "", minutes: int = 0) -> None:
        super().__init__(f"a one-time code is needed: {why.value}")
        self.why, self.knock, self.minutes = why, knock, minutes


class TooLateError(SignInRefusedError):
    """Between the passphrase and the code went too long: the passphrase is asked for again."""
