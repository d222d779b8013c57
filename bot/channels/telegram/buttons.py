"""Buttons under a message: at most 64 bytes name a choice, so a longer name travels as its fingerprint. Pure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES = 64
SHORTENED = "~"


class Buttons:
    """Knows every choice the configuration has, and how each travels."""

    def __init__(self, choices: Iterable[str] = ()) -> None:
        self._by_short = {shortened(choice): choice for choice in choices if len(choice.encode()) > MOST_BYTES}

    def travels_as(self, choice: str) -> str:
        """Return what a button of this choice carries."""
        return choice if len(choice.encode()) <= MOST_BYTES else shortened(choice)

    def meant(self, carried: str) -> str:
        """Return the choice a button stands for."""
        return self._by_short.get(carried, carried)


def shortened(choice: str) -> str:
    """Return a name of 33 bytes for a choice of any length."""
    return SHORTENED + hashlib.sha256(choice.encode()).hexdigest()[:32]
