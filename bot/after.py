"""What comes after the talk, in the chat: the hash route step by step, a draft read over, whether a word may go ahead.

Pure. Lives here: what these buttons and answers say. Does not live here: what becomes of them (`bot.afterwards`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import coffer
from bot.intake import FOLLOW_UPS
from bot.replies import Reply, Say, reply
from bot.situation import Answered, Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.standing import Standing

STEPS = ("hash_1", "hash_2", "hash_3", "hash_4", "hash_5")
SITE = "hash_2"
"""The step that opens the site: which one depends on the age in the image."""
SAID: Mapping[str, str] = {
    "hash_1": "hashroute-1",
    "hash_3": "hashroute-3",
    "hash_4": "hashroute-4",
    "hash_5": "hashroute-5",
}
ANSWERS: Mapping[str, str] = {
    "refer:yes": "refer-yes",
    "refer:no": "refer-no",
    "received:yes": "received-yes",
    "received:not_yet": "received-not-yet",
    "received:no": "received-no",
}
ACTS = frozenset({*STEPS, "hash_stop", "draft_right", "draft_fix"})
REFER = "refer"
"""The question whether a word may go ahead; each answer says of which word: `refer:yes_<id>`."""
DRAFT = "draft"
"""What the next typed words are: a correction of the draft that was shown."""


def done(standing: Standing, act: str) -> Told:
    """Do what a button of what comes after asks for."""
    match act:
        case "hash_stop":
            return Told(standing, (reply("hashroute-stop", "act:human"),), done=True)
        case "draft_right":
            return Told(standing, (reply("draft-agreed"),), (Answered("draft_right"),), done=True)
        case "draft_fix":
            return Told(replace(standing, expects=DRAFT), (reply("draft-ask"),), done=True)
        case _:
            return Told(standing, (step(standing, act),), done=True)


def step(standing: Standing, act: str) -> Reply:
    """Say one step of the hash route: by age, and for an adult who asks for a child, the child's."""
    at = STEPS.index(act)
    onward = (f"act:{STEPS[at + 1]}", "act:hash_stop") if at + 1 < len(STEPS) else ("act:human",)
    if act == SITE:
        text = "hashroute-2-adult" if coffer.is_grown(standing) else "hashroute-2-minor"
        return Reply((Say(text),), onward, links=(coffer.way_without(standing),))
    text = SAID[act]
    return Reply((Say(text),), onward)


def words(told: Told, entry: str) -> Told:
    """Take typed words for a correction of the draft; what else they mean is weighed all the same."""
    noted = reply("draft-noted", "act:draft_fix", "act:draft_right")
    standing = replace(told.standing, expects="")
    return replace(told, standing=standing, replies=(noted,), wishes=(*told.wishes, Answered("draft_words", entry)))


def consented(standing: Standing, choice: str) -> Told:
    """Note whether one word may go ahead to a service; a button that does not say of which word counts for none."""
    answer, _, referral = choice.partition("_")
    if not referral or answer not in FOLLOW_UPS[REFER]:
        return Told(standing, (reply("button-unknown"),))
    text, noted = ANSWERS[f"{REFER}:{answer}"], (Answered(f"{REFER}:{choice}"),)
    return Told(standing.answer(REFER, answer), (reply(text),), noted, done=True)


def answered(standing: Standing, question: str, choice: str) -> Told:
    """Note whether they were received by a service."""
    text = ANSWERS[f"{question}:{choice}"]
    return Told(standing, (reply(text),), (Answered(f"{question}:{choice}"),), done=True)


def ask_received(standing: Standing) -> Told:
    """Ask whether they could see the service; where somebody reads along, only say hello."""
    if standing.discreet:
        return Told(standing, (reply("received-neutral"),), done=True)
    asked = reply("question-received", "received:yes", "received:not_yet", "received:no")
    return Told(standing, (asked,), done=True)
