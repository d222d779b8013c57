"""What is named in a text: platform, age, handle, url, amount, deadline, phone, weapon. Rules only, no model.

Pure. Values are made comparable: an age is its digits, a deadline one of hour, today, tomorrow, later, a platform its
short name. Patterns run on the folded text and never look back far: each is linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlu.reading import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlu.normalize import Traced

_PLATFORMS = {
    "snapchat": "snapchat|snap|snp",
    "instagram": "instagram|insta|ig",
    "tiktok": "tik ?tok",
    "whatsapp": "what'?s ?app|wsp",
    "telegram": "telegram|telegramme",
    "discord": "discord",
    "facebook": "facebook|fb",
    "messenger": "messenger",
    "twitter": "twitter",
    "youtube": "youtube|ytb",
    "twitch": "twitch",
    "roblox": "roblox",
    "fortnite": "fortnite",
    "minecraft": "minecraft",
    "brawl stars": "brawl ?stars?",
    "valorant": "valorant|valo",
    "steam": "steam",
    "playstation": "playstation|psn|ps[45]",
    "xbox": "xbox",
    "omegle": "omegle",
    "ometv": "ome ?tv",
    "yubo": "yubo",
    "wizz": "wizz",
    "bereal": "be ?real",
    "ngl": "ngl",
    "onlyfans": "only ?fans|mym",
    "pornhub": "pornhub|xvideos|xhamster",
    "reddit": "reddit",
    "linkedin": "linkedin",
    "tinder": "tinder",
    "grindr": "grindr",
    "badoo": "badoo",
    "vinted": "vinted",
    "leboncoin": "le ?bon ?coin",
    "pronote": "pronote",
    "signal": "(?:sur|on) signal",
    "skype": "skype",
    "zoom": "(?:sur|on) zoom",
    "gmail": "gmail",
    "kik": "kik",
    "viber": "viber",
}
_PLATFORM = re.compile(rf"\b(?:{'|'.join(_PLATFORMS.values())})\b")
_CALLED = tuple((name, re.compile(pattern)) for name, pattern in _PLATFORMS.items())
_DIGIT = re.compile(r"\d")

_YOUNGEST = 3
"""Fewer years are a time span or a baby's age: not the age of anybody who writes."""

_NUMBERS = "six sept huit neuf dix onze douze treize quatorze quinze seize"
_WORDS_FR = {word: str(number) for number, word in enumerate(_NUMBERS.split(), 6)}
_WORDS_EN = {
    word: str(number)
    for number, word in enumerate("six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(), 6)  # noqa: SIM905 - words read best as words
}
_AGE = re.compile(
    rf"\b(?P<fr>\d{{1,2}}|{'|'.join(_WORDS_FR)}) ?ans?\b(?! (?:de |d'|plus|apres|que ))"
    r"|\b(?P<en>\d{1,2}) ?(?:-? ?years? ?-?old|yrs? ?old|y/?o|yr old)\b"
    rf"|\b(?:i ?'?m|im|i am|she ?'?s|shes|he ?'?s|hes|is|turned|aged?|just) (?P<said>1\d|[6-9]|{'|'.join(_WORDS_EN)})"
    r"\b(?! ?(?:years?|yrs?|hours?|h\b|min|days?|weeks?|months?|th\b|st\b|times|of|euros?|pounds|%|am\b|pm\b|mins\b))"
    r"|\b(?P<letter>1[0-8]|[6-9]) ?[fm]\b(?= |$)"
)
_NO_AGE = re.compile(r"(?:il y a|y a|ya|depuis|pendant|ca fait|dans|en|for|since|apres|durant|encore|ago|plus de) ?$")
_URL = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"]+|\b[a-z0-9-]{2,40}\.(?:com|fr|net|org|gg|me|io|tv|link|ly)(?:/[^\s<>\"]*)?\b"
)
_HANDLE = re.compile(
    r"(?<![\w.@])@([\w.-]{2,30})|\b(?:pseudo|handle|username|compte|account) ?:? ?([a-z]\w{1,24}[\d_.]\w{0,24})\b"
)
_AMOUNT = re.compile(
    r"\b(?P<before>\d{1,3}(?:[ .,]\d{3}){1,2}|\d{1,6}(?:[.,]\d\d?)?) ?"
    r"(?P<unit>€|euros?|eur|balles|(?<=\d\d)e\b|\$|dollars?|bucks|£|pounds?|quid|chf|francs|fcfa|btc|bitcoins?"
    r"|robux|v-?bucks)"
    r"|(?P<sign>[€$£]) ?(?P<after>\d{1,6}(?:[.,]\d\d?)?)"
)
_UNITS = (
    (re.compile(r"€|eu|balles|e$"), "EUR"),
    (re.compile(r"\$|dollar|bucks$"), "USD"),
    (re.compile(r"£|pound|quid"), "GBP"),
    (re.compile(r"chf|francs"), "CHF"),
)
_PHONE = re.compile(r"(?<![\d+])(?:\+\d{1,3}|0)[ .-]?\d(?:[ .-]?\d){7,10}(?!\d)")
_PARTS = r"(?:matin|midi|aprem|apres midi|soir|nuit|morning|evening|night|afternoon)"
_DAYS = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|la semaine prochaine|next week|ce week ?-?end|this weekend|apres-? ?demain"
)
_SOON = (
    r"(?:dans|d'ici|d ici|in|within|avant|under|there'?s|reste|plus que|i have|i've got|j'?ai) ?"
    r"(?:l'heure|l heure|the hour|(?:une?|1|an|one) ?(?:petite )?(?:h|heure|hour|hr)"
    r"|(?:une? |a )?(?:demi|half)[ -]?(?:h|heure|an hour|hour)"
    r"|(?:[1-5]?\d|60|une|cinq|dix|quinze|vingt|trente|five|ten|twenty|thirty) ?(?:mins?|minutes?|mn|seco?nde?s?))\b"
)
_HOUR = (_SOON, r"(?:[1-5]?\d|60) ?(?:min|mins|minutes|mn) (?:left|pour|to|restantes|sinon|max)")
_CLOCK = r"(?:[01]?\d|2[0-3]) ?(?:h\d{0,2}|heures?|pm|am|o'?clock|:\d\d)"
_TODAY = (
    r"(?:ce|c'?e?t?te?) ?(?:soir|nuit|aprem|apres-?midi)|aujourd'?hui|auj|ajd",
    r"tout a l'heure|a la sortie|apres les cours",
    r"tonight|tonite|2nite|today|tn|this (?:evening|afternoon)|after school",
    r"(?:avant|d'ici|by|before|until|til|till|jusqu'? ?a|jusqua|a) (?:minuit|midnight)",
    rf"(?:avant|d'ici|by|before|until|til|till|jusqu'? ?a|jusqua) {_CLOCK}",
    r"(?:dans|in|within|sous|j'?ai|i have|d'ici|d ici) (?:2[0-4]|1?\d) ?(?:h|hrs?|hours?|heures?)",
)
_TOMORROW = (
    rf"(?<!apres )(?<!apres-)demain(?: {_PARTS})?|dmn|2m1",
    rf"tomorrow(?: {_PARTS})?|tmrw|tmr|tmw|2moro|tomoz",
)
_LATER = (
    rf"(?<!depuis )(?<!since )(?<!last )(?:{_DAYS})(?! dernier)",
    r"(?:dans|in) (?:\d{1,2}|deux|trois|two|three|a few|quelques) ?(?:jours?|days?|semaines?|weeks?)",
)
_DEADLINES = (("hour", _HOUR), ("today", _TODAY), ("tomorrow", _TOMORROW), ("later", _LATER))
_DEADLINE = tuple((value, re.compile(rf"\b(?:{'|'.join(patterns)})\b")) for value, patterns in _DEADLINES)
_WEAPON = re.compile(
    r"\b(?:couteaux?|armes?|pistolets?|flingues?|fusils?|machettes?|haches?|marteaux?|battes?|barres? de fer|sabres?"
    r"|lames?|opinel|katana|poignard|cutter|taser|tournevis|essence|acide|mortiers?|kalach"
    r"|guns?|machetes?|hammer|baseball bat|kni(?:fe|ves)|blade|rifle|pistol|shotgun|axe|shank|tazer)\b"
)


def find(text: str, folded: Traced) -> tuple[Entity, ...]:
    """Return everything named in `text`, whose folded form is `folded`, in the order of the text."""
    found = [*_simple(text, folded), *_ages(folded), *_deadlines(folded)]
    if _DIGIT.search(folded.text):
        found += [*_amounts(folded), *_phones(folded)]
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.kind)))


def _simple(text: str, folded: Traced) -> Iterator[Entity]:
    for hit in _PLATFORM.finditer(folded.text):
        name = next(name for name, pattern in _CALLED if pattern.fullmatch(hit[0]))
        yield Entity("platform", name, *folded.span(*hit.span()))
    if "." in folded.text or ":" in folded.text:
        for hit in _URL.finditer(folded.text):
            yield _as_written("url", text, folded, *hit.span())
    for hit in _HANDLE.finditer(folded.text):
        yield _as_written("handle", text, folded, *hit.span(hit.lastindex or 0))
    for hit in _WEAPON.finditer(folded.text):
        yield Entity("weapon", hit[0], *folded.span(*hit.span()))


def _phones(folded: Traced) -> Iterator[Entity]:
    for hit in _PHONE.finditer(folded.text):
        yield Entity("phone", re.sub(r"[ .-]", "", hit[0]), *folded.span(*hit.span()))


def _as_written(kind: str, text: str, folded: Traced, start: int, end: int) -> Entity:
    first, last = folded.span(start, end)
    return Entity(kind, text[first:last], first, last)


def _ages(folded: Traced) -> Iterator[Entity]:
    for hit in _AGE.finditer(folded.text):
        if _NO_AGE.search(folded.text[max(0, hit.start() - 12) : hit.start()]):
            continue
        named = hit["fr"] or hit["en"] or hit["said"] or hit["letter"]
        years = _WORDS_FR.get(named) or _WORDS_EN.get(named) or named
        if int(years) >= _YOUNGEST:
            yield Entity("age", years, *folded.span(*hit.span()))


def _amounts(folded: Traced) -> Iterator[Entity]:
    for hit in _AMOUNT.finditer(folded.text):
        unit = hit["unit"] or hit["sign"]
        currency = next((name for pattern, name in _UNITS if pattern.match(unit)), unit)
        number = re.sub(r"[ .,](?=\d{3})", "", hit["before"] or hit["after"])
        yield Entity("amount", f"{number} {currency}", *folded.span(*hit.span()))


def _deadlines(folded: Traced) -> Iterator[Entity]:
    for value, pattern in _DEADLINE:
        for hit in pattern.finditer(folded.text):
            yield Entity("deadline", value, *folded.span(*hit.span()))
