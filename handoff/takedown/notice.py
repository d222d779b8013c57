"""A notice: every field of article 16(2) of Regulation (EU) 2022/2065, and the letter it becomes. Pure.

The association is the notifier, never the person it is about: no name, age, address or word of theirs stands in it but
what a listener writes. Lives here: the value, what is missing in it, its words. Does not live here: whether it may
leave (`handoff.takedown.states`), sending it (`handoff.takedown.mail`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, Self

from handoff.takedown.kinds import UNNAMED, Kind
from handoff.takedown.platforms import UNKNOWN
from handoff.takedown.states import Gates

if TYPE_CHECKING:
    from handoff.takedown.platforms import Platform

MOST_WORDS = 4000
LANGUAGES = ("fr", "en")


class Say(Protocol):
    """Sentences by id, supplied by `bot`."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence."""


@dataclass(frozen=True, slots=True)
class Notifier:
    """Who notifies: the association's name and e-mail, and who made it a trusted flagger, "" where nobody did."""

    name: str
    email: str
    flagger_by: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be said. `reason` is why it is illegal, in a listener's words; `extra` helps to find the content.

    `anonymous`: name and e-mail are left out, which article 16(2)(c) allows for sexual offences against children.
    """

    platform: str
    kind: Kind
    language: str = "fr"
    urls: tuple[str, ...] = field(default=(), repr=False)
    accounts: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    extra: str = field(default="", repr=False)
    good_faith: bool = False
    anonymous: bool = False
    gates: Gates = field(default_factory=Gates, repr=False)

    def gated(self, **changes: str) -> Self:
        """Return the notice with other answers at its gates."""
        return replace(self, gates=replace(self.gates, **changes))

    def rewritten(self, other: Self) -> Self:
        """Return `other` with the gates kept; whoever read the old words as the second has not read the new ones."""
        gates = self.gates if self.content == other.content else replace(self.gates, second="")
        return replace(other, gates=gates)

    @property
    def content(self) -> tuple[object, ...]:
        """What a second reader has read."""
        return (self.platform, self.kind, self.urls, self.accounts, self.reason, self.extra, self.anonymous)


def missing(notice: Notice, notifier: Notifier | None) -> tuple[str, ...]:
    """Return which fields of article 16(2) are not there yet: urls, reason, notifier, good_faith."""
    unnamed = notice.anonymous and notice.kind in UNNAMED
    lacking = {
        "urls": not notice.urls and not notice.accounts.strip(),
        "reason": not notice.reason.strip(),
        "notifier": not unnamed and (notifier is None or not notifier.name or not notifier.email),
        "good_faith": not notice.good_faith,
    }
    return tuple(name for name, is_missing in lacking.items() if is_missing)


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as it is read by the platform."""

    subject: str
    text: str = field(repr=False)


def write(notice: Notice, platform: Platform, notifier: Notifier | None, say: Say, number: str) -> Letter:
    """Return the letter of a notice. `number` is the association's own reference, which tells nothing about anybody."""
    language = notice.language

    def said(name: str, **arguments: str | int) -> str:
        return say.say(f"desk-notice-letter-{name}", language, "vous", **arguments)

    kind = platform.words.get(notice.kind.value, {}).get("fr" if language == "fr" else "en", "")
    general = say.say(f"desk-notice-kind-{notice.kind.value}".replace("_", "-"), language)
    name = platform.name if platform.name != UNKNOWN else say.say("desk-notice-unknown-site", language)
    parts = [
        said("opening", platform=name, number=number),
        said("flagger", by=notifier.flagger_by) if notifier is not None and notifier.flagger_by else "",
        said("kind", kind=f"{kind} ({general})" if kind else general),
        _listed(said("where"), notice.urls),
        _block(said("accounts"), notice.accounts),
        _block(said("reason"), notice.reason),
        _block(said("extra"), notice.extra),
        said("asked"),
        _notifier(notice, notifier, said("notifier"), said("unnamed")),
        said("good-faith"),
    ]
    return Letter(said("subject", number=number), "\n\n".join(part for part in parts if part) + "\n")


def _listed(heading: str, lines: tuple[str, ...]) -> str:
    return "\n".join((heading, *(f"{at}. {line}" for at, line in enumerate(lines, 1)))) if lines else ""


def _block(heading: str, words: str) -> str:
    return f"{heading}\n{words.strip()}" if words.strip() else ""


def _notifier(notice: Notice, notifier: Notifier | None, heading: str, unnamed: str) -> str:
    if notice.anonymous and notice.kind in UNNAMED:
        return unnamed
    return f"{heading}\n{notifier.name}\n{notifier.email}" if notifier is not None else ""


def dump(notice: Notice) -> bytes:
    """Return the JSON form, which is sealed to the team."""
    return json.dumps(asdict(notice), ensure_ascii=False, separators=(",", ":")).encode()


def load(clear: bytes) -> Notice:
    """Read the JSON form."""
    fields = json.loads(clear)
    fields |= {"kind": Kind(fields["kind"]), "urls": tuple(fields["urls"]), "gates": Gates(**fields["gates"])}
    return Notice(**fields)
