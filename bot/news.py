"""After the talk: news that were wished for, when and under which word, and a letter kept behind a neutral line. Pure.

Nothing here opens a closed case again, but a « worse »: then somebody is rung. Does not live here: the closing itself
(`handoff.moves`), when a letter is held (`handoff.holding`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.channels.channel import SILENT_KINDS
from bot.questions import Question, asked
from bot.replies import Reply, Say, question_text, reply
from bot.situation import OpenLetters, Ring, Told, Unwatch, Watch
from handoff.case import State
from handoff.holding import SAFE_FROM
from nlu.reading import Intent, Violence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.channels.channel import Incoming
    from bot.situation import Situation
    from bot.standing import Standing
    from nlu.reading import Reading

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "follow_when": ("tomorrow", "three_days", "week", "skip"),
    "follow_word": ("hello", "book", "match"),
    "follow_up": ("better", "same", "worse", "stop"),
}
"""What is asked after the talk, each with its choices."""
DAYS: Mapping[str, int] = {"tomorrow": 1, "three_days": 3, "week": 7}
ANY_HOUR = 18
TRIES = 2
DAY, HOUR = 24 * 3600, 3600
AGAIN = DAY
"""How long after an unanswered word the next one is said."""
QUIET_ACTS = frozenset(
    {
        *("checkin_no", "follow_yes", "news", "open", "erase", "erase_yes", "listener_worry", "worry_more"),
        *("quit", "pause", "phrase", "language_fr", "language_en"),
    }
)
OWN_VAULT = "vault"
"""How the acts begin that somebody does in their own vault: that calls nobody either."""
FAREWELL, SURE = 60, 0.5
"""A goodbye is short, and plain."""
SOON = timedelta(hours=1)
"""How long after the end an « ok » is an answer to it, and later somebody who comes back."""
GRAVE_QUESTIONS = frozenset({"direct", "harm_plan"})
_ASSENTS = r"(?:ok+(?:ay|ey|i+)?|d['\u2019 ]?accord|d['\u2019]?acc?|[çc]a marche|entendu|compris|alright|got it"
_ASSENTS += r"|[👍👌][🏻-🏿\ufe0f]?)"
ASSENT = re.compile(rf"{_ASSENTS}(?:[\s.,!]*{_ASSENTS})*[\s.,!]*", re.IGNORECASE)
"""An « ok » or a thumb held up, and nothing else."""
WATCHED = frozenset({"follow_up", "cover"})


def is_farewell(incoming: Incoming, reading: Reading | None) -> bool:
    """Tell whether these words only say goodbye or thanks: nothing in them is seen, or in doubt."""
    if incoming.kind != "text" or reading is None or reading.seen() | reading.asks():
        return False
    if reading.type is not Violence.none:
        return False
    if asked(incoming.text, reading.language) in {Question.THANKS, Question.FAREWELL}:
        return True
    kindly = reading.intent in {Intent.goodbye, Intent.thanks} and reading.confidence >= SURE
    return kindly and len(incoming.text) <= FAREWELL


def is_last_word(incoming: Incoming, reading: Reading | None, standing: Standing, closed_at: datetime | None) -> bool:
    """Tell whether these words only end a talk that is over: goodbye, thanks, and soon after the end an « ok »."""
    return is_farewell(incoming, reading) or _is_assent(incoming, reading, standing, closed_at)


def _is_assent(incoming: Incoming, reading: Reading | None, standing: Standing, closed_at: datetime | None) -> bool:
    """Tell whether this is an « ok » to the end of the talk: not to a question of dying, nor to what was asked for."""
    if closed_at is None or incoming.at - closed_at > SOON or standing.expects or standing.asked in GRAVE_QUESTIONS:
        return False
    if incoming.kind != "text" or reading is None or reading.seen() | reading.asks():
        return False
    words = incoming.text.strip()
    return reading.type is Violence.none and len(words) <= FAREWELL and ASSENT.fullmatch(words) is not None


def is_quiet(
    incoming: Incoming,
    state: State | None,
    standing: Standing,
    reading: Reading | None = None,
    closed_at: datetime | None = None,
) -> bool:
    """Tell whether this is a last word, no word at all, or a tap on what the talk left behind: it opens nothing."""
    if state is not State.CLOSED:
        return False
    if incoming.kind in SILENT_KINDS or is_last_word(incoming, reading, standing, closed_at):
        return True
    question, _, choice = incoming.choice.partition(":")
    if question == "act":
        return choice in QUIET_ACTS or choice.startswith(OWN_VAULT)
    return question in {"follow_when", "follow_word", "safe_hours"} or (question == "follow_up" and choice != "worse")


def is_ours(question: str, state: State | None) -> bool:
    """Tell whether an answer belongs here: the safe hours do once the talk is over."""
    return question in QUESTIONS or (question == "safe_hours" and state is State.CLOSED)


def tapped(standing: Standing, act: str) -> Told:
    """Do what a button asks for that was left on the screen after the talk."""
    return {"follow_yes": _wished, "news": _asked, "open": _opened}[act](standing)


def time_went_by(standing: Standing, watched: str, situation: Situation) -> Told:
    """Say what the end of one of these watches asks for."""
    return _time_has_come(standing, situation) if watched == "follow_up" else _cover(standing)


def _wished(standing: Standing) -> Told:
    """Ask when news are wanted."""
    return _put(replace(standing, answers={**standing.answers, "follow_when": ()}), "follow_when")


def answered(standing: Standing, question: str, situation: Situation) -> Told:
    """Go on to the next thing to settle, and when all is, wait for that day."""
    if question == "follow_when" and not standing.answered("safe_hours"):
        return _put(standing, "safe_hours")
    if question in {"follow_when", "safe_hours"} and standing.answers.get("follow_when"):
        return _put(standing, "follow_word")
    if question == "follow_word":
        due = _due(standing, situation)
        said = Reply((Say("follow-settled", **_day(standing, situation, due), **_word(standing)),))
        times = {**standing.times, "follow_up": 0}
        return Told(replace(standing, times=times, asked=""), (said,), (Watch("follow_up", due),), done=True)
    return _told(standing, situation)


def _told(standing: Standing, situation: Situation) -> Told:
    """Take the answer to « how is it since »."""
    answer = standing.answers["follow_up"][-1]
    asked, hours = standing.times.get("follow_twice", 0), situation.follow_hours
    stop: tuple[Unwatch | Watch | Ring, ...] = (Unwatch("follow_up"),)
    match answer:
        case "worse":
            return Told(standing, (reply("follow-worse", alert=situation.alert),), (*stop, Ring("worse")))
        case "stop":
            return Told(standing, (reply("follow-stop"),), stop, done=True)
        case _ if asked + 1 < len(hours):
            times = {**standing.times, "follow_twice": asked + 1, "follow_up": 0}
            wishes = (*stop, Watch("follow_up", (hours[asked + 1] - hours[asked]) * HOUR))
            return Told(replace(standing, times=times), (reply(f"follow-{answer}"),), wishes, done=True)
        case _:
            return Told(standing, (reply(f"follow-{answer}"),), stop, done=True)


def _time_has_come(standing: Standing, situation: Situation) -> Told:
    """Say the neutral word, with the question behind a tap; unanswered twice, it stops, or a human looks."""
    tries = standing.times.get("follow_up", 0) + 1
    severe = situation.is_severe
    if tries > TRIES:
        return Told(standing, (), (Ring("no_news"),) if severe else (), done=True)
    again = (Watch("follow_up", AGAIN),) if tries < TRIES or severe else ()
    times = {**standing.times, "follow_up": tries}
    said = Reply((Say("follow-word", **_word(standing)),), ("act:news",))
    return Told(replace(standing, times=times), (said,), again, done=True)


def _asked(standing: Standing) -> Told:
    """Put the question: who tapped is there, so the second try is not needed."""
    told = _put(replace(standing, answers={**standing.answers, "follow_up": ()}), "follow_up")
    return Told(told.standing, told.replies, (Unwatch("follow_up"),), done=True)


def _opened(standing: Standing) -> Told:
    """Show what was kept behind a neutral line."""
    return Told(standing, (), (OpenLetters(),), done=True)


def _cover(standing: Standing) -> Told:
    """Say the neutral line a letter is kept behind."""
    return Told(standing, (reply("held-cover", "act:open"),), done=True)


def _put(standing: Standing, question: str) -> Told:
    from bot.intake import FOLLOW_UPS  # noqa: PLC0415 - which names the questions of this module among its own

    choices = tuple(f"{question}:{choice}" for choice in FOLLOW_UPS[question])
    return Told(standing.put(question), (Reply((Say(question_text(question)),), choices),), done=True)


def _word(standing: Standing) -> dict[str, str]:
    return {"word": standing.answered("follow_word") or "hello"}


def _due(standing: Standing, situation: Situation) -> float:
    """Return the seconds until the day they chose, else the configured one, at an hour that is safe."""
    days = DAYS.get(standing.answered("follow_when"))
    hour = SAFE_FROM.get(standing.answered("safe_hours"), ANY_HOUR)
    day = situation.at + (timedelta(hours=situation.follow_hours[0]) if days is None else timedelta(days=days))
    safe = day.replace(hour=hour, minute=0, second=0, microsecond=0)
    if safe <= situation.at:
        safe += timedelta(days=1)
    return (safe - situation.at).total_seconds()


def _day(standing: Standing, situation: Situation, due: float) -> dict[str, str | int]:
    """Say which day that is: the one they chose, else by its own word where it has one."""
    days = ((situation.at + timedelta(seconds=due)).date() - situation.at.date()).days
    chosen = standing.answered("follow_when")
    word = chosen if chosen in DAYS else next((word for word, count in DAYS.items() if count == days), "days")
    return {"day": word, "count": days}
