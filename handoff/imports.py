"""A table of local services becomes a file of the directory; each line that cannot is explained by its number.

Lives here: reading a CSV as people make them: UTF-8 or Latin-1, commas or semicolons, French or English headings. Does
not live here: what a service is (`handoff.referral`).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from ruamel.yaml import YAML

from handoff.errors import DirectoryError
from handoff.referral import Need, Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LARGEST = 20_000_000
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "nom", "structure", "association"),
    "needs": ("needs", "need", "besoins", "besoin", "type"),
    "ages": ("ages", "age", "public"),
    "departements": ("departements", "departement", "dept", "department"),
    "languages": ("languages", "langues", "langue"),
    "hours": ("hours", "horaires"),
    "phone": ("phone", "telephone", "tel"),
    "url": ("url", "site", "website"),
    "email": ("email", "e-mail", "courriel", "mail"),
    "address": ("address", "adresse"),
    "checked_on": ("checked_on", "verifie_le", "checked"),
}
KINDS: Mapping[str, tuple[Need, ...]] = {
    "mda": (Need.HEALTH, Need.LISTENING),
    "maison des adolescents": (Need.HEALTH, Need.LISTENING),
    "france victimes": (Need.VICTIMS, Need.LEGAL),
    "cidff": (Need.WOMEN, Need.LEGAL),
    "police": (Need.POLICE,),
    "gendarmerie": (Need.POLICE,),
    "commissariat": (Need.POLICE,),
}
"""What well-known kinds of places are for, so that a table may simply name the kind."""
SPREAD = re.compile(r"[,|/]")
AGES = re.compile(r"(\d{1,3})\s*(?:-|\u2013|à|a|to)\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be taken: its number in the file, the heading, and what was expected."""

    number: int
    heading: str
    why: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.heading}: {self.why}"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table gave."""

    services: tuple[Service, ...]
    bad: tuple[BadLine, ...]


def read_table(content: bytes) -> Imported:
    """Read a table. Raises DirectoryError where it is none at all: empty, too large, without a heading for the name."""
    text = _decoded(content)
    rows = _numbered(text)
    if not rows:
        raise DirectoryError("the file is empty")
    headings = [_heading(cell) for cell in rows[0][1]]
    if "name" not in headings or "needs" not in headings:
        raise DirectoryError("line 1 must hold the headings, with `name` (or `nom`) and `needs` (or `type`) among them")
    services: dict[str, Service] = {}
    bad: list[BadLine] = []
    for number, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        read = _line(number, headings, cells)
        if isinstance(read, Service) and read.id in services:
            read = BadLine(number, "name", "the same name and département stand in an earlier line")
        if isinstance(read, BadLine):
            bad.append(read)
        else:
            services[read.id] = read
    return Imported(tuple(services.values()), tuple(bad))


def _numbered(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows, numbered as an editor numbers lines: a cell may run over several."""
    reader = csv.reader(io.StringIO(text, newline=""), _delimited(text))
    numbered, before = [], 0
    try:
        for cells in reader:
            numbered.append((before + 1, cells))
            before = reader.line_num
    except csv.Error:
        raise DirectoryError(f"line {before + 1}: a quotation mark opens there and closes nowhere near") from None
    return numbered


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise DirectoryError("the file is larger than 20 MB: a table of services is not")
    if b"\0" in content:
        raise DirectoryError("this is no table in text: save it as CSV first")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimited(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]
    most = max(";,\t", key=first.count)

    class Found(csv.excel):
        delimiter = most

    return Found


def _plain(text: str) -> str:
    folded = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return folded.strip().lower()


def _heading(cell: str) -> str:
    plain = _plain(cell).replace(" ", "_")
    return next((name for name, others in HEADINGS.items() if plain in others), "")


def _line(number: int, headings: Sequence[str], cells: Sequence[str]) -> Service | BadLine:
    if len(cells) > len(headings):
        return BadLine(number, "line", f"has {len(cells)} cells where the headings are {len(headings)}")
    given = {name: cell.strip() for name, cell in zip(headings, cells, strict=False) if name and cell.strip()}
    try:
        fields = _fields(given)
        return Service.model_validate({**fields, "id": _id(given)})
    except _CellError as error:
        return BadLine(number, error.heading, error.why)
    except ValidationError as error:
        first = error.errors()[0]
        heading = str(first["loc"][0]) if first["loc"] else "line"
        return BadLine(number, heading, _why(heading, str(first["msg"])))


class _CellError(Exception):
    def __init__(self, heading: str, why: str) -> None:
        super().__init__(heading)
        self.heading, self.why = heading, why


def _fields(given: Mapping[str, str]) -> dict[str, Any]:
    if "name" not in given:
        raise _CellError("name", "is empty")
    fields: dict[str, Any] = dict(given)
    fields["needs"] = _needs(given.get("needs", ""))
    if "ages" in given:
        fields["ages"] = _ages(given["ages"])
    if "departements" in given:
        fields["departements"] = [_departement(part) for part in SPREAD.split(given["departements"]) if part.strip()]
    if "languages" in given:
        fields["languages"] = [_plain(part)[:2] for part in SPREAD.split(given["languages"]) if part.strip()]
    if "hours" in given:
        fields["hours"] = _hours(given["hours"])
    if "phone" in given:
        fields["phone"] = re.sub(r"[.()-]", " ", given["phone"]).strip()
    if "url" in given and "://" not in given["url"]:
        fields["url"] = f"https://{given['url']}"
    return fields


def _needs(text: str) -> list[Need]:
    kind = KINDS.get(_plain(text))
    if kind is not None:
        return list(kind)
    found = [_plain(part).replace(" ", "_") for part in SPREAD.split(text) if part.strip()]
    wrong = next((one for one in found if one not in set(Need)), "")
    if wrong or not found:
        known = ", ".join((*Need, *KINDS))
        raise _CellError("needs", f"{wrong or 'empty'!r} is not one of: {known}")
    return [Need(one) for one in found]


def _ages(text: str) -> tuple[int, int]:
    found = AGES.search(_plain(text))
    if found is None:
        raise _CellError("ages", "must be two ages, like 11-25")
    return int(found[1]), int(found[2])


def _departement(text: str) -> str:
    plain = text.strip().upper()
    return plain.zfill(2) if plain.isdecimal() else plain


def _hours(text: str) -> str | dict[str, list[str]]:
    plain = _plain(text)
    if plain in {"always", "24/7", "24h/24", "7j/7 24h/24"}:
        return "always"
    hours: dict[str, list[str]] = {}
    for part in text.split("|"):
        days, _, span = part.strip().partition(" ")
        if not span:
            raise _CellError("hours", "must be like `mon-fri 09:00-17:00 | sat 09:00-12:00`, or `always`")
        hours.setdefault(_plain(days), []).append(span.strip())
    return hours


def _id(given: Mapping[str, str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", _plain(given.get("name", ""))).strip("-")[:60]
    place = re.sub(r"[^a-z0-9]+", "-", _plain(given.get("departements", ""))).strip("-")[:15]
    return f"{stem or 'x'}-{place}" if place else stem or "x"


def _why(heading: str, said: str) -> str:
    expected = {
        "departements": "must be a département like 33, 2A or 971",
        "phone": "must be digits, spaces and + only",
        "url": "must be an address like https://example.org",
        "email": "must be an address like name@example.org",
        "checked_on": "must be a day like 2026-11-25",
        "hours": "must be like `mon-fri 09:00-17:00`, or `always`",
    }
    return expected.get(heading, said)


def write_services(services: Sequence[Service], file: Path) -> None:
    """Write services as a file of the directory, whole or not at all."""
    yaml = YAML()
    yaml.width = 200
    plain = [one.model_dump(mode="json", exclude_defaults=True) for one in services]
    out = io.StringIO()
    yaml.dump({"services": plain}, out)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(out.getvalue(), encoding="utf-8")
    fresh.replace(file)
