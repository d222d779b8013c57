"""What can go wrong in `nlu`. No message ever carries a word, a name or an address."""


class NluError(Exception):
    """The root of every error of this package."""
