"""What one answer brings, besides its weight: a sentence, another question, another way of speaking. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import after, coffer, news
from bot.intake import FOLLOW_UPS
from bot.replies import Reply, Say, question_text, reply
from bot.situation import Told, Unwatch
from bot.standing import ADULTS

if TYPE_CHECKING:
    from bot.situation import Situation
    from bot.standing import Standing

GO_ON = ("act:continue", "act:write", "act:wait")


def given(standing: Standing, question: str, choice: str, situation: Situation) -> Told:
    """Note an answer and say what it brings; the intake goes on by itself unless the result is `done`."""
    noted = standing.answer(question, choice)
    if news.is_ours(question, situation.state):
        return news.answered(noted, question, situation)
    return _brings(standing, noted, (question, choice), situation)


def _brings(before: Standing, standing: Standing, answer: tuple[str, str], situation: Situation) -> Told:
    question, choice = answer
    match answer:
        case "danger", "could_hurt":
            return _put(standing, "harm_plan", Unwatch("danger"))
        case "danger", _:
            return Told(standing, wishes=(Unwatch("danger"),))
        case "direct", _:
            return _direct(standing, choice, situation)
        case "screen", "beside":
            return Told(replace(standing, paused=True), (reply("discreet-beside"),), done=True)
        case "screen", "later":
            return _put(standing, "safe_hours")
        case "screen", "author":
            page = (Say("discreet-page"),) if situation.widgets else ()  # only the web page leaves nothing behind
            return Told(standing, (Reply((Say("discreet-author"), *page)),))
        case "who", "author":
            return Told(standing, (reply("own-path"),))
        case "who", who if who in ADULTS and before.register == "tu":
            return Told(standing, (reply("adult-first", presence=situation.presence),))
        case "what", "intimate":
            return Told(standing, (intimate(standing),))
        case "what", "body":
            return Told(standing, (reply("body"),))
        case "received", _:
            return after.answered(standing, question, choice)
        case _:
            return Told(standing)


def intimate(standing: Standing) -> Reply:
    """Say that the image must not be sent, and name the way that works without it, by age."""
    return Reply((Say("intimate"),), ("act:hash_1",), links=(coffer.way_without(standing),))


def _direct(standing: Standing, choice: str, situation: Situation) -> Told:
    stop = (Unwatch("direct"),)
    alert = situation.alert
    match choice:
        case "now":
            return Told(standing, (reply("direct-yes", alert=alert),), stop)
        case "sometimes" | "unsure":
            numbers = tuple(number for number in situation.talks if number == "3114") or situation.talks
            thanks = reply("direct-yes", numbers=numbers, alert=alert)
            onward = reply("in-line" if situation.open else "in-line-closed", *GO_ON)
            return Told(replace(standing, invited_on=True), (thanks, onward), stop, done=True)
        case "past" | "no":
            return Told(standing, (reply("direct-thanks"),), stop)
        case _:
            return Told(standing, wishes=stop)


def _put(standing: Standing, question: str, *wishes: Unwatch) -> Told:
    choices = tuple(f"{question}:{choice}" for choice in FOLLOW_UPS[question])
    return Told(standing.put(question), (Reply((Say(question_text(question)),), choices),), wishes, done=True)
