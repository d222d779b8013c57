"""The pages before any script runs: neutral, complete in two languages, of use without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import bot.channels.web
from bot.channels.web.faults import PLAIN, UNFORESEEN, WEAK
from bot.channels.web.page import SPOKEN
from tests.bot.channels.web.house import TEXTS

if TYPE_CHECKING:
    from tests.bot.channels.web.house import House

WEB = Path(bot.channels.web.__file__).parent
SHELVES = {language: WEB.parents[1] / "texts" / language / "web.ftl" for language in ("fr", "en")}


def _ids(language: str) -> set[str]:
    return set(re.findall(r"^web-([a-z-]+) =", SHELVES[language].read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(("asked", "accepted", "language"), [
    ("", "fr", "fr"), ("", "en-GB,en", "en"), ("?lang=en", "fr", "en"), ("?lang=xx", "en", "en"), ("", "", "fr"),
])  # fmt: skip
def test_the_page_speaks_the_language_asked_for(house: House, asked: str, accepted: str, language: str) -> None:
    page = httpx.get(f"{house.url}/{asked}", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.text
    assert TEXTS.say("web-human", language).replace("'", "&#39;") in page.text


def test_without_scripts_the_numbers_that_answer_now_are_there(house: House) -> None:
    page = httpx.get(house.url, headers={"Accept-Language": "fr"}).text
    plain = page[page.index('<main id="plain">') : page.index('<main id="chat" hidden>')]
    assert 'href="sms:114"' in plain
    assert 'href="tel:3114"' in plain
    assert "24 h/24" in plain


def test_the_title_and_the_picture_say_nothing_of_what_this_is(house: House) -> None:
    page = httpx.get(house.url).text
    assert re.findall(r"<title>(.*)</title>", page) == ["Notes"]
    assert "Havre" not in page[: page.index("</head>")]
    assert httpx.get(f"{house.url}/assets/page.svg").headers["content-type"].startswith("image/svg+xml")


def test_the_page_after_leaving_has_no_way_back(house: House) -> None:
    page = httpx.get(f"{house.url}/away", headers={"Accept-Language": "fr"}).text
    assert "Mesures en cuisine" in page
    assert "<a " not in page
    assert "<script" not in page
    assert "Havre" not in page


def test_the_numbers_are_told_in_words_of_the_language(house: House) -> None:
    answer = httpx.get(f"{house.url}/numbers?lang=en").json()
    assert answer["numbers"][0] == {"id": "114", "label": "114", "href": "sms:114", "hours": "day and night"}


def test_every_sentence_exists_in_both_languages_and_is_used() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in (WEB / "templates").iterdir())
    shown = set(re.findall(r'say\("([a-z-]+)"\)', templates))
    measures = {one for one in _ids("fr") if one.startswith("away-")}
    faults = {f"fault-{fault.name}" for fault in (*PLAIN.values(), UNFORESEEN)}
    faults |= {f"fault-{name}" for name in (*WEAK.values(), "attempts", "too-large", "no-page")}
    assert _ids("fr") == _ids("en") == shown | set(SPOKEN) | faults | measures


def test_the_page_itself_calls_nobody_tu_for_it_speaks_to_parents_too() -> None:
    familiar = re.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt['\u2019]", re.IGNORECASE)
    said = [line for line in SHELVES["fr"].read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert len(said) > 100
    assert [line for line in said if familiar.search(line)] == []


def test_every_sentence_the_script_asks_for_travels_with_the_page() -> None:
    script = (WEB / "assets" / "chat.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'(?:say|labelled)\("([a-z-]+)"\)', script))
    asked |= set(re.findall(r'(?:spoken\("[a-z0-9]+", |button\()"([a-z-]+)"', script))
    assert len(asked) > 30
    assert asked <= set(SPOKEN)


def test_the_script_is_light() -> None:
    assert (WEB / "assets" / "chat.js").stat().st_size < 25_500
