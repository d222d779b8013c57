"""What every door has in common: the words for what comes in, and the port a messenger's adapter fulfils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import Literal, Protocol

Kind = Literal["start", "text", "choice", "evidence", "unread", "silence", "left"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a correspondent did.

    `start`: they opened the door. `text`: they wrote `text`. `choice`: they tapped `choice` ("question:choice" or
    "act:name"). `evidence`: the vault has kept `items`. `unread`: something no program can read (`media`: voice,
    video, sticker). `silence`: a watched time went by without a word; `choice` names what was watched. `left`: they
    shut the page.
    """

    kind: Kind
    at: datetime
    text: str = ""
    choice: str = ""
    media: str = ""
    items: tuple[str, ...] = ()
    language: str = ""


class Channel(Protocol):
    """A door: it brings what people do to the mailroom, and carries the mailroom's letters to them."""

    name: str
    encrypted: bool
    """Whether nobody between the person and the haven can read along."""

    async def run(self) -> None:
        """Serve until cancelled."""
