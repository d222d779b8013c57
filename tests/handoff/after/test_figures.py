"""The year in figures: exact where it counts notices, hidden where it counts few persons, in words, for supervisors."""

from __future__ import annotations

import json

import pytest

from bot.texts import Texts
from handoff.errors import NotAllowedError
from handoff.figures import Statistics, report_csv, report_json, table
from handoff.plots import Words, page, plots, report_lines
from handoff.takedown.kinds import Kind
from handoff.takedown.states import Move
from tests.handoff.after.houses import LINK, after_the_talk, ready

WORDS = Words(Texts(), "fr", {"telegram": "Telegram"})


async def sent(haven, after, ada, mine) -> str:
    notice = await ready(after, ada, mine)
    await after.takedown.notices.sent_by_form(ada, mine, notice)
    return notice


async def test_the_report_counts_each_notice_with_its_delay_and_what_the_platform_followed(
    haven_with_folder, grace, ada, mine
):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    first = await sent(haven, after, ada, mine)
    haven.clock.forward(minutes=5)
    await after.takedown.follow.move(ada, mine, first, Move.ACKNOWLEDGE)
    haven.clock.forward(minutes=36)
    await after.takedown.follow.move(ada, mine, first, Move.REMOVE)
    drafted = await after.takedown.notices.draft(ada, mine, f"{LINK}3", Kind.HARASSMENT, "fr")
    assert len(drafted.ids) == 1  # drafted, never sent: not counted
    year = await after.yearly.of(grace)
    (line,) = year.report.lines
    assert (line.sent, line.removed, line.within_hour, line.precision) == (1, 1, 1, 1.0)
    assert (line.minutes_to_receipt, line.minutes_to_decision) == (5.0, 41.0)
    assert report_lines(year.report, WORDS)[0][:3] == ("Telegram", "Harcèlement, insultes répétées", "1")
    assert report_lines(year.report, WORDS)[-1][-2:] == ("41 min", "100 %")
    assert json.loads(report_json(year.report))["total"]["minutes_to_decision"] == 41.0
    assert report_csv(year.report).splitlines()[1].startswith("telegram,harassment,1,1,1,0,0,1,")


async def test_only_a_supervisor_sees_the_year_and_only_years_that_were(haven_with_folder, grace, ada, mine):
    after = after_the_talk(haven_with_folder, None)
    with pytest.raises(NotAllowedError):
        await after.yearly.of(ada)
    this = haven_with_folder.clock.now.year
    assert (await after.yearly.of(grace, 1999)).years == (this,)


def test_a_sum_is_not_told_where_the_one_hidden_cell_could_be_told_from_it():
    counted = table("cases_by_type", [("threats", "helped")] * 30 + [("threats", "referred")] * 3)
    assert "threats" not in counted.totals
    both = table("cases_by_type", [("threats", "helped")] * 7 + [("threats", "referred")] * 8)
    assert both.totals == {"threats": 15}


def test_a_page_of_figures_says_everything_in_words_and_in_its_own_order(clock):
    levels = table("cases_by_level", [("low", "web")] * 40 + [("emergency", "web")] * 12 + [("high", "matrix")] * 3)
    hours = table("cases_by_hour", [("07", "high")] * 20)
    figures = Statistics(clock.now, clock.now, (levels, hours))
    by_level, by_hour = plots(figures, WORDS)
    assert [line.name for line in by_level.lines] == ["Urgence", "Élevé", "Faible"]
    assert [line.hidden for line in by_level.lines] == [False, True, False]
    assert len(by_hour.lines) == 24
    said = page(figures, WORDS)
    assert "emergency" not in said
    assert "&lt; 10" in said
    assert "<script" not in said


def test_what_nobody_has_a_word_for_is_shown_by_its_id_and_never_as_markup(clock):
    figures = Statistics(clock.now, clock.now, (table("notices_by_platform", [("<b>", "removed")] * 12),))
    assert "&lt;b&gt;" in page(figures, WORDS)
    assert "<b>" not in page(figures, WORDS)
