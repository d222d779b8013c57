from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.canned import CannedReplies
from bot.texts import Texts
from handoff.outgoing import MOST_SIGNS, Known, strange

if TYPE_CHECKING:
    from pathlib import Path


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
