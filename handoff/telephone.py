"""What is known of a case, as it is read to the emergency services: gravest first, nothing that was not said. Pure.

Lives here: which grounds are read out, and the whole sentence a word was found in. Does not live here: the sentences of
the page around it (`handoff.desks`), the weighing itself (`nlu.severity`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handoff.room import Ground, RoomEntry

NOTHING_SAID = frozenset(
    {
        "answer-skip",
        "answer-unsure",
        "danger-no",
        "danger-not-answered",
        "danger-unsure",
        "demand-unsure",
        "direct-silence",
        "direct-skipped",
        "direct-unclear",
        "harm-plan-unclear",
        "unread-message",
        "weighed-before",
        "words-danger-unanswered",
    }
)
"""The rules of what was not answered, or denied: whoever sends help out hears what is known and nothing else."""
SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
LONGEST = 300
"""The longest stretch of somebody's words that is read out, in characters."""


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known: `rule` where a button said it, `words` where the person wrote it; one of both is ""."""

    rule: str = ""
    words: str = ""


def known(grounds: Sequence[Ground], entries: Sequence[RoomEntry]) -> tuple[Known, ...]:
    """Return what is read out of a case, gravest first as its grounds are, each thing once.

    A ground that words gave is the sentence they stand in, never the name of a rule: nobody can act on a rule.
    """
    texts = {entry.id: entry.text for entry in entries}
    said = (_said(ground, texts.get(ground.entry, "") if ground.entry else "") for ground in grounds)
    return tuple(dict.fromkeys(one for one in said if one is not None))


def _said(ground: Ground, text: str) -> Known | None:
    if ground.words.strip():
        return Known(words=_sentence(ground.words, text))
    if ground.rule in NOTHING_SAID or ground.source == "words":
        return None
    return Known(rule=ground.rule)


def _sentence(words: str, text: str) -> str:
    """Return the sentence some words stand in, as it was written; the words alone where it is not found."""
    start = text.find(words)
    if start < 0:
        return words.strip()[:LONGEST]
    ends = (start, start + len(words))
    cut = [found[0] for found in SENTENCE.finditer(text) if found.start() < ends[1] and ends[0] < found.end()]
    return ("".join(cut).strip() or words.strip())[:LONGEST]
