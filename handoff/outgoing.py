"""What a listener's message must not carry across unseen: ways to reach somebody that the house does not know. Pure.

A listener who gives a child a handle of their own, a number or a link is what this looks for; a number of the
configuration or a page of the directory passes. Held, never refused: the listener may say why, and a supervisor reads
it. Lives here: finding. Does not live here: sending (`handoff.speaking`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from handoff.refusals import (
    HeldForContactError,
    HeldForPromiseError,
    HeldForTableError,
    StrangeWayError,
    TooManySignsError,
    UnknownVariableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST_SIGNS = 4096
"""What the narrowest messenger carries in one message."""
LEAST_DIGITS, SHORT = 8, 4
LINK, EMAIL, HANDLE, NUMBER = "link", "email", "handle", "number"
ENDINGS = "fr|com|org|net|eu|io|me|gg|co|app|be|ch|ca|uk|de|es|it|info|link|ly|tv|xyz|site|online"
LINKS = re.compile(
    rf"\b(?:https?://|www\.)\S+|(?<![@\w.])(?:[a-z0-9][a-z0-9-]*\.)+(?:{ENDINGS})\b(?:/\S*)?", re.IGNORECASE
)
EMAILS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
AT_NAMES = re.compile(r"(?<![\w.])@[\w.]{2,}")
PLACES = "snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|telegram|whats ?app|twitter|skype|messenger|signal|facebook"
NAMED = re.compile(
    rf"\b(?:{PLACES})\b\s*(?:[:=]|c'est|is\b|au nom de|sous)\s*[\w.]{{3,}}",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\+?\d(?:[\s.\-()]{0,2}\d){3,}")
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
ROW = re.compile(r"^[^\n]*(?:\t[^\n]*\t|\|[^\n|]*\|)[^\n]*$", re.MULTILINE)


VARIABLE = re.compile(r"\{\s*\$([A-Za-z][\w-]{0,39})\s*\}")


def no_promise(_text: str) -> tuple[str, ...]:
    """Find no promise: a desk without the house's lists."""
    return ()


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers of the configuration as digits, and the hosts of the directory: what may be named to anybody.

    `promises` finds what a message promises that nobody can keep: kinds, each once.
    """

    numbers: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    promises: Callable[[str], tuple[str, ...]] = no_promise

    @classmethod
    def of(
        cls, numbers: Iterable[str], pages: Iterable[str], promises: Callable[[str], tuple[str, ...]] = no_promise
    ) -> Known:
        """Take numbers as they are dialled, addresses of pages, and what finds the promises in a message, by kind."""
        hosts = (_host(page) for page in pages)
        return cls(frozenset(filter(None, map(_dialled, numbers))), frozenset(filter(None, hosts)), promises)


def look(text: str, known: Known, *, confirmed: bool, because: str) -> tuple[str, ...]:
    """Return the kinds of strange ways to reach somebody in a message that may cross.

    Raises TooManySignsError, HeldForTableError and HeldForPromiseError unless `confirmed`, HeldForContactError unless
    `because` says why, and UnknownVariableError for a ready reply that still holds a variable: nobody wants to read
    « Bonjour { $name } ».
    """
    if (unfilled := VARIABLE.search(text)) is not None:
        raise UnknownVariableError(unfilled[1])
    if len(text.strip()) > MOST_SIGNS:
        raise TooManySignsError(len(text.strip()))
    if not confirmed and is_table(text):
        raise HeldForTableError("a table is read by nobody on a phone")
    if not confirmed and (promised := known.promises(text)):
        raise HeldForPromiseError(promised)
    kinds = strange(text, known)
    if kinds and not because.strip():
        raise HeldForContactError(kinds)
    return kinds


def look_at_lines(lines: Iterable[str], known: Known) -> None:
    """Look at a listener's free words within a letter of the house's. Raises StrangeWayError, and as `look` does."""
    text = "\n".join(lines)
    try:
        look(text, known, confirmed=True, because="")
    except HeldForContactError as held:
        raise StrangeWayError(held.kinds) from None


def is_table(text: str) -> bool:
    """Tell whether a message was copied out of a table."""
    return len(ROW.findall(text)) > 1


def strange(text: str, known: Known) -> tuple[str, ...]:
    """Return the kinds of ways to reach somebody that the house does not know, each once."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return tuple(dict.fromkeys(_kinds(plain, known)))


def _kinds(text: str, known: Known) -> Iterator[str]:
    without = EMAILS.sub(" ", text)
    if without != text:
        yield EMAIL
    for found in LINKS.findall(without):
        if _host(found) not in known.hosts:
            yield LINK
    rest = LINKS.sub(" ", without)
    if AT_NAMES.search(rest) or NAMED.search(rest):
        yield HANDLE
    for found in DIGITS.findall(rest):
        if _is_number(_dialled(found)) and _dialled(found) not in known.numbers:
            yield NUMBER


def _is_number(digits: str) -> bool:
    return len(digits) >= LEAST_DIGITS or (len(digits) == SHORT and digits.startswith("3"))


def _dialled(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return "0" + digits[2:] if number.strip().startswith("+33") else digits


def _host(page: str) -> str:
    host = urlsplit(page if "//" in page else f"//{page}").hostname or ""
    return host.rstrip(".,;:!?)").removeprefix("www.").lower()
