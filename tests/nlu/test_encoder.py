"""An encoder of the house's own: a tiny one, made here, under the same heads; what does not fit is refused in words."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlu import net, train
from nlu.encoder import NETWORK, PIECES, TRAINED, Encoded, Encoder, EncoderError, Tokenizer
from nlu.labelled import read_corpus
from nlu.reader import open_reader
from nlu.reading import Signal
from nlu.settings import NluSettings

WIDTH = 8
WORDS = ["<s>", "</s>", "<unk>", "▁je", "▁veux", "▁mourir", "▁merci", "▁mou", "mou", "rir"]


def field(number: int, value: int | bytes | str) -> bytes:
    """One field of a protobuf message: an ONNX file is made of these."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(raw)) + raw


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def network(rows: int) -> bytes:
    """An ONNX network of one step: each piece's row of a table of chance numbers."""
    table = np.random.default_rng(1).normal(size=(rows, WIDTH)).astype(np.float32)
    tensor = field(1, rows) + field(1, WIDTH) + field(2, 1) + field(8, "table") + field(9, table.tobytes())
    node = field(1, "table") + field(1, "input_ids") + field(2, "told") + field(4, "Gather")

    def value(name: str, kind: int, axes: int) -> bytes:
        shape = b"".join(field(1, field(2, f"{name}{axis}")) for axis in range(axes))
        return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))

    graph = field(1, node) + field(2, "tiny") + field(5, tensor)
    graph += field(11, value("input_ids", 7, 2)) + field(12, value("told", 1, 3))
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("encoder")
    vocabulary = [[word, -float(len(WORDS) - place)] for place, word in enumerate(WORDS)]
    model = {"type": "Unigram", "unk_id": 2, "vocab": vocabulary}
    (made / PIECES).write_text(json.dumps({"model": model}), encoding="utf-8")
    (made / NETWORK).write_bytes(network(len(WORDS)))
    return made


@pytest.fixture(scope="module")
def trained(folder: Path) -> Path:
    messages, held = read_corpus(train.CORPUS)[::12], train.for_thresholds(read_corpus(train.HELD_OUT))[::3]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("NETS", 1), ("WIDTH", 24), ("COLUMNS", 20)):
            patch.setattr(train, name, value)
        patch.setattr(net, "PASSES", 4)
        arrays = train.build(messages, held, "x", Encoder.open(folder).vectors)
    np.savez_compressed(folder / TRAINED, allow_pickle=False, **arrays)
    return folder


def test_a_text_is_cut_where_its_pieces_are_likeliest(folder: Path) -> None:
    tokenizer = Tokenizer.read(folder / PIECES)
    told = [WORDS[number] for number in tokenizer.cut("je veux mourir xq")]
    assert told == ["<s>", "▁je", "▁veux", "▁mou", "rir", "<unk>", "<unk>", "<unk>", "</s>"]
    assert len(tokenizer.cut("je " * 500)) == 128


def test_word_pieces_are_cut_from_the_front(tmp_path: Path) -> None:
    words = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "mou": 3, "##rir": 4, "!": 5}
    model = {"type": "WordPiece", "unk_token": "[UNK]", "vocab": words}
    told = {"normalizer": {"type": "BertNormalizer", "lowercase": True}, "model": model}
    (tmp_path / PIECES).write_text(json.dumps(told), encoding="utf-8")
    assert Tokenizer.read(tmp_path / PIECES).cut("MOURIR! xq") == [1, 3, 4, 5, 0, 2]


def test_a_text_becomes_values_of_length_one_alone_or_among_others(folder: Path) -> None:
    encoder = Encoder.open(folder)
    told = encoder.vectors(["je veux mourir", "merci", ""])
    assert told.shape == (3, WIDTH)
    assert np.allclose((told * told).sum(axis=1), 1)
    assert np.allclose(told[1], encoder.vectors(["merci"])[0])
    assert not np.allclose(told[0], told[1])


async def test_messages_are_read_with_the_encoder_of_the_configuration(trained: Path) -> None:
    reader = open_reader(NluSettings(encoder=trained))
    assert isinstance(reader, Encoded)
    told = await reader.read("je veux mourir")
    assert Signal.suicide in told.seen() | told.asks()
    assert reader.classifier.dense == WIDTH
    await reader.close()


async def test_the_encoder_is_heard(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Encoded(trained)
    before = reader.read_now("je veux mourir").confidence
    monkeypatch.setattr(reader, "_encoded", lambda text: np.full(WIDTH, 5, dtype=np.float32))
    assert reader.read_now("je veux mourir").confidence != before


def test_what_does_not_fit_is_refused_in_words(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"havre\.npz is missing"):
        Encoded(tmp_path)
    for name in (PIECES, TRAINED):
        (tmp_path / name).write_bytes((trained / name).read_bytes())
    (tmp_path / NETWORK).write_bytes(b"no network")
    with pytest.raises(EncoderError, match="ONNX"):
        Encoded(tmp_path)
    (tmp_path / PIECES).write_text('{"model": {"type": "BPE"}}', encoding="utf-8")
    with pytest.raises(EncoderError, match="neither"):
        Encoded(tmp_path)
    (tmp_path / PIECES).write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match="tokenizer"):
        Encoded(tmp_path)


def test_a_path_that_is_not_full_is_refused() -> None:
    with pytest.raises(ValueError, match="full path"):
        NluSettings.model_validate({"encoder": "models/x"})
