"""What every page of the desk shares: drawing a template, who asks, reading a form, answering an error.

Lives here: the way from a request to a session and from values to a page. Does not live here: any one page.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, RedirectResponse

from handoff.attempts import APART, MOST_DEVICES
from handoff.desks.web.faults import CodeOwedError, ForgedError, SignedOutError, TooLongError, fault_of
from handoff.desks.web.speech import Speech, iso, pieces, preferred
from handoff.refusals import FileRefusedError
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.alarm import Texts
    from handoff.desk import Desk
    from handoff.desks.web.settings import DeskWebSettings
    from handoff.listener import Session
    from handoff.room import Room
    from handoff.takedown.desk import Waiting

HERE = Path(__file__).parent
FORM_BYTES = 64 * 1024
"""The largest form a page of the desk sends: four screens of text, no file."""
KNOCK_SECONDS = 300
DEVICE_SECONDS = 90 * 86_400
log = logging.getLogger(__name__)

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class OpenNumber:
    """A number that answers now: how it is called, the link that dials it, and its hours in words."""

    label: str
    href: str
    hours: str = ""


class Numbers(Protocol):
    """Public numbers by id, supplied by `bot`."""

    def __call__(self, ids: Sequence[str], language: str) -> Sequence[OpenNumber]:
        """Return the numbers of these ids as a person reads them."""


class LastWords(Protocol):
    """The letter that ends a conversation, supplied by `bot`: the very text `Desk.close` sends."""

    def __call__(self, room: Room, points: Sequence[str], plan: Sequence[str] = ()) -> Mapping[str, Any]:
        """Return the letter, in the correspondent's language and register."""


@dataclass(frozen=True, slots=True)
class Canned:
    """A reply that is written already. `text` is "" where it asks for something nobody fills in."""

    name: str
    text: str


class CannedReplies(Protocol):
    """The replies that are written already, supplied by `bot`."""

    def __call__(self, language: str, register: str, alias: str, /) -> Sequence[Canned]:
        """Return them in the correspondent's language and register."""


def no_canned(_language: str, _register: str, _alias: str) -> Sequence[Canned]:
    """Return no reply: a desk without any."""
    return ()


class Reminders(Protocol):
    """The notices a reminder was given of (`handoff.takedown.desk`)."""

    async def __call__(self, session: Session) -> Sequence[Waiting]:
        """Return those this session may do something about."""


@dataclass(frozen=True, slots=True)
class House:
    """What the pages are given to work with."""

    desk: Desk
    texts: Texts
    settings: DeskWebSettings
    numbers: Numbers
    last_words: LastWords
    clock: Callable[[], datetime]
    canned: CannedReplies = no_canned


class Frame:
    """Draws pages, and knows who asks for them."""

    def __init__(self, house: House) -> None:
        self.house, self.desk = house, house.desk
        self._zone = ZoneInfo(house.settings.timezone)
        self._pages = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.globals.update(iso=iso, pieces=pieces, levels=sorted(Level, reverse=True), version=_version())
        self._pages.globals["languages"] = house.settings.languages
        self._reminders: Reminders | None = None

    # -- out -----------------------------------------------------------------------------------------------------------

    def offers(self, *, after: bool, reminders: Reminders | None = None) -> None:
        """Say whether this desk has pages for what comes after the talk, and where its reminders come from."""
        self._pages.globals["after"] = after
        self._reminders = reminders

    async def reminders(self, session: Session) -> Sequence[Waiting]:
        """Return the notices a reminder was given of, for the board."""
        return () if self._reminders is None else await self._reminders(session)

    def speech(self, request: Request) -> Speech:
        """Return the language of one request: what its address asks for, else what the browser prefers."""
        languages = self.house.settings.languages
        asked = request.query_params.get("lang", "")
        chosen = asked in languages
        language = asked if chosen else preferred(request.headers.get("accept-language", ""), languages)
        return Speech(self.house.texts, language, self._zone, self.house.clock(), chosen)

    def draw(
        self, request: Request, template: str, *, session: Session | None = None, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Return a page, or a part of one."""
        speech = self.speech(request)
        words = {"speech": speech, "say": speech.say, "link": speech.link, "session": session}
        body = self._pages.get_template(template).render(**words, path=request.url.path, **values)
        return HTMLResponse(body, status)

    def to(self, request: Request, path: str) -> RedirectResponse:
        """Send the browser to another page, after a post or instead of this one."""
        return RedirectResponse(self.speech(request).link(path), 303)

    # -- in ------------------------------------------------------------------------------------------------------------

    @property
    def cookie_name(self) -> str:
        """The session's cookie. Its name says nothing; over TLS, browsers keep other hosts from setting it."""
        return "__Host-s" if self.house.settings.is_https else "s"

    def keep_cookie(self, response: Response, cookie: str) -> None:
        """Sign a browser in."""
        response.set_cookie(
            self.cookie_name,
            cookie,
            max_age=round(self.house.settings.session_hours * 3600),
            path="/",
            secure=self.house.settings.is_https,
            httponly=True,
            samesite="strict",
        )

    def drop_cookie(self, response: Response) -> None:
        """Sign a browser out."""
        secure = self.house.settings.is_https
        response.delete_cookie(self.cookie_name, path="/", secure=secure, httponly=True, samesite="strict")

    @property
    def knock_name(self) -> str:
        """The cookie of somebody whose passphrase was right, while they look for their code."""
        return "__Host-k" if self.house.settings.is_https else "k"

    def keep_knock(self, response: Response, knock: str) -> None:
        """Let a browser give a code within five minutes."""
        secure = self.house.settings.is_https
        response.set_cookie(
            self.knock_name, knock, max_age=KNOCK_SECONDS, path="/", secure=secure, httponly=True, samesite="strict"
        )

    def drop_knock(self, response: Response) -> None:
        """Forget it: the code was right."""
        secure = self.house.settings.is_https
        response.delete_cookie(self.knock_name, path="/", secure=secure, httponly=True, samesite="strict")

    @property
    def device_name(self) -> str:
        """The cookie by which a device shows that its listeners were let in on it: it opens nothing, and names nobody.

        Who hammers at a name from elsewhere cannot keep its owner out of a device that has it.
        """
        return "__Host-d" if self.house.settings.is_https else "d"

    def keep_device(self, request: Request, response: Response, shown: str) -> None:
        """Have the device known, beside the other listeners who use it."""
        before = request.cookies.get(self.device_name, "").split(APART)[: MOST_DEVICES - 1]
        value, secure = APART.join([shown, *(one for one in before if one)]), self.house.settings.is_https
        response.set_cookie(
            self.device_name, value, max_age=DEVICE_SECONDS, path="/", secure=secure, httponly=True, samesite="strict"
        )

    def out(self, request: Request) -> Response:
        """Send a browser to the door, signed out, with nothing of the desk left in it."""
        response = self.to(request, "/sign-in")
        self.drop_cookie(response)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    async def session(self, request: Request, *, owing: bool = False) -> Session:
        """Return whoever asks; a page that looks again by itself is no click. Raises SignedOutError.

        Raises CodeOwedError for whoever has to set up a code first, but on a page that is for those too (`owing`).
        """
        cookie = request.cookies.get(self.cookie_name, "")
        by_itself = request.method == "GET" and ("hx-request" in request.headers or request.url.path == "/live")
        session = await self.desk.session(cookie, clicked=not by_itself) if cookie else None
        if session is None:
            raise SignedOutError("no session")
        if session.owes_code and not owing:
            raise CodeOwedError("a one-time code comes first")
        return session

    async def form(self, request: Request, most: int = FORM_BYTES) -> Form:
        """Return the fields of a posted form, read whole in memory. Raises TooLongError over `most` bytes."""
        if request.headers.get("content-type", "").startswith("multipart/"):
            raise FileRefusedError("no file leaves the desk")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise TooLongError("form too long")
        request.state.form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return dict(request.state.form)

    async def signed_form(
        self, request: Request, most: int = FORM_BYTES, *, owing: bool = False
    ) -> tuple[Session, Form]:
        """Return whoever posts, and what. Raises SignedOutError, ForgedError where the form is not of this session."""
        form = await self.form(request, most)
        session = await self.session(request, owing=owing)
        shown = request.headers.get("x-form-key", "") or form.get("form_key", "")
        if not hmac.compare_digest(shown.encode(), session.form_key.encode()):
            raise ForgedError("the form key is not this session's")
        return session, form

    # -- when it goes wrong --------------------------------------------------------------------------------------------

    async def fault(self, request: Request, error: Exception) -> Response:
        """Tell what happened and the next step: within the page where a script asked, else on a page of its own."""
        fault = fault_of(error)
        if fault.name == "unforeseen" and not isinstance(error, ClientDisconnect):  # who hung up is no fault of ours
            log.error("desk page failed: %s", type(error).__name__)
        by_script = "hx-request" in request.headers
        if fault.step == "sign-in" and request.method == "GET" and not by_script:
            return self.to(request, "/sign-in?" + urlencode({"next": request.url.path}))
        if fault.step == "code" and not by_script:
            return self.to(request, "/code")
        values: dict[str, Any] = {
            "fault": fault,
            "draft": self._draft(request, fault.status),
            "case_id": _case_id(request),
        }
        template = "part/fault.html" if by_script else "fault.html"
        response = self.draw(request, template, status=fault.status, **values)
        if by_script:
            response.headers.update({"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"})
        if fault.name == "throttled":
            response.headers["Retry-After"] = str(fault.arguments["seconds"])
        return response

    @staticmethod
    def _draft(request: Request, status: int) -> str:
        # What was typed must not be lost with the session; it goes back to the browser that sent it, nowhere else.
        form: Mapping[str, str] = getattr(request.state, "form", {})
        return (form.get("text", "") or form.get("words", "")) if status in {401, 403, 409, 413, 500} else ""


def _case_id(request: Request) -> str:
    return str(request.path_params.get("case_id", ""))


def _version() -> str:
    digest = hashlib.sha256()
    for asset in sorted((HERE / "assets").iterdir()):
        digest.update(asset.read_bytes())
    return digest.hexdigest()[:12]
