"""The year in figures, for supervisors: the report and statistics as a page, and as files to hand on.

Lives here: requests and pages. Does not live here: who may see them (`handoff.yearly`), names and bars
(`handoff.plots`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from handoff.figures import report_csv, report_json, statistics_csv, statistics_json
from handoff.plots import REPORTED, Words, plots, report_lines, section

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from handoff.after import After
    from handoff.desks.web.frame import Frame
    from handoff.yearly import Year

YEAR = re.compile(r"\d{4}", re.ASCII)
NOTICES = "notices_"
"""Tables the report above them tells exactly; beside it, rounded, they would only raise questions."""
FILES = ("report.json", "report.csv", "figures.json", "figures.csv")


class FigurePages:
    """What a supervisor sees of a year."""

    def __init__(self, frame: Frame, after: After) -> None:
        self._frame, self._after = frame, after

    def routes(self) -> list[BaseRoute]:
        """Return its routes."""
        return [Route("/figures", self.page), Route("/figures/{year:int}/{name}", self.file)]

    async def page(self, request: Request) -> Response:
        """Show a year, the present one unless another is asked for."""
        session = await self._frame.session(request)
        asked = request.query_params.get("year", "")
        year = await self._after.yearly.of(session, int(asked) if YEAR.fullmatch(asked) else None)
        words = self._words(request)
        persons = [one for one in year.statistics.tables if not one.name.startswith(NOTICES)]
        shown = plots(replace(year.statistics, tables=tuple(persons)), words)
        drawn = [Markup(section(plot, words, "h3")) for plot in shown]  # noqa: S704 - escaped there, word by word
        lines = report_lines(year.report, words)
        return self._frame.draw(
            request, "figures.html", session=session, year=year, drawn=drawn, lines=lines, columns=REPORTED, files=FILES
        )

    def _words(self, request: Request) -> Words:
        names = {one.id: one.name for one in self._after.takedown.platforms.all}
        return Words(self._frame.house.texts, self._frame.speech(request).language, names)

    async def file(self, request: Request) -> Response:
        """Hand a year over as a file."""
        session = await self._frame.session(request)
        year = await self._after.yearly.of(session, request.path_params["year"])
        name = request.path_params["name"]
        if name not in FILES or year.year != request.path_params["year"]:
            raise HTTPException(404)
        kind = "application/json" if name.endswith("json") else "text/csv; charset=utf-8"
        disposition = f'attachment; filename="havre-{year.year}-{name}"'
        return Response(_content(year, name), media_type=kind, headers={"Content-Disposition": disposition})


def _content(year: Year, name: str) -> str:
    match name:
        case "report.json":
            return report_json(year.report) + "\n"
        case "report.csv":
            return report_csv(year.report)
        case "figures.json":
            return statistics_json(year.statistics) + "\n"
        case _:
            return statistics_csv(year.statistics)
