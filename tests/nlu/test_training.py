"""Training: one corpus, read alike by us and by Rasa's YAML; a model that says in numpy what scikit-learn says."""

import io
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from nlu.classifier import INTENTS, SIGNAL_HEADS, TYPES, Classifier
from nlu.evaluate import measure
from nlu.labelled import CorpusError, Message, read_corpus
from nlu.language import detect
from nlu.normalize import fold, normalise
from nlu.reading import Intent, Signal, Violence
from nlu.settings import NluSettings, SeveritySettings
from nlu.train import CORPUS, build, fit_choice, fit_signal, learn_vocabulary, matrix, read_features


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return read_corpus(CORPUS)[::9]


def test_the_corpus_is_the_yaml_of_rasa(messages: list[Message]) -> None:
    path = max(CORPUS.glob("*.yml"))
    tree = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    theirs = [
        (one["text"].strip(), block["intent"], one["metadata"]["type"], set(one["metadata"]["signals"]))
        for block in tree["nlu"]
        for one in block["examples"]
    ]
    ours = [m for m in read_corpus(CORPUS) if m.writer == path.stem]
    assert theirs == [(m.text, m.intent.value, m.type.value, {s.value for s in m.signals}) for m in ours]


@pytest.mark.parametrize(
    "body",
    [
        "- intent: report\n  - text: |\n      x\n    metadata: {type: sad, signals: [], writer: w, lang: fr}",
        "- intent: sing\n  examples:",
        "- intent: report\n  examples: |\n    - x",
    ],
)
def test_a_corpus_of_another_form_is_refused_with_its_place(tmp_path: Path, body: str) -> None:
    (tmp_path / "w.yml").write_text(f'version: "3.1"\nnlu:\n{body}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"w\.yml:\d"):
        read_corpus(tmp_path)


def test_a_message_of_several_lines_is_kept_whole(tmp_path: Path) -> None:
    text = (
        'version: "3.1"\nnlu:\n- intent: report\n  examples:\n  - text: |\n      one\n\n      two\n'
        "    metadata: {type: bullying, signals: [spreading, suicide], writer: w, lang: fr}\n"
    )
    (tmp_path / "w.yml").write_text(text, encoding="utf-8")
    [told] = read_corpus(tmp_path)
    signals = frozenset({Signal.spreading, Signal.suicide})
    assert told == Message("one\n\ntwo", Intent.report, Violence.bullying, signals, "w", "fr")


def test_the_numpy_model_says_what_scikit_learn_says(messages: list[Message]) -> None:
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **build(messages, "made of a part"))
    stream.seek(0)
    ours = Classifier.read(stream)
    blocks = [read_features(message.text) for message in messages]
    vectors = matrix(blocks, learn_vocabulary(blocks))
    intents = fit_choice(vectors, [message.intent.value for message in messages])
    types = fit_choice(vectors, [message.type.value for message in messages])
    told = [_score(ours, message.text) for message in messages]
    assert [one.intent.value for one in told] == intents.predict(vectors).tolist()
    assert [one.type.value for one in told] == types.predict(vectors).tolist()
    for head in SIGNAL_HEADS:
        theirs = fit_signal(vectors, messages, head).decision_function(vectors)
        assert np.allclose([one.signals[head] for one in told], theirs, atol=0.02)


def _score(model: Classifier, text: str):  # noqa: ANN202 - what the classifier returns
    folded = fold(text)
    return model.score(folded, normalise(folded, detect(folded.text), text))


def test_the_same_corpus_gives_the_same_model(messages: list[Message]) -> None:
    few = messages[::4]
    one, other = build(few, "x"), build(few, "x")
    assert all((one[name] == other[name]).all() for name in one)


def test_every_intent_type_and_signal_is_taught(messages: list[Message]) -> None:
    assert {message.intent for message in messages} == set(INTENTS)
    assert {message.type for message in messages} == set(TYPES)
    assert frozenset().union(*(message.signals for message in messages)) == set(Signal)


def test_measuring_leaves_out_the_writers_it_asks_about(messages: list[Message]) -> None:
    told = measure(messages, folds=2)
    assert 0.6 < told["all writers"]["auc"] < 0.95  # seen writers would give 1
    assert set(told["by writer"]) == {message.writer for message in messages}


def test_settings_take_an_engine_and_rules_and_nothing_else() -> None:
    assert [NluSettings().engine, NluSettings.model_validate({"engine": False}).engine] == ["built-in", "off"]
    raw = {"rules": [{"id": "x", "when": {"who": ["pupil"]}, "level": "high"}]}
    assert SeveritySettings.model_validate(raw).rules[0].when == {"who": frozenset({"pupil"})}
    for wrong in ({"rules": [{"id": "x"}]}, {"rule": []}):
        with pytest.raises(ValueError, match="rule"):
            SeveritySettings.model_validate(wrong)
