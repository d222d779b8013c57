"""What was decided about a case, by whom, and whether the person was told: values only. Its words are notes.

Lives here: the kinds and states of a decision. Does not live here: taking one (`handoff.rescue`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum


class Kind(StrEnum):
    """What was decided."""

    CALL = "call"
    HELP = "help"
    NO_RESCUE = "no_rescue"
    GLASS = "glass"
    REPORT = "report"
    ANYWAY = "anyway"
    ABUSE = "abuse"
    AGAIN = "again"


class Told(StrEnum):
    """Whether the person was told: first, while it was done, or not, and then the note says why."""

    FIRST = "first"
    MEANWHILE = "meanwhile"
    NOT = "not"
    NOTHING = ""


class Stage(StrEnum):
    """How far a decision is. Only a report that can wait for a second reader begins as `ASKED`."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    DONE = "done"


AUTHORITIES = ("crip", "prosecutor", "police", "gendarmerie")
"""To whom a report goes."""
CAUSES = ("no_place", "no_identity", "silent", "services_refused")
"""Why no rescue was possible."""
ENDS = ("no", "past", "gone")
"""The answers to the direct question, asked again, after which a grave case may be closed; "gone": they have left."""
HELP = ("came", "nobody_found", "not_gone", "unknown")
"""What became of an emergency call."""
REVIEWED = frozenset({Kind.ANYWAY, Kind.ABUSE, Kind.GLASS})
"""What a supervisor looks at afterwards, whoever decided it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `by` and `reader` are how colleagues see them; `detail` is an id: a service, a cause, an authority.

    `entry_id` is the note that holds its words. `designation` is the case's.
    """

    id: str
    case_id: str
    kind: Kind
    detail: str
    told: Told
    by: str
    at: datetime
    stage: Stage
    entry_id: str = ""
    reader: str = ""
    read_at: datetime | None = None
    designation: str = ""
