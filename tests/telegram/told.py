"""The story as the fake Telegram received it, for the documentation: every text and every button, nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.telegram.phones import buttons_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CHANGING = (
    (re.compile(r"http://127\.0\.0\.1:\d+"), "https://desk.example.org"),
    (re.compile(r"/room/[0-9a-f]{32}"), "/room/…"),
    (re.compile(r"/telegram/[\w-]+"), "/telegram/…"),
    (re.compile(r"\b\d\d:\d\d\b"), "21:04"),
)


def steady(text: str) -> str:
    for pattern, always in CHANGING:
        text = pattern.sub(always, text)
    return text


def chat(title: str, messages: Sequence[dict[str, Any]], bot: int) -> str:
    """Return one chat as Markdown: the bot's words quoted, everybody else's in bold."""
    lines = [f"## {title}", ""]
    for message in messages:
        if "text" not in message:
            continue
        mine = message["from"]["id"] == bot
        quoted = "\n".join(f"> {line}".rstrip() for line in steady(message["text"]).splitlines())
        lines += [quoted if mine else f"**{message['text']}**", ""]
        if labels := list(buttons_of(message).values()):
            lines += [" ".join(f"`[{label}]`" for label in labels), ""]
    return "\n".join(lines)


def write(path: Path, heading: str, chats: Sequence[str]) -> None:
    note = (
        "Written by `HAVRE_STORY=docs/operators pytest tests/journeys/test_telegram_desk.py`: what the server received."
    )
    path.write_text("\n\n".join([f"# {heading}", note, *chats]).rstrip() + "\n", encoding="utf-8")
