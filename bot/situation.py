"""What is true around a conversation at the moment a message is dealt with, and what the conversation wishes for. Pure.

Lives here: values only. Does not live here: who finds them out and carries them out (`bot.turns`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, TypeAlias

from bot.replies import Reply, Say
from nlu.level import Level

if TYPE_CHECKING:
    from bot.channels.channel import Incoming
    from bot.standing import Standing
    from handoff.case import State
    from nlu.reading import Reading
    from nlu.severity import Assessment

NIGHT = (22, 6)
"""From ten in the evening to six in the morning, on the clock of the house."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The house at one moment. `at` and `opening` are on the clock of its own zone; numbers are ids that answer now.

    `state`, `level`, `closed_at` are the case's before this message, None where there is none. `rings`: a ring reaches
    somebody.
    `there`: the house is closed, and somebody of the team is at the desk all the same.
    `web_chat`: the address of the web chat, "" for none.
    `met`: somebody of the team holds, or held, this conversation; `colleague`: there is a supervisor besides them;
    `alarmed`: a way of ringing is configured and somebody can be rung now.
    `severe_hours`, `other_hours`: when somebody who wished it is asked how they are; see `handoff.settings`.
    `widgets`: what this channel can show. `encrypted`: nobody between the person and the house reads along.
    """

    at: datetime
    open: bool = True
    opening: datetime | None = None
    rings: bool = True
    screen: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()
    state: State | None = None
    level: Level | None = None
    encrypted: bool = True
    widgets: frozenset[str] = frozenset()
    erase_days: int = 7
    web_chat: str = ""
    met: bool = False
    colleague: bool = False
    alarmed: bool = False
    severe_hours: tuple[float, ...] = (24, 72)
    other_hours: tuple[float, ...] = (72,)
    there: bool = False
    closed_at: datetime | None = None

    @property
    def is_severe(self) -> bool:
        """Tell whether the case is, or was when it was closed, an emergency or critical."""
        return self.level is not None and self.level >= Level.critical

    @property
    def follow_hours(self) -> tuple[float, ...]:
        """Return after how many hours somebody is asked how they are, each counted from the closing."""
        return self.severe_hours if self.is_severe else self.other_hours

    @property
    def is_night(self) -> bool:
        """Tell whether it is night at the house."""
        return self.at.hour >= NIGHT[0] or self.at.hour < NIGHT[1]

    @property
    def asks_safely(self) -> bool:
        """Tell whether a yes to the direct question would ring somebody, or show a number open at this minute."""
        return self.rings or bool(self.screen)

    @property
    def presence(self) -> Say:
        """Say whether somebody of the team is there, or when they are back."""
        if self.open:
            return Say("team-here")
        return Say("team-on") if self.there else self.back

    @property
    def alert(self) -> Say:
        """Say who learns of danger now: somebody who is rung, somebody at the desk outside the hours, or nobody yet."""
        if self.rings:
            return Say("alert-ringing")
        return Say("team-on") if self.there else Say("alert-away")

    @property
    def back(self) -> Say:
        """Say when the team is back; a house without any hours says only that it is away."""
        return Say("team-back", when=self.when) if self.opening is not None else Say("team-away")

    @property
    def when(self) -> Say:
        """Say the next opening: its day, seen from now, and its hour."""
        opening = self.opening or self.at
        ahead = (opening.date() - self.at.date()).days
        day = {0: "today", 1: "tomorrow"}.get(ahead, opening.strftime("%a").lower() if ahead < 7 else "later")  # noqa: PLR2004 - a week
        date = Say("date", day=opening.day, month=opening.month)
        return Say("when", day=day, date=date, time=clock(opening))


def clock(at: datetime) -> Say:
    """Say a time of day."""
    return Say("clock-hour", hour=at.hour) if at.minute == 0 else Say("clock", hour=at.hour, minute=f"{at.minute:02}")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that came in, already stored: `entry` is the id of its line in the talk, `reading` that of its text."""

    incoming: Incoming
    entry: str = ""
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring on-call now."""

    reason: str


@dataclass(frozen=True, slots=True)
class KeepPlace:
    """Keep these words as a place or number offered for rescue, and nowhere else."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Watch:
    """Tell when so many seconds went by (or the next opening came), unless `Unwatch` comes first."""

    kind: str
    seconds: float = 0
    at_opening: bool = False


@dataclass(frozen=True, slots=True)
class KeepNumber:
    """Keep these words as a number to be called back at, and nowhere else."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenLetters:
    """Send what was kept behind a neutral line."""


@dataclass(frozen=True, slots=True)
class Unwatch:
    """Stop such a watch."""

    kind: str


@dataclass(frozen=True, slots=True)
class Share:
    """Share what lies in the vault with the team, or take that back."""

    share: bool


@dataclass(frozen=True, slots=True)
class Coffer:
    """Do something with one's own vault: `seq` names a piece in it, `number` how it was called on the screen."""

    act: str
    seq: int = 0
    number: int = 0
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """Take what was answered to something of the desk's; `entry` is the line of the talk where it was typed."""

    what: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Keep what is said in this step from the listener: the person's line too, unless `words` is False."""

    words: bool = True


@dataclass(frozen=True, slots=True)
class Worry:
    """Ring somebody else about the listener of this conversation."""


@dataclass(frozen=True, slots=True)
class ShowLine:
    """Let a line into the talk that was kept from the listener in doubt."""

    entry: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything about this person, now."""


Wish: TypeAlias = (
    Ring
    | KeepPlace
    | Watch
    | Unwatch
    | OpenLetters
    | KeepNumber
    | Share
    | Coffer
    | Answered
    | Aside
    | Worry
    | ShowLine
    | Forget
)


@dataclass(frozen=True, slots=True)
class Step:
    """What comes of one event: where the person stands now, how grave it is, what is said, what is to be done."""

    standing: Standing
    assessment: Assessment
    replies: tuple[Reply, ...] = ()
    wishes: tuple[Wish, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one part of a conversation says and wishes, on its way to a step.

    `done`: nothing follows. `rests`: no question of the intake follows, danger is looked for all the same.
    """

    standing: Standing
    replies: tuple[Reply, ...] = ()
    wishes: tuple[Wish, ...] = ()
    language: str = ""
    done: bool = False
    rests: bool = False

    def saying(self, *replies: Reply) -> Told:
        """Say more after what is said already."""
        return Told(self.standing, (*self.replies, *replies), self.wishes, self.language, self.done, self.rests)
