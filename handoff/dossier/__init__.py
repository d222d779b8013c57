"""The dossier as a document: a tagged PDF/A-2a that is the same, byte for byte, for the same matter.

Lives here: `make_dossier`, from a complaint to the bytes of a PDF. Does not live here: what it says
(`handoff.complaint`), its sentences (`bot/texts/*/complaint.ftl`), its looks (`dossier.typ`), its fonts
(`handoff.dossier.signs`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import typst

from handoff.complaint import as_json
from handoff.dossier.signs import ARABIC, MONO, SANS, SERIF, clean, face, fonts, named, runs_left, without_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from handoff.complaint import Complaint

TEMPLATE = Path(__file__).parent / "dossier.typ"
LABELS = (
    "title", "reference", "made-on", "what-this-is", "minor-alone", "unchanged", "timeline", "timeline-none",
    "quotations-note", "corrected", "added", "who", "who-none", "where", "where-none", "harm", "offences",
    "offences-note", "offence", "articles", "exhibits", "exhibits-none", "exhibit", "exhibit-kept",
    "exhibit-unopened", "fingerprint", "at-the-desk", "say-1", "say-2", "say-3", "say-4", "bring", "bring-1",
    "bring-2", "bring-3", "bring-4", "alone", "identity", "identity-note", "identity-name", "identity-born",
    "identity-address", "identity-phone", "identity-with", "identity-date", "identity-signature", "page", "signs",
)  # fmt: skip
KILO, MEGA = 1000, 1_000_000


class Say(Protocol):
    """Sentences by id, supplied by `bot`."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence."""


def make_dossier(complaint: Complaint, say: Say, timezone: str = "Europe/Paris", register: str = "vous") -> bytes:
    """Return the PDF of a complaint, in its language. It takes a moment of the processor: call it in a thread.

    The same complaint gives the same bytes. Signs no font here has are named in brackets, and a note says so.
    """
    zone, language = ZoneInfo(timezone), complaint.language

    def stamp(moment: datetime) -> str:
        here = moment.astimezone(zone)
        month = say.say("dossier-date", language, day=here.day, month=here.month, year=f"{here:%Y}")
        return f"{month} {here:%H:%M}"

    labels = {label: say.say(f"dossier-{label}", language, register) for label in LABELS}
    matter = as_json(complaint, stamp)
    for exhibit in matter["exhibits"]:
        exhibit["size"] = _size(exhibit["size"], say, language)
    fields, some_named = _printable(matter)
    for line in fields["lines"]:
        line |= {"left": runs_left(line["words"]), "face": face(line["words"])}
    faces = {"text": [SERIF, ARABIC, SANS], "mono": MONO}
    body = {"label": {**labels, "lang": language}, "font": faces, "named": some_named, **fields}
    return _set(json.dumps(body, ensure_ascii=False, sort_keys=True), int(complaint.made_at.timestamp()))


def _set(matter: str, at: int) -> bytes:
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"matter": matter},
        pdf_standards=["a-2a", "ua-1"],
        font_paths=fonts(),  # none of this machine's: they would make other bytes on the next
        timestamp=at,
    )
    return made


def _size(size: int, say: Say, language: str) -> str:
    """Return the size of a file, roundly."""
    if size < MEGA:
        return say.say("desk-size-kilo", language, count=max(1, round(size / KILO)))
    return say.say("desk-size-mega", language, count=round(size / MEGA))


def _printable(fields: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the fields with nothing but signs a font can show, and whether any had to be named."""
    cleaned: dict[str, Any] = _mapped(fields, clean)
    missing = without_font(_texts(cleaned))
    return (_mapped(cleaned, lambda text: named(text, missing)), True) if missing else (cleaned, False)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list():
            return [_mapped(one, change) for one in value]
        case dict():
            return {name: _mapped(one, change) for name, one in value.items()}
        case _:
            return value


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _texts(one)
        case dict():
            yield from _texts(list(value.values()))
