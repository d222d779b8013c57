"""What docs/listeners tells a new listener is on the pages: every button it names, every key, every picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs" / "listeners"
PAGES = ROOT / "handoff" / "desks" / "web" / "templates"
BUTTON = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
KEY = re.compile(r"\((?:touche|key) `(.)`\)")


def _said(language: str) -> set[str]:
    said = set()
    for file in (ROOT / "bot" / "texts" / language).glob("*.ftl"):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Message) and entry.value is not None:
                said |= {one.value.casefold() for one in entry.value.elements if isinstance(one, ast.TextElement)}
    return said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_button_it_names_stands_on_a_page(language: str) -> None:
    text = (DOCS / f"{language}.md").read_text(encoding="utf-8")
    body = re.sub(r"(?m)^\* ", "- ", text)
    named = {" ".join(name.split()).casefold() for name in BUTTON.findall(body)}
    assert len(named) > 9
    assert named - _said(language) == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_key_it_names_is_one(language: str) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES.rglob("*.html"))
    keys = set(re.findall(r'hot\("(.)"\)|data-key="(.)"', pages))
    known = {one or other for one, other in keys}
    named = set(KEY.findall((DOCS / f"{language}.md").read_text(encoding="utf-8")))
    assert named == {"n", "d", "o", "a", "s"}
    assert named <= known


def test_every_picture_is_there_and_shown() -> None:
    shown = {
        name for page in DOCS.glob("*.md") for name in re.findall(r"\(pictures/([^)]+)\)", page.read_text("utf-8"))
    }
    assert {picture.name for picture in (DOCS / "pictures").glob("*.png")} == shown


def test_both_languages_tell_the_same_in_the_same_order() -> None:
    fr, en = ((DOCS / f"{language}.md").read_text(encoding="utf-8") for language in ("fr", "en"))
    assert re.findall(r"pictures/(.+)-fr\.png", fr) == re.findall(r"pictures/(.+)-en\.png", en)
    assert [text.count("\n* ") for text in (fr, en)] == [fr.count("\n* ")] * 2
    assert fr.count("\n## ") == en.count("\n## ")
