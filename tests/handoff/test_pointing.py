"""What a listener is shown as a reason: words that say something, never a lone « pas »."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.pointing import MOST, WORD, pointed


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("j'ai avalé plein de médocs dans ma chambre", "dans", "avalé plein de médocs dans"),
        ("demain je serai plus là", "serai", "demain je serai plus là"),
        ("mais non. je ne veux pas rentrer chez moi ce soir", "pas", "ne veux pas rentrer chez"),
        ("on rigole. non mais pas lui", "pas", "non mais pas lui"),
        ("bof, dans ma tête c'est noir", "dans", "dans ma tête c'est noir"),
        ("pas", "pas", "pas"),
        ("i took pills in my room", "in", "took pills in my room"),
    ],
)
def test_a_word_that_says_little_is_shown_with_the_neighbours_that_tell(text, word, shown):
    start = text.index(word)
    first, last = pointed(text, start, start + len(word))
    assert text[first:last] == shown


def test_a_stretch_that_stands_by_itself_is_shown_as_it_was_found():
    text = "demain il met tout en ligne, il dit"
    start = text.index("il met")
    assert pointed(text, start, start + len("il met tout en ligne")) == (start, start + len("il met tout en ligne"))


@pytest.mark.parametrize("span", [(0, 0), (3, 4), (90, 95)])
def test_where_no_word_stands_nothing_is_shown(span):
    assert pointed("oui ... non", *span) == (0, 0)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 12))
def test_whatever_is_written_the_stretch_lies_in_it_and_holds_the_word(text, start, length):
    end = min(start + length, len(text))
    first, last = pointed(text, start, end)
    assert 0 <= first <= last <= len(text)
    met = [found for found in WORD.finditer(text) if found.start() < end and start < found.end()]
    assert all(first <= found.start() and found.end() <= last for found in met)
    if 0 < len(met) <= MOST:
        assert len(WORD.findall(text[first:last])) <= MOST
