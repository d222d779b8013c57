"""What can go wrong in the vault. No message ever carries a word, a name, an address or a key."""

from enum import StrEnum


class Quota(StrEnum):
    """A limit of one vault."""

    VAULT = "vault"  # all it may hold, in pieces or bytes
    HOUR = "hour"  # what may arrive within an hour


class VaultError(Exception):
    """The vault cannot do what was asked."""


class CannotOpenError(VaultError):
    """Sealed bytes do not open: changed, moved to another place, or sealed under a key not held here."""


class KeyFileError(VaultError):
    """The key files cannot be used; the message says which file and what to do."""


class TeamKeyError(VaultError):
    """Nobody gave the team's key, and it waits for nobody any more."""


class LastHolderError(VaultError):
    """The only listener who holds the team's key cannot give it back: everything sealed to it would be lost."""


class StrangersError(VaultError):
    """Key folder, database and shred store are not those of one house; the message says what to bring back."""


class StoreError(VaultError):
    """A store could not be read or written just now; the message says what the system said, never a name."""


class EmptyFileError(VaultError):
    """A file without a single byte was handed in: there is nothing to keep."""


class TooLargeError(VaultError):
    """A file is larger than the limit; nothing of it was kept."""


class PartError(VaultError):
    """A part of a file is not the one its sender announced; what was kept before stands, and it may be sent again."""


class NoSuchVaultError(VaultError):
    """No vault has this id."""


class NoSuchItemError(VaultError):
    """No item has this id."""


class NotSharedError(VaultError):
    """The item was not shared with the team, or is no longer."""


class WithheldError(VaultError):
    """The item may show an intimate image of a minor: nobody opens it, whatever key they hold."""


class QuotaError(VaultError):
    """A vault takes in no more for now, and nothing was written. `spent` says which limit was reached."""

    def __init__(self, spent: Quota) -> None:
        super().__init__(f"the limit is reached: {spent}")
        self.spent = spent


class AnchorError(VaultError):
    """The time-stamping authority did not answer, or not as it should; nothing was dated, and nothing is lost."""


class ErasedError(VaultError):
    """What was asked for has been erased: its key exists nowhere any more."""


class PhraseNeededError(VaultError):
    """Only the owner's phrase opens this vault now, and it was not given."""


class PhraseChosenError(VaultError):
    """The vault already has a phrase; it cannot be replaced without the old one."""


class WeakPhraseError(VaultError):
    """The phrase a person chose is too easy to guess, or already in use here: they are offered another."""


class WrongPhraseError(VaultError):
    """The phrase does not open this vault."""


class TooManyAttemptsError(VaultError):
    """Too many phrases were tried; `wait` says after how many seconds the next one is looked at."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"too many attempts: wait {wait:.0f} s")
        self.wait = wait


class Unfit(StrEnum):
    """Why there is no preview."""

    KIND = "kind"  # not a picture of a known kind
    DAMAGED = "damaged"
    LARGE = "large"  # too large, or too large once unpacked
    SLOW = "slow"  # took too long, which pictures people send do not
    PLAIN = "plain"  # nothing in it by which it could be told from another


WORDS = {
    Unfit.KIND: "not a picture of a kind that can be shown",
    Unfit.DAMAGED: "the picture is damaged",
    Unfit.LARGE: "the picture is too large to be unpacked here",
    Unfit.SLOW: "the picture takes too long to unpack",
    Unfit.PLAIN: "the picture is too plain to be told from another",
}


class PreviewError(VaultError):
    """No preview can be made of this file, `why` says why; the original may still be downloaded."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(WORDS.get(why, why))
        self.why = why
