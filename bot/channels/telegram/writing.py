"""A letter as Telegram shows it: text, marked stretches, buttons. Pure.

Nothing is written as HTML or Markdown: stretches are marked by place, so that no word a person wrote
can be taken for a sign.
Numbers stand in the text, where a phone makes them dialable: a button cannot dial.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.channels.telegram.updates import TIDY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.channels.telegram.buttons import Buttons

LONGEST = 4096
"""UTF-16 units in one message."""
ONE_ROW = 24
"""Characters of two short labels that still stand side by side on a small phone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message on its way."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    markup: InlineKeyboardMarkup | None = None


def parts_of(letter: Mapping[str, Any], buttons: Buttons, tidy: str = "") -> list[Part]:
    """Cut a letter into messages: one, but for very long words. `tidy` labels the button under a receipt."""
    code = str(letter.get("code") or "")
    blocks = [str(paragraph) for paragraph in letter.get("paragraphs", ())]
    blocks += ["\n".join(_number(number) for number in letter["numbers"])] if letter.get("numbers") else []
    blocks += [code] if code else []
    texts = cut("\n\n".join(blocks))
    markup = _markup(letter, buttons, tidy if code else "")
    parts = [Part(text) for text in texts[:-1]]
    last = texts[-1] if texts else ""
    entities = (_marked(last, code),) if code and last.endswith(code) else ()
    return [*parts, Part(last, entities, markup)] if last else parts


def _number(number: Mapping[str, Any]) -> str:
    dialled = str(number.get("href", "")).partition(":")[2]
    label, hours = str(number.get("label", "")), str(number.get("hours", ""))
    named = label if dialled in label.replace(" ", "") else f"{label} : {dialled}"
    return f"☎ {named} ({hours})" if hours else f"☎ {named}"


def _marked(text: str, code: str) -> MessageEntity:
    return MessageEntity(type="code", offset=units(text) - units(code), length=units(code))


def _markup(letter: Mapping[str, Any], buttons: Buttons, tidy: str) -> InlineKeyboardMarkup | None:
    found = [
        InlineKeyboardButton(text=str(choice["label"]), callback_data=buttons.travels_as(str(choice["id"])))
        for choice in letter.get("choices", ())
    ]
    found += [InlineKeyboardButton(text=str(link["label"]), url=str(link["href"])) for link in letter.get("links", ())]
    found += [InlineKeyboardButton(text=tidy, callback_data=TIDY)] if tidy else []
    return InlineKeyboardMarkup(inline_keyboard=_rows(found)) if found else None


def _rows(found: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Put two short labels in one row, every other in a row of its own."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in found:
        if rows and len(rows[-1]) == 1 and len(rows[-1][0].text) + len(button.text) <= ONE_ROW:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def units(text: str) -> int:
    """Count as Telegram counts: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str) -> list[str]:
    """Cut a text where it is longer than one message, at a line's end or a space if there is one."""
    found = []
    while units(text) > LONGEST:
        room = LONGEST - 96  # room for the two-unit characters a slice by characters cannot see
        while units(text[:room]) > LONGEST:
            room //= 2
        at = max(text.rfind("\n", 1, room), text.rfind(" ", 1, room))
        at = at if at > 0 else room
        found.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*found, text] if text else found
