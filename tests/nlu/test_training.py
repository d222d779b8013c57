"""Training: one corpus, read alike by us and by Rasa's YAML; a model that says in numpy what scikit-learn says."""

import io
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from ruamel.yaml import YAML

from nlu import features, net, thresholds, train
from nlu.classifier import (
    CRITICAL,
    INTENTS,
    SIGNAL_HEADS,
    STEPS,
    TYPES,
    Classifier,
    ModelError,
    Scores,
    Thresholds,
    packed,
    unpacked,
)
from nlu.labelled import CorpusError, Message, read_corpus
from nlu.language import detect
from nlu.normalize import fold, normalise
from nlu.reading import Intent, Signal, Violence
from nlu.settings import NluSettings, SeveritySettings
from nlu.train import CORPUS, HELD_OUT


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return read_corpus(CORPUS)[::12]


@pytest.fixture(scope="module")
def held() -> list[Message]:
    return train.for_thresholds(read_corpus(HELD_OUT))[::3]


@pytest.fixture(scope="module")
def small(messages: list[Message], held: list[Message]):
    """A small model, and the same once more from the same messages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "NETS", 2)
        patch.setattr(train, "WIDTH", 24)
        patch.setattr(train, "COLUMNS", 30)
        patch.setattr(net, "PASSES", 4)
        return [train.build(messages, held, "made of a part") for _ in range(2)]


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


def read_back(arrays) -> Classifier:
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    stream.seek(0)
    return Classifier.read(stream)


def score(model: Classifier, text: str):
    folded = fold(text)
    return model.score(folded, normalise(folded, detect(folded.text), text))


def test_the_reader_says_of_a_message_what_the_trained_net_says(small, messages: list[Message]) -> None:
    model = read_back(small[0])
    rows = model.steps * model.scale[:, np.newaxis]
    trained = net.Narrow(rows, model.spread, model.inner, model.weights, model.bias)
    blocks = [train.read_features(message.text) for message in messages]
    theirs = trained.scores(train.matrix(blocks, train.Vocabulary(model.known, model.idf)))
    ours = [score(model, message.text) for message in messages]
    assert [one.likely[0] for one in ours] == [INTENTS[place] for place in theirs[:, : len(INTENTS)].argmax(axis=1)]
    for place, head in enumerate(SIGNAL_HEADS):
        assert np.allclose([one.signals[head] for one in ours], theirs[:, place - len(SIGNAL_HEADS)], atol=1e-3)


def test_the_same_corpus_gives_the_same_model(small) -> None:
    one, other = small
    assert one.keys() == other.keys()
    assert all((one[name] == other[name]).all() for name in one)


def test_what_was_taught_is_known_again(small, messages: list[Message]) -> None:
    model = read_back(small[0])
    right = [score(model, message.text).likely[0] is message.intent for message in messages]
    assert sum(right) / len(right) > 0.6  # always guessing `report` would give less than half


def test_a_model_of_another_version_is_refused(small) -> None:
    with pytest.raises(ModelError, match="another version"):
        read_back(small[0] | {"weights": small[0]["weights"][:, :3]})


@pytest.mark.parametrize("word", ["a", "je", "moi", "tuer", "suicide", "anticonstitutionnellement"])
def test_a_word_is_pointed_at_by_its_longer_pieces_alone(word: str) -> None:
    padded = f" {word} "
    longer = {padded[at : at + length] for length in (4, 5) for at in range(max(1, len(padded) - length + 1))}
    pieces = features.pieces(word)
    assert features.telling(word) == len(longer)
    assert len(pieces) > features.telling(word)
    assert set(pieces[-len(longer) :].tolist()) == {crc32(piece.encode(), 1) for piece in longer}


def test_half_a_byte_keeps_every_step() -> None:
    steps = np.array([[-STEPS, STEPS, 0, 3], [1, -1, 2, -2]], dtype=np.int8)
    assert (unpacked(packed(steps), 2) == steps).all()
    assert (unpacked(packed(steps[:1]), 1) == steps[:1]).all()


def test_a_net_made_narrow_with_all_its_columns_says_the_same(messages: list[Message]) -> None:
    blocks = [train.read_features(message.text) for message in messages[:200]]
    vectors = train.matrix(blocks, train.learn_vocabulary(blocks))
    fitted = net.fit(vectors, train.targets(messages[:200]), train.CHOICES, 8, 1)
    whole = net.narrow([fitted, fitted], vectors, 16)
    assert np.allclose(whole.scores(vectors), fitted.scores(vectors), atol=1e-3)


def test_thresholds_ask_as_many_harmless_messages_as_they_are_told(held: list[Message]) -> None:
    chance = np.random.default_rng(1)
    scores = chance.normal(0, 2, (len(held), train.HEADS)).astype(np.float32)
    found = {name: Thresholds(*pair) for name, pair in thresholds.find_thresholds(scores, held).items()}
    heads = {head: scores[:, place - len(SIGNAL_HEADS)] for place, head in enumerate(SIGNAL_HEADS)}
    harmless = np.array([message.is_harmless for message in held])
    read = [
        of_signals({head: float(column[row]) for head, column in heads.items()}) for row in np.flatnonzero(harmless)
    ]
    asked = [one.gate < found[CRITICAL].seen and one.lead(CRITICAL) >= found[CRITICAL].ask for one in read]
    assert abs(sum(asked) / len(asked) - thresholds.ASKED) < 0.02


def of_signals(signals):
    return Scores((Intent.other,), 1.0, Violence.none, signals, np.zeros(1, dtype=np.float32))


def test_two_words_apart_and_a_class_of_words_are_features_of_their_own() -> None:
    def found(text: str) -> set[int]:
        return set(np.concatenate(features.blocks(text, text)).tolist())

    assert found("mon pere crie") & found("mon daron crie") > found("mon") & found("mon voisin")
    assert found("a b c d") != found("d c b a")
    assert found("") == found("")


def test_no_held_out_writer_teaches(messages: list[Message]) -> None:
    theirs = {message.writer for message in read_corpus(HELD_OUT)}
    assert theirs > train.FOR_THRESHOLDS
    assert not theirs & {message.writer for message in read_corpus(CORPUS)}


def test_every_intent_type_and_signal_is_taught(messages: list[Message]) -> None:
    assert {message.intent for message in messages} == set(INTENTS)
    assert {message.type for message in messages} == set(TYPES)
    assert frozenset().union(*(message.signals for message in messages)) == set(Signal)


def test_settings_take_an_engine_and_rules_and_nothing_else() -> None:
    assert [NluSettings().engine, NluSettings.model_validate({"engine": False}).engine] == ["built-in", "off"]
    raw = {"rules": [{"id": "x", "when": {"who": ["pupil"]}, "level": "high"}]}
    assert SeveritySettings.model_validate(raw).rules[0].when == {"who": frozenset({"pupil"})}
    for wrong in ({"rules": [{"id": "x"}]}, {"rule": []}):
        with pytest.raises(ValueError, match="rule"):
            SeveritySettings.model_validate(wrong)
