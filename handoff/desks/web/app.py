"""The web desk as one ASGI application: every route on one screen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from handoff.desks.web.bell import BellPage
from handoff.desks.web.board import BoardPages
from handoff.desks.web.codes import CodePages
from handoff.desks.web.doors import Doors
from handoff.desks.web.exhibits import ExhibitPages
from handoff.desks.web.figures import FigurePages
from handoff.desks.web.frame import HERE, Frame, House, no_canned
from handoff.desks.web.guard import Calm, Guard
from handoff.desks.web.handing import HandingPages
from handoff.desks.web.live import LiveStream
from handoff.desks.web.notices import NoticePages
from handoff.desks.web.passing import PassingPages
from handoff.desks.web.practices import PracticePages
from handoff.desks.web.rescues import RescuePages
from handoff.desks.web.rooms import RoomPages
from handoff.desks.web.team import ShiftPages, TeamPages
from handoff.errors import HandoffError
from vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from handoff.after import After
    from handoff.alarm import Texts
    from handoff.changes import Changes
    from handoff.desk import Desk
    from handoff.desks.web.frame import CannedReplies, LastWords, Numbers
    from handoff.desks.web.settings import DeskWebSettings

    Act = Callable[[Request], Awaitable[Response]]


def _now() -> datetime:
    return datetime.now(UTC)


def web_desk(
    desk: Desk,
    texts: Texts,
    changes: Changes,
    settings: DeskWebSettings,
    *,
    numbers: Numbers,
    last_words: LastWords,
    after: After | None = None,
    canned: CannedReplies = no_canned,
    clock: Callable[[], datetime] = _now,
    more: Callable[[Frame], Sequence[BaseRoute]] | None = None,
) -> Starlette:
    """Return the desk's pages, to be served at `settings.listen`; `more` are those another desk needs here."""
    frame = Frame(House(desk, texts, settings, numbers, last_words, clock, canned))
    routes: list[BaseRoute] = [
        *_outside(frame),
        *_board(frame),
        *_people(frame),
        Route("/live", LiveStream(frame, changes).stream),
        *_room(frame, "/room/{case_id}"),
        *_after(frame, after, "/room/{case_id}"),
        *(more(frame) if more is not None else ()),
        Mount("/assets", StaticFiles(directory=HERE / "assets")),
    ]
    around = [Middleware(Guard, public_url=settings.public_url), Middleware(Calm, answer=frame.fault)]
    faults = dict.fromkeys((HandoffError, VaultError, HTTPException), frame.fault)
    return Starlette(routes=routes, middleware=around, exception_handlers=faults)


def _outside(frame: Frame) -> list[BaseRoute]:
    doors, bell = Doors(frame), BellPage(frame)
    return [
        Route("/sign-in", doors.sign_in_page),
        Route("/sign-in", doors.sign_in, methods=["POST"]),
        Route("/sign-in/code", doors.code_page),
        Route("/sign-in/code", doors.code, methods=["POST"]),
        Route("/sign-out", doors.sign_out, methods=["POST"]),
        Route("/enrol/{token}", doors.enrol_page),
        Route("/enrol/{token}", doors.enrol, methods=["POST"]),
        Route("/form-key", doors.form_key),
        Route("/alarm/{token}", bell.page),
        Route("/alarm/{token}", bell.acknowledge, methods=["POST"]),
        Route("/health", _health),
    ]


def _board(frame: Frame) -> list[BaseRoute]:
    board = BoardPages(frame)
    return [
        Route("/", board.page),
        Route("/board", board.part),
        Route("/next", board.take_next, methods=["POST"]),
        Route("/invite", board.invite, methods=["POST"]),
        Route("/room/{case_id}/claim", board.claim, methods=["POST"]),
        Route("/worry/{worry_id}", board.look, methods=["POST"]),
    ]


def _people(frame: Frame) -> list[BaseRoute]:
    shift, team, code = ShiftPages(frame), TeamPages(frame), CodePages(frame)
    acts = {
        "/code/begin": code.begin,
        "/code/confirm": code.confirm,
        "/team/{listener_id}/code": code.reset,
        "/team/{listener_id}/remove": team.remove,
        "/practice": PracticePages(frame).begin,
        "/room/{case_id}/end": PracticePages(frame).end,
        "/shift/pause": shift.pause,
        "/shift/resume": shift.resume,
        "/shift/debrief": shift.debrief,
        "/shift/end": shift.end,
        "/team/recovery": team.recovery,
        "/team/{listener_id}/skills": team.skills,
        "/team/{listener_id}/debriefed": team.debriefed,
    }
    return [
        Route("/shift", shift.page),
        Route("/team", team.page),
        Route("/code", code.page),
        *(Route(path, act, methods=["POST"]) for path, act in acts.items()),
    ]


def _room(frame: Frame, at: str) -> list[BaseRoute]:
    room, exhibits, rescue = RoomPages(frame), ExhibitPages(frame), RescuePages(frame)
    acts = _talk(room, HandingPages(frame)) | _help(rescue, exhibits)
    return [
        Route(at, room.page),
        Route(f"{at}/parts", room.parts),
        Route(f"{at}/evidence/{{item_id}}/play", exhibits.play),
        Route(f"{at}/close", room.close_page),
        Route(f"{at}/rescue", rescue.page),
        *(Route(f"{at}/{path}", act, methods=["POST"]) for path, act in acts.items()),
    ]


def _talk(room: RoomPages, handing: HandingPages) -> dict[str, Act]:
    return {
        "say": room.say,
        "note": room.note,
        "place": room.place,
        "call-back": room.call_back,
        "called-back": room.called_back,
        "abuse": room.abuse,
        "release": room.release,
        "take-over": room.take_over,
        "reopen": room.reopen,
        "lower": room.lower,
        "call": room.call,
        "close": room.close,
        "close/preview": room.close_preview,
        "offer": handing.offer,
        "take-back": handing.take_back,
        "accept": handing.accept,
        "refuse": handing.refuse,
        "second": handing.second,
        "leave": handing.leave,
    }


def _help(rescue: RescuePages, exhibits: ExhibitPages) -> dict[str, Act]:
    return {
        "rescue/call": rescue.call,
        "rescue/help": rescue.help_came,
        "rescue/none": rescue.give_up,
        "rescue/glass": rescue.glass,
        "report": rescue.report,
        "report/{decision_id}/answer": rescue.answer,
        "report/{decision_id}/sent": rescue.sent,
        "decisions/{decision_id}/seen": rescue.seen,
        "evidence/{item_id}/preview": exhibits.preview,
        "evidence/{item_id}/original": exhibits.original,
        "package": exhibits.package,
        "words": exhibits.copy_words,
    }


def _after(frame: Frame, after: After | None, at: str) -> list[BaseRoute]:
    """What comes after the talk; a house built without it has no link to it either."""
    frame.offers(after=after is not None, reminders=after.takedown.reminded if after is not None else None)
    if after is None:
        return []
    figures = FigurePages(frame, after).routes()
    return [*NoticePages(frame, after.takedown).routes(at), *PassingPages(frame, after).routes(at), *figures]


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")
