"""What a listener's own words promise that nobody can keep, by the lists the texts of the house are read with. Pure.

Lives here: which of those lists hold for a human, and reading them. Does not live here: the words (`bot.wordings_fr`,
`bot.wordings_en`), holding a message (`handoff.outgoing`).
"""

from __future__ import annotations

import re

from bot import wordings_en, wordings_fr
from bot.wordings import Kind

KINDS = {
    wordings_fr.LIMITS: "secrecy",
    wordings_en.LIMITS: "secrecy",
    wordings_fr.GONE: "gone",
    wordings_en.GONE: "gone",
    wordings_fr.DEEDS: "deeds",
    wordings_en.DEEDS: "deeds",
}
"""What is promised, by what should be said instead. When a human is back is theirs to say: hours are left out."""
WORDINGS = tuple(
    one for one in (*wordings_fr.WORDINGS, *wordings_en.WORDINGS) if one.kind is Kind.promise and one.mend in KINDS
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def promises_in(text: str) -> tuple[str, ...]:
    """Return what a message promises: "secrecy", "gone", "deeds", each once. A question promises nothing.

    Listeners write in more than one language, so both lists are read.
    """
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    said = (found[0] for found in SENTENCE.finditer(plain) if not found[0].endswith("?"))
    return tuple(dict.fromkeys(kind for sentence in said for kind in _kinds(sentence)))


def _kinds(sentence: str) -> list[str]:
    """Return the kinds promised; "promise" is French as well, so what either language refuses is refused."""
    refused = [(KINDS[one.mend], *found.span()) for one in WORDINGS for found in one.unless.finditer(sentence)]
    return [
        KINDS[one.mend]
        for one in WORDINGS
        for start, end in one.places(sentence)
        if not any(kind == KINDS[one.mend] and first < end and start < last for kind, first, last in refused)
    ]
