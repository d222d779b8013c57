"""What the web chat needs from the rest of the house, and nothing more.

The mailroom is `bot.mailroom.Mailroom` itself. Does not live here: anything that fulfils these ports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from vault.evidence import Part


class Receipt(Protocol):
    """What a person gets for a file that is safe."""

    @property
    def code(self) -> str:
        """Sixteen characters by which the file can be named later."""


class Progress(Protocol):
    """How far a file is that comes in parts."""

    @property
    def missing(self) -> int:
        """The lowest number of a part that is not there yet; 0 where none is missing."""

    @property
    def receipt(self) -> Receipt | None:
        """The receipt, once no part is missing."""


class Deposits(Protocol):
    """Files into the vault, and the phrase that opens it."""

    async def keep(
        self,
        channel: str,
        correspondent: str,
        stream: AsyncIterator[bytes],
        *,
        name: str,
        declared: str,
        key: str,
        announced: int = 0,
    ) -> Receipt:
        """Store a file as it streams in; durable on return, once for each `key`.

        Raises TooLargeError, EmptyFileError, QuotaError.
        """

    async def keep_part(
        self,
        channel: str,
        correspondent: str,
        stream: AsyncIterator[bytes],
        part: Part,
        *,
        name: str,
        declared: str,
        key: str,
    ) -> Progress:
        """Store one part of a file as it streams in; durable on return, however often it comes.

        Raises PartError besides what `keep` raises.
        """

    async def choose(self, correspondent: str, phrase: str) -> None:
        """Seal this person's vault under their phrase. Raises WeakPhraseError, PhraseChosenError."""

    def draw(self, language: str) -> str:
        """Draw five words, joined by hyphens."""

    async def resume(self, channel: str, address: str, phrase: str, lane: str = "") -> str | None:
        """Return whose phrase this is; None alike for a wrong one and an unknown one. Raises TooManyAttemptsError."""


class Texts(Protocol):
    """Sentences by id; `bot.texts.Texts` is one."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence. Raises LookupError."""


class Number(Protocol):
    """A public number as a person sees it."""

    @property
    def id(self) -> str:
        """Its name in config.yml."""

    @property
    def label(self) -> str:
        """How it is called."""

    @property
    def href(self) -> str:
        """What dials it or opens a message to it."""

    @property
    def hours(self) -> str:
        """When it answers, in words."""


class OpenNumbers(Protocol):
    """The numbers that answer at this moment."""

    def __call__(self, language: str, /) -> Sequence[Number]:
        """Return them, most urgent first, in the words of a language."""
