"""What a listener reads to the emergency services: what is known, gravest first, in the person's own sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handoff.case import EntryId
from handoff.room import Ground, RoomEntry
from handoff.telephone import NOTHING_SAID, Known, known
from nlu.severity import RULES

PILLS = "bonsoir. j'ai avalé plein de cachets je veux mourir ! t'es là ?"
UNANSWERED = Ground("danger-not-answered", "circumstance", "danger")


def _wrote(text: str, *found: tuple[str, str]) -> tuple[list[Ground], list[RoomEntry]]:
    """Return the grounds (rule, words) found in one line, and the line."""
    line = RoomEntry(EntryId("e1"), "correspondent", "text", datetime(2026, 11, 25, tzinfo=UTC), text)
    return [Ground(rule, "words", entry=line.id, words=words) for rule, words in found], [line]


def test_who_swallowed_pills_is_read_out_in_their_own_sentence_and_never_as_not_answered() -> None:
    grounds, entries = _wrote(PILLS, ("words-unclear", "plein de"))
    assert known([*grounds, UNANSWERED], entries) == (Known(words="j'ai avalé plein de cachets je veux mourir !"),)


def test_one_sentence_that_weighs_twice_is_read_once() -> None:
    grounds, entries = _wrote(PILLS, ("words-suicide-danger", "mourir"), ("words-danger", "cachets"))
    assert len(known(grounds, entries)) == 1


def test_the_gravest_thing_comes_first_whether_tapped_or_written() -> None:
    grounds, entries = _wrote("il est devant la maison", ("words-threats", "devant"))
    told = known([Ground("danger-hurt-now", "answer", "danger", "hurt_now"), *grounds, UNANSWERED], entries)
    assert told == (Known(rule="danger-hurt-now"), Known(words="il est devant la maison"))


@pytest.mark.parametrize("rule", sorted(NOTHING_SAID))
def test_what_was_not_answered_is_not_read_out(rule: str) -> None:
    assert rule in RULES
    assert known([Ground(rule, "circumstance")], []) == ()


def test_words_nobody_here_can_open_are_not_read_as_the_name_of_a_rule() -> None:
    assert known([Ground("words-suicide", "words", words="")], []) == ()


def test_a_stretch_over_two_sentences_is_read_whole() -> None:
    grounds, entries = _wrote("il a un couteau. il arrive", ("words-danger-weapon", "couteau. il arrive"))
    assert known(grounds, entries) == (Known(words="il a un couteau. il arrive"),)
