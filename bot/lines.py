"""`havre read`: JSON lines {"text": ...} in, one reading a line out, whatever the bytes.

Lives here: the form of those lines. Does not live here: reading itself (`nlu.reader`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nlu.reading import severity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nlu.reader import Reader
    from nlu.reading import Reading


async def read_lines(reader: Reader, lines: Iterable[bytes], say: Callable[[str], object]) -> int:
    """Say one line for each line read; one that holds no message is told so, in its place. Return the exit code."""
    wanting = False
    try:
        for line in lines:
            text = _text_of(line)
            if text is None:
                wanting = True
                say(json.dumps({"error": 'not a JSON object with a "text"'}))
                continue
            say(_one_line(_told(text, await reader.read(text))))
    finally:
        await reader.close()
    return 2 if wanting else 0


def who_read(reader: Reader) -> str:
    """Return of how many messages a Rasa server told the intent (the built-in reader did of the others), or ""."""
    from nlu.rasa import Rasa  # noqa: PLC0415 - an edge, with an HTTP client: only where it was asked for

    return f"the Rasa server told {reader.told} of {reader.messages} intents" if isinstance(reader, Rasa) else ""


def _text_of(line: bytes) -> str | None:
    """Return the text that a line holds; bytes that are no UTF-8 are read as question marks of their own kind."""
    try:
        told = json.loads(line.decode("utf-8", "replace").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    match told:
        case {"text": str(text)}:
            return text
        case _:
            return None


def _one_line(told: dict[str, object]) -> str:
    """Return a reading as JSON on one line, escaped where its letters would break the line or cannot be written."""
    written = json.dumps(told, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        return json.dumps(told)
    return written if len(written.splitlines()) == 1 else json.dumps(told)


def _told(text: str, reading: Reading) -> dict[str, object]:
    return {
        "text": text,
        "language": reading.language,
        "intent": str(reading.intent),
        "type": str(reading.type),
        "signals": sorted(str(signal) for signal in reading.seen()),
        "ask": sorted(str(signal) for signal in reading.asks()),
        "severity": severity_of(reading.type, reading.seen()),
        "entities": [{"kind": e.kind, "value": e.value, "start": e.start, "end": e.end} for e in reading.entities],
        "confidence": round(reading.confidence, 3),
    }
