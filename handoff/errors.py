"""What can go wrong in `handoff`. No message ever carries a word, a name or an address."""

from enum import StrEnum


class HandoffError(Exception):
    """The root of every error of this package."""


class IllegalMoveError(HandoffError):
    """A case in this state does not allow this move."""


class NoSuchCaseError(HandoffError):
    """No case has this id, or it was erased."""


class NotAllowedError(HandoffError):
    """This person may not do this here. Refused by default: see `handoff.permissions`."""


class SignInRefusedError(HandoffError):
    """Name and passphrase do not go together. The same answer whether the name exists or not."""


class TooManyAttemptsError(HandoffError):
    """Too many sign-ins were tried; `wait` says after how many seconds the next one is looked at."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"too many attempts: wait {wait:.0f} s")
        self.wait = wait


class Weak(StrEnum):
    """Why a listener's passphrase is refused; `NAME`: it leans on their own, which everybody here knows."""

    SHORT = "short"
    GUESSABLE = "guessable"
    NAME = "name"


class WeakPassphraseError(HandoffError):
    """The passphrase a listener chose is too short or too plain to guard what others confided; `why` says which."""

    def __init__(self, why: Weak) -> None:
        super().__init__(f"the passphrase is weak: {why}")
        self.why = why


class NameTakenError(HandoffError):
    """Another listener of this house already signs in under this name."""


class InvitationError(HandoffError):
    """The invitation was used, is too old, or never existed: the same answer for all three."""


class HeldForNoteError(HandoffError):
    """The message holds `//` further down: it looks like a note. Say it again with `confirmed=True` to let it cross."""


class EmptyMessageError(HandoffError):
    """There is no word in the message; nothing was sent."""


class UnfinishedClosingError(EmptyMessageError):
    """A case is closed with one to three points, an outcome and a kind of violence; something is missing."""


class NobodyToRingError(HandoffError):
    """This way of ringing knows nobody of the role that was to be rung; another way may."""


class UntrustedServerError(HandoffError):
    """A mail server's certificate is of another name, has run out, or nobody trusted signed it: nothing was sent."""


class ClearServerError(HandoffError):
    """A mail server offers no encryption where the configuration wants it: nothing was sent."""


class WrongHoursError(HandoffError):
    """Hours that cannot be read; the message says which and how they are written."""


class DirectoryError(HandoffError):
    """A file of services or platforms cannot be read; the message says which, and where it is wrong."""


class GateError(HandoffError):
    """A notice may not leave yet; `gates` names what is still open."""

    def __init__(self, gates: tuple[str, ...]) -> None:
        super().__init__(f"still open: {', '.join(gates)}")
        self.gates = gates


class TooManyLinksError(HandoffError):
    """More links at once than are read; nothing was drafted."""


class NoSuchNoticeError(HandoffError):
    """This case has no such notice."""


class DossierError(HandoffError):
    """This case has no draft of a dossier, or none that can be shown any more."""


class NotAgreedError(HandoffError):
    """The person has not agreed to this draft: nothing is made before they have."""


class NoSuchServiceError(HandoffError):
    """The directory has no such service, or the person has not agreed to be passed on to it."""
