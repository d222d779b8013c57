"""What a listener sees: a card of the board, and a room in the order of the one screen.

Lives here: plain values for pages. Texts are not here: reasons are rule ids (`reason-<rule>`), facts are the ids of the
choices given. Does not live here: who may look (`handoff.permissions`), how a room is gathered (`handoff.gather`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING

from handoff.case import CaseId, EntryId, State  # noqa: TC001 - dataclass fields are read at run time
from handoff.permissions import Act  # noqa: TC001 - dataclass fields are read at run time
from nlu.severity import Level  # noqa: TC001 - dataclass fields are read at run time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handoff.decisions import Decision


@dataclass(frozen=True, slots=True)
class Card:
    """One case on the board: nothing on it was written by the correspondent.

    `reasons` are rule ids, gravest first. `called` says how far the ladder went: "" | "supervisor" | "on_call", and
    "nobody" where no way of ringing is configured.
    `ringing`: an alarm of this case is not acknowledged yet. `may`: what this session may do with the case.
    `offered`: this session is asked to take it over, or it is kept for them; `second`: they read along in it.
    `marked_until`: a human has marked the line as abused until then. `practice`: it is nobody's.
    `to_hear`: shared voices and films nobody of the team has played yet. `late`: notices whose answer a reminder was
    given for.
    """

    case_id: CaseId
    designation: str
    level: Level
    state: State
    reasons: tuple[str, ...]
    age: str
    waiting_since: datetime
    last_word_at: datetime
    channel: str
    language: str
    contacts: int
    mine: bool
    claimant: str
    unanswered_since: datetime | None
    called: str
    ringing: bool
    may: frozenset[Act]
    offered: bool = False
    second: bool = False
    marked_until: datetime | None = None
    practice: bool = False
    to_hear: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an entry's text that weighed in: shown as the person's own words beside the rule's name."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for the level. `words` are the person's own, cut from the entry; empty where a button spoke."""

    rule: str
    source: str
    question: str = ""
    choice: str = ""
    entry: EntryId | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class RoomEntry:
    """One line of the talk. `author`: correspondent | bot | listener | note | system.

    `kind`: text | choice (the clear text is "question:choice" or "act:name") | evidence | unread | ... as the bot says.
    `text` is what was said (a letter of the bot is its paragraphs). `unreadable`: this session holds no key for it.
    `reply_to`, `replaces`: the earlier line this one answers, or corrects.
    `aside`: it is kept from the listener it is about.
    `delivery`: "" for what did not have to travel, else queued | held | sent | delivered | read | failed | blocked.
    """

    id: EntryId
    author: str
    kind: str
    at: datetime
    text: str
    mine: bool = False
    alias: str = ""
    delivery: str = ""
    marks: tuple[Mark, ...] = ()
    unreadable: bool = False
    reply_to: str = ""
    replaces: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One piece of evidence, without its picture: `size` is a class in bytes, `shared` whether the team may open it.

    `withheld`: it may show an intimate image of a minor, so nobody opens it; "destroyed" where its bytes are gone.
    `unheard`: a voice or a film nobody of the team has played yet.
    """

    item_id: str
    number: int
    kept_at: datetime
    shared: bool
    size: int
    withheld: str = ""
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A case's one screen, fields in the order they are shown. Facts are choice ids, "" where nobody said.

    `offered_to` and `second` are aliases: who is asked to take it over, and who reads along; "" for nobody.
    """

    card: Card
    grounds: tuple[Ground, ...]
    deadline: datetime | None
    readable: str
    speak: str
    safe_hours: str
    encrypted: bool
    who: str
    age: str
    register: str
    language: str
    contacts: int
    direct: str
    last_words: tuple[RoomEntry, ...]
    unheard: tuple[RoomEntry, ...]
    author: str
    entries: tuple[RoomEntry, ...]
    notes: tuple[RoomEntry, ...]
    tiles: tuple[Tile, ...]
    place_offered: bool
    numbers: tuple[str, ...]
    may: frozenset[Act]
    facts: Mapping[str, str] = field(default_factory=dict)
    offered_to: str = ""
    second: str = ""
    decisions: tuple[Decision, ...] = ()
    call_back: bool = False
