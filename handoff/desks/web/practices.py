"""Practice cases on the pages: a supervisor begins one on the team page; it is ended, and erased, in its room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handoff.refusals import NoSuchStoryError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from handoff.desks.web.frame import Frame
    from handoff.listener import Session
    from handoff.practice import Practice


class PracticePages:
    """What there is to do about practice."""

    def __init__(self, frame: Frame) -> None:
        self._frame, self._desk = frame, frame.desk

    @property
    def _practice(self) -> Practice:
        if self._desk.practice is None:
            raise NoSuchStoryError("this desk has no practice")
        return self._desk.practice

    async def values(self, session: Session) -> dict[str, Any]:
        """Return what the team page shows of practice; nothing where this desk has none."""
        if self._desk.practice is None:
            return {"stories": (), "practising": ()}
        return {"stories": tuple(self._practice.stories), "practising": await self._practice.open_ones(session)}

    async def begin(self, request: Request) -> Response:
        """Make a case for somebody."""
        session, form = await self._frame.signed_form(request)
        languages = self._frame.house.settings.languages
        language = form.get("language", "")
        spoken = language if language in languages else languages[0]
        await self._practice.begin(session, form.get("story", ""), form.get("for", ""), spoken)
        return self._frame.to(request, "/team")

    async def end(self, request: Request) -> Response:
        """End one; nothing of it is kept."""
        session, form = await self._frame.signed_form(request)
        await self._practice.end(session, request.path_params["case_id"])
        return self._frame.to(request, "/team" if form.get("back") == "team" else "/?practised")
