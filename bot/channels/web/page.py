"""The pages: the chat itself, whose fallback works without scripts, and the plain one that quick exit leads to.

Lives here: drawing. Every sentence the script may need travels inside the page, in every language, so that a language
is changed and a fault is told without the network.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, JSONResponse

from bot.channels.web.faults import MEGABYTE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.channels.web.visitor import House, Visitors

HERE = Path(__file__).parent
SPOKEN = (
    *(
        "exit",
        "menu",
        "close",
        "human",
        "danger",
        "log",
        "message",
        "message-hint",
        "send",
        "language-fr",
        "language-en",
    ),
    *("from-bot", "from-listener", "from-me", "state-sending", "state-sent", "state-failed", "offline", "below"),
    *("choices", "held", "code", "copy", "copied"),
    *("evidence-add", "evidence-hint", "evidence-cancel", "evidence-cancelled", "evidence-storing", "evidence-kept"),
    *("evidence-file", "evidence-progress"),
    *("phrase-title", "phrase-noted", "phrase-other", "phrase-own", "phrase-own-label", "phrase-own-hint"),
    *("phrase-own-do", "phrase-kept"),
    *("worry",),
    *("resume", "resume-hint", "resume-label", "resume-do"),
    *(
        "ended",
        "ended-hint",
        "begin-again",
        "numbers",
        "discreet",
        "discreet-exit",
        "discreet-history",
        "discreet-page",
    ),
    *(
        "vault-title",
        "vault-phrase",
        "vault-open",
        "vault-lock",
        "vault-piece",
        "vault-look",
        "vault-save",
        "vault-copy",
    ),
    *("vault-recovery", "vault-recovery-hint", "vault-empty", "vault-share", "vault-unshare", "vault-held"),
    *("vault-destroyed", "link-used"),
    *("fault-empty-file", "fault-too-large", "fault-unforeseen", "fault-network"),
)
"""The sentences of the page, by the ending of their ids (`web-...`)."""
MEASURES = ("teaspoon", "tablespoon", "glass", "flour", "sugar", "rice", "butter", "oven")


class Pages:
    """Draws what a browser shows before and after the conversation."""

    def __init__(self, house: House, visitors: Visitors) -> None:
        self._house, self._visitors = house, visitors
        self._shelf = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def chat(self, request: Request) -> Response:
        """Draw the chat."""
        language, house = self._visitors.language(request), self._house
        state = {
            "words": {each: self._words(each) for each in house.languages},
            "numbers": {each: self._numbers(each) for each in house.languages},
            "bytes": house.max_file_bytes,
            "silence": round(house.settings.heartbeat_seconds * 3000),
        }
        return self._draw("page.html", language, state=state, name=house.name)

    async def away(self, request: Request) -> Response:
        """Draw a page as plain as any, without a way back."""
        return self._draw("away.html", self._visitors.language(request), measures=MEASURES)

    async def numbers(self, request: Request) -> Response:
        """Tell the numbers that answer at this moment; a page left open over midnight asks again."""
        return JSONResponse({"numbers": self._numbers(self._visitors.language(request))})

    def _draw(self, template: str, language: str, **values: Any) -> Response:
        def say(name: str) -> str:
            return self._say(name, language)

        numbers = self._numbers(language)
        shown = {"say": say, "language": language, "languages": self._house.languages, "numbers": numbers}
        page = self._shelf.get_template(template).render(**shown, **values)
        return HTMLResponse(page, headers={"content-language": language})

    def _say(self, name: str, language: str) -> str:
        sized = name in {"evidence-hint", "fault-too-large"}
        arguments = {"megabytes": self._house.max_file_bytes // MEGABYTE} if sized else {}
        return self._house.texts.say(f"web-{name}", language, "tu", **arguments)

    def _words(self, language: str) -> dict[str, str]:
        return {name: self._say(name, language) for name in SPOKEN}

    def _numbers(self, language: str) -> list[dict[str, str]]:
        return [
            {"id": one.id, "label": one.label, "href": one.href, "hours": one.hours}
            for one in self._house.open_numbers(language)
        ]
