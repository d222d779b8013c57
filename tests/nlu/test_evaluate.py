"""Measuring: a figure says what it counts, how sure it is, and nothing of the writers nobody may tune on."""

import json

import pytest

from nlu import evaluate, measure, train
from nlu.labelled import Message, read_corpus
from nlu.measure import Judged, Share
from nlu.reader import BuiltIn
from nlu.reading import Intent, Outcome, Reading, Signal, Violence, severity_of


def told(labels: set[Signal], seen: set[Signal], asked: set[Signal], kind: Violence = Violence.none) -> Judged:
    signals = dict.fromkeys(seen, Outcome.seen) | dict.fromkeys(asked, Outcome.ask)
    message = Message("x", Intent.report, kind, frozenset(labels), "w", "fr")
    return Judged(message, Reading(intent=Intent.report, type=kind, signals=signals, confidence=0.9))


SUICIDE, DANGER = {Signal.suicide}, {Signal.danger}
JUDGED = [
    told(SUICIDE, SUICIDE, set()),
    told(DANGER, set(), SUICIDE),
    told(DANGER, set(), set()),
    told(set(), set(), DANGER),
    told(set(), SUICIDE, set()),
    told(set(), set(), set()),
    told({Signal.self_harm}, {Signal.self_harm}, set()),
    told(set(), set(), set(), Violence.threats),
]


def test_each_bar_counts_what_it_says() -> None:
    found = {bar.name: (bar.share.hits, bar.share.of) for bar in measure.bars(JUDGED, 0.5)}
    assert found["critical seen or asked"] == (2, 3)
    assert found["suicide and self-harm seen or asked"] == (2, 2)
    assert found["critical called critical outright"] == (1, 3)
    assert found["others called critical"] == (1, 5)
    assert found["critical or high read as at least high, or asked"] == (4, 5)
    assert found["harmless read as high or critical"] == (1, 3)
    assert found["harmless that get the safety question"] == (1, 3)
    assert found["harmless asked or called critical"] == (2, 3)


def test_a_bar_is_met_from_its_own_side() -> None:
    assert measure.Bar("x", Share(97, 100), 0.97).is_met
    assert not measure.Bar("x", Share(96, 100), 0.97).is_met
    assert measure.Bar("x", Share(3, 100), 0.03, at_most=True).is_met
    assert not measure.Bar("x", Share(4, 100), 0.03, at_most=True).is_met


@pytest.mark.parametrize(("hits", "of", "low", "high"), [(8, 10, 0.490, 0.943), (0, 10, 0, 0.278), (0, 0, 0, 1)])
def test_an_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval() == pytest.approx((low, high), abs=0.001)


def test_severity_is_derived_as_the_guide_says() -> None:
    assert severity_of(Violence.none, SUICIDE) == "critical"
    assert severity_of(Violence.threats, set()) == "high"
    assert severity_of(Violence.none, {Signal.spreading}) == "medium"
    assert severity_of(Violence.doxxing, set()) == "medium"
    assert severity_of(Violence.none, set()) == "low"


def test_the_committed_figures_are_of_the_committed_corpus_and_model(reader: BuiltIn) -> None:
    committed = json.loads(evaluate.METRICS.read_text(encoding="utf-8"))
    assert committed["source"] == reader.classifier.source
    assert committed["guide"] == evaluate.guide()
    assert evaluate.strayed(evaluate.figures(reader, read_corpus(train.HELD_OUT)), committed["figures"]) == []


def test_a_figure_that_moves_or_goes_missing_is_told() -> None:
    one = {"final": {"a": 0.9, "b": 0.5}}
    assert evaluate.strayed(one, {"final": {"a": 0.91, "b": 0.5}}) == []
    assert evaluate.strayed(one, {"final": {"a": 0.8}}) == ["final: a", "final: b"]


def test_the_note_shows_no_word_of_the_writers_held_out() -> None:
    note = " ".join(evaluate.NOTE.read_text(encoding="utf-8").split())
    long = [" ".join(one.text.split()) for one in read_corpus(train.HELD_OUT) if len(one.text) > 30]
    assert not [text for text in long if text in note]
    assert f"guide version {evaluate.guide()}" in note


def test_noise_is_taken_for_nothing_sure(reader: BuiltIn) -> None:
    assert evaluate.rejected(reader, evaluate.nonsense()).value >= 0.95
    assert evaluate.nonsense() == evaluate.nonsense()
