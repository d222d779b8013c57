"""What a person wants of the bot itself: answered where it is plain, asked about where it is not. Pure.

Below `SURE` nothing is guessed: where no question stands on the screen, the likeliest wishes are offered as buttons,
with "something else" and "talk to someone"; a second miss brings a human. Danger is looked for in `bot.conversation`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import acts, nearness
from bot.replies import Reply, Say, reply
from bot.situation import Told
from nlu.reading import GRAVE_SIGNALS, Intent, Signal, Violence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.situation import Event, Situation
    from bot.standing import Standing
    from nlu.reading import Reading

SURE = 0.5
"""Below this confidence an intent is not acted on: the words are kept, and asked about at the most."""
WANT = "want"
"""The question behind the offered buttons: `want:<intent>`."""
MISSES = 2
BY_ACT: Mapping[Intent, str] = {
    Intent.ask_human: "human",
    Intent.ask_erase: "erase",
    Intent.send_evidence: "evidence",
}
OFFERED = frozenset(
    {
        Intent.report,
        Intent.ask_call,
        Intent.ask_confidentiality,
        Intent.ask_erase,
        Intent.ask_takedown,
        Intent.ask_complaint,
        Intent.ask_help,
        Intent.send_evidence,
    }
)
"""The wishes that make a button; "talk to someone" stands there anyway."""
PARTING = frozenset({Intent.quit, Intent.thanks, Intent.goodbye})
"""What is answered with a parting word."""
TWO = 2


def asked_for(told: Told, reading: Reading, situation: Situation) -> Told:
    """Answer what was asked for, where it is plain enough; a report is thanked for, once.

    Where the same words tell of dying or danger, the answer ends nothing, and no kind word stands before what follows.
    """
    grave = bool(reading.seen() & GRAVE_SIGNALS)
    if reading.confidence >= SURE and not (grave and reading.intent in PARTING):
        if reading.intent is Intent.quit:
            quiet = replace(told.standing, paused=True)
            return Told(quiet, (*told.replies, reply("quiet")), told.wishes, done=True)
        if reading.intent in BY_ACT or reading.intent in acts.ANSWERS:
            granted = _with(told, _granted(told.standing, reading.intent, situation))
            return replace(granted, rests=_still_asks(granted, reading), done=granted.done and not grave)
    if told.standing.own_path or grave:
        return told
    if _is_blackmail(reading) and not told.standing.times.get("blackmail"):
        return Told(_counted(told.standing, "blackmail"), (*told.replies, _against_blackmail(situation)), told.wishes)
    if reading.type is not Violence.none and not told.standing.times.get("thanked"):
        return Told(_counted(told.standing, "thanked"), (*told.replies, reply("thanked")), told.wishes)
    return told


def _still_asks(told: Told, reading: Reading) -> bool:
    """Tell whether a question stands on the screen that need not be put again: no grave one, and no doubt is left."""
    return told.standing.asked not in {"", "direct", "harm_plan"} and not reading.asks()


def _is_blackmail(reading: Reading) -> bool:
    return reading.type is Violence.sextortion or Signal.blackmail in reading.seen()


def _against_blackmail(situation: Situation) -> Reply:
    """Say what helps now, whoever reads and when: it cannot wait for the morning."""
    return reply("blackmail", numbers=situation.talks)


def kept(told: Told, event: Event, situation: Situation) -> Told:
    """Say that a message has arrived; where nobody can tell what is wanted, ask; the second time, bring a human."""
    reading = event.reading
    if told.standing.danger_shown or nearness.is_near(told.standing):
        numbers = acts.fastest(situation)
        says = (Say("kept-close"), *([Say("closed-numbers")] if numbers else []))
        return told.saying(Reply(says, ("act:danger", "act:human"), numbers))
    if reading is None or not _is_puzzling(reading):
        standing = _counted(told.standing, "kept")
        text = "kept" if standing.times["kept"] % TWO else "kept-again"
        return replace(told, standing=standing).saying(reply(text))
    standing = _counted(told.standing, WANT)
    if standing.times[WANT] >= MISSES:
        return _with(replace(told, standing=standing), acts.done(standing, "human", situation))
    choices = [f"{WANT}:{intent}" for intent in reading.likely if intent in OFFERED]
    return replace(told, standing=standing).saying(reply("which", *choices, f"{WANT}:other", "act:human"))


def chosen(standing: Standing, name: str, situation: Situation) -> Told:
    """Grant the wish that was tapped; "something else" brings a human."""
    if name not in set(Intent):
        return Told(standing, (reply("button-unknown"),))
    match Intent(name):
        case Intent.report:
            return Told(replace(standing, paused=True), (reply("write-freely"),), done=True)
        case Intent.other:
            return acts.done(standing, "human", situation)
        case intent if intent in BY_ACT or intent in acts.ANSWERS:
            told = _granted(standing, intent, situation)
            return replace(told, done=True)
        case _:
            return Told(standing, (reply("kept"),), done=True)


def _granted(standing: Standing, intent: Intent, situation: Situation) -> Told:
    if intent in BY_ACT:
        return acts.done(standing, BY_ACT[intent], situation)
    return Told(standing, (acts.answer_to(intent, situation),))


def _is_puzzling(reading: Reading) -> bool:
    """Tell whether a message is neither understood nor about anything that happened."""
    if reading.confidence >= SURE or reading.type is not Violence.none or reading.seen() | reading.asks():
        return False
    return len([intent for intent in reading.likely if intent in OFFERED]) >= TWO


def _counted(standing: Standing, what: str) -> Standing:
    return replace(standing, times={**standing.times, what: standing.times.get(what, 0) + 1})


def _with(told: Told, more: Told) -> Told:
    return Told(more.standing, (*told.replies, *more.replies), (*told.wishes, *more.wishes), more.language, more.done)
