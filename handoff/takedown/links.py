"""Reading links out of what a listener pasted: what a notice can name, and a clear word about everything else. Pure.

Nothing here, or anywhere in Havre, ever opens a link that was reported. Lives here: cutting, checking, comparing. Does
not live here: whose a host is (`handoff.takedown.platforms`), what a notice says of it (`handoff.takedown.notice`).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST = 200
"""Links read at once: a notice with more is read by nobody, and a paste with more is a mistake."""
LONGEST = 2000
SPLIT = re.compile(r"[\s<>\"]+")
BARE = re.compile(r"(?:[a-z0-9\u0080-\uffff](?:[\w-]*\.))+[a-z\u0080-\uffff]{2,24}(?:[/?#]\S*)?", re.IGNORECASE)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:/|$))", re.IGNORECASE)
BEFORE, BEHIND = "([{\u00ab\u201c\u2018\"'", ".,;:!?)]}\u00bb\u201d\u2019\"'"
SEARCHES = frozenset({"search", "results", "explore", "hashtag", "tags", "tag", "discover", "recherche"})
SEARCH_HOSTS = ("google.", "bing.com", "duckduckgo.com", "qwant.com", "ecosia.org", "search.yahoo.")
INVITES = (
    ("t.me", re.compile(r"/(?:\+|joinchat/|c/)")),
    ("discord.gg", re.compile(r"/.")),
    ("discord.com", re.compile(r"/(?:invite|channels)/")),
    ("chat.whatsapp.com", re.compile(r"/.")),
    ("facebook.com", re.compile(r"/(?:groups/[^/]+/?$|messages/)")),
    ("instagram.com", re.compile(r"/direct/")),
    ("snapchat.com", re.compile(r"/web/")),
)
"""Where only those who were let in can look: (host, what its paths begin with)."""
SHORTENERS = frozenset({"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "cutt.ly", "rb.gy", "lnkd.in"})
LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u0261\u04bb\u04cf\u0578\u051b\u0475"
    "\u051d\u043a\u0442\u043c\u043f\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7\u0131015",
    "aeopcyxisjdghlnqvwktmnoaeikvptuxiols",
)
"""Cyrillic, Greek, Armenian and other signs, and the Latin letters they are taken for."""


class Word(StrEnum):
    """What is said about a link. Those of `KEPT` may be sent all the same; the others name nothing a notice could."""

    PRIVATE = "private"
    SHORT = "short"
    LOOKALIKE = "lookalike"
    UNKNOWN = "unknown"
    NO_LINK = "no-link"
    SCRIPT = "script"
    SEARCH = "search"
    LOCAL = "local"
    SIGNED_IN = "signed-in"
    FRONT = "front"
    TOO_LONG = "too-long"
    TWICE = "twice"
    TOO_MANY = "too-many"


KEPT = frozenset({Word.PRIVATE, Word.SHORT, Word.LOOKALIKE, Word.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Link:
    """One exact address. `url` goes into the notice, `host` is its host in ASCII, `platform` whose it is or ""."""

    url: str = field(repr=False)
    host: str = field(repr=False)
    platform: str = ""
    words: tuple[Word, ...] = ()
    like: str = ""

    @property
    def site(self) -> str:
        """Whose it is: the platform, else the host."""
        return self.platform or self.host


@dataclass(frozen=True, slots=True)
class Refused:
    """Something pasted that a notice cannot name, a link or a line without any: as it was typed, cut, and why."""

    text: str = field(repr=False)
    word: Word


@dataclass(frozen=True, slots=True)
class Links:
    """What was pasted: `found` in the order given, `refused` with a word each. `count`: how many links there were."""

    found: tuple[Link, ...] = ()
    refused: tuple[Refused, ...] = ()
    count: int = 0

    @property
    def too_many(self) -> bool:
        """Tell whether there were so many that none was read."""
        return self.count > MOST

    def by_platform(self) -> Mapping[str, tuple[Link, ...]]:
        """Return the links of each platform, and of each site nobody knows by its host, in the order first named."""
        names = dict.fromkeys(link.site for link in self.found)
        return {name: tuple(link for link in self.found if link.site == name) for name in names}


def read_links(text: str, hosts: Mapping[str, str]) -> Links:
    """Read every link out of a text. `hosts`: the end of a host to the platform it belongs to.

    More than `MOST` are not read at all: whoever pasted them is told, and keeps what they typed. A line that holds no
    link is refused as such; words around a link are left alone.
    """
    lines = [[(raw, piece) for raw in SPLIT.split(line) if (piece := _bare(raw))] for line in text.splitlines()]
    candidates = [[pair for pair in line if _looks_like_link(pair[1])] for line in lines]
    count = sum(map(len, candidates))
    if count > MOST:
        return Links(count=count)
    found: dict[str, Link] = {}
    refused = []
    for line, pairs, typed in zip(lines, candidates, text.splitlines(), strict=True):
        if line and not pairs:
            refused.append(Refused(_start(typed.strip()), Word.NO_LINK))
        for raw, piece in pairs:
            read = _read(piece, hosts)
            if isinstance(read, Word) or same(read.url) in found:
                refused.append(Refused(_start(raw), read if isinstance(read, Word) else Word.TWICE))
            else:
                found[same(read.url)] = read
    return Links(tuple(found.values()), tuple(refused), count)


def _bare(raw: str) -> str:
    return raw.lstrip(BEFORE).rstrip(BEHIND)


def host_of(url: str) -> str:
    """Return the host of an address that was read."""
    return _ascii(urlsplit(url).hostname or "")


def same(url: str) -> str:
    """Return what two spellings of one address have in common: for comparing only, a notice names the exact one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = "&".join(sorted(part for part in parts.query.split("&") if part and not _tracks(part)))
    return urlunsplit(("", host, parts.path.rstrip("/"), query, ""))


def _tracks(part: str) -> bool:
    return part.partition("=")[0].lower() in {"igsh", "igshid", "fbclid", "gclid", "si", "feature"} or part.startswith(
        "utm_"
    )


def _looks_like_link(piece: str) -> bool:
    return "://" in piece or SCHEME.match(piece) is not None or BARE.fullmatch(piece) is not None


def _start(piece: str) -> str:
    return piece if len(piece) <= 80 else piece[:80] + "…"  # noqa: PLR2004 - a line of the page


def _read(piece: str, hosts: Mapping[str, str]) -> Link | Word:
    if len(piece) > LONGEST:
        return Word.TOO_LONG
    scheme = SCHEME.match(piece)
    if scheme is None:
        piece = f"https://{piece}"
    elif scheme[1].lower() not in {"http", "https"}:
        return Word.SCRIPT
    try:
        parts = urlsplit(piece)
        host = _ascii(parts.hostname or "")
        signed_in = bool(parts.username or parts.password)
        parts.port  # noqa: B018 - asking for it raises where it is none
    except ValueError:
        return Word.NO_LINK
    if signed_in:
        return Word.SIGNED_IN
    word = _refusal(host, parts.path, parts.query)
    if word is not None:
        return word
    platform, like = platform_of(host, hosts), _alike(parts.hostname or "", hosts)
    words = tuple(_words(host, parts.path, platform, like))
    return Link(piece, host, platform, words, like)


def _ascii(host: str) -> str:
    host = unicodedata.normalize("NFKC", host).rstrip(".")
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise ValueError("no host") from None


def _refusal(host: str, path: str, query: str) -> Word | None:
    if not host or ("." not in host and ":" not in host):
        return Word.LOCAL if host == "localhost" else Word.NO_LINK
    if _is_local(host):
        return Word.LOCAL
    if _is_search(host, path, query):
        return Word.SEARCH
    return Word.FRONT if path in {"", "/"} and not query else None


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host.endswith((".local", ".localhost", ".internal", ".lan", ".home"))


def _is_search(host: str, path: str, query: str) -> bool:
    steps = [step.lower() for step in path.split("/") if step]
    asks = any(part.partition("=")[0] in {"q", "query", "search_query", "keyword"} for part in query.split("&"))
    engine = any(host.startswith(name) or f".{name}" in f".{host}" for name in SEARCH_HOSTS)
    return (engine and asks) or bool(steps and steps[0] in SEARCHES)


def _words(host: str, path: str, platform: str, like: str) -> Iterator[Word]:
    if like:
        yield Word.LOOKALIKE
    if any(_within(host, place) and begins.match(path) for place, begins in INVITES):
        yield Word.PRIVATE
    if host in SHORTENERS:
        yield Word.SHORT
    elif not platform and not like:
        yield Word.UNKNOWN


def _within(host: str, end: str) -> bool:
    return host == end or host.endswith(f".{end}")


def platform_of(host: str, hosts: Mapping[str, str]) -> str:
    """Return the platform a host belongs to, "" for one nobody knows."""
    steps = host.split(".")
    return next((hosts[end] for at in range(len(steps)) if (end := ".".join(steps[at:])) in hosts), "")


def _alike(host: str, hosts: Iterable[str]) -> str:
    """Return the host that this one only looks like, "" where it is itself or resembles none."""
    shown = _shown(host)
    steps = shown.split(".")
    ends = {".".join(steps[at:]) for at in range(len(steps))}
    skeletons = {skeleton(end) for end in ends}
    for real in hosts:
        if real in ends:
            return ""
        if len(real) > 4 and skeleton(real) in skeletons:  # noqa: PLR2004 - two letters resemble too much
            return real
    return ""


def _shown(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna").lower()
    except UnicodeError:
        return unicodedata.normalize("NFKC", host).lower()


def skeleton(host: str) -> str:
    """Return what a host looks like to a hurried eye: accents gone, letters of other scripts as their Latin twins."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", host.lower()) if not unicodedata.combining(sign))
    return plain.translate(LOOKALIKES).replace("rn", "m").replace("vv", "w").replace("i", "l")
