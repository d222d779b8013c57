"""What the desk says on Telegram: cards, the list, lines of a talk. Pure but for the texts it is given.

Only the board's own facts stand in the group: designation, level, names of reasons, age, since when. Never a word that
was written.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handoff.case import OUTCOMES, State
from handoff.decisions import ENDS
from handoff.desks.web.speech import Speech
from nlu.reading import Violence
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from handoff.alarm import Texts
    from handoff.desks.telegram.settings import Place
    from handoff.listener import Colleague
    from handoff.room import Card, Room, RoomEntry

SIGNS: Mapping[Level, str] = {
    Level.emergency: "🔴🔴",
    Level.critical: "🔴",
    Level.high: "🟠",
    Level.medium: "🟡",
    Level.low: "🟢",
}
AUTHORS: Mapping[str, str] = {"correspondent": "👤", "bot": "🤖", "listener": "💬", "note": "📝", "system": "·"}
COMMANDS: Mapping[str, str] = {
    **dict.fromkeys(("start",), "start"),
    **dict.fromkeys(("menu",), "menu"),
    **dict.fromkeys(("fermer", "close"), "close"),
    **dict.fromkeys(("rendre", "release"), "release"),
    **dict.fromkeys(("confier", "transfer"), "give"),
    **dict.fromkeys(("relire", "second"), "second"),
    **dict.fromkeys(("quitter", "leave"), "leave"),
    **dict.fromkeys(("appeler", "call"), "call"),
    **dict.fromkeys(("pretes", "prêtes", "ready"), "ready"),
    **dict.fromkeys(("non", "no"), "no"),
    **dict.fromkeys(("pause",), "pause"),
    **dict.fromkeys(("retour", "back"), "back"),
    **dict.fromkeys(("parler", "debrief"), "debrief"),
    **dict.fromkeys(("fin", "end"), "end"),
}
"""What may be typed, in either language, and what it asks for."""
SHOWN: Mapping[str, tuple[str, ...]] = {
    "fr": ("menu", "pretes", "appeler", "confier", "relire", "rendre", "fermer", "pause", "retour", "parler", "fin"),
    "en": ("menu", "ready", "call", "transfer", "second", "release", "close", "pause", "back", "debrief", "end"),
}
"""The commands Telegram itself lists, each with the text of what it does."""
MENUS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "claimant": (("ready", "call"), ("give", "second"), ("release", "close")),
    "second": (("leave",),),
}
"""The buttons of a topic, by what its listener is there."""
SHORT = 60
MOST_LISTED = 30
LONGEST = 3800
NOTE_SHOWN = 1500


class Voice:
    """Says things in the desk's one language on Telegram."""

    def __init__(self, texts: Texts, place: Place) -> None:
        self._texts, self._place = texts, place
        self.language = place.section.language
        self._zone = ZoneInfo(place.timezone)

    def speech(self) -> Speech:
        """Return the web desk's own way of saying facts, as of now."""
        return Speech(self._texts, self.language, self._zone, datetime.now(UTC))

    def say(self, text_id: str, **arguments: str | int) -> str:
        """Return one of this desk's sentences."""
        return self._texts.say(f"desk-telegram-{text_id}", self.language, "tu", **arguments)

    def link(self, case_id: str) -> str:
        """Return where a case stands at the web desk."""
        return f"{self._place.desk_url}/room/{case_id}"

    # -- the board -----------------------------------------------------------------------------------------------------

    def card(self, card: Card) -> str:
        """Return one case's card."""
        speech = self.speech()
        parts = [f"{SIGNS[card.level]} {card.designation} · {speech.say(f'level-{card.level.name}')}"]
        parts += [", ".join(speech.reason(rule) for rule in card.reasons[:4])] if card.reasons else []
        since = self.say("waiting-since", time=speech.clock(card.waiting_since))
        parts += [f"{speech.fact('age', card.age)} · {since}" if card.age else since]
        late = [speech.say("notices-late-on", count=card.late)] if card.late else []
        return "\n".join([*parts, self._standing(card), *late])

    def _standing(self, card: Card) -> str:
        if card.state is not State.WAITING:
            return self.say("taken-by", alias=card.claimant or "?")
        return self.say("at-the-web-desk") if card.channel in self._place.encrypted else self.say("waits")

    def card_buttons(self, card: Card) -> InlineKeyboardMarkup | None:
        """Return what can be done with a case from its card."""
        if card.state is State.WAITING and card.channel not in self._place.encrypted:
            return keyboard([(self.say("take"), f"take:{card.case_id}")])
        if card.state is not State.WAITING and card.channel not in self._place.encrypted:
            return keyboard([(self.say("take-over"), f"over:{card.case_id}")])
        return None

    def listed(self, cards: Sequence[Card]) -> str:
        """Return the list of everything that has no card of its own."""
        speech = self.speech()
        lines = [
            f"{SIGNS[card.level]} {card.designation} · {speech.clock(card.waiting_since)}"
            + ("" if card.state is State.WAITING else f" · {self.say('taken-by', alias=card.claimant or '?')}")
            + (f" · {speech.say('notices-late-on', count=card.late)}" if card.late else "")
            for card in cards[:MOST_LISTED]
        ]
        more = [self.say("list-more", count=len(cards) - MOST_LISTED)] if len(cards) > MOST_LISTED else []
        return "\n".join([self.say("list", count=len(cards)), *lines, *more])

    def list_buttons(self) -> InlineKeyboardMarkup:
        """Return the list's one button."""
        return keyboard([(self.say("take-next"), "next")])

    # -- a topic -------------------------------------------------------------------------------------------------------

    def head(self, room: Room, role: str) -> str:
        """Return what stands first in a topic: the case in short, and what one is there."""
        card, speech = room.card, self.speech()
        facts = [speech.fact(question, choice) for question, choice in room.facts.items() if question != "register"]
        lines = [self.card(card), ", ".join(facts), self.say(f"head-{role}"), self.link(card.case_id)]
        return "\n".join(line for line in lines if line)

    def menu(self, role: str) -> InlineKeyboardMarkup | None:
        """Return the buttons of a topic; an offer has its own."""
        rows = [
            [InlineKeyboardButton(self.say(f"do-{name}"), callback_data=f"do:{name}") for name in row]
            for row in MENUS.get(role, ())
        ]
        return InlineKeyboardMarkup(rows) if rows else None

    def offer(self, room: Room, alias: str) -> str:
        """Return how a case is put before whoever is asked to take it over: by whom, and with which last note."""
        note = next((one.text for one in reversed(room.notes) if not one.unreadable), "")
        who = {"alias": alias, "case": room.card.designation}
        return self.say("offered", **who, note=note[:NOTE_SHOWN]) if note else self.say("offered-bare", **who)

    def offer_buttons(self, case_id: str) -> InlineKeyboardMarkup:
        """Return the two answers to an offer."""
        speech = self.speech()
        return keyboard([(speech.say("offer-accept"), f"yes:{case_id}"), (speech.say("offer-refuse"), f"no:{case_id}")])

    def colleague(self, one: Colleague) -> str:
        """Return a colleague on a button: what they are called, how much they carry, whether they have a pause."""
        paused = f" · {self.speech().say('on-pause')}" if one.paused_until is not None else ""
        return f"{one.alias} · {one.holds}{paused}"

    def short(self, text: str) -> str:
        """Return the beginning of a text, as a button has room for it."""
        return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"

    def commands(self) -> list[tuple[str, str]]:
        """Return what Telegram lists as commands, each with what it does."""
        return [(name, self.say(f"do-{COMMANDS[name]}")) for name in SHOWN[self.language]]

    def line(self, entry: RoomEntry) -> str:
        """Return one line of the talk."""
        return f"{AUTHORS.get(entry.author, '·')} {self._words(entry)}"

    def _words(self, entry: RoomEntry) -> str:
        if entry.unreadable:
            return self.say("unreadable")
        match entry.kind:
            case "choice":
                return f"[{self.speech().tapped(entry.text)}]"
            case "evidence":
                return self.say("evidence", count=len(entry.text.split(",")))
            case "unread":
                return self.say("unread")
            case "refused":
                return self.say("offer-refused", alias=entry.alias)
            case "notice":
                return self.speech().reminder(entry.text)
            case _ if entry.author == "note":
                return f"{entry.alias} : {entry.text}" if entry.alias else entry.text
            case _:
                return f"{self.say('corrected')} {entry.text}" if entry.replaces else entry.text

    def closing_outcomes(self) -> InlineKeyboardMarkup:
        """Return the first question of closing."""
        speech = self.speech()
        return keyboard([(speech.say(f"outcome-{name}".replace("_", "-")), f"end:{name}") for name in OUTCOMES])

    def closing_types(self, outcome: str) -> InlineKeyboardMarkup:
        """Return the second question of closing."""
        speech = self.speech()
        return keyboard(
            [(speech.say(f"type-{kind.value}".replace("_", "-")), f"end:{outcome}:{kind.value}") for kind in Violence]
        )

    def closing_again(self, outcome: str, kind: str) -> InlineKeyboardMarkup:
        """Return the answers to the direct question with which a grave case may be closed."""
        speech = self.speech()
        return keyboard([(speech.say(f"again-{end}"), f"end:{outcome}:{kind}:{end}") for end in ENDS])


def keyboard(buttons: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup:
    """Return buttons below one another: label and what each carries."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons])


def packed(lines: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Pack lines (id, words) into as few messages as they fit in, each with the ids it holds."""
    found: list[tuple[str, list[str]]] = []
    for entry_id, words in lines:
        pieces = [words[at : at + LONGEST] for at in range(0, len(words), LONGEST)] or [""]
        for piece in pieces:
            if found and len(found[-1][0]) + len(piece) < LONGEST:
                text, ids = found.pop()
                found.append((f"{text}\n{piece}", [*ids, entry_id]))
            else:
                found.append((piece, [entry_id]))
    return found


def ended(parts: Sequence[tuple[str, list[str]]]) -> list[tuple[str, list[str], list[str]]]:
    """Add to each packed message which of its lines end in it: a long one is told only with its last piece."""
    behind = [*(ids for _, ids in parts[1:]), []]
    return [
        (text, ids, [one for one in ids if one not in later]) for (text, ids), later in zip(parts, behind, strict=False)
    ]
