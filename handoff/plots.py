"""Figures as people read them: tables and bars in words, for a page of their own or one of the desk's. Pure.

Lives here: names, order, bars; `page` is one HTML file, inline SVG, no script, nothing from elsewhere. Does not live
here: counting (`handoff.figures`), sentences (`bot/texts/*/figures.ftl`, `desk.ftl`, `notices.ftl`, `referral.ftl`).
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from handoff.case import OUTCOMES
from handoff.takedown.platforms import UNKNOWN
from handoff.takedown.states import State
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from handoff.figures import Cell, Report, ReportLine, Statistics, Table

WIDTH, BAR, GAP, LABEL, END = 640, 18, 6, 210, 64
HOUR, DAY_HOURS = 60, 24
NOTHING = "-"
MOMENT = timedelta(microseconds=1)
STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
.wide{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0 2rem}th,td{border-bottom:1px solid #8884;
padding:.25rem .7rem;text-align:right;font-variant-numeric:tabular-nums}th:first-child{text-align:left;font-weight:500}
thead th{border-bottom:2px solid #8888;font-size:.86rem}svg{max-width:100%;height:auto}.bar{fill:#2c6e9e}
.hidden{fill:none;stroke:#888;stroke-dasharray:3}text{font-size:13px;fill:currentColor}h2{margin-top:2.5rem}
@media(prefers-color-scheme:dark){.bar{fill:#6db3e0}}
"""
WORDS: Mapping[str, tuple[str, str]] = {
    "cases_by_type": ("type", "outcome"),
    "cases_by_level": ("level", "channel"),
    "cases_by_hour": ("figures-hour", "level"),
    "waits_by_level": ("level", "figures-wait"),
    "notices_by_platform": ("platform", "notice-state"),
    "notices_by_kind": ("notice-kind", "notice-state"),
    "referrals_by_need": ("need", "referral-state"),
}
"""What the rows and columns of each table are called: the beginnings of the desk's own texts."""
ORDER: Mapping[str, tuple[str, ...]] = {
    "level": tuple(level.name for level in sorted(Level, reverse=True)),
    "outcome": OUTCOMES,
    "notice-state": tuple(state.value for state in State),
    "figures-hour": tuple(f"{hour:02}" for hour in range(DAY_HOURS)),
    "figures-wait": ("count", "p50", "p90", "p99"),
}
"""What has an order of its own; everything else stands with the most first."""


class Say(Protocol):
    """Sentences by id, supplied by `bot`."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence."""


@dataclass(frozen=True, slots=True)
class Words:
    """Says what is counted, in one language. `platforms`: the names of services by id."""

    texts: Say
    language: str
    platforms: Mapping[str, str]

    def say(self, name: str, **arguments: str | int) -> str:
        """Return a sentence of the page of figures."""
        return self.texts.say(f"desk-figures-{name}", self.language, "vous", **arguments)

    def day(self, moment: datetime) -> str:
        """Return a day in words."""
        day, month, year = moment.day, moment.month, f"{moment:%Y}"
        return self.texts.say("dossier-date", self.language, "vous", day=day, month=month, year=year)

    def name(self, family: str, one: str) -> str:
        """Return what one row or column is called; what nobody has a word for is shown by its id."""
        if family == "platform" and one != UNKNOWN:
            return self.platforms.get(one, one)
        try:
            if family == "platform":
                return self.texts.say("desk-notice-unknown-site", self.language, "vous")
            if family == "figures-hour":
                return self.say("hour", hour=one)
            return self.texts.say(f"desk-{family}-{one}".replace("_", "-"), self.language, "vous")
        except LookupError:
            return one

    def length(self, minutes: float | None) -> str:
        """Return how long something took, from minutes."""
        if minutes is None:
            return NOTHING
        whole = round(minutes)
        if whole < HOUR:
            return self.texts.say("desk-minutes", self.language, "vous", minutes=max(whole, 1))
        return self.texts.say("desk-hours", self.language, "vous", hours=whole // HOUR, minutes=f"{whole % HOUR:02}")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is read: its cells, its sum, and whether something of it is hidden."""

    name: str
    cells: tuple[str, ...]
    total: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """One table as it is read. Without `bars`, its columns are no parts of a whole."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    bars: bool


def plots(figures: Statistics, words: Words) -> tuple[Plot, ...]:
    """Return every table in words, in an order people look for."""
    return tuple(_plot(table, words) for table in figures.tables)


def _plot(table: Table, words: Words) -> Plot:
    families = WORDS.get(table.name, ("", ""))
    rows, columns = _ordered(table, families[0], rows=True), _ordered(table, families[1], rows=False)
    timed = families[1] == "figures-wait"
    lines = []
    for row in rows:
        cells = [table.cell(row, column) for column in columns]
        said = tuple(
            _said(cell, words, timed=timed and column != "count") for cell, column in zip(cells, columns, strict=True)
        )
        total = table.totals.get(row)
        hidden = total is None and None in cells
        lines.append(Line(words.name(families[0], row), said, total or sum(cell or 0 for cell in cells), hidden))
    named = tuple(words.name(families[1], column) for column in columns)
    return Plot(words.say(table.name.replace("_", "-")), named, tuple(lines), bars=not timed)


def _ordered(table: Table, family: str, *, rows: bool) -> tuple[str, ...]:
    found = table.rows if rows else table.columns
    if family == "figures-hour" and found:
        return ORDER[family]
    if family in ORDER:
        known = ORDER[family]
        return tuple(sorted(found, key=lambda one: (known.index(one) if one in known else len(known), one)))
    across = table.columns if rows else table.rows
    sums = {one: sum(table.cell(*((one, other) if rows else (other, one))) or 0 for other in across) for one in found}
    return tuple(sorted(found, key=lambda one: (-sums[one], one)))


def _said(cell: Cell, words: Words, *, timed: bool) -> str:
    if cell is None:
        return NOTHING if timed else words.say("small")
    return words.length(cell / HOUR) if timed else str(cell)


# -- the report --------------------------------------------------------------------------------------------------------

REPORTED = (
    "platform", "kind", "sent", "acknowledged", "removed", "within-hour", "refused", "waiting", "receipt", "decision",
    "precision",
)  # fmt: skip


def report_lines(report: Report, words: Words) -> tuple[tuple[str, ...], ...]:
    """Return the yearly report in words, one row a platform and kind, the total last; cells as in `REPORTED`."""
    total = (words.say("total"), "", *_reported(report.total, words))
    named = [
        (words.name("platform", line.platform), words.name("notice-kind", line.kind), *_reported(line, words))
        for line in report.lines
    ]
    return (*named, total) if named else ()


def _reported(line: ReportLine, words: Words) -> tuple[str, ...]:
    counts = (line.sent, line.acknowledged, line.removed, line.within_hour, line.refused, line.waiting)
    delays = (words.length(line.minutes_to_receipt), words.length(line.minutes_to_decision))
    share = NOTHING if line.precision is None else words.say("share", percent=round(line.precision * 100))
    return (*map(str, counts), *delays, share)


# -- HTML --------------------------------------------------------------------------------------------------------------


def page(figures: Statistics, words: Words) -> str:
    """Return the whole page."""
    title = html.escape(words.say("title"))
    span = html.escape(words.say("span", since=words.day(figures.since), until=words.day(figures.until - MOMENT)))
    drawn = "".join(section(plot, words) for plot in plots(figures, words))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    body = f"<h1>{title}</h1><p>{span}</p><p>{html.escape(words.say('hidden'))}</p>{drawn}"
    head = f"<head>{head}<style>{STYLE}</style></head>"
    return f'<!doctype html><html lang="{words.language}">{head}<body>{body}</body></html>\n'


def section(plot: Plot, words: Words, heading: str = "h2") -> str:
    """Return one table with its bars, as HTML."""
    title = html.escape(plot.title)
    if not plot.lines:
        return f"<{heading}>{title}</{heading}><p>{html.escape(words.say('none'))}</p>"
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in plot.columns)
    rows = "".join(_row(line) for line in plot.lines)
    grid = f"<div class='wide'><table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    return f"<{heading}>{title}</{heading}>{_bars(plot, title) if plot.bars else ''}{grid}"


def _row(line: Line) -> str:
    cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.cells)
    return f"<tr><th scope='row'>{html.escape(line.name)}</th>{cells}</tr>"


def _bars(plot: Plot, title: str) -> str:
    """Return one bar a row, as long as its sum; where one cell is hidden, what is shown of it, with a dashed end."""
    most = max(*(line.total for line in plot.lines), 1)
    drawn = "".join(_bar(line, at, most) for at, line in enumerate(plot.lines))
    height = len(plot.lines) * (BAR + GAP)
    label = f'role="img" aria-label="{title}"'
    return f'<svg {label} viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">{drawn}</svg>'


def _bar(line: Line, at: int, most: int) -> str:
    y, length = at * (BAR + GAP), (WIDTH - LABEL - END) * line.total // most
    name = f'<text x="0" y="{y + BAR - 4}">{html.escape(line.name)}</text>'
    bar = f'<rect class="bar" x="{LABEL}" y="{y}" width="{length}" height="{BAR}" rx="2"/>'
    end = f'<rect class="hidden" x="{LABEL + length}" y="{y}" width="10" height="{BAR}"/>' if line.hidden else ""
    value = f"{line.total} +" if line.hidden else str(line.total)
    return f'{name}{bar}{end}<text x="{LABEL + length + (16 if line.hidden else 6)}" y="{y + BAR - 4}">{value}</text>'
