"""One request's language: sentences by id, lengths of time, moments, and facts as a listener reads them.

Lives here: from ids and times to text ids. Does not live here: the sentences (`bot/texts/*/desk.ftl`, `reasons.ftl`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from handoff.takedown.platforms import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from handoff.alarm import Texts
    from handoff.room import RoomEntry

OF_ONE = re.compile(r"_[0-9a-f]{32}$")
"""Which of several questions alike an answer belongs to."""
FACTS: Mapping[str, frozenset[str]] = {
    "danger": frozenset(
        ["hurt_now", "did_dangerous", "thinks_of_dying", "could_hurt", "other_in_danger", "no", "unsure", "skip"],
    ),
    "screen": frozenset(["no", "beside", "later", "author", "unsure", "skip"]),
    "speak": frozenset(["yes", "no", "unsure", "skip"]),
    "who": frozenset(["me", "friend", "sibling", "my_child", "pupil", "witness", "author", "skip"]),
    "age": frozenset(["under_13", "13_14", "15_17", "adult", "skip"]),
    "what": frozenset(["insults", "threats", "blackmail", "intimate", "body", "adult_insists", "other", "skip"]),
    "demand": frozenset(["money", "images", "meet", "harm", "silence", "no", "unsure", "skip"]),
    "deadline": frozenset(["hour", "today", "later", "none", "spread", "unsure", "skip"]),
    "author": frozenset(["home", "known_adult", "school", "partner", "online", "several", "unsure", "skip"]),
    "direct": frozenset(["now", "sometimes", "past", "unsure", "no", "skip", "silence"]),
    "harm_plan": frozenset(["today", "means", "no", "unsure", "skip"]),
    "risk": frozenset(["no", "yes", "unsure"]),
    "refer": frozenset(["yes", "no"]),
    "received": frozenset(["yes", "not_yet", "no"]),
    "want": frozenset(
        [
            "report",
            "ask_call",
            "ask_confidentiality",
            "ask_erase",
            "ask_takedown",
            "ask_complaint",
            "ask_help",
            "send_evidence",
            "other",
        ]
    ),
    "follow_when": frozenset(["tomorrow", "three_days", "week", "skip"]),
    "follow_word": frozenset(["hello", "book", "match"]),
    "follow_up": frozenset(["better", "same", "worse", "stop"]),
    "act": frozenset(
        [
            "human",
            "follow_yes",
            "calm",
            "save_what",
            "call_back",
            "news",
            "open",
            "danger",
            "quit",
            "evidence",
            "language_fr",
            "language_en",
            "write",
            "wait",
            "continue",
            "consent_yes",
            "consent_no",
            "consent_later",
            "phrase",
            "place",
            "better",
            "continue_here",
            "call_15",
            "call_17",
            "text_114",
            "call_3114",
            "call_119",
            "checkin_yes",
            "checkin_no",
            "resume",
            "erase",
            "listener_worry",
            "worry_more",
            "worry_no",
            "hash_1",
            "hash_2",
            "hash_3",
            "hash_4",
            "hash_5",
            "hash_stop",
            "draft_right",
            "draft_fix",
        ]
    ),
}
"""The choices the texts of the desk have words for; an administrator's own are shown by their id."""

MINUTE, HOUR, DAY = 60, 3600, 86400
KILO, MEGA = 1000, 1_000_000


@dataclass(frozen=True, slots=True)
class Speech:
    """Says things in one language. `chosen`: the reader asked for it by `?lang=`, so links carry it on."""

    texts: Texts
    language: str
    zone: tzinfo
    now: datetime
    chosen: bool = False

    def say(self, text_id: str, **arguments: str | int) -> str:
        """Return a sentence of the desk's."""
        return self.texts.say(f"desk-{text_id}", self.language, "tu", **arguments)

    def link(self, path: str) -> str:
        """Return a path of the desk that keeps the chosen language."""
        if not self.chosen:
            return path
        return f"{path}{'&' if '?' in path else '?'}lang={self.language}"

    def reason(self, rule: str) -> str:
        """Return a rule's name; an administrator's own rule without a text is shown by its id."""
        try:
            return self.texts.say(f"reason-{rule}", self.language)
        except LookupError:
            return rule

    def fact(self, question: str, choice: str) -> str:
        """Return what was answered, in a few words; what nobody said is said to be so."""
        if not choice:
            return self.say("unsaid")
        if choice in FACTS.get(question, ()):
            return self.say(f"{question}-{choice}".replace("_", "-"))
        return choice

    def tapped(self, text: str) -> str:
        """Return the words of a button that was tapped, from `question:choice`, or `question:choice_<id>`."""
        question, _, choice = OF_ONE.sub("", text).partition(":")
        return self.fact(question, choice)

    def site(self, name: str) -> str:
        """Return the name of a service; one nobody knows is said to be so."""
        return self.say("notice-unknown-site") if name == UNKNOWN else name

    def reminder(self, text: str) -> str:
        """Return the line that reminds of a notice, from `notice:number:platform:minutes:step`."""
        _, number, platform, minutes, step = (*text.split(":"), "", "", "", "", "")[:5]
        line = self.say("notice-line", number=number, platform=self.site(platform), minutes=minutes)
        return f"{line} {self.next_step(step)}" if step else line

    def next_step(self, step: str) -> str:
        """Return what a listener may do next where a platform does not answer."""
        return self.say("notice-then", step=self.say(f"notice-step-{step}"))

    def length(self, seconds: float) -> str:
        """Return how long something is, in its two largest units."""
        whole = max(0, int(seconds))
        if whole < MINUTE:
            return self.say("under-a-minute")
        if whole < HOUR:
            return self.say("minutes", minutes=whole // MINUTE)
        if whole < DAY:
            return self.say("hours", hours=whole // HOUR, minutes=f"{whole % HOUR // MINUTE:02}")
        return self.say("days", days=whole // DAY, hours=whole % DAY // HOUR)

    def size(self, size: int) -> str:
        """Return the size of a file, roundly."""
        if size < MEGA:
            return self.say("size-kilo", count=max(1, round(size / KILO)))
        return self.say("size-mega", count=round(size / MEGA))

    def since(self, moment: datetime) -> str:
        """Return how long ago a moment was."""
        return self.length((self.now - moment).total_seconds())

    def until(self, moment: datetime) -> str:
        """Return how long a moment is ahead."""
        return self.length((moment - self.now).total_seconds())

    def clock(self, moment: datetime) -> str:
        """Return the time of day of a moment, with its day where that is not today."""
        here, today = moment.astimezone(self.zone), self.now.astimezone(self.zone).date()
        if here.date() == today:
            return f"{here:%H:%M}"
        return self.say("day-and-time", day=here.day, month=here.month, time=f"{here:%H:%M}")


def iso(moment: datetime) -> str:
    """Return a moment as pages carry it for their clocks."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def pieces(entry: RoomEntry) -> Iterator[tuple[str, str]]:
    """Cut an entry's text along its marks: (words, rule), rule "" for what did not weigh in."""
    at = 0
    for mark in sorted(entry.marks, key=lambda mark: mark.start):
        start, end = max(at, mark.start), min(mark.end, len(entry.text))
        if start >= end:
            continue
        if start > at:
            yield entry.text[at:start], ""
        yield entry.text[start:end], mark.rule
        at = end
    if at < len(entry.text):
        yield entry.text[at:], ""


def preferred(header: str, languages: Sequence[str]) -> str:
    """Return the language a browser asks for, the house's own where it asks for none of them."""
    wished: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")):
        name, _, weight = part.strip().partition(";q=")
        code = name.split("-")[0].lower()
        if code in languages:
            wished.append((-_weight(weight), place, code))
    return min(wished)[2] if wished else languages[0]


def _weight(text: str) -> float:
    try:
        return float(text or "1")
    except ValueError:
        return 0.0
