"""What a listener is called during a shift: a first name anybody may have, and never their own.

Every alias is borne by women and men alike: it tells a correspondent nothing they could search for.
"""

from __future__ import annotations

import secrets

from vault.phrase import normalise

ALIASES = (
    "Alix Ange Ariel Camille Candide Charlie Claude Dany Dominique Eden Élie Gaby Jessy Jo Kim Loan Lou Morgan Noa "
    "Nour Robin Sacha Sam Sky Swan Val Yaël"
)


def draw(name: str, worn: frozenset[str]) -> str:
    """Return an alias nobody wears now and that is no part of `name`; numbered where all are worn."""
    own = set(normalise(name).split())
    others = [alias for alias in ALIASES.split() if normalise(alias) not in own]
    free = [alias for alias in others if alias not in worn]
    return secrets.choice(free) if free else f"{secrets.choice(others)} {secrets.randbelow(900) + 100}"
