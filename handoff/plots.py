"""A page of statistics with plots: one HTML file, inline SVG, no script, nothing from elsewhere. Pure.

Lives here: bars and tables. Does not live here: counting (`handoff.figures`), sentences (`bot/texts/*/figures.ftl`).
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from handoff.figures import Cell, Statistics, Table

WIDTH, BAR, GAP, LABEL = 640, 18, 6, 170
STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0}th,td{border:1px solid #8888;padding:.2rem .6rem;text-align:right}
th:first-child{text-align:left}svg{max-width:100%;height:auto}.bar{fill:#2c6e9e}.hidden{fill:none;stroke:#888;
stroke-dasharray:3}text{font-size:13px;fill:currentColor}@media(prefers-color-scheme:dark){.bar{fill:#6db3e0}}
"""


class Say(Protocol):
    """Sentences by id, supplied by `bot`."""

    def say(self, id: str, language: str, register: str = "tu", **arguments: str | int) -> str:  # noqa: A002 - the word of Fluent
        """Return a sentence."""


def page(figures: Statistics, say: Say, language: str) -> str:
    """Return the whole page."""

    def said(name: str, **arguments: str | int) -> str:
        return html.escape(say.say(f"desk-figures-{name}", language, "vous", **arguments))

    span = said("span", since=f"{figures.since:%Y-%m-%d}", until=f"{figures.until:%Y-%m-%d}")
    parts = [_section(table, said(table.name.replace("_", "-")), said) for table in figures.tables]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{said("title")}</title>'
    body = f"<h1>{said('title')}</h1><p>{span}</p><p>{said('hidden')}</p>{''.join(parts)}"
    return (
        f'<!doctype html><html lang="{language}"><head>{head}<style>{STYLE}</style></head><body>{body}</body></html>\n'
    )


def _section(table: Table, title: str, said: _Said) -> str:
    if not table.rows:
        return f"<h2>{title}</h2><p>{said('none')}</p>"
    first = "count" if "count" in table.columns else ""
    bars = "" if first else _bars(table, title)
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in table.columns)
    rows = "".join(_row(table, row) for row in table.rows)
    grid = f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<h2>{title}</h2>{bars}{grid}"


class _Said(Protocol):
    def __call__(self, name: str, **arguments: str | int) -> str: ...


def _row(table: Table, row: str) -> str:
    cells = "".join(f"<td>{_cell(table.cell(row, column))}</td>" for column in table.columns)
    return f"<tr><th scope='row'>{html.escape(row)}</th>{cells}</tr>"


def _cell(cell: Cell) -> str:
    return "&lt;10" if cell is None else str(cell)


def _bars(table: Table, title: str) -> str:
    """Return one bar a row, as long as what is shown of it; hidden cells add nothing, and are drawn as a dashed end."""
    sums = {row: sum(table.cell(row, column) or 0 for column in table.columns) for row in table.rows}
    most = max(*sums.values(), 1)
    drawn = "".join(_bar(table, row, at, sums[row], most) for at, row in enumerate(table.rows))
    height = len(table.rows) * (BAR + GAP)
    label = f'role="img" aria-label="{title}"'
    return f'<svg {label} viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">{drawn}</svg>'


def _bar(table: Table, row: str, at: int, value: int, most: int) -> str:
    y, length = at * (BAR + GAP), (WIDTH - LABEL - 60) * value // most
    hidden = any(table.cell(row, column) is None for column in table.columns)
    name = f'<text x="0" y="{y + BAR - 4}">{html.escape(row)}</text>'
    bar = f'<rect class="bar" x="{LABEL}" y="{y}" width="{length}" height="{BAR}"/>'
    end = f'<rect class="hidden" x="{LABEL + length}" y="{y}" width="10" height="{BAR}"/>' if hidden else ""
    return f'{name}{bar}{end}<text x="{LABEL + length + 16}" y="{y + BAR - 4}">{value}</text>'
