from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.canned import CannedReplies
from bot.lint import lint
from bot.texts import Texts
from handoff.outgoing import MOST_SIGNS, Known, look, strange
from handoff.refusals import UnknownVariableError

if TYPE_CHECKING:
    from pathlib import Path


NUMBERS = ("15", "17", "112", "114", "3114", "119", "3018", "116006")


@pytest.mark.parametrize("register", ["tu", "vous"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_shipped_reply_can_be_sent_as_it_stands(language: str, register: str) -> None:
    replies = CannedReplies(Texts()).said(language, register, "Camille")
    assert len(replies) > 8
    for name, text in replies:
        assert 0 < len(text) < MOST_SIGNS, name
        assert strange(text, Known()) == (), name


def test_both_languages_have_the_same_replies_and_the_first_says_the_alias() -> None:
    replies = CannedReplies(Texts())
    french, english = replies.said("fr", "tu", "Camille"), replies.said("en", "tu", "Camille")
    assert [name for name, _ in french] == [name for name, _ in english]
    assert "Camille" in french[0][1]


def test_an_operators_own_reply_is_offered_and_one_with_an_unknown_variable_is_shown_as_broken(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "ours.ftl").write_text("canned-ours = Ici { $alias }.\ncanned-odd = Bonjour { $name }.\n")
    said = dict(CannedReplies(Texts(tmp_path)).said("fr", "tu", "Lou"))
    assert said["ours"] == "Ici Lou."
    assert said["odd"] == ""


def test_the_check_names_file_and_line_of_a_reply_with_an_unknown_variable_and_takes_any_other(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "ours.ftl").write_text(
        "# les nôtres\ncanned-ours = Ici { $alias }.\n\ncanned-odd = Bonjour { $name }.\n    .vous = Ici { $alias }.\n"
    )
    found = [one for one in lint(Texts(tmp_path), NUMBERS, languages=("fr",)) if one.file == "texts/fr/ours.ftl"]
    assert [(one.line, one.id, one.grave) for one in found] == [(4, "canned-odd", True)]
    assert "{ $name } is not given to this text: it may say { $alias }" in str(found[0])


@pytest.mark.parametrize("text", ["Bonjour { $name }, je suis là.", "Bonjour {$name}", "{  $name  }"])
def test_a_reply_that_still_holds_a_variable_is_refused_where_it_is_sent(text: str) -> None:
    with pytest.raises(UnknownVariableError) as refused:
        look(text, Known(), confirmed=True, because="")
    assert refused.value.name == "name"


def test_braces_and_dollars_of_a_talk_are_no_variable() -> None:
    for text in ("il demande 50 $ {avant minuit}", "{ name }", "$name", "{ $ }"):
        assert look(text, Known(), confirmed=False, because="") == ()
