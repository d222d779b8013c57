"""What can go wrong in `handoff`. No message ever carries a word, a name or an address."""


class HandoffError(Exception):
    """The root of every error of this package."""
