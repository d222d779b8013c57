"""What the same words weigh once somebody has spoken of dying: « j'ai une corde » is no message like another then.

Pure. Lives here: whether dying was spoken of, and the means and steps that are heard as danger after that. Does not
live here: what a message says by itself (`nlu`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from nlu.normalize import fold
from nlu.reading import Because, Outcome, Signal

if TYPE_CHECKING:
    from bot.standing import Standing
    from nlu.reading import Reading

RULE = "context:means"
HAVE = (
    r"(?:j'ai|jai|g|j'ai trouve|j'ai pris|je prends|je tiens|j'tiens|y a|il y a|avec"
    r"|je suis (?:sur|pres|devant|au bord)|je vais|jvais|j'vais|je monte|i have|i've got|ive got|i got|i found|i took"
    r"|i'm taking|i'm (?:on|at|by|near)|im (?:on|at)|i'm holding|i'm (?:going to|gonna)"
    r"|im (?:going to|gonna)|there is|there's|with)"
)
MEANS = re.compile(
    rf"\b{HAVE}\b.{{0,25}}\b(?:corde|cordes|noeud|cachets?|medocs?|medicaments?|pilules?|comprimes?|doliprane|lames?"
    r"|rasoir|cutter|couteau|ciseaux|pistolet|fusil|arme|balcon|fenetre|toit|pont|falaise|rails?|voie ferree|gaz|javel"
    r"|ceinture|sauter|me jeter|me noyer|rope|noose|pills?|tablets|meds|blades?|razor|knife|scissors|gun|balcony|window"
    r"|roof|bridge|cliff|tracks|bleach|belt|jump|drown)\b"
)


def is_near(standing: Standing) -> bool:
    """Tell whether dying was spoken of, by button or in words."""
    danger = {"thinks_of_dying", "did_dangerous"}.intersection(standing.answers.get("danger", ()))
    direct = {"now", "sometimes", "unsure", "past"}.intersection(standing.answers.get("direct", ()))
    return bool(danger or direct) or any(Signal.suicide in reading.seen() for _, reading in standing.readings)


def sharpened(reading: Reading, text: str, standing: Standing) -> Reading:
    """Hear means and steps as danger, where dying was spoken of; raises, never lowers."""
    if not is_near(standing):
        return reading
    traced = fold(text)
    found = MEANS.search(traced.text)
    if found is None:
        return reading
    start, end = traced.span(found.start(), found.end())
    signals = {**reading.signals, Signal.suicide: Outcome.seen, Signal.danger: Outcome.seen}
    because = (Because(Signal.suicide, RULE, start, end), Because(Signal.danger, RULE, start, end), *reading.because)
    return replace(reading, signals=MappingProxyType(signals), because=because)
