"""While they wait: something to breathe by, what to save, and a way to be phoned instead. Pure.

A number that is given for a call-back stands in no transcript: it is kept apart, shown to whoever holds the case, and
destroyed once they have called.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import coffer
from bot.replies import reply
from bot.situation import KeepNumber, Told

if TYPE_CHECKING:
    from bot.situation import Situation
    from bot.standing import Standing
    from nlu.reading import Reading

LEAST_DIGITS, MOST_LETTERS = 6, 30
"""A number, and as many letters beside it as « mon numéro c'est » takes: more is a message."""
ACTS = frozenset({"calm", "save_what", "call_back"})


def done(standing: Standing, act: str, situation: Situation) -> Told:
    """Do what a button asks for."""
    match act:
        case "calm":
            return Told(standing, (reply("calm-breathe", "act:save_what", "act:continue_here"),), done=True)
        case "save_what":
            is_image = "intimate" in standing.answers.get("what", ()) or coffer.may_be_intimate(standing)
            said = reply("calm-save-images" if is_image else "calm-save", "act:calm", "act:continue_here")
            return Told(standing, (said,), done=True)
        case _:
            asked = reply("call-back-ask", "act:continue_here", numbers=situation.talks)
            return Told(replace(standing, expects="call_back"), (asked,), done=True)


def number_given(standing: Standing, words: str, reading: Reading | None) -> Told | None:
    """Keep the number that was asked for; None where these words are the talk going on: nothing else is kept away."""
    ruled = reading is not None and any(not one.rule.startswith("model:") for one in reading.because)
    told = reading is not None and (bool(reading.seen()) or ruled)  # a doubt of the classifier's about digits is none
    letters = sum(sign.isalpha() for sign in words)
    if told or letters > MOST_LETTERS or len(re.sub(r"\D", "", words)) < LEAST_DIGITS:
        return None
    kept = replace(standing, expects="")
    return Told(kept, (reply("call-back-kept", "act:continue_here"),), (KeepNumber(words),), done=True)
