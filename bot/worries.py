"""A worry about the one who writes to them from the team: understood in words, answered, and kept from that listener.

Pure. Lives here: what is a worry in words, and what is said about it. Does not live here: who is rung and who sees what
(`handoff.worries`). Plain words are kept from the listener at once; where it may be about somebody else, they are kept
until one question is answered, a minute at the most; what is said to the listener's face crosses as it was meant to.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.replies import Reply, Say, reply
from bot.situation import Aside, Ring, ShowLine, Told, Unwatch, Watch, Worry
from handoff.case import State
from nlu.normalize import fold, normalise
from nlu.reading import GRAVE_SIGNALS, UNREAD, Intent, Signal, Violence

if TYPE_CHECKING:
    from bot.situation import Event, Situation, Wish
    from bot.standing import Standing
    from nlu.reading import Reading

ACTS = frozenset({"listener_worry", "worry_more", "worry_no"})
MORE = "worry"
"""What the next typed words are: for somebody else of the team."""
DOUBT = "doubt"
"""The watch behind a question of doubt; `doubt:<entry>` is what the next words are while it is open."""
DOUBT_SECONDS = 60
THERE = frozenset({State.LIVE, State.SILENT})
BODY = GRAVE_SIGNALS | {Signal.self_harm}
"""What weighs of words that are kept from the listener: a body at risk, never what they say about that listener."""
BY_MODEL = "model:"
"""What the classifier alone says of fear is no danger here: every worry is told with fear."""
LONGEST_DOUBT = 160
"""Above so many characters words tell a story, which is hardly about whoever is just writing."""


class Sound(Enum):
    """How words sound: a worry, perhaps one, one said to the listener's face, or none."""

    PLAIN = "plain"
    DOUBT = "doubt"
    FACE = "face"
    NONE = "none"


WHO = (
    r"(?:celui|celle|la personne|le gars|le mec|le type|la meuf|la dame|le monsieur|l'adulte|quelqu'un|l'ecoutante?"
    r"|mon ecoutante?|the (?:person|one|guy|man|woman|lady|adult|listener|volunteer|helper)|my listener|whoever)"
)
DOES = (
    r"(?: de l'equipe| on (?:here|the team)| from the team| here)?(?: qui|,| who| that)?(?:'s| is| me| m')? ?"
    r"(?:m'|me |is )?(?:ecris|ecrit|ecrivent|repond|reponds|parle|parles|writing|writes|answering|answers|replying"
    r"|replies|talking|talks|texting|texts|chatting|messaging)"
)
AMISS = (
    r"peur|bizarre|chelou|louche|flippe|flippant|souci|probleme|pb\b|mal a l'aise|genee?|gene\b|mechante?|insiste"
    r"|drague|pas net|pas gentil\w*|nul|confiance|photos?|nudes?|nue?s?\b|se moque|sale|degueu|aime pas|pas bien"
    r"|inquiet|honte|weird|scar(?:e|es|ed|y)|creep\w*|uncomfortable|problem|worr\w+|mean\b|rude|strange|flirt\w*|pics?|pictures?"
    r"|trust|gross|don't like|freak\w*|afraid|inappropriate|off with me"
)
OTHER = (
    r"(?:quelqu'un d'autre|(?:une? )?autre (?:personne|ecoutante?)|someone else|somebody else"
    r"|another (?:person|listener|one))"
)
PLAIN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{WHO}{DOES}\b.{{0,60}}(?:{AMISS})",
        rf"(?:{AMISS}).{{0,60}}\b{WHO}{DOES}\b",
        rf"\b(?:l'ecoutante?|mon ecoutante?|the listener|my listener)\b.{{0,60}}(?:{AMISS})",
        rf"(?:{AMISS}).{{0,40}}\b(?:l'ecoutante?|mon ecoutante?|the listener|my listener)\b",
        rf"\b(?:parler|ecrire|discuter|talk|speak|write|chat)(?: a| avec| to| with)? {OTHER}",
        rf"\b(?:avoir|je veux|je voudrais|want|have|need|get|passer a|passe-moi|passez-moi) {OTHER}\b",
        r"\bchanger (?:de personne|d'ecoutante?|d'interlocut\w+)\b",
        r"\b(?:change|switch|different) (?:listeners?|person)\b",
        rf"\b(?:plus|pas) (?:parler|ecrire|discuter) (?:a|avec) (?:cette personne|{WHO}{DOES})\b",
        r"\bdon'?t want to (?:talk|speak|write) (?:to|with) (?:this|that) (?:person|one|guy|man|woman|listener)\b",
    )
)
ELSEWHERE = re.compile(
    r"\b(?:insta\w*|snap\w*|tiktok|discord|whatsapp|facebook|fb|messenger|telegram|roblox|fortnite|jeu|game|prof|copain"
    r"|copine|ex|pere|mere|frere|soeur|beau-pere|oncle|college|lycee|ecole|classe|school|class|teacher|coach|dad|mum"
    r"|mom|parents?|brother|sister|uncle|boyfriend|girlfriend|stepdad)\b"
)
"""What tells that somebody else is meant: then it is asked, never taken for granted."""
PERSON = r"(?:il|elle|iel|on|he|she|they|he's|she's|they're)"
THINGS = r"(?:photos?|nudes?|videos?|pics?|pictures?|mon adresse|my address|mon numero|my number)"
DOUBTFUL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{PERSON}\b.{{0,20}}\b(?:peur|bizarre|chelou|louche|flippe|mal a l'aise|gene|drague|pas net)\b",
        rf"\b{PERSON}\b.{{0,30}}\b(?:weird|scar(?:es|ing|y)|creep\w*|uncomfortable|flirt\w*|strange)\b",
        rf"\b{PERSON} (?:me demande|demande|me reclame|veut|is asking|asks|keeps asking|wants)\b.{{0,30}}\b{THINGS}\b",
    )
)
FACE = re.compile(
    r"\b(?:tu|t'es|t'|vous|you|you're)\b.{0,20}\b(?:fais peur|faites peur|bizarre|chelou|louche|mal a l'aise|weird"
    r"|creep\w*|scar(?:e|y|ing)|uncomfortable)\b"
    r"|\bpourquoi (?:tu|vous) (?:me )?(?:veux|demandes?|demandez)\b.{0,20}\b(?:photo|nude)"
    r"|\bwhy (?:are|do) you (?:asking|ask|want)\b.{0,30}\b(?:pic|photo|nude)"
)


def sound(text: str, reading: Reading | None, situation: Situation) -> Sound:
    """Tell how words sound. Only where somebody of the team holds, or held, the conversation can they be about them."""
    if not situation.met:
        return Sound.NONE
    folded = fold(text)
    plain = {folded.text, normalise(folded, reading.language if reading else "fr").text}
    elsewhere = any(ELSEWHERE.search(one) for one in plain)
    if any(form.search(one) for form in PLAIN for one in plain):
        return Sound.DOUBT if elsewhere and situation.state in THERE else Sound.NONE if elsewhere else Sound.PLAIN
    if situation.state not in THERE:
        return Sound.NONE
    if any(FACE.search(one) for one in plain):
        return Sound.FACE
    if elsewhere or len(text) > LONGEST_DOUBT:
        return Sound.NONE
    return Sound.DOUBT if any(form.search(one) for form in DOUBTFUL for one in plain) else Sound.NONE


def done(standing: Standing, act: str, situation: Situation) -> Told:
    """Do what these buttons ask for."""
    match act:
        case "worry_more":
            return Told(replace(standing, expects=MORE), (reply("worry-more", "act:danger"),), (Aside(),), done=True)
        case "worry_no":
            times = {**standing.times, "worry_no": 1}
            return Told(replace(standing, times=times), (reply("worry-no"),), (Aside(),), done=True)
        case _ if not situation.met:
            return Told(standing, (reply("worry-nobody", "act:human", numbers=situation.talks),), done=True)
        case _:
            return _raised(standing, situation)


def heard(standing: Standing, event: Event, situation: Situation) -> Told | None:
    """Take typed words where they are a worry, or may be one; None where they are the talk going on."""
    reading, text = event.reading or UNREAD, event.incoming.text
    if standing.expects == MORE:
        choices = ("act:worry_more", "act:danger", "act:continue_here")
        kept = Told(standing, (reply("worry-more-kept", *choices),), (Aside(), Worry()), done=True)
        return _aside(replace(standing, expects=""), reading, kept, situation)
    match sound(text, reading, situation):
        case Sound.PLAIN:
            told = _raised(standing, situation)
            return _aside(told.standing, reading, told, situation)
        case Sound.DOUBT if not standing.times.get("worry_no") and not _at_risk(reading) & GRAVE_SIGNALS:
            asked = reply("worry-doubt", "act:listener_worry", "act:worry_no")
            wishes = (Aside(), Watch(DOUBT, DOUBT_SECONDS))
            return Told(replace(standing, expects=f"{DOUBT}:{event.entry}"), (asked,), wishes, done=True)
        case _:
            return None


def beside(text: str, reading: Reading | None, situation: Situation) -> tuple[tuple[Reply, ...], tuple[Wish, ...]]:
    """Offer, unseen by the listener, to tell somebody else, where it was said to the listener's face."""
    if sound(text, reading, situation) is not Sound.FACE:
        return (), ()
    return (reply("worry-beside", "act:listener_worry"),), (Aside(words=False),)


def settled(standing: Standing, event: Event) -> tuple[Standing, tuple[Wish, ...]]:
    """Let the words that were kept in doubt into the talk, unless it is said now that they are about the listener."""
    incoming = event.incoming
    if not standing.expects.startswith(DOUBT) or incoming.kind == "left":
        return standing, ()
    is_watch = incoming.kind == "silence"
    if is_watch and incoming.choice != DOUBT:
        return standing, ()
    entry, standing = standing.expects.partition(":")[2], replace(standing, expects="")
    stop = () if is_watch else (Unwatch(DOUBT),)
    if incoming.choice == "act:listener_worry" or _is_yes(event):
        return standing, stop
    return standing, (ShowLine(entry), *stop)


def agreed(standing: Standing, event: Event) -> bool:
    """Tell whether a typed yes answers the question of doubt."""
    return standing.expects.startswith(DOUBT) and _is_yes(event)


def _is_yes(event: Event) -> bool:
    return event.incoming.kind == "text" and event.reading is not None and event.reading.intent is Intent.affirm


def _raised(standing: Standing, situation: Situation) -> Told:
    choices = ("act:worry_more", "act:danger", "act:continue_here")
    if not situation.colleague:
        said = reply("worry-alone", "act:danger", "act:continue_here", numbers=situation.talks)
        return Told(standing, (said,), (Aside(), Worry()), done=True)
    numbers = () if situation.alarmed else situation.talks
    says = [Say("worry" if situation.alarmed else "worry-board"), *([Say("closed-numbers")] if numbers else [])]
    return Told(standing, (Reply(tuple(says), choices, numbers),), (Aside(), Worry()), done=True)


def _at_risk(reading: Reading) -> frozenset[Signal]:
    """Return the signals of a body at risk; danger counts where a rule or a weapon says so."""
    ruled = any(one.signal is Signal.danger and not one.rule.startswith(BY_MODEL) for one in reading.because)
    armed = any(one.kind == "weapon" for one in reading.entities)
    noise = frozenset() if ruled or armed else frozenset({Signal.danger})
    return frozenset(reading.seen() & BODY) - noise


def _aside(standing: Standing, reading: Reading, told: Told, situation: Situation) -> Told:
    """Weigh of these words only what puts a body at risk; then the numbers stand there, and somebody is rung."""
    body = _at_risk(reading)
    signals = {signal: outcome for signal, outcome in reading.signals.items() if signal in body}
    because = tuple(one for one in reading.because if one.signal in body)
    slim = replace(reading, type=Violence.none, signals=MappingProxyType(signals), because=because, entities=())
    standing = replace(standing.hear("", slim), greeted=True) if signals else replace(standing, greeted=True)
    if not slim.seen() & GRAVE_SIGNALS:
        return replace(told, standing=standing)
    numbers = tuple(dict.fromkeys((*situation.screen, *situation.talks)))
    replies = tuple(replace(one, numbers=numbers) for one in told.replies)
    return replace(told, standing=standing, replies=replies, wishes=(*told.wishes, Ring("asked")))
