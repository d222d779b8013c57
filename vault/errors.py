"""What can go wrong in the vault. No message ever carries a word, a name, an address or a key."""


class VaultError(Exception):
    """The vault cannot do what was asked."""
