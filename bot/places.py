"""Where in config.yml something stands, and what is wrong with a value, in our own words.

Lives here: from a path of keys to line and column, and from a validator's code to a sentence. Does not live here:
reading the file (`bot.settings`), looking for what is wrong (`bot.check`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

PATTERNS: Mapping[str, str] = {
    r"^.+:\d{1,5}$": "write a host and a port, like 127.0.0.1:8018",
    r"^https?://[^\s]+$": "write an address that begins with https://",
    r"^https?://[^\s/]+[^\s]*$": "write an address that begins with https://",
    r"^[^@\s]+@[^@\s]+$": "write an e-mail address, like desk@example.org",
    r"^\+?[0-9 ]{0,20}$": "write a number as it is dialled: digits and spaces",
    r"^[a-z0-9][a-z0-9_]{0,30}$": "write an id: small letters, digits and _, 31 at the most",
}
KINDS: Mapping[str, str] = {
    "missing": "is missing: see the shipped config.yml",
    "string_type": "is no text: put it in quotes",
    "int": "is no whole number",
    "float": "is no number",
    "bool": "is neither true nor false",
    "date": "is no date: write it like 2026-12-25",
    "time": "is no time of day: write it like 09:00",
    "datetime": "is no moment: write it like 2026-12-25T09:00",
    "list": "has to be a list, like [a, b]",
    "tuple": "has to be a list, like [a, b]",
    "set": "has to be a list, like [a, b]",
    "frozen": "has to be a list, like [a, b]",
    "dict": "has to be a section, like {name: value}",
    "mapping": "has to be a section, like {name: value}",
    "model": "has to be a section, like {name: value}",
    "none": "has to be empty",
    "url": "write an address that begins with https://",
    "union": "is not what is expected here: see the shipped config.yml",
}
"""What is said by the beginning of a validator's code."""
LIMITS: Mapping[str, tuple[str, str]] = {
    "greater_than": ("has to be more than", "gt"),
    "greater_than_equal": ("has to be at least", "ge"),
    "less_than": ("has to be less than", "lt"),
    "less_than_equal": ("has to be at most", "le"),
    "string_too_short": ("is too short: characters at the least:", "min_length"),
    "string_too_long": ("is too long: characters at the most:", "max_length"),
    "too_short": ("has too few entries: at the least", "min_length"),
    "too_long": ("has too many entries: at the most", "max_length"),
    "multiple_of": ("has to be a multiple of", "multiple_of"),
}
OWN = frozenset({"value_error", "assertion_error"})
"""The codes whose sentence is ours already."""


def sentence(detail: ErrorDetails) -> str:
    """Return what is wrong with a value, without a word of the validator's."""
    code, context = detail["type"], detail.get("ctx", {})
    if code in OWN:
        return re.sub(r"^(?:Value|Assertion) error, ", "", detail["msg"])
    if code in LIMITS:
        said, name = LIMITS[code]
        return f"{said} {context.get(name, '?')}"
    if code in {"literal_error", "enum"}:
        return f"is none of: {_listed(str(context.get('expected', '')))}"
    if code == "string_pattern_mismatch":
        return PATTERNS.get(
            str(context.get("pattern", "")), "is not written as it should be: see the shipped config.yml"
        )
    known = (said for kind, said in KINDS.items() if code == kind or code.startswith(f"{kind}_"))
    return next(known, "is not what is expected here: see the shipped config.yml")


def _listed(expected: str) -> str:
    return ", ".join(re.findall(r"'([^']*)'", expected)) or expected


def position(tree: Any, place: Sequence[str | int]) -> tuple[int, int]:
    """Return line and column, from 1, of the last part of a path that is there; entries of lists also by their id."""
    node, found = tree, (0, 0)
    for part in place:
        if isinstance(node, CommentedMap) and part in node:
            found, node = node.lc.key(part), node[part]
        elif isinstance(node, CommentedSeq) and (index := _index(node, part)) is not None:
            found, node = node.lc.item(index), node[index]
        else:
            break
    return found[0] + 1, found[1] + 1


def _index(node: CommentedSeq, part: str | int) -> int | None:
    if isinstance(part, int):
        return part if part < len(node) else None
    ids = [str(one.get("id", "")) if isinstance(one, CommentedMap) else str(one) for one in node]
    return ids.index(part) if part in ids else None
