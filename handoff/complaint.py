"""What goes into a complaint: dated words, pseudonyms, links, harm, exhibits, offences as possibilities. Pure.

A dossier holds no name of the person: the page for it is blank, to be filled by hand. Where the matter is sexual
violence, or the person is under 13, it holds their own words with their times and nothing that was made of them
(harm 25); accounts and addresses stay, the way shown instead of a picture (harms 6 and 24). Lives here: the value,
suggestions, corrections, and what a dossier holds: draft and document both take it from `contents`. Does not live here:
drawing it (`handoff.dossier`), who may draft it (`handoff.dossiers`).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field

from handoff.lists import load
from handoff.settings import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SHIPPED = Path(__file__).parent / "offences.yml"
NUMBERED = re.compile(
    r"\s*(?:(?:ligne|line|n°|no\.?|#)\s*)?(\d{1,3})\s*[:.)=\u2013-](?!\d)\s*(.*)", re.IGNORECASE | re.DOTALL
)
REMOVING = re.compile(r"(?:enl[eè]ver?|supprimer?|retirer?|effacer?|remove|delete)?[\s.!]*", re.IGNORECASE)
MOST_LINES = 400
Heading = Literal["accounts", "links", "harm", "offences"]
HEADINGS: tuple[Heading, ...] = ("accounts", "links", "harm", "offences")
OF_OURS: frozenset[Heading] = frozenset({"harm", "offences"})
"""What was made of a person's words: it stands in no dossier of quotations."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline. `entry` is the line of the talk it quotes; `corrected_at` when it was put otherwise."""

    entry: str
    at: datetime
    words: str = field(repr=False)
    corrected_at: datetime | None = None
    added: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence. `sha256` is "" where the team may not open it: the package holds its fingerprint."""

    number: int
    kept_at: datetime
    sha256: str = ""
    kind: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a listener puts together, sealed to the team. `entries` are lines of the talk, in its order."""

    entries: tuple[str, ...] = ()
    accounts: tuple[str, ...] = field(default=(), repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)
    harm: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()

    def dump(self) -> bytes:
        """Return the JSON form."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, clear: bytes) -> Self:
        """Read the JSON form."""
        return cls(**{name: tuple(value) for name, value in json.loads(clear).items()})


@dataclass(frozen=True, slots=True)
class Point:
    """What stands in a dossier besides their lines, under a heading: account, address, harm, an offence's id."""

    heading: Heading
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a dossier holds but its pieces, as corrected.

    `numbered`: what was drafted, by the number the person is shown; `added`: what they added. `offences`: in the order
    of the list.
    """

    numbered: Mapping[int, Line | Point] = field(default_factory=dict)
    added: tuple[Line, ...] = ()
    offences: tuple[Offence, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines, those that were added last."""
        return tuple(line for _, line in self.counted)

    @property
    def counted(self) -> tuple[tuple[int, Line], ...]:
        """Return the lines, each with its number: 0 for one that was added."""
        drafted = ((number, one) for number, one in self.numbered.items() if isinstance(one, Line))
        return (*drafted, *((0, line) for line in self.added))

    def under(self, heading: Heading) -> tuple[str, ...]:
        """Return what stands under a heading."""
        return tuple(words for _, words in self.points(heading))

    def points(self, heading: Heading) -> tuple[tuple[int, str], ...]:
        """Return what stands under a heading, each with its number."""
        found = ((number, one) for number, one in self.numbered.items() if isinstance(one, Point))
        return tuple((number, one.words) for number, one in found if one.heading == heading)


@dataclass(frozen=True, slots=True)
class Complaint:
    """Everything a dossier says. `quotations`: only their own words, no harm and no account of it in ours."""

    designation: str
    language: str
    made_at: datetime
    quotations: bool
    minor: bool
    lines: tuple[Line, ...] = field(repr=False)
    accounts: tuple[str, ...] = field(default=(), repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)
    harm: tuple[str, ...] = field(default=(), repr=False)
    offences: tuple[Offence, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()


class Offence(Section):
    """One offence that may apply, with its articles. `checked_on`: when its text was last compared with `source`."""

    id: str
    articles: str
    name: dict[Literal["fr", "en"], str]
    note: dict[Literal["fr", "en"], str] = Field(default_factory=dict)
    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    checked_on: date | None = None
    source: Annotated[str, Field(pattern=r"^(?:https?://[^\s]+)?$")] = ""


class _File(Section):
    reviewed_on: date | None = None
    offences: tuple[Offence, ...]


@dataclass(frozen=True, slots=True)
class Offences:
    """The list, and when a jurist last reviewed it."""

    all: tuple[Offence, ...]
    reviewed_on: date | None

    def suggested(self, facts: Mapping[str, str]) -> tuple[str, ...]:
        """Return the ids of those that the facts of a case bring up."""
        return tuple(one.id for one in self.all if any(facts.get(q, "") in c for q, c in one.when.items()))

    def chosen(self, ids: Iterable[str]) -> tuple[Offence, ...]:
        """Return these, in the order of the list."""
        wanted = set(ids)
        return tuple(one for one in self.all if one.id in wanted)


def read_offences(own: Path | None = None) -> Offences:
    """Read the operator's own list, else the shipped one. Raises DirectoryError."""
    file = own if own is not None and own.exists() else SHIPPED
    read = load(file, _File)
    return Offences(read.offences, read.reviewed_on)


SEXUAL = frozenset({"what-body", "words-sexual-violence"})
"""The rules that say sexual violence was told, by button or in words."""


def only_quotations(facts: Mapping[str, str], rules: Iterable[str] = ()) -> bool:
    """Tell whether a dossier holds quotations alone: sexual violence, or under 13."""
    return facts.get("age") == "under_13" or facts.get("what") == "body" or not SEXUAL.isdisjoint(rules)


# -- corrections -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Correction:
    """What the person wrote about the draft: of which line (None: something to add), in which words, or to leave it."""

    number: int | None
    words: str = field(repr=False)
    leaves_out: bool = False


def read_correction(words: str) -> Correction:
    """Read "3: it was on Monday", "3: remove", or words to add."""
    found = NUMBERED.fullmatch(words)
    if found is None:
        return Correction(None, words.strip())
    rest = found[2].strip()
    return Correction(int(found[1]), rest, leaves_out=bool(REMOVING.fullmatch(rest)))


def contents(
    draft: Draft,
    lines: Sequence[Line],
    said: Sequence[tuple[str, datetime, str]],
    offences: Offences,
    *,
    quotations: bool,
) -> Contents:
    """Return what a dossier holds: the chosen lines and all that was put beside them, as the person corrected it.

    `said`: (line of the talk, when, words), the oldest first. With `quotations` nothing that was quoted is changed:
    what they say now stands beside it, with its own time; and nothing is there that was made of their words.
    """
    ids = [one.id for one in offences.chosen(draft.offences)]
    put = {"accounts": draft.accounts, "links": draft.links, "harm": draft.harm, "offences": ids}
    headings = [heading for heading in HEADINGS if not (quotations and heading in OF_OURS)]
    points = [Point(heading, words) for heading in headings for words in put[heading]]
    numbered: dict[int, Line | Point] = dict(enumerate((*lines, *points), 1))
    added = tuple(_corrected(numbered, said, quotations=quotations))
    kept = [one.words for one in numbered.values() if isinstance(one, Point) and one.heading == "offences"]
    return Contents(numbered, added, offences.chosen(kept))


def _corrected(
    numbered: dict[int, Line | Point], said: Iterable[tuple[str, datetime, str]], *, quotations: bool
) -> Iterator[Line]:
    """Correct what is numbered; give what is to be added instead."""
    for entry, at, words in said:
        correction = read_correction(words)
        number = correction.number or 0
        match numbered.get(number):
            case Line() | Point() if correction.leaves_out:
                del numbered[number]
            case Line() as line if not quotations:
                numbered[number] = replace(line, words=correction.words, corrected_at=at)
            case Point(heading="accounts" | "links" | "harm") as point:
                numbered[number] = replace(point, words=correction.words)
            case _:
                yield Line(entry, at, words.strip(), added=True)


def as_json(complaint: Complaint, stamp: Any) -> dict[str, Any]:
    """Return what the page maker is given: plain values, moments through `stamp`."""
    language: Literal["fr", "en"] = "fr" if complaint.language == "fr" else "en"
    return {
        "designation": complaint.designation,
        "made": stamp(complaint.made_at),
        "quotations": complaint.quotations,
        "minor": complaint.minor,
        "lines": [
            {
                "at": stamp(line.at),
                "words": line.words,
                "corrected": stamp(line.corrected_at) if line.corrected_at else "",
                "added": line.added,
            }
            for line in complaint.lines
        ],
        "accounts": list(complaint.accounts),
        "links": list(complaint.links),
        "harm": [] if complaint.quotations else list(complaint.harm),
        "offences": [
            {"name": one.name[language], "articles": one.articles, "note": one.note.get(language, "")}
            for one in (() if complaint.quotations else complaint.offences)
        ],
        "exhibits": [
            {"number": one.number, "at": stamp(one.kept_at), "sha256": one.sha256, "kind": one.kind, "size": one.size}
            for one in complaint.exhibits
        ],
    }
