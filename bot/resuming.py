"""Coming back with the phrase: where one stood, what is kept, the question that is still open. Pure.

What was said before is sealed to the team and cannot be shown again: that is said, with the reason. Does not live here:
the receipts, which are looked up within the transaction (`bot.custodian`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import acts, coffer
from bot.replies import Reply, Say, question_text, reply
from bot.situation import Coffer, Told
from handoff.case import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.situation import Situation
    from bot.standing import Standing

ONWARD = ("act:continue_here", "act:evidence", "act:human")


def back(standing: Standing, situation: Situation, choices: Sequence[str]) -> Told:
    """Welcome somebody back; `choices` are those of the question on their screen, if one is open."""
    standing = replace(standing, told_waiting=False)
    if "phrase" not in situation.widgets:  # a messenger still shows what was said
        return Told(standing, (reply("welcome-back", *ONWARD),), done=standing.paused)
    standing = coffer.forgotten(standing)
    if situation.state is None:
        return Told(standing, (reply("welcome-back"),), (Coffer("receipts"),), done=standing.paused)
    stood = _stood(standing, situation)
    said = (reply("welcome-back"), reply("back-sealed", "act:vault", "act:vault_copy"), stood)
    if not _is_open(standing, situation):
        return Told(standing, said, (Coffer("receipts"),), done=True)
    question = standing.asked
    asked = Reply((Say(question_text(question)),), tuple(f"{question}:{one}" for one in choices))
    return Told(standing, (*said, asked) if choices else said, (Coffer("receipts"),), done=bool(choices))


def _is_open(standing: Standing, situation: Situation) -> bool:
    """Tell whether the bot goes on with its questions: never where a human is, or the talk is over."""
    return situation.state is State.WAITING and (bool(standing.asked) or not standing.paused)


def _stood(standing: Standing, situation: Situation) -> Reply:
    match situation.state:
        case State.LIVE | State.SILENT:
            return reply("human-here", "act:listener_worry")
        case State.CLOSED:
            return reply("back-closed", "act:human", "act:danger")
        case _ if situation.open:
            return Reply((Say("back-waiting"),), ONWARD, line=True)
        case _:
            waiting = acts.waiting(standing, situation, again=True)
            return replace(waiting, choices=ONWARD)
