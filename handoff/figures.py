"""Figures without persons: statistics for those who fund the house, and the yearly report of a trusted flagger.

Every cell under ten is hidden and every other rounded to five, at most two dimensions at a time. The report of a
trusted flagger (DSA 22(3)) counts notices, not persons: it is exact. Lives here: counting, and the forms CSV and JSON.
Does not live here: SQL (`handoff.records.figures`), the page with plots (`handoff.plots`).
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handoff.records import figures as records
from nlu.severity import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from vault.database import Transaction

SMALLEST, STEP = 10, 5
HIDDEN = None
Cell = int | None


def shown(count: int) -> Cell:
    """Return a count as it may be shown: hidden (None) under ten, else rounded to five. None at all is shown as 0."""
    if count == 0:
        return 0
    return HIDDEN if count < SMALLEST else STEP * round(count / STEP)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `name` and the names of rows and columns are ids; texts name them for a reader.

    `totals` of rows, as they may be shown: none for a row with exactly one hidden cell, which could be told from it.
    """

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    totals: Mapping[str, int] = field(default_factory=dict)

    def cell(self, row: str, column: str) -> Cell:
        """Return a cell; what was never counted is 0."""
        return self.cells.get((row, column), 0)


def table(name: str, pairs: Iterable[tuple[str, str]]) -> Table:
    """Count pairs into a table, small cells hidden."""
    counted = Counter(pairs)
    rows = tuple(sorted({row for row, _ in counted}))
    columns = tuple(sorted({column for _, column in counted}))
    cells = {pair: shown(count) for pair, count in counted.items()}
    return Table(name, rows, columns, cells, _totals(counted, cells))


def _totals(counted: Counter[tuple[str, str]], cells: Mapping[tuple[str, str], Cell]) -> dict[str, int]:
    hidden = Counter(row for (row, _), cell in cells.items() if cell is HIDDEN)
    sums: Counter[str] = Counter()
    for (row, _), count in counted.items():
        sums[row] += count
    return {row: total for row, count in sums.items() if hidden[row] != 1 and (total := shown(count)) is not None}


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a house counts of a time."""

    since: datetime
    until: datetime
    tables: tuple[Table, ...]


async def statistics(tx: Transaction, since: datetime, until: datetime, timezone: str) -> Statistics:
    """Count a time: cases by type and outcome, by level and hour, waits by level, notices, referrals."""
    zone = ZoneInfo(timezone)
    ended = await records.outcomes_in(tx, since, until)
    opened = await records.opened_in(tx, since, until)
    waited = await records.waits_in(tx, since, until)
    sent = await records.notices_sent(tx, since, until)
    passed = await records.referrals_in(tx, since, until)
    tables = (
        table("cases_by_type", ((row.type, row.outcome) for row in ended)),
        table("cases_by_level", ((Level(row.level).name, row.channel) for row in ended)),
        table("cases_by_hour", ((f"{row.opened_at.astimezone(zone):%H}", Level(row.level).name) for row in opened)),
        _waits(waited),
        table("notices_by_platform", ((row.platform, row.state) for row in sent)),
        table("notices_by_kind", ((row.kind, row.state) for row in sent)),
        table("referrals_by_need", ((row.need, row.state) for row in passed)),
    )
    return Statistics(since, until, tables)


def _waits(rows: Sequence[Any]) -> Table:
    """Return how long people waited, in seconds: p50, p90, p99 by level, where at least ten did."""
    by_level: dict[str, list[float]] = {}
    for row in rows:
        if row.until is not None:
            by_level.setdefault(Level(row.level).name, []).append((row.until - row.since).total_seconds())
    cells: dict[tuple[str, str], Cell] = {}
    for level, lengths in by_level.items():
        cells |= {(level, name): value for name, value in _percentiles(lengths).items()}
        cells[level, "count"] = shown(len(lengths))
    return Table("waits_by_level", tuple(sorted(by_level)), ("count", "p50", "p90", "p99"), cells)


def _percentiles(lengths: Sequence[float]) -> dict[str, Cell]:
    if len(lengths) < SMALLEST:
        return dict.fromkeys(("p50", "p90", "p99"), HIDDEN)
    cuts = quantiles(lengths, n=100, method="inclusive")
    return {"p50": round(cuts[49]), "p90": round(cuts[89]), "p99": round(cuts[98])}


# -- the yearly report of a trusted flagger ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Notices to one platform about one kind of content. Delays are medians in minutes, None where there is none.

    `precision`: the share of decided notices that the platform followed, None where none is decided.
    """

    platform: str
    kind: str
    sent: int
    acknowledged: int
    removed: int
    refused: int
    waiting: int
    within_hour: int
    minutes_to_receipt: float | None
    minutes_to_decision: float | None
    precision: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one year."""

    year: int
    lines: tuple[ReportLine, ...]
    total: ReportLine


async def report(tx: Transaction, year: int, since: datetime, until: datetime) -> Report:
    """Return the report of the notices sent in a year."""
    rows = await records.notices_sent(tx, since, until)
    groups: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        groups.setdefault((row.platform, row.kind), []).append(row)
    lines = tuple(_line(platform, kind, group) for (platform, kind), group in sorted(groups.items()))
    return Report(year, lines, _line("", "", rows))


HOUR = 60


def _line(platform: str, kind: str, rows: Sequence[Any]) -> ReportLine:
    removed = [row for row in rows if row.state == "removed"]
    refused = [row for row in rows if row.state in {"refused", "redress"}]
    received = [_minutes(row.sent_at, row.acknowledged_at) for row in rows if row.acknowledged_at is not None]
    decided = [_minutes(row.sent_at, row.decided_at) for row in rows if row.decided_at is not None]
    quick = [row for row in removed if row.decided_at and _minutes(row.sent_at, row.decided_at) <= HOUR]
    judged = len(removed) + len(refused)
    return ReportLine(
        platform=platform,
        kind=kind,
        sent=len(rows),
        acknowledged=len(received),
        removed=len(removed),
        refused=len(refused),
        waiting=len(rows) - judged,
        within_hour=len(quick),
        minutes_to_receipt=round(median(received), 1) if received else None,
        minutes_to_decision=round(median(decided), 1) if decided else None,
        precision=round(len(removed) / judged, 3) if judged else None,
    )


def _minutes(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 60


# -- forms -------------------------------------------------------------------------------------------------------------


def statistics_json(figures: Statistics) -> str:
    """Return statistics as JSON; null is a hidden cell."""
    tables = {
        one.name: {row: {column: one.cell(row, column) for column in one.columns} for row in one.rows}
        for one in figures.tables
    }
    span = {"since": figures.since.isoformat(), "until": figures.until.isoformat()}
    return json.dumps({**span, "hidden_under": SMALLEST, "rounded_to": STEP, "tables": tables}, indent=2)


def statistics_csv(figures: Statistics) -> str:
    """Return statistics as CSV, one cell a line; an empty count is a hidden one."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("table", "row", "column", "count"))
    for one in figures.tables:
        for row in one.rows:
            for column in one.columns:
                cell = one.cell(row, column)
                writer.writerow((one.name, row, column, "" if cell is None else cell))
    return out.getvalue()


FIELDS = tuple(ReportLine.__dataclass_fields__)


def report_json(made: Report) -> str:
    """Return a report as JSON."""
    lines = [{name: getattr(line, name) for name in FIELDS} for line in made.lines]
    total = {name: getattr(made.total, name) for name in FIELDS if name not in {"platform", "kind"}}
    return json.dumps({"year": made.year, "total": total, "notices": lines}, indent=2)


def report_csv(made: Report) -> str:
    """Return a report as CSV, the total last."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for line in (*made.lines, made.total):
        writer.writerow("" if (value := getattr(line, name)) is None else value for name in FIELDS)
    return out.getvalue()
