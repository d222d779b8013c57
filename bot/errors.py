"""What can go wrong in `bot`. No message ever carries a word, a name or an address."""


class BotError(Exception):
    """The root of every error of this package."""
