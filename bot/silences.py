"""What is said when a watched time went by without a word. Pure. Nobody's silence closes anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import acts, after, coffer, news
from bot.replies import Reply, Say, reply
from bot.situation import Forget, Told
from handoff.case import State

if TYPE_CHECKING:
    from bot.situation import Situation
    from bot.standing import Standing


def gone_by(standing: Standing, watched: str, situation: Situation) -> Told:
    """Say what the end of a watch asks for.

    Kinds: direct, danger, late, left (whoever answered is gone), first, second, checkin, erase, vault (its time is
    running out), gone-N (a piece to be deleted).
    """
    if watched in news.WATCHED:
        return news.time_went_by(standing, watched, situation)
    match watched:
        case "direct":
            return _direct(standing, situation)
        case "danger":
            return _danger(standing, situation)
        case "late" | "left":
            return Told(standing, _alone(standing, watched, situation), done=True)
        case "first":
            return Told(standing, (reply("silence-neutral" if standing.discreet else "silence-first"),), done=True)
        case "second":
            return _second(standing, situation)
        case "checkin":
            return Told(standing, (reply("checkin", "act:human", "act:danger", "act:wait"),), done=True)
        case "received":
            return after.ask_received(standing)
        case "erase":
            return _erased(standing, situation)
        case "vault":
            return coffer.ending(standing)
        case _ if watched.startswith("gone-"):
            return coffer.gone_by(standing, watched)
        case _:
            return Told(standing, done=True)


def _direct(standing: Standing, situation: Situation) -> Told:
    if standing.answers.get("direct"):
        return Told(standing, done=True)
    silent = replace(standing, direct_silence=True)
    if situation.state in {State.LIVE, State.SILENT}:
        return Told(silent, done=True)
    if standing.discreet:
        return Told(silent, (reply("silence-neutral"),), done=True)
    return Told(silent, (reply("silence-first", numbers=situation.talks),), done=True)


def _danger(standing: Standing, situation: Situation) -> Told:
    if set(standing.answers.get("danger", ())) - {"no", "skip"} or standing.danger_shown:
        return Told(standing, done=True)
    silent = replace(standing, danger_silence=True)
    if situation.state in {State.LIVE, State.SILENT}:
        return Told(silent, done=True)
    if standing.discreet:
        return Told(silent, (reply("silence-neutral"),), done=True)
    return Told(replace(silent, danger_shown=True), (acts.danger_screen(silent, situation),), done=True)


def _alone(standing: Standing, watched: str, situation: Situation) -> tuple[Reply, ...]:
    """Say that nobody is here: nobody could come yet, or whoever answered has left and nobody came meanwhile."""
    if watched == "left" and situation.state is not State.WAITING:
        return ()
    if standing.discreet:
        return (reply("late-neutral"),)
    shown = _numbers(standing, situation)
    said = Say("left", presence=situation.presence) if watched == "left" else _late(situation)
    return (Reply((said, *((Say("closed-numbers"),) if shown else ())), ("act:danger",), shown),)


def _late(situation: Situation) -> Say:
    return Say("late" if situation.alarmed else "late-kept")  # nobody is told of a ring that nobody could hear


def _numbers(standing: Standing, situation: Situation) -> tuple[str, ...]:
    """Return what answers now: the numbers of the danger screen first, where it is grave."""
    grave = standing.danger_shown or situation.is_severe
    return tuple(dict.fromkeys((*(situation.screen if grave else ()), *situation.talks)))


def _erased(standing: Standing, situation: Situation) -> Told:
    if not standing.erasing:
        return Told(standing, done=True)  # it was taken back while this watch was already in line
    said = reply("erase-done", days=situation.erase_days, widget="erased")
    return Told(standing, (said,), (Forget(),), done=True)


def _second(standing: Standing, situation: Situation) -> Told:
    if standing.discreet:
        return Told(standing, done=True)  # one neutral word only where somebody reads the phone
    return Told(
        standing, (reply("silence-second", "act:danger", "act:continue_here", numbers=situation.talks),), done=True
    )
