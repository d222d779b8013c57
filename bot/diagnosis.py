"""What the doctor says of what was seen: each thing is all right, good to know, or to be mended, with the mend. Pure.

Lives here: judging. Does not live here: looking (`bot.doctor`, `bot.machine`), and what Telegram says of the bots
(`bot.channels.telegram.living`). No line ever holds a token, an address or anything a person wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from vault.holders import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from vault.lease_records import Held

MIB = 1024 * 1024
LITTLE, TOO_LITTLE = 1024 * MIB, 200 * MIB
"""Free bytes below which it is good to know, and below which files would soon be refused."""
OFF, FAR_OFF = 5.0, 60.0
"""Seconds by which a clock may differ before it is good to know, and before times in a complaint would be wrong."""
SLOW, STUCK = 60.0, 600.0
"""Seconds a message may wait before that is good to know, and before something must be broken."""
ASKED_LATELY, CONTESTED_LATELY = timedelta(minutes=2), timedelta(hours=1)
"""How long a second process counts as waiting, and a messenger's complaint about one elsewhere as standing."""
ASIDE_DAYS = 30
"""How long a message that no program could deal with is kept."""
OTHERS, GROUP = 0o007, 0o070
NAMED = re.compile(
    r"\w+://\S+|\S+@\S+|\d+:[\w-]{10,}|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|\[?[0-9a-fA-F]*(?::[0-9a-fA-F]*){2,}\]?"
)
"""What an address, a token or an IP looks like in somebody else's words."""


class State(StrEnum):
    """How a thing is."""

    OK = "ok"
    KNOW = "to know"
    MEND = "to mend"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: how it is, where it is configured, and in words what to do."""

    state: State
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.state}: {self.where}: {self.what}"


def ok(where: str, what: str) -> Line:
    """Say that something is as it should be."""
    return Line(State.OK, where, what)


def know(where: str, what: str) -> Line:
    """Say what is allowed, and better known."""
    return Line(State.KNOW, where, what)


def mend(where: str, what: str) -> Line:
    """Say what does not work, and how it is mended."""
    return Line(State.MEND, where, what)


def unnamed(words: str) -> str:
    """Return somebody else's words without any address, token or number of a machine in them."""
    return NAMED.sub("…", " ".join(words.split()))[:200]


# -- folders and disks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file of the store. `modes`: its own, then those of the folders above it; empty where nothing is.

    `me` is who the house runs as (an id of the system), None where that is not known. `hidden`: the system lets whoever
    asks not look.
    """

    where: str
    path: str
    modes: tuple[int, ...] = ()
    owner: int = 0
    me: int | None = None
    free: int = 0
    hidden: bool = False

    @property
    def reach(self) -> int:
        """Return the bits by which group and others come to it: a closed folder above closes everything below."""
        own, *above = self.modes
        others = OTHERS if all(mode & 0o001 for mode in above) else 0
        group = GROUP if all(mode & 0o011 for mode in above) else 0
        return own & (others | group)


def judge_place(place: Place) -> Iterator[Line]:
    """Judge a folder: is it there, whose, closed to others, with room."""
    if place.hidden:
        yield mend(
            place.where, "cannot be looked at: run this as the user the house runs as, and see that it is a folder"
        )
        return
    if not place.modes:
        yield know(place.where, "is not there yet: the first `havre run` makes it")
        return
    wrong = [*_whose(place), *_closed(place), *_room(place)]
    yield from wrong or [ok(place.where, f"its owner's alone, {place.free // MIB} MiB free")]


def _whose(place: Place) -> Iterator[Line]:
    if place.me is not None and place.owner != place.me:
        yield mend(place.where, f"belongs to another user than the one the house runs as: chown {place.path}")


def _closed(place: Place) -> Iterator[Line]:
    if place.reach & OTHERS:
        yield mend(place.where, f"every user of this machine comes to it: chmod o-rwx {place.path}")
    elif place.reach & GROUP:
        yield know(place.where, f"its group comes to it too: chmod g-rwx {place.path}, if that is not meant")


def _room(place: Place) -> Iterator[Line]:
    if place.free < TOO_LITTLE:
        yield mend(place.where, f"only {place.free // MIB} MiB are free: files will be refused soon")
    elif place.free < LITTLE:
        yield know(place.where, f"only {place.free // MIB} MiB are free")


# -- the machine -------------------------------------------------------------------------------------------------------


def judge_swap(swaps: int, limits: Sequence[str] | None) -> Line:
    """Judge swap: `limits` are memory.swap.max of the running unit and of all above it, None where none was found."""
    mended = "set MemorySwapMax=0 in its unit, or turn swap off, or encrypt it: words in clear could reach the disk"
    if swaps == 0:
        return ok("swap", "there is none")
    if limits is None:
        return know("swap", f"is on, and no running house was found to look at: {mended}")
    if "0" in limits:
        return ok("swap", "the running house may not use it")
    return know("swap", f"is on, and the running house may use it: {mended}")


def judge_clock(ahead: Mapping[str, float], kept: bool | None) -> Line:  # noqa: FBT001 - what the kernel says, not a flag
    """Judge the clock: `ahead` in seconds, by whose clock it was compared with; `kept`: what the kernel says of it."""
    if ahead:
        whose, off = max(ahead.items(), key=lambda one: abs(one[1]))
        told = f"{abs(off):.0f} s {'before' if off > 0 else 'behind'} the clock of {whose}"
        if abs(off) > FAR_OFF:
            return mend("clock", f"{told}: times in complaints would be wrong; turn on NTP (timedatectl set-ntp true)")
        if abs(off) > OFF:
            return know("clock", f"{told}: is NTP on?")
        return ok("clock", f"agrees with {' and '.join(sorted(ahead))}")
    if kept:
        return ok("clock", "the system keeps it by NTP")
    return know("clock", "there was none to compare it with, and the system does not say that it keeps it: is NTP on?")


# -- what answers ------------------------------------------------------------------------------------------------------


def judge_site(where: str, answers: bool) -> Line:  # noqa: FBT001 - what was seen, not a flag
    """Judge whether a site of the house listens."""
    if answers:
        return ok(where, "listens")
    return mend(where, "nothing answers there: is `havre run` running, with this configuration?")


def judge_engine(fault: str | None) -> Line:
    """Judge whether a Rasa server tells intents: `fault` is the kind of what went wrong, None where it does."""
    if fault is None:
        return ok("nlu.rasa.url", "tells intents")
    if fault == "AnswerError":
        return mend("nlu.rasa.url", "answers, but names no intent of the label guide: is its model one of `make rasa`?")
    return mend("nlu.rasa.url", f"does not tell intents ({fault}), the built-in reader does meanwhile: `make rasa`")


def judge_way(where: str, fault: str | None) -> Line:
    """Judge whether something outside is reached: `fault` is the kind of what went wrong, None where it was."""
    if fault is None:
        return ok(where, "is reached")
    if fault == "SMTPAuthenticationError":
        return mend(where, "does not take this user and password")
    return mend(where, f"is not reached ({fault}): is it right, and is this machine let out to it?")


@dataclass(frozen=True, slots=True)
class Mail:
    """How inbox and outbox stand: when the last came and went, since when the oldest waits, how many are set aside."""

    last_in: datetime | None = None
    last_out: datetime | None = None
    waiting_since: datetime | None = None
    owed_since: datetime | None = None
    aside: int = 0


def judge_mail(mail: Mail, now: datetime) -> Iterator[Line]:
    """Judge how messages get through."""
    yield _flow("inbox", mail.last_in, mail.waiting_since, now, "came in", "is not dealt with")
    yield _flow("outbox", mail.last_out, mail.owed_since, now, "was written", "is not carried")
    if mail.aside:
        what = (
            f"{mail.aside} set aside, which no program could deal with: no desk shows them, and who wrote nothing else "
        )
        yield know("inbox", f"{what}has no case; the words stay sealed for {ASIDE_DAYS} days, the log says what failed")


def _flow(where: str, last: datetime | None, since: datetime | None, now: datetime, did: str, lags: str) -> Line:
    waits = (now - since).total_seconds() if since is not None else 0.0
    if waits > STUCK:
        return mend(where, f"the oldest {lags} since {spelt(waits)}: is `havre run` running? its log says why")
    if waits > SLOW:
        return know(where, f"the oldest {lags} since {spelt(waits)}")
    if last is None:
        return ok(where, "is empty")
    return ok(where, f"the last {did} {spelt((now - last).total_seconds())} ago")


def judge_lease(where: str, held: Held | None, now: datetime) -> Iterator[Line]:
    """Judge who uses a bot's token: one process of this house, and nobody else."""
    if held is None or not held.holder:
        yield mend(where, "no process serves this bot: is `havre run` running, with this configuration?")
    elif held.until < now:
        silent = spelt((now - held.until).total_seconds())
        yield mend(
            where, f"the process that serves this bot ({short(held.holder)}) gives no sign of life since {silent}"
        )
    else:
        yield ok(where, f"one process serves this bot ({short(held.holder)}, turn {held.fence})")
    if held is not None and held.asked_at is not None and now - held.asked_at < ASKED_LATELY:
        what = "another process waits for this bot: two run with one token, on this database; stop one, unless it is "
        yield mend(where, f"{what}there to follow")
    if held is not None and held.contested_at is not None and now - held.contested_at < CONTESTED_LATELY:
        what = "another program, with another database, uses this token: nothing is lost, everything comes late, and "
        yield mend(where, f"{what}some of it over there; stop it, or take another token from BotFather (/revoke)")


def spelt(seconds: float) -> str:
    """Return a length of time in the unit that fits."""
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}"
    return f"{max(0, int(seconds))} seconds"
