"""What the same words weigh once somebody has spoken of dying: « j'ai une corde » is no message like another then.

Pure. Lives here: whether dying was spoken of, the means and steps that are heard as danger after that, and a body that
needs help now, whatever was said before. Does not live here: what a message says by itself (`nlu`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from nlu.normalize import fold
from nlu.reading import Because, Entity, Outcome, Signal

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
ROPE = re.compile(
    rf"\b(?:poutre|noeud coulant|corde au cou|noose|rafter|{HAVE}\b.{{0,25}}\b(?:noeud|corde(?! a sauter)|rope))\b"
)
"""What is heard so as soon as words made one doubt."""
BODY_RULE = "context:body"
BODY = re.compile(
    r"\b(?:saigne\w* (?:beaucoup|trop|fort|encore|toujours|de partout|sans (?:s'|)arreter|et ca (?:s'|s )?arrete pas)"
    r"|pisse le sang|(?:plein de|du) sang partout|arrete pas de saigner|coupee? (?:trop|tres) (?:profond|loin|fort)"
    r"|(?:respire|respirent) (?:plus|pas)|se reveille (?:plus|pas)|(?:est|suis) inconsciente?|perdu connaissance"
    r"|bleeding (?:a lot|out|badly|everywhere|so much|and it (?:won'?t|doesn'?t) stop)"
    r"|(?:won'?t|doesn'?t|will not|can'?t) stop (?:the )?bleeding|blood everywhere|cut (?:too|so|really) deep"
    r"|(?:not|isn'?t|stopped) breathing|won'?t wake up|(?:is|he'?s|she'?s) unconscious)\b"
)
"""Blood that does not stop, a cut too deep, no breath, no waking: danger within the hour by itself."""
BLOOD = re.compile(r"\b(?:ca (?:s'|s )?arrete (?:pas|plus)|(?:it|this) (?:won'?t|doesn'?t|isn'?t) stop\w*)\b")
"""What is said of blood where somebody told that they cut themselves, and of anything else where nobody did."""


def spoke_of_dying(standing: Standing) -> bool:
    """Tell whether dying was spoken of, by button or in words."""
    danger = {"thinks_of_dying", "did_dangerous"}.intersection(standing.answers.get("danger", ()))
    direct = {"now", "sometimes", "unsure", "past"}.intersection(standing.answers.get("direct", ()))
    return bool(danger or direct) or any(Signal.suicide in reading.seen() for _, reading in standing.readings)


def is_near(standing: Standing) -> bool:
    """Tell whether dying was spoken of, or the direct question stands there and nobody has said no to it."""
    pending = standing.times.get("direct", 0) and not standing.answered("direct")
    return bool(pending) or spoke_of_dying(standing)


def sharpened(reading: Reading, text: str, standing: Standing) -> Reading:
    """Hear a body in need, and means and steps where dying was spoken of, as danger; raises, never lowers."""
    traced = fold(text)
    body = BODY.search(traced.text) or (BLOOD.search(traced.text) if _hurts_themselves(standing) else None)
    if body is not None:
        start, end = traced.span(*body.span())
        now = Entity("deadline", "hour", start, end)
        return replace(
            reading,
            signals=MappingProxyType({**reading.signals, Signal.danger: Outcome.seen}),
            because=(Because(Signal.danger, BODY_RULE, start, end), *reading.because),
            entities=(*reading.entities, now),
        )
    found = MEANS.search(traced.text) if is_near(standing) else None
    found = found or (ROPE.search(traced.text) if _is_doubted(standing) else None)
    if found is None:
        return reading
    start, end = traced.span(found.start(), found.end())
    signals = {**reading.signals, Signal.suicide: Outcome.seen, Signal.danger: Outcome.seen}
    because = (Because(Signal.suicide, RULE, start, end), Because(Signal.danger, RULE, start, end), *reading.because)
    return replace(reading, signals=MappingProxyType(signals), because=because)


def _hurts_themselves(standing: Standing) -> bool:
    return any(Signal.self_harm in reading.seen() for _, reading in standing.readings)


def _is_doubted(standing: Standing) -> bool:
    asked = any(Signal.suicide in reading.asks() for _, reading in standing.readings)
    return is_near(standing) or (asked and standing.answered("direct") != "no")
