"""The dossier as a document: a tagged PDF/A-2a that is the same, byte for byte, for the same matter.

Lives here: `make_dossier`, from a complaint to the bytes of a PDF. Does not live here: what it says
(`handoff.complaint`), its sentences (`bot/texts/*/complaint.ftl`), its looks (`dossier.typ`).
"""

from __future__ import annotations

import functools
import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

import typst

from handoff.complaint import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handoff.complaint import Complaint

TEMPLATE = Path(__file__).parent / "dossier.typ"
PLAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2019, 0x201C, 0x201D, 0x2026, 0x2013, 0x0A)))
"""Signs every embedded font has; others are tried one by one, once."""
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
LABELS = (
    "title", "reference", "made-on", "what-this-is", "minor-alone", "unchanged", "timeline", "quotations-note",
    "corrected", "added", "who", "who-none", "where", "where-none", "harm", "offences", "offences-note", "exhibits",
    "exhibits-none", "exhibit", "exhibit-unopened", "at-the-desk", "say-1", "say-2", "say-3", "say-4",
    "bring", "bring-1", "bring-2", "bring-3", "bring-4", "alone", "identity", "identity-note", "identity-name",
    "identity-born", "identity-address", "identity-phone", "identity-with", "identity-date", "identity-signature",
    "page", "signs",
)  # fmt: skip


class Say(Protocol):
    """Sentences by id, supplied by `bot`."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence."""


def make_dossier(complaint: Complaint, say: Say, timezone: str = "Europe/Paris", register: str = "vous") -> bytes:
    """Return the PDF of a complaint, in its language. It takes a moment of the processor: call it in a thread.

    The same complaint gives the same bytes. Signs no embedded font has are named in brackets, and a note says so.
    """
    zone, language = ZoneInfo(timezone), complaint.language

    def stamp(moment: datetime) -> str:
        here = moment.astimezone(zone)
        month = say.say("dossier-date", language, day=here.day, month=here.month, year=f"{here:%Y}")
        return f"{month} {here:%H:%M}"

    labels = {label: say.say(f"dossier-{label}", language, register) for label in LABELS}
    labels["lang"] = language
    fields, named = _printable(as_json(complaint, stamp))
    body = json.dumps({"label": labels, "named": named, **fields}, ensure_ascii=False, sort_keys=True)
    made: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"matter": body},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,  # those of this machine would make other bytes on the next
        timestamp=int(complaint.made_at.timestamp()),
    )
    return made


def _printable(fields: Mapping[str, object]) -> tuple[dict[str, object], bool]:
    """Return the fields with every sign a font can show, and whether any had to be named."""
    named = False

    def walk(value: object) -> object:
        nonlocal named
        match value:
            case str():
                shown = "".join(map(_sign, value))
                named = named or shown != value
                return shown
            case list():
                return [walk(one) for one in value]
            case dict():
                return {name: walk(one) for name, one in value.items()}
            case _:
                return value

    return {name: walk(value) for name, value in fields.items()}, named


def _sign(sign: str) -> str:
    if sign in PLAIN:
        return sign
    if sign in UNSEEN or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"}:
        return " " if sign in "\t\r" else ""
    return sign if _has(sign) else _name(sign)


def _name(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    return f"[{name}]" if name and unicodedata.category(sign)[0] == "S" else f"[U+{ord(sign):04X}]"


@functools.lru_cache(maxsize=20_000)
def _has(sign: str) -> bool:
    """Tell whether an embedded font has a sign: by setting it, for PDF/A refuses what it cannot show."""
    page = b'#set document(title: "x")\n#sys.inputs.sign'
    try:
        typst.compile(page, format="pdf", sys_inputs={"sign": sign}, pdf_standards=["a-2a"], ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True
