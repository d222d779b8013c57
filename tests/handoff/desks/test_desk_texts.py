from __future__ import annotations

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast, visitor

from handoff.desks.web.faults import PLAIN, ClaimedByOtherError, fault_of
from handoff.desks.web.rooms import OUTCOMES
from handoff.errors import TooManyAttemptsError
from handoff.refusals import CodeNeededError, CodeWhy, StrangeWayError, UnknownVariableError
from nlu.reading import Violence
from nlu.severity import Level

ROOT = Path(__file__).parents[3]
ERRORS = (
    *(kind("x") for kind in PLAIN),
    *(CodeNeededError(why) for why in CodeWhy),
    TooManyAttemptsError(3),
    UnknownVariableError("name"),
    StrangeWayError(("number",)),
    ClaimedByOtherError(""),
    ClaimedByOtherError("Sacha"),
    RuntimeError("x"),
)
TEMPLATES = sorted((ROOT / "handoff/desks/web/templates").rglob("*.html"))


class _Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


def _messages(language: str) -> dict[str, set[str]]:
    found = {}
    files = sorted((ROOT / f"bot/texts/{language}").glob("*.ftl"))
    for entry in (one for file in files for one in FluentParser().parse(file.read_text(encoding="utf-8")).body):
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message) and entry.id.name.startswith("desk-"):
            assert entry.id.name not in found
            variables = _Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.names
    return found


def test_both_languages_say_the_same_things_with_the_same_variables() -> None:
    assert _messages("fr") == _messages("en")


def test_every_sentence_a_page_names_exists() -> None:
    known = _messages("fr")
    named = {
        name for page in TEMPLATES for name in re.findall(r'say\("([a-z-]+)"[,)]', page.read_text(encoding="utf-8"))
    }
    assert len(named) > 100
    assert {name for name in named if f"desk-{name}" not in known} == set()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: fault_of(error).name)
def test_every_error_says_what_happened_and_the_next_step(error: Exception) -> None:
    name = fault_of(error).name
    assert {f"desk-fault-{name}", f"desk-fault-{name}-next"} <= set(_messages("fr"))


def test_every_level_outcome_and_violence_has_a_word() -> None:
    wanted = {f"desk-level-{level.name}" for level in Level}
    wanted |= {f"desk-outcome-{outcome}".replace("_", "-") for outcome in OUTCOMES}
    wanted |= {f"desk-type-{kind.value}".replace("_", "-") for kind in Violence}
    assert wanted <= set(_messages("en"))


def test_no_sentence_is_written_into_a_page_or_a_script() -> None:
    for page in TEMPLATES:
        source = re.sub(r"\{% block body_.*?endblock %\}", "", page.read_text(encoding="utf-8"))  # attributes
        bare = re.sub(r"\{[{%].*?[%}]\}", " ", source, flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", " ", bare)
        assert re.findall(r"[A-Za-zÀ-ÿ]{3,}", bare) == [], page.name
