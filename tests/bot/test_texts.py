"""The texts: whatever is tapped or asked, a sentence is there for it, in both languages, for child and adult."""

import ast as python
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import acts, intake
from bot.channels.channel import Incoming
from bot.conversation import Conversation
from bot.numbers import Numbers
from bot.prompts import PLAN, ClosingWords
from bot.replies import Reply, Say, Writer, choice_text, question_text
from bot.situation import Event, Situation
from bot.standing import Standing
from bot.text_files import Shelf
from bot.texts import LANGUAGES, SHIPPED, Texts, TextsError
from handoff.case import State
from nlu.level import Level
from nlu.reading import Intent, Reading
from nlu.severity import RULES
from tests.own_texts import QUESTIONS, SETTINGS, own_texts

TEXTS = Texts()
SHELVES = {language: Shelf(language, TEXTS.files(language)) for language in LANGUAGES}
BOT = SHIPPED.parent
IDS = sorted(SHELVES["fr"].shipped)
LABEL = 28
"""What fits a button: so long a name may be, however short the French one is."""
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
WRITER = Writer(TEXTS, Numbers(SETTINGS.service.numbers, UTC, TEXTS))
OPEN = Situation(NOW, screen=("15", "3114"), talks=("3114",), state=State.WAITING, widgets=frozenset({"phrase"}))
NIGHT = Situation(
    NOW.replace(hour=23),
    open=False,
    opening=NOW + timedelta(hours=18),
    rings=False,
    screen=("15",),
    talks=("3114", "119"),
    encrypted=False,
    level=Level.high,
)
RINGING = Situation(NOW, open=False, opening=None, talks=("3114",), screen=("15",), state=State.WAITING)
LIVE = Situation(NOW, state=State.LIVE)
SITUATIONS = [OPEN, NIGHT, RINGING, LIVE]
ADULT = Standing(answers={"who": ("my_child",), "age": ("adult",)}, greeted=True)
STANDINGS = [
    Standing(),
    ADULT,
    Standing(answers={"who": ("author",)}, greeted=True),
    Standing(answers={"who": ("me",), "what": ("intimate",), "screen": ("beside",)}, greeted=True, told_closed=True),
    Standing(consent="yes", greeted=True, invited_on=True, told_waiting=True),
]
ACTS = sorted(set(re.findall(r'"act:([a-z_0-9]+)"', "".join(p.read_text("utf-8") for p in BOT.glob("*.py")))))
BUTTONS_ONLY = {"whereabouts"}
"""What stands on the adults' danger screen and is never put as a question."""
DYNAMIC = {
    "ANSWERS[intent]": tuple(acts.ANSWERS.values()),
    "ANSWERS.get(intent, ANSWERS[Intent.goodbye])": tuple(acts.ANSWERS.values()),
    "ANSWERS[Intent.goodbye]": ("answer-goodbye",),
    "f'consent-{consent}'": tuple(f"consent-{consent}" for consent in acts.CONSENTS.values()),
    "f'closing-plan-{name}'": tuple(f"closing-plan-{name}" for name in PLAN),
    "f'follow-{answer}'": ("follow-better", "follow-same"),
    "question_text(question)": tuple(map(question_text, sorted({*QUESTIONS, *intake.FOLLOW_UPS} - BUTTONS_ONLY))),
    "text": (),  # what `reply` itself is given is seen where it is called
}


# -- every id the code can say ----------------------------------------------------------------------------------------


def said_by(path: Path) -> list[str]:
    """Return the ids that the calls of Say and reply in one module can name."""
    calls = (node for node in python.walk(python.parse(path.read_text("utf-8"))) if isinstance(node, python.Call))
    names = [call.args[0] for call in calls if isinstance(call.func, python.Name) and call.func.id in {"Say", "reply"}]
    return [one for name in names for one in named_by(name)]


def named_by(node: python.expr) -> tuple[str, ...]:
    match node:
        case python.Constant(value=str(name)):
            return (name,)
        case python.IfExp():
            return (*named_by(node.body), *named_by(node.orelse))
        case _:
            return DYNAMIC[python.unparse(node)]


SAID = sorted({name for path in BOT.glob("*.py") for name in said_by(path)})


def test_the_ids_are_found_in_the_code():
    assert {"first-limits", "danger-screen", "silence-neutral", "consent-no", "answer-help", "waiting-line"} <= set(
        SAID
    )
    assert {"human", "danger", "place", "erase"} <= set(ACTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_the_code_can_say_is_there(language):
    assert [name for name in SAID if not TEXTS.has(name, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_and_every_button_has_its_words(language):
    asked = {**QUESTIONS, **intake.FOLLOW_UPS}
    buttons = [f"{question}:{choice}" for question, choices in asked.items() for choice in choices]
    buttons += [f"act:{name}" for name in (*ACTS, *acts.CONSENTS)]
    due = [*map(question_text, QUESTIONS), *map(choice_text, buttons)]
    assert [name for name in due if not TEXTS.has(name, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_can_be_a_reason_has_its_words(language):
    assert [rule for rule in sorted(RULES) if not TEXTS.has(f"reason-{rule}", language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_a_name_that_says_the_number(language):
    for name, number in SETTINGS.service.numbers.items():
        said = TEXTS.say(f"number-{name}", language).replace(" ", "")
        assert (number.dial or number.sms) in said


# -- whatever is done, the answer can be said -------------------------------------------------------------------------


def events():
    """Return everything a person can do that the shipped conversation has an answer to."""
    asked = {**QUESTIONS, **intake.FOLLOW_UPS}
    taps = [f"{question}:{choice}" for question, choices in asked.items() for choice in choices]
    taps += [f"act:{name}" for name in (*ACTS, *acts.CONSENTS, "erase_yes", "gone")]
    yield from (Event(Incoming("choice", NOW, choice=tap)) for tap in taps)
    yield from (Event(Incoming(kind, NOW, text="7K2M")) for kind in ("start", "evidence", "unread", "left"))
    watches = ("direct", "danger", "late", "left", "first", "second", "checkin", "erase")
    yield from (Event(Incoming("silence", NOW, choice=kind)) for kind in watches)
    readings = [Reading(language="fr", intent=intent, confidence=0.9) for intent in Intent]
    yield from (Event(Incoming("text", NOW, text="..."), "e1", reading) for reading in readings)


@pytest.mark.parametrize("situation", SITUATIONS, ids=["open", "night", "ringing", "live"])
@pytest.mark.parametrize("standing", STANDINGS, ids=["new", "adult", "author", "discreet", "sharing"])
def test_whatever_is_done_the_answer_can_be_said_in_both_languages(standing, situation):
    talk = Conversation(SETTINGS.intake.questions)
    line = Say("waiting-estimate", count=2, low=5, high=10)
    letters = 0
    for event in events():
        step = talk.step(standing, event, situation)
        for one in step.replies:
            for language in LANGUAGES:
                letter = WRITER.letter(one, language, step.standing.register, NOW, line if one.line else None)
                letters += 1
                assert letter["paragraphs"]
                assert all(choice["label"] for choice in letter["choices"])
    assert letters > 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", ["tu", "vous"])
def test_the_end_of_a_conversation_can_be_said(language, register):
    letter = ClosingWords(WRITER)._letter(language, ["une trace gardée"], register, own_path=False)
    assert any("une trace gardée" in paragraph for paragraph in letter["paragraphs"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("days", [*range(9), 40])
def test_every_next_opening_has_a_day_and_an_hour(language, days):
    opening = Situation(NOW, open=False, opening=NOW.replace(hour=18, minute=30) + timedelta(days=days))
    [paragraph] = WRITER.letter(Reply((opening.back,)), language, "tu", NOW)["paragraphs"]
    assert "18 h 30" in paragraph or "18:30" in paragraph
    assert days < 7 or str(opening.opening.day) in paragraph


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("fr", 0, "Tu es la prochaine personne."), ("fr", 1, "Une personne est avant toi."), ("fr", 2, "2 personnes"),
     ("en", 0, "You are next."), ("en", 1, "One person is before you."), ("en", 2, "2 people are before you.")],
)  # fmt: skip
def test_the_place_in_the_line_is_told_in_whole_words(language, count, said):
    assert said in TEXTS.say("waiting-line", language, count=count)


@pytest.mark.parametrize(
    ("language", "one", "seven"), [("fr", "1 jour au", "7 jours au"), ("en", "1 day at", "7 days at")]
)
def test_the_days_that_copies_last_are_counted(language, one, seven):
    assert one in TEXTS.say("erase-done", language, days=1)
    assert seven in TEXTS.say("erase-done", language, "vous", days=7)


# -- the two languages side by side -----------------------------------------------------------------------------------


def variables_of(language: str) -> dict[str, set[str]]:
    shipped = SHELVES[language].shipped
    return {name: {variable for part in shipped[name].parts for variable in part.variables} for name in shipped}


def test_both_languages_have_the_same_ids_and_variables():
    assert variables_of("fr") == variables_of("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_and_every_formal_one_renders(language):
    for name, text in SHELVES[language].shipped.items():
        arguments = dict.fromkeys(variables_of(language)[name], 3)
        for register in ("tu", "vous"):
            said = TEXTS.say(name, language, register, **arguments)
            assert said.strip(), name
            assert "{" not in said, name
        if text.variant is not None:
            assert TEXTS.say(name, language, "vous", **arguments) != TEXTS.say(name, language, **arguments), name


@pytest.mark.parametrize("name", sorted(path.name for path in (SHIPPED / "fr").glob("*.ftl")))
def test_both_languages_have_the_same_files_in_the_same_order(name):
    in_order = [
        [text.id for text in SHELVES[language].texts if text.file.endswith(f"/{name}")] for language in LANGUAGES
    ]
    assert in_order[0] == in_order[1]


def test_no_english_sentence_of_the_chat_is_longer_than_the_french_one():
    times = {"when", "date", "clock", "clock-hour", "hours-span"}
    longer = []
    for text in SHELVES["en"].texts:
        if text.file.endswith("chat.ftl") and text.id not in times:
            for part, french in zip(both_registers(text), both_registers(SHELVES["fr"].shipped[text.id]), strict=True):
                pairs = zip(part.ways, french.ways, strict=True)
                longer += [way.text for way, other in pairs if len(way.text) > max(LABEL, len(other.text))]
    assert longer == []


def both_registers(text):
    return text.parts[0], text.variant or text.parts[0]


def test_an_adult_is_never_asked_as_if_they_were_the_child():
    for language, child in (
        ("fr", r"\b(tu|ton|ta|tes)\b"),
        ("en", r"\bare you thinking of dying\b|\bhow old are you\b"),
    ):
        for name in ("question-direct", "question-age", "question-demand", "choice-danger-hurt-now"):
            assert not re.search(child, TEXTS.say(name, language, "vous"), re.IGNORECASE), (language, name)


def test_nobody_is_asked_the_direct_question_in_other_words_than_death_and_suicide():
    assert re.search(r"mourir.*suicider", TEXTS.say("question-direct", "fr"))
    assert re.search(r"dying.*killing yourself", TEXTS.say("question-direct", "en"))


# -- an operator's own ------------------------------------------------------------------------------------------------


def test_a_text_beside_the_configuration_takes_the_place_of_the_shipped_one(tmp_path):
    texts = own_texts(tmp_path, fr="thanked = Merci.\n    .vous = Je vous remercie.\n")
    assert texts.say("thanked", "fr") == "Merci."
    assert texts.say("thanked", "fr", "vous") == "Je vous remercie."
    assert texts.say("thanked", "en") == TEXTS.say("thanked", "en")


def test_a_sentence_without_a_formal_one_is_said_to_everybody():
    assert TEXTS.say("silence-neutral", "fr", "vous") == TEXTS.say("silence-neutral", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("register", ["tu", "vous"])
def test_a_button_of_the_past_is_told_so_by_a_sentence_that_is_whole_where_nothing_follows(language, register):
    assert TEXTS.say("button-unknown", language, register).endswith(".")


def test_a_sentence_that_is_not_there_or_lacks_a_variable_is_not_said():
    with pytest.raises(LookupError, match="no-such-text"):
        TEXTS.say("no-such-text", "fr")
    with pytest.raises(LookupError, match="team-back"):
        TEXTS.say("team-back", "fr")


def test_a_broken_file_is_told_by_file_line_and_column(tmp_path):
    with pytest.raises(TextsError, match=r"own\.ftl:2:1: is not `id = sentence`"):
        own_texts(tmp_path, fr="kept = Bien.\nthanked Merci.\n")


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "own.ftl").write_bytes(b"kept = \xff\n")
    with pytest.raises(TextsError, match=r"own\.ftl: cannot be read as UTF-8"):
        Texts(tmp_path)
