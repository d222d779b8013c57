"""The reader: what people write is understood, or asked about, and never breaks it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.classifier import Classifier, ModelError
from nlu.reader import MODEL, BuiltIn, Off, open_reader
from nlu.reading import UNREAD, Intent, Outcome, Reading, Signal
from nlu.settings import NluSettings
from nlu.severity import Level, level_of_words
from nlu.train import CORPUS, is_current

UNDER_LOAD = 10
"""Times are told for a quiet machine; a busy one may take so many times longer."""


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("je veux mourir", Signal.suicide),
        ("jveux plus vivre", Signal.suicide),
        ("je veux pas mourir mais j'y pense tout le temps", Signal.suicide),
        ("jai envie de me foutre en l'air", Signal.suicide),
        ("ma fille a fait une TS cette nuit", Signal.suicide),
        ("i want to kill myself", Signal.suicide),
        ("kms fr. i mean it", Signal.suicide),
        ("jai pris tous les cachets de ma mere", Signal.danger),
        ("il est devant chez moi avec un couteau", Signal.danger),
        ("hes outside my house with a knife", Signal.danger),
        ("si je paye pas il envoie mes nudes a tout le monde", Signal.blackmail),
        ("je me scarifie les bras", Signal.self_harm),
    ],
)
def test_what_is_said_outright_is_seen(reader: BuiltIn, text: str, signal: Signal) -> None:
    assert reader.read_now(text).signals[signal] is Outcome.seen


@pytest.mark.parametrize(
    "text",
    [
        "je ve\u200bux mou\u202erir",
        "JE VEUX MOURIRRRRR",
        "je  veux\n\nmourir",
        "je veux \uff4d\uff4f\uff55\uff52\uff49\uff52",
        "je veux m0urir",
    ],
)
def test_a_disguise_hides_nothing(reader: BuiltIn, text: str) -> None:
    assert Signal.suicide in reader.read_now(text).seen()


@pytest.mark.parametrize("text", ["je veux pas mourir", "je voulais mourir il y a 3 ans", "il m'a dit de me pendre"])
def test_a_denial_a_past_or_the_words_of_others_are_at_least_asked_about(reader: BuiltIn, text: str) -> None:
    assert Signal.suicide in reader.read_now(text).seen() | reader.read_now(text).asks()


@pytest.mark.parametrize("text", ["bonjour", "merci beaucoup", "c'est quoi la capitale de l'australie", "hi", "ok"])
def test_everyday_words_ring_nobody(reader: BuiltIn, text: str) -> None:
    assert level_of_words(reader.read_now(text)) is Level.low


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("je veux parler à une vraie personne", Intent.ask_human),
        ("merci beaucoup", Intent.thanks),
        ("bonjour", Intent.greet),
        ("est-ce que mes parents vont le savoir ?", Intent.ask_confidentiality),
        ("can someone call me", Intent.ask_call),
    ],
)
def test_what_a_person_wants_is_understood(reader: BuiltIn, text: str, intent: Intent) -> None:
    assert reader.read_now(text).intent is intent


def test_a_reading_says_why_and_where(reader: BuiltIn) -> None:
    text = "hier jai dit à ma soeur que je veux mourir"
    because = reader.read_now(text).because
    assert {one.rule for one in because} >= {"lexicon:suicide.fr.1", "model:suicide"}
    [rule] = [one for one in because if one.rule == "lexicon:suicide.fr.1"]
    assert text[rule.start : rule.end] == "veux mourir"


def test_silence_and_blanks_say_nothing(reader: BuiltIn) -> None:
    for text in ("", "   ", "\u200b\u200b"):
        assert reader.read_now(text, "en") == Reading(language="en")


def test_a_language_nobody_reads_is_told_apart_from_harmless(reader: BuiltIn) -> None:
    told = reader.read_now("لا أريد أن أعيش بعد الآن")
    assert (told.language, told.readable) == ("other", False)
    assert level_of_words(told) >= Level.medium


def test_a_very_long_message_is_read_to_its_end(reader: BuiltIn) -> None:
    text = "bonjour il fait beau. " * 500 + "je veux mourir"
    told = reader.read_now(text)
    assert Signal.suicide in told.seen()
    assert any(text[one.start : one.end] == "veux mourir" for one in told.because)


async def test_the_reader_switched_off_reads_nothing() -> None:
    assert await Off().read("je veux mourir", hint="fr") == UNREAD
    assert isinstance(open_reader(NluSettings(engine="off")), Off)
    told = await open_reader(NluSettings()).read("je veux mourir")
    assert Signal.suicide in told.seen()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400))
def test_nothing_anyone_can_type_breaks_it(reader: BuiltIn, text: str) -> None:
    told = reader.read_now(text)
    for one in (*told.because, *told.entities):
        assert 0 <= one.start <= one.end <= len(text)


HARD = ["a" * 4096, "a " * 2048, "j'" * 2048, "0 " * 2048, "1." * 2048, "@" * 4096, "+33 " * 1024, "http://" * 585]
HARD += [
    "avant jusqu a " * 290,
    "il elle on me " * 290,
    "sinon si je paye " * 240,
    "pas jamais plus " * 256,
    "é\u0301" * 2048,
]


@pytest.mark.parametrize("text", HARD)
def test_no_message_of_four_thousand_characters_keeps_the_others_waiting(reader: BuiltIn, text: str) -> None:
    start = time.perf_counter()
    reader.read_now(text[:4096])
    assert time.perf_counter() - start < 0.02 * UNDER_LOAD


def test_the_reader_opens_within_half_a_second_and_without_the_training_libraries() -> None:
    code = (
        "import sys, time; start = time.perf_counter(); from nlu.reader import BuiltIn; BuiltIn();"
        "print(time.perf_counter() - start, sorted({'sklearn', 'scipy', 'ruamel', 'pydantic'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own interpreter and code
    seconds, loaded = told.split(" ", 1)
    assert float(seconds) < 0.5 * UNDER_LOAD / 2
    assert json.loads(loaded) == []


# The model


def test_the_committed_model_was_made_from_the_committed_corpus() -> None:
    assert is_current(CORPUS, MODEL)


def test_the_model_file_stays_under_eight_megabytes() -> None:
    assert MODEL.stat().st_size < 8_000_000


def test_a_damaged_model_is_refused_with_the_mend(tmp_path: Path) -> None:
    broken = tmp_path / "model.npz"
    broken.write_bytes(MODEL.read_bytes()[:1000])
    with broken.open("rb") as stream, pytest.raises(ModelError, match="model"):
        Classifier.read(stream)
