"""The door: who gets in by invitation, how they prove who they are, and how long the door stays open for them.

Lives here: enrolling, signing in and out, sessions. Does not live here: what somebody may do inside
(`handoff.permissions`), the team's key itself (`vault.team`).

A listener's own key lies in the table twice: sealed by their passphrase, and for each session under its cookie, which
is stored nowhere: a restart keeps sessions, and a thief of the database opens none.
"""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from handoff.alias import draw
from handoff.arrivals import new_id
from handoff.attempts import APART, MOST_DEVICES, Attempts
from handoff.codes import Codes, Mode
from handoff.errors import (
    InvitationError,
    NameTakenError,
    NotAllowedError,
    SignInRefusedError,
    Weak,
    WeakPassphraseError,
)
from handoff.listener import Listener, Role, Session
from handoff.permissions import Act, demand
from handoff.records import people
from handoff.refusals import CodeNeededError, CodeWhy, TooLateError
from vault.errors import CannotOpenError, TeamKeyError, WrongPhraseError
from vault.keys import Pair
from vault.phrase import FLOOR_BITS, bits, normalise
from vault.sealing import open_under, seal_under

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa

    from vault.database import Database, Transaction
    from vault.keys import HouseKeys
    from vault.team import Team

LEAST_SIGNS = 14
LONGEST_NAME = 40
INVITED_FOR = timedelta(days=1)
SEEN_EVERY = timedelta(minutes=1)
"""How often at most a session in use is written down as such."""
KNOCKED_FOR = timedelta(minutes=5)
"""How long a code may be given after the passphrase."""
OF_LISTENERS = b"havre/v1/listener"
CODE = "code"
"""The lane of codes: only whoever knows the passphrase comes so far."""


def weakness(passphrase: str, name: str) -> Weak | None:
    """Tell why a passphrase is too plain to guard what others confided; one's own name in it counts for nothing."""
    if len(passphrase) < LEAST_SIGNS:
        return Weak.SHORT
    words, names = normalise(passphrase).split(), normalise(name).split()
    others = [word for word in words if word.rstrip("0123456789") not in names]
    if bits(" ".join(others)) >= FLOOR_BITS:
        return None
    return Weak.NAME if len(others) < len(words) else Weak.GUESSABLE


def _now() -> datetime:
    return datetime.now(UTC)


class Door:
    """Lets people of the house in. `session_hours` after sign-in, `idle_hours` after the last click, a session ends.

    `codes`: whether a one-time code is asked for after the passphrase; see `handoff.codes`.
    """

    codes: Codes

    def __init__(
        self,
        *,
        database: Database,
        keys: HouseKeys,
        team: Team,
        session_hours: float = 12,
        idle_hours: float = 2,
        codes: str = Mode.OFFERED,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database, self._team, self._clock = database, team, clock
        self._key, self._passphrases = keys.service, keys.passphrases
        self._longest, self._idle = timedelta(hours=session_hours), timedelta(hours=idle_hours)
        self._attempts = Attempts(database, keys.service, clock)
        self.codes = Codes(database, self._attempts, Mode(codes), clock)

    # -- signing in ----------------------------------------------------------------------------------------------------

    async def sign_in(self, name: str, passphrase: str, lane: str = "") -> str:
        """Return the cookie of a new session. `lane`: whence it is tried, see `lane_of` and `handoff.attempts`.

        Raises SignInRefusedError, TooManyAttemptsError, and CodeNeededError where a code comes next: see `answer`.
        """
        await self._attempts.count(name, lane)
        async with self._database.reading() as tx:
            row = await people.listener_called(tx, self._called(name))
        listener_id, seed = await self._unseal(row, passphrase)
        async with self._database.transaction() as tx:
            await self._attempts.forgive(tx, name, lane)  # codes are counted by themselves
            if row is None or not self.codes.are_asked_of(row):
                return await self._begin(tx, listener_id, name, seed)
            knock = await self._knock(tx, listener_id, seed)
        raise CodeNeededError(CodeWhy.MISSING, knock)

    def device_for(self, name: str) -> str:
        """Return what a device shows that was let in under this name: it is stored nowhere, and opens nothing."""
        own = secrets.token_urlsafe(18)
        return f"{own}.{self._key.fingerprint('known-device', f'{_plain(name)}/{own}').hex()}"

    def lane_of(self, name: str, device: str, network: str) -> str:
        """Return the lane of an attempt: a device of its own where this name was let in on it, else its network's."""
        for one in device.split(APART)[:MOST_DEVICES]:
            own, _, shown = one.partition(".")
            known = [print_.hex() for print_ in self._key.fingerprints("known-device", f"{_plain(name)}/{own}")]
            if shown in known:
                return f"device/{own}"
        return f"network/{network}"

    async def _knock(self, tx: Transaction, listener_id: str, seed: bytes) -> str:
        """Keep that the passphrase was right, the seed under a token that is stored nowhere, as a session's."""
        token, knock_id, now = secrets.token_urlsafe(32), new_id(), self._clock()
        sealed = seal_under(token.encode(), seed, _of_knock(knock_id))
        row = {"id": knock_id, "token": self._key.fingerprint("knock", token), "listener_id": listener_id}
        await people.add_knock(tx, {**row, "seed": sealed, "made_at": now}, now - KNOCKED_FOR)
        return token

    async def answer(self, knock: str, code: str) -> str:
        """Return the cookie of a new session, for the code after the passphrase.

        Raises CodeNeededError, which says why the code is not taken; TooManyAttemptsError; TooLateError where the
        passphrase has to be given again.
        """
        async with self._database.reading() as tx:
            row, listener = await self._knocked(tx, knock)
        name, seed = self._name(listener.id, listener.name), open_under(knock.encode(), row.seed, _of_knock(row.id))
        await self._attempts.count(name, CODE)
        try:
            async with self._database.transaction() as tx:
                await self.codes.use(tx, listener, seed, code)
                if not await people.take_knock(tx, row.id):
                    raise TooLateError("the passphrase has to be given again")
                await self._attempts.forgive(tx, name, CODE)
                return await self._begin(tx, listener.id, name, seed)
        except CodeNeededError as needed:
            raise CodeNeededError(needed.why, knock, needed.minutes) from None

    async def _knocked(self, tx: Transaction, knock: str) -> tuple[sa.Row[Any], sa.Row[Any]]:
        """Return a knock and whose it is; a code that was reset meanwhile is not asked for on the old knock."""
        row = await people.knock(tx, self._key.fingerprints("knock", knock), self._clock() - KNOCKED_FOR)
        listener = None if row is None else await people.listener(tx, row.listener_id)
        if row is None or listener is None or listener.otp_step is None:
            raise TooLateError("the passphrase has to be given again")
        return row, listener

    async def _unseal(self, row: sa.Row[Any] | None, passphrase: str) -> tuple[str, bytes]:
        if row is None:
            # As slow as a real one: how long the answer takes must not tell whether the name exists.
            await self._passphrases.slow_fingerprint(passphrase, bytes(16), b"nobody")
            raise SignInRefusedError("name and passphrase do not go together")
        try:
            seed = await self._passphrases.open(passphrase, row.seed, shred=OF_LISTENERS, context=_whose(row.id))
        except WrongPhraseError:
            raise SignInRefusedError("name and passphrase do not go together") from None
        return row.id, seed

    async def _begin(self, tx: Transaction, listener_id: str, name: str, seed: bytes) -> str:
        cookie, session_id, now = secrets.token_urlsafe(32), new_id(), self._clock()
        await people.end_sessions(tx, now - self._longest, now - self._idle)
        worn = await people.aliases(tx)
        whose = {
            "id": session_id,
            "cookie": self._key.fingerprint("session-cookie", cookie),
            "listener_id": listener_id,
        }
        times = {"started_at": now, "seen_at": now}
        alias = worn.get(listener_id) or draw(name, frozenset(worn.values()))
        sealed = seal_under(cookie.encode(), seed, _of_session(session_id))
        await people.add_session(tx, {**whose, **times, "alias": alias, "seed": sealed})
        return cookie

    # -- sessions ------------------------------------------------------------------------------------------------------

    async def session(self, cookie: str, *, clicked: bool = True) -> Session | None:
        """Return the session of a cookie, or None when it ended, idled too long or never was.

        `clicked` is False where a page asks by itself: only what a person does keeps a session from idling.
        """
        async with self._database.reading() as tx:
            row = await people.session(tx, self._key.fingerprints("session-cookie", cookie))
        if row is None:
            return None
        now = self._clock()
        if now - row.started_at >= self._longest or now - row.seen_at >= self._idle:
            await self._end(row.id)
            return None
        if clicked and now - row.seen_at >= SEEN_EVERY:
            async with self._database.transaction() as tx:
                await people.seen(tx, row.id, now)
        return self._opened(row, cookie)

    def _opened(self, row: sa.Row[Any], cookie: str) -> Session | None:
        try:
            seed = open_under(cookie.encode(), row.seed, _of_session(row.id))
        except CannotOpenError:
            return None
        return Session(
            id=row.id,
            listener_id=row.listener_id,
            name=self._name(row.listener_id, row.name),
            role=Role(row.role),
            alias=row.alias,
            started_at=row.started_at,
            seen_at=row.seen_at,
            form_key=self._key.fingerprint("form-key", cookie).hex(),
            seed=seed,
            owes_code=self.codes.are_owed_by(row),
        )

    def _name(self, listener_id: str, sealed: bytes) -> str:
        return self._key.open("listeners", "name", listener_id, sealed).decode()

    async def sign_out(self, session: Session) -> None:
        """End a session: its copy of the listener's key is gone."""
        await self._end(session.id)

    async def _end(self, session_id: str) -> None:
        async with self._database.transaction() as tx:
            await people.end_session(tx, session_id)

    def ends(self, now: datetime) -> tuple[datetime, datetime]:
        """Return the moments after which a session that still counts was begun, and was last used."""
        return now - self._longest, now - self._idle

    # -- inviting and enrolling ----------------------------------------------------------------------------------------

    async def first_invitation(self, tx: Transaction) -> str | None:
        """Return a token by which the first supervisor enrols, or None where somebody has; earlier ones are void."""
        if await people.anyone(tx):
            return None
        await people.drop_invitations(tx, self._clock(), nobodys=True)
        return await self._add_invitation(tx, Role.SUPERVISOR, None, None)

    async def invite(self, session: Session, role: Role) -> str:
        """Return a one-time token by which someone enrols within a day. Raises NotAllowedError."""
        demand(session.role, Act.INVITE)
        async with self._database.transaction() as tx:
            seeds = await self._team.unlock(tx, session.listener_id, session.seed)
            if not seeds:
                raise NotAllowedError("whoever does not hold the team's key cannot give it")
            return await self._add_invitation(tx, role, session.listener_id, seeds)

    async def invite_with(self, tx: Transaction, seeds: Mapping[int, bytes]) -> str:
        """Return a token by which a supervisor enrols with these seeds: those a recovery code opened."""
        return await self._add_invitation(tx, Role.SUPERVISOR, None, seeds)

    async def _add_invitation(
        self, tx: Transaction, role: Role, made_by: str | None, seeds: Mapping[int, bytes] | None
    ) -> str:
        token, invitation_id, now = secrets.token_urlsafe(32), new_id(), self._clock()
        key = None if seeds is None else _seal_seeds(token, invitation_id, seeds)
        row = {"id": invitation_id, "token": self._key.fingerprint("invitation", token), "role": role, "team_seed": key}
        await people.add_invitation(tx, {**row, "made_by": made_by, "made_at": now, "until": now + INVITED_FOR})
        return token

    async def invited(self, token: str) -> Role | None:
        """Return what an invitation invites to, or None when it is used, too old or unknown."""
        async with self._database.reading() as tx:
            row = await self._invitation(tx, token)
        return None if row is None else Role(row.role)

    async def _invitation(self, tx: Transaction, token: str) -> sa.Row[Any] | None:
        return await people.invitation(tx, self._key.fingerprints("invitation", token), self._clock())

    async def enrol(self, token: str, name: str, passphrase: str) -> str:
        """Make the invited listener and return the cookie of their first session.

        Raises InvitationError, WeakPassphraseError, and NameTakenError, also where there is no name at all.
        """
        async with self._database.reading() as tx:
            invitation = await self._invitation(tx, token)
        if invitation is None:
            raise InvitationError("no such invitation")
        if not _plain(name) or len(name) > LONGEST_NAME:
            raise NameTakenError(f"a name has 1 to {LONGEST_NAME} signs")
        if (why := weakness(passphrase, name)) is not None:
            raise WeakPassphraseError(why)
        listener_id, pair = new_id(), Pair.new()
        sealed = await self._passphrases.seal(
            passphrase, pair.seed, shred=OF_LISTENERS, context=_whose(listener_id)
        )  # slow: before the transaction, which others wait for
        async with self._database.transaction() as tx:
            await self._add_listener(tx, invitation, listener_id, name, sealed)
            await self._give_team_key(tx, listener_id, pair.public, _open_seeds(token, invitation))
            return await self._begin(tx, listener_id, name, pair.seed)

    async def _add_listener(
        self, tx: Transaction, invitation: sa.Row[Any], listener_id: str, name: str, sealed: bytes
    ) -> None:
        if not await people.take_invitation(tx, invitation.id):
            raise InvitationError("no such invitation")
        who = {"id": listener_id, "fingerprint": self._called(name)[0], "role": invitation.role, "seed": sealed}
        clear = " ".join(name.split()).encode()
        row = {**who, "name": self._key.seal("listeners", "name", listener_id, clear), "enrolled_at": self._clock()}
        if not await people.add_listener(tx, row):
            raise NameTakenError("somebody signs in under this name")

    async def _give_team_key(
        self, tx: Transaction, listener_id: str, public: bytes, seeds: Mapping[int, bytes] | None
    ) -> None:
        try:
            await self._team.enrol(tx, listener_id, public, seeds)
        except TeamKeyError:  # the first supervisor has come in by another link: this one opens nothing any more
            raise InvitationError("no such invitation") from None

    def _called(self, name: str) -> tuple[bytes, ...]:
        return self._key.fingerprints("listener-name", _plain(name))

    # -- who is there --------------------------------------------------------------------------------------------------

    async def listeners(self) -> list[Listener]:
        """Return everybody who ever enrolled, the first first."""
        async with self._database.reading() as tx:
            rows = await people.listeners_all(tx)
        return [
            Listener(
                row.id,
                self._name(row.id, row.name),
                Role(row.role),
                row.enrolled_at,
                row.retired_at,
                people.skills_of(row),
                row.otp_step is not None,
            )
            for row in rows
        ]

    async def shown_as(self, tx: Transaction) -> dict[str, str]:
        """Return how colleagues see each listener: by the alias of this shift, by name once they have gone."""
        names = {row.id: self._name(row.id, row.name) for row in await people.listeners_all(tx)}
        return names | await people.aliases(tx)


def _plain(name: str) -> str:
    return normalise(name)


def _whose(listener_id: str) -> bytes:
    return f"havre/v1/listener-seed|{listener_id}".encode()


def _of_session(session_id: str) -> bytes:
    return f"havre/v1/session|{session_id}".encode()


def _of_knock(knock_id: str) -> bytes:
    return f"havre/v1/knock|{knock_id}".encode()


def _of_invitation(invitation_id: str) -> bytes:
    return f"havre/v1/invitation|{invitation_id}".encode()


def _seal_seeds(token: str, invitation_id: str, seeds: Mapping[int, bytes]) -> bytes:
    clear = json.dumps({epoch: seed.hex() for epoch, seed in seeds.items()}).encode()
    return seal_under(token.encode(), clear, _of_invitation(invitation_id))


def _open_seeds(token: str, invitation: sa.Row[Any]) -> dict[int, bytes] | None:
    if invitation.team_seed is None:
        return None  # the first of all: the team's key still waits for them
    opened = json.loads(open_under(token.encode(), invitation.team_seed, _of_invitation(invitation.id)))
    return {int(epoch): bytes.fromhex(seed) for epoch, seed in opened.items()}
