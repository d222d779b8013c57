"""`havre stats` and `havre directory import`: what the command line does with figures and services.

Lives here: from options to a file or the screen. Does not live here: counting (`handoff.figures`), reading tables
(`handoff.imports`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.store import opened
from bot.texts import Texts
from handoff import figures, plots
from handoff.after import DIRECTORY, PLATFORMS
from handoff.imports import read_table, write_services
from handoff.takedown.platforms import read_platforms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.settings import Settings

DAYS = 365
LOCAL = "local.yml"


async def stats(settings: Settings, config: Path, form: str, year: int | None, say: Callable[[str], object]) -> int:
    """Print statistics (`json`, `csv`, `html`) of a year, or the last twelve months; or a `report`, as JSON or CSV."""
    zone = ZoneInfo(settings.service.timezone)
    since, until = _span(datetime.now(zone).year if year is None and form in REPORTS else year, zone)
    async with opened(settings, config) as (database, _), database.reading() as tx:
        if form in REPORTS:
            made = await figures.report(tx, since.year, since, until)
            say(REPORTS[form](made).rstrip("\n"))
            return 0
        counted = await figures.statistics(tx, since, until, settings.service.timezone)
    texts = Texts(config.parent / "texts")
    forms = {"json": figures.statistics_json, "csv": figures.statistics_csv}
    if form == "html":
        names = {one.id: one.name for one in read_platforms(config.parent / PLATFORMS).all}
        words = plots.Words(texts, settings.service.languages[0], names)
        say(plots.page(counted, words).rstrip("\n"))
    else:
        say(forms[form](counted).rstrip("\n"))
    return 0


REPORTS = {"report": figures.report_json, "report-csv": figures.report_csv}


def _span(year: int | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if year is not None:
        return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    now = datetime.now(zone)
    return now - timedelta(days=DAYS), now


def import_directory(config: Path, file: Path, say: Callable[[str], object]) -> int:
    """Turn a table into `directory/local.yml` beside the configuration; explain each line that could not be taken."""
    read = read_table(file.read_bytes())
    for bad in read.bad:
        say(str(bad))
    if read.services:
        place = config.parent / DIRECTORY / LOCAL
        write_services(read.services, place)
        say(f"{len(read.services)} services in {DIRECTORY}/{LOCAL}, {len(read.bad)} lines left out")
    else:
        say("no service could be read: nothing was written")
    return 1 if read.bad or not read.services else 0
