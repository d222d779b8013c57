"""One-time codes (TOTP, RFC 6238): making a secret, showing it to an authenticator, telling which moment a code is of.

Lives here: six digits, steps of thirty seconds, SHA-1, as every authenticator has them. Pure. Does not live here: whose
secret it is, where it is kept and that a code serves once (`handoff.codes`).
"""

from __future__ import annotations

import base64
import hmac
import os
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

if TYPE_CHECKING:
    from datetime import datetime

SECRET_BYTES = 20
DIGITS, STEP_SECONDS = 6, 30
FAR = 20
"""How many steps to either side a code is still recognised as one of another moment: ten minutes."""


def new_secret() -> bytes:
    """Return a secret to share with an authenticator."""
    return os.urandom(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """Return a secret as a person types it: groups of four letters and digits (RFC 4648, base 32)."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def link(secret: bytes, name: str, house: str) -> str:
    """Return the `otpauth://` address an authenticator on the same device opens."""
    return _totp(secret).get_provisioning_uri(name, house)


def step_at(moment: datetime) -> int:
    """Return the number of the step a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def step_of(secret: bytes, code: str, at: datetime) -> int | None:
    """Return the step a code is of, the nearest to `at` first; None where it is of none within `FAR`."""
    now, made = step_at(at), _totp(secret)
    found = None
    for step in sorted(range(max(0, now - FAR), now + FAR + 1), key=lambda step: -abs(step - now)):
        if hmac.compare_digest(made.generate(step * STEP_SECONDS), code.encode()):
            found = step  # each is looked at, the nearest last: how long it takes tells nothing
    return found


def code_at(secret: bytes, at: datetime) -> str:
    """Return the code of a moment, as the authenticator shows it."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - the sum every authenticator makes; HMAC keeps it sound
