"""One-time codes at the door: setting one up, asking for it after the passphrase, replacing it, a supervisor's reset.

Lives here: whose secret it is, and that a code serves once. Does not live here: the sum (`vault.codes`), the door.

The secret is sealed under the listener's own seed, not under the service key: a code is asked for only once the
passphrase has opened that seed, so nothing else ever needs the secret. Whoever holds the database and the service's
keys can therefore make no code, and a supervisor's reset needs nothing but to drop what nobody else could read. It
guards the door, not the seals: someone who has stolen the database and guesses the passphrase needs no door.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from handoff.errors import NotAllowedError
from handoff.permissions import Act, demand
from handoff.records import people
from handoff.refusals import CodeNeededError, CodeWhy
from vault import codes
from vault.sealing import open_under, seal_under

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import sqlalchemy as sa

    from handoff.attempts import Attempts
    from handoff.listener import Session
    from vault.database import Database, Transaction

WINDOW = 1
"""A code counts for its own thirty seconds, and those before and after."""


class Mode(StrEnum):
    """What the configuration says of codes: everybody has one, whoever likes has one, nobody is asked."""

    REQUIRED = "required"
    OFFERED = "offered"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Setup:
    """A listener's own code: whether it is asked for already; else the secret, as text and as an authenticator's link.

    Both are "" before one was begun.
    """

    on: bool
    secret: str = ""
    link: str = ""


class Codes:
    """Asks for codes and sets them up."""

    def __init__(self, database: Database, attempts: Attempts, mode: Mode, clock: Callable[[], datetime]) -> None:
        self._database, self._attempts, self.mode, self._clock = database, attempts, mode, clock

    def are_asked_of(self, row: sa.Row[Any]) -> bool:
        """Tell whether this listener proves a code after the passphrase."""
        return self.mode is not Mode.OFF and row.otp_step is not None

    def are_owed_by(self, row: sa.Row[Any]) -> bool:
        """Tell whether this listener sets one up before anything else."""
        return self.mode is Mode.REQUIRED and row.otp_step is None

    async def own(self, session: Session, house: str) -> Setup:
        """Return how one's own code stands; `house` is the name an authenticator shows beside it."""
        async with self._database.reading() as tx:
            row = await people.listener(tx, session.listener_id)
        if row is None or row.otp is None or row.otp_step is not None:
            return Setup(on=row is not None and row.otp_step is not None)
        secret = _opened(row, session.seed)
        return Setup(on=False, secret=codes.shown(secret), link=codes.link(secret, session.name, house))

    async def begin(self, session: Session, code: str = "") -> None:
        """Draw a new secret, asked for from `confirm` on; whoever has a code proves it first: it may be another's hand.

        Raises CodeNeededError, TooManyAttemptsError, and NotAllowedError where codes are off.
        """
        if self.mode is Mode.OFF:
            raise NotAllowedError("the configuration switches codes off")
        row = await self._mine(session)
        if row.otp_step is not None:
            await self._prove(session, row, code)
        sealed = seal_under(session.seed, codes.new_secret(), _place(session.listener_id))
        async with self._database.transaction() as tx:
            await people.set_code(tx, session.listener_id, sealed, before=row.otp)

    async def confirm(self, session: Session, code: str) -> None:
        """Switch the new code on, by the first one it shows. Raises CodeNeededError, TooManyAttemptsError."""
        row = await self._mine(session)
        if row.otp is None:
            raise CodeNeededError(CodeWhy.MISSING)
        await self._prove(session, row, code)

    async def _mine(self, session: Session) -> sa.Row[Any]:
        async with self._database.reading() as tx:
            row = await people.listener(tx, session.listener_id)
        if row is None:
            raise NotAllowedError("not of this house any more")
        return row

    async def _prove(self, session: Session, row: sa.Row[Any], code: str) -> None:
        await self._attempts.count(session.name)
        async with self._database.transaction() as tx:
            await self.use(tx, row, session.seed, code)
            await self._attempts.forgive(tx, session.name)

    async def use(self, tx: Transaction, row: sa.Row[Any], seed: bytes, code: str) -> None:
        """Take a code, once. Raises CodeNeededError, which says why it is not taken."""
        bare, now = "".join(code.split()), self._clock()
        if not bare:
            raise CodeNeededError(CodeWhy.MISSING)
        step = codes.step_of(_opened(row, seed), bare, now)
        if step is None:
            raise CodeNeededError(CodeWhy.WRONG)
        if (off := abs(step - codes.step_at(now))) > WINDOW:
            raise CodeNeededError(CodeWhy.CLOCK, minutes=max(1, round(off * codes.STEP_SECONDS / 60)))
        if not await people.take_step(tx, row.id, row.otp, step):
            raise CodeNeededError(CodeWhy.USED)

    async def reset(self, session: Session, listener_id: str) -> None:
        """Take somebody's code away: they sign in without one, and set up another. Supervisors, never their own.

        Raises NotAllowedError.
        """
        demand(session.role, Act.TEAM)
        if listener_id == session.listener_id:
            raise NotAllowedError("nobody takes their own code away: it is replaced, by a code")
        async with self._database.transaction() as tx:
            await people.drop_code(tx, listener_id)


def _place(listener_id: str) -> bytes:
    return f"havre/v1/one-time-code|{listener_id}".encode()


def _opened(row: sa.Row[Any], seed: bytes) -> bytes:
    return open_under(seed, row.otp, _place(row.id))
