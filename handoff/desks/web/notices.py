"""Notices at the desk: drafting from pasted links, the gates, the letter, what the platform answered.

Lives here: from a request to one call of `handoff.takedown`. Does not live here: rules, and any word of a letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from handoff.errors import GateError, TooManyLinksError
from handoff.permissions import Act, acts
from handoff.takedown.kinds import UNNAMED, Kind
from handoff.takedown.links import MOST, read_links
from handoff.takedown.notice import LANGUAGES, MOST_WORDS, Notice
from handoff.takedown.states import ACCOUNTS, RISKS, SAVED, Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from handoff.desks.web.frame import Form, Frame
    from handoff.listener import Session
    from handoff.takedown.desk import Takedown
    from handoff.takedown.links import Refused

PASTE_BYTES = 512 * 1024
"""The largest paste of links that is read, so that a few thousand of them get a word instead of a broken page."""
GATES = ("risk", "care", "saved", "waiver", "account")


class NoticePages:
    """The notices of a case, and all that are open."""

    def __init__(self, frame: Frame, takedown: Takedown) -> None:
        self._frame, self._takedown = frame, takedown

    def routes(self, at: str) -> list[BaseRoute]:
        """Return the routes of these pages, `at` being a case's room."""
        one = f"{at}/notices/{{notice_id}}"
        posts = {
            f"{at}/risk": self.ask_risk,
            f"{at}/notices": self.draft,
            f"{at}/notices/account": self.draft_account,
            f"{one}/save": self.save,
            f"{one}/gates": self.gates,
            f"{one}/second": self.second,
            f"{one}/send": self.send,
            f"{one}/by-form": self.by_form,
            f"{one}/move": self.move,
            f"{one}/step": self.step,
            f"{one}/unsure": self.unsure,
        }
        pages = {"/notices": self.everywhere, f"{at}/notices": self.page, one: self.one}
        return [
            *(Route(path, page) for path, page in pages.items()),
            *(Route(path, act, methods=["POST"]) for path, act in posts.items()),
        ]

    # -- looking -------------------------------------------------------------------------------------------------------

    async def everywhere(self, request: Request) -> Response:
        """Show every notice that waits for an answer or for a second reader."""
        session = await self._frame.session(request)
        waiting = await self._takedown.waiting(session)
        return self._frame.draw(request, "notices_open.html", session=session, waiting=waiting)

    async def page(self, request: Request) -> Response:
        """Show the notices of a case."""
        session = await self._frame.session(request)
        return await self._list(request, session)

    async def _list(self, request: Request, session: Session, status: int = 200, **more: Any) -> Response:
        case_id = request.path_params["case_id"]
        views = await self._takedown.notices.of_case(session, case_id)
        case = await self._takedown.case(session, case_id)
        said: dict[str, Any] = {"pasted": "", "drafted": None, "too_many": 0, "risk": "", **more}
        return self._frame.draw(
            request,
            "notices.html",
            session=session,
            status=status,
            case=case,
            views=views,
            may={act.value for act in acts(session.role, session.listener_id, case)},
            kinds=tuple(Kind),
            platforms=self._takedown.platforms.all,
            most=MOST,
            letter_languages=LANGUAGES,
            **said,
        )

    async def one(self, request: Request) -> Response:
        """Show one notice."""
        return await self._one(request, await self._frame.session(request))

    async def _one(
        self,
        request: Request,
        session: Session,
        status: int = 200,
        gates: tuple[str, ...] = (),
        refused: Sequence[Refused] = (),
        known: Sequence[str] = (),
    ) -> Response:
        case_id = request.path_params["case_id"]
        view = await self._takedown.notices.one(session, case_id, request.path_params["notice_id"])
        case = await self._takedown.case(session, case_id)
        may = {act.value for act in acts(session.role, session.listener_id, case)}
        values: dict[str, Any] = {
            "view": view,
            "case": case,
            "may": may,
            "refused": refused,
            "known": known,
            "wanting": gates or (*view.open_gates, *view.lacking),
            "kinds": tuple(Kind),
            "unnamed": view.row.kind in UNNAMED,
            "risks": RISKS,
            "saved": SAVED,
            "accounts": ACCOUNTS,
            "letter_languages": LANGUAGES,
            "most_words": MOST_WORDS,
            "is_second": Act.SECOND in may and view.row.made_by != session.listener_id,
        }
        return self._frame.draw(request, "notice.html", session=session, status=status, **values)

    # -- drafting ------------------------------------------------------------------------------------------------------

    async def draft(self, request: Request) -> Response:
        """Draft a notice for each platform; what could not be used is named, what was typed is kept where it failed."""
        session, form = await self._frame.signed_form(request, most=PASTE_BYTES)
        kind, language, text = _kind(form), _language(form), form.get("links", "")
        try:
            drafted = await self._takedown.notices.draft(session, request.path_params["case_id"], text, kind, language)
        except TooManyLinksError:
            count = read_links(text, {}).count
            return await self._list(request, session, 422, pasted=text, too_many=count)
        status = 200 if drafted.ids else 422
        return await self._list(request, session, status, drafted=drafted, pasted="" if drafted.ids else text)

    async def draft_account(self, request: Request) -> Response:
        """Draft a notice about an account or a group that has no address."""
        session, form = await self._frame.signed_form(request)
        accounts = form.get("accounts", "").strip()[:MOST_WORDS]
        case_id = request.path_params["case_id"]
        if not accounts:
            return self._frame.to(request, f"/room/{case_id}/notices")
        platform = self._takedown.platforms.get(form.get("platform", "")).id
        notice_id = await self._takedown.notices.draft_account(
            session, case_id, platform, _kind(form), accounts, _language(form)
        )
        return self._frame.to(request, f"/room/{case_id}/notices/{notice_id}")

    async def ask_risk(self, request: Request) -> Response:
        """Have the bot ask about the risk."""
        session, form = await self._frame.signed_form(request)
        case_id = request.path_params["case_id"]
        await self._takedown.notices.ask_risk(session, case_id)
        back = form.get("back", "")
        return self._frame.to(request, f"/room/{case_id}/notices{'/' + back if back.isalnum() else ''}")

    async def save(self, request: Request) -> Response:
        """Keep the fields of a draft."""
        session, form = await self._frame.signed_form(request)
        links = read_links(form.get("urls", ""), self._takedown.platforms.hosts)
        notice = Notice(
            platform="",
            kind=_kind(form),
            language=_language(form),
            urls=tuple(link.url for link in links.found),
            accounts=form.get("accounts", "")[:MOST_WORDS],
            reason=form.get("reason", "")[:MOST_WORDS],
            extra=form.get("extra", "")[:MOST_WORDS],
            good_faith=form.get("good_faith") == "yes",
            anonymous=form.get("anonymous") == "yes",
        )
        known = await self._takedown.notices.rewrite(session, *self._place(request), notice)
        if links.refused or known:
            return await self._one(request, session, refused=links.refused, known=known)
        return self._back(request)

    async def gates(self, request: Request) -> Response:
        """Keep what was asked before it leaves."""
        session, form = await self._frame.signed_form(request)
        given = {name: form[name].strip()[:MOST_WORDS] for name in GATES if name in form}
        await self._takedown.notices.answer(session, *self._place(request), **given)
        return self._back(request)

    async def second(self, request: Request) -> Response:
        """Say that a second person has read it."""
        session, _ = await self._frame.signed_form(request)
        await self._takedown.notices.second(session, *self._place(request))
        return self._back(request)

    # -- leaving and what follows --------------------------------------------------------------------------------------

    async def send(self, request: Request) -> Response:
        """Send by mail, or say what is still missing."""
        session, _ = await self._frame.signed_form(request)
        try:
            await self._takedown.notices.send(session, *self._place(request))
        except GateError as error:
            return await self._one(request, session, 409, error.gates)
        return self._back(request)

    async def by_form(self, request: Request) -> Response:
        """Note that it was sent through the platform's form."""
        session, _ = await self._frame.signed_form(request)
        try:
            await self._takedown.notices.sent_by_form(session, *self._place(request))
        except GateError as error:
            return await self._one(request, session, 409, error.gates)
        return self._back(request)

    async def move(self, request: Request) -> Response:
        """Note what the platform answered."""
        session, form = await self._frame.signed_form(request)
        if form.get("move") in set(Move):
            await self._takedown.follow.move(session, *self._place(request), Move(form["move"]))
        return self._back(request)

    async def step(self, request: Request) -> Response:
        """Note that the next step was taken."""
        session, _ = await self._frame.signed_form(request)
        await self._takedown.follow.step(session, *self._place(request))
        return self._back(request)

    async def unsure(self, request: Request) -> Response:
        """Say what became of a mail nobody knows about."""
        session, form = await self._frame.signed_form(request)
        await self._takedown.follow.settle_unsure(session, *self._place(request), left=form.get("left") == "yes")
        return self._back(request)

    @staticmethod
    def _place(request: Request) -> tuple[str, str]:
        return request.path_params["case_id"], request.path_params["notice_id"]

    def _back(self, request: Request) -> Response:
        case_id, notice_id = self._place(request)
        return self._frame.to(request, f"/room/{case_id}/notices/{notice_id}")


def _kind(form: Form) -> Kind:
    return Kind(form["kind"]) if form.get("kind") in set(Kind) else Kind.OTHER


def _language(form: Form) -> str:
    return form["language"] if form.get("language") in LANGUAGES else LANGUAGES[0]
