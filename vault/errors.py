"""What can go wrong in the vault. No message ever carries a word, a name, an address or a key."""


class VaultError(Exception):
    """The vault cannot do what was asked."""


class CannotOpenError(VaultError):
    """Sealed bytes do not open: changed, moved to another place, or sealed under a key not held here."""


class KeyFileError(VaultError):
    """The key files cannot be used; the message says which file and what to do."""


class EmptyFileError(VaultError):
    """A file without a single byte was handed in: there is nothing to keep."""


class TooLargeError(VaultError):
    """A file is larger than the limit; nothing of it was kept."""


class NoSuchVaultError(VaultError):
    """No vault has this id."""


class NoSuchItemError(VaultError):
    """No item has this id."""


class NotSharedError(VaultError):
    """The item was not shared with the team, or is no longer."""


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


class PreviewError(VaultError):
    """No preview can be made of this file: not a picture of a known kind, damaged, or too big once unpacked."""
