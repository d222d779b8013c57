"""What every door has in common: the words for what comes in, and the port by which a messenger is written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bot.errors import BotError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Kind = Literal["start", "text", "choice", "evidence", "unread", "place", "silence", "left"]
SILENT_KINDS = frozenset({"start", "silence", "left"})
"""What is no word of the correspondent's: it opens no case, and no closed one again."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a correspondent did.

    `start`: they opened the door. `text`: they wrote `text`. `choice`: they tapped `choice` ("question:choice" or
    "act:name"). `evidence`: the vault has kept `items`. `unread`: something no program can read (`media`: voice,
    video, sticker, contact, file). `place`: a position on a map, as words in `text`. `silence`: a watched time went by
    without a word; `choice` names what was watched. `left`: they shut the page.

    `edits` and `reply_to` are ids of earlier lines of the talk, "" for none. `place` is the channel's own number of the
    message, where that tells nothing of a person.
    """

    kind: Kind
    at: datetime
    text: str = ""
    choice: str = ""
    media: str = ""
    items: tuple[str, ...] = ()
    language: str = ""
    edits: str = ""
    reply_to: str = ""
    place: str = ""


class SlowDownError(BotError):
    """The messenger wants nothing more for this chat for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not for {seconds:.0f} s")
        self.seconds = seconds


class BlockedError(BotError):
    """The person does not want to be written to, or is gone."""


class RefusedError(BotError):
    """The messenger will never take this message, however often it is tried."""


class Sender(Protocol):
    """How one messenger is written to. Whatever is raised besides the three errors above is tried again."""

    def parts(self, letter: Mapping[str, Any]) -> Sequence[Any]:
        """Cut a letter into the messages it takes."""

    async def send(self, address: str, part: Any, reply_to: str) -> str:
        """Send one message, as an answer to the message `reply_to` where that is not ""; return its number."""

    async def edit(self, address: str, number: str, part: Any) -> None:
        """Change a message that was sent."""

    async def take_back(self, address: str, number: str) -> None:
        """Remove a message that was sent, where the messenger still allows it."""
