"""Severity: what each answer, word and circumstance brings a person; nothing they add takes it back."""

import re
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.level import Level, Reason
from nlu.reading import UNREAD, Because, Entity, Outcome, Reading, Signal, Violence
from nlu.severity import RULES, Answers, Circumstances, Rule, RuleError, assess, level_of_words, parse_rules

E, C, H, M, L = Level.emergency, Level.critical, Level.high, Level.medium, Level.low
NOBODY = Circumstances()
ROOT = Path(__file__).resolve().parents[2]

# practice.md, section 2: every choice of every question, and the level it brings where nobody is said to be in danger
TABLE = {
    "danger": {
        "hurt_now": E, "did_dangerous": E, "thinks_of_dying": C, "could_hurt": C, "other_in_danger": E,
        "no": L, "unsure": H, "skip": M,
    },
    "harm_plan": {"today": E, "means": E, "no": C, "unsure": C, "skip": C},
    "screen": {"no": L, "beside": L, "later": L, "author": H, "unsure": M, "skip": M},
    "who": {"me": L, "friend": L, "sibling": L, "my_child": L, "pupil": L, "witness": L, "author": M, "skip": M},
    "age": {"under_13": M, "13_14": L, "15_17": L, "adult": L, "skip": M},
    "what": {
        "insults": M, "threats": H, "blackmail": H, "intimate": H, "body": C, "adult_insists": H, "other": M, "skip": M,
    },
    "demand": {"money": H, "images": H, "meet": C, "harm": E, "silence": H, "no": L, "unsure": H, "skip": M},
    "deadline": {"hour": E, "today": C, "later": H, "none": H, "spread": H, "unsure": H, "skip": H},
    "author": {
        "home": C, "known_adult": H, "school": L, "partner": L, "online": H, "several": M, "unsure": M, "skip": M,
    },
    "direct": {"now": E, "sometimes": C, "past": H, "unsure": C, "no": L, "skip": C, "silence": C},
}  # fmt: skip
TABLE["author"]["home"] = H
CHOICES = [(question, choice) for question, choices in TABLE.items() for choice in choices]
SEVERE_TOGETHER = [
    ({"author": "home", "what": "threats"}, C),
    ({"author": "home", "what": "insults"}, C),
    ({"author": "home", "what": "intimate"}, C),
    ({"author": "home", "demand": "silence"}, C),
    ({"screen": "author", "what": "threats"}, C),
    ({"screen": "author", "what": "blackmail"}, C),
    ({"demand": "meet", "deadline": "today"}, E),
    ({"demand": "meet", "deadline": "hour"}, E),
    ({"demand": "meet", "deadline": "later"}, C),
    ({"age": "under_13", "what": "blackmail"}, C),
    ({"age": "under_13", "what": "threats"}, C),
    ({"age": "under_13", "what": "adult_insists"}, C),
    ({"age": "under_13", "what": "intimate", "demand": "money"}, C),
    ({"age": "under_13", "demand": "images"}, C),
    ({"age": "under_13", "what": "intimate", "author": "known_adult"}, C),
    ({"age": "under_13", "what": "insults"}, H),
    ({"age": "under_13", "what": "body"}, C),
    ({"author": "several", "what": "insults"}, H),
    ({"author": "several", "what": "threats"}, H),
    ({"danger": "could_hurt", "harm_plan": "today"}, E),
    ({"danger": "could_hurt", "harm_plan": "means"}, E),
    ({"danger": "could_hurt", "harm_plan": "no"}, C),
    ({"danger": "unsure", "direct": "unsure"}, C),
    ({"danger": "unsure", "direct": "no"}, H),
    ({"what": "blackmail", "deadline": "today"}, C),
    ({"what": "intimate", "demand": "money", "deadline": "hour"}, E),
]


def answered(**choices: str) -> dict[str, tuple[str, ...]]:
    return {question: (choice,) for question, choice in {"danger": "no", **choices}.items()}


def said(
    *seen: Signal, ask: tuple[Signal, ...] = (), kind: Violence = Violence.none, due: str = "", weapon: bool = False
) -> Reading:
    entities = [Entity("deadline", due, 0, 1)] if due else []
    entities += [Entity("weapon", "couteau", 0, 1)] if weapon else []
    outcomes = dict.fromkeys(seen, Outcome.seen) | dict.fromkeys(ask, Outcome.ask)
    because = tuple(Because(signal, "lexicon:x", 3, 7) for signal in outcomes)
    return Reading("fr", type=kind, signals=outcomes, entities=tuple(entities), because=because)


def level(
    answers: Answers | None = None,
    readings: Sequence[Reading] = (),
    circumstances: Circumstances = NOBODY,
    rules: Sequence[Rule] = (),
) -> Level:
    return assess(answered() if answers is None else answers, readings, circumstances, rules).level


@pytest.mark.parametrize(("question", "choice"), CHOICES)
def test_every_button_alone_brings_the_level_of_the_table(question: str, choice: str) -> None:
    assert level(answered(**{question: choice})) is TABLE[question][choice]


@pytest.mark.parametrize(("together", "wanted"), SEVERE_TOGETHER)
def test_answers_that_weigh_together_reach_their_level_without_any_reader(
    together: dict[str, str], wanted: Level
) -> None:
    assert level(answered(**together)) is wanted


def test_every_severe_case_is_reached_when_the_reader_is_off() -> None:
    for (question, choice), wanted in [((q, c), w) for q, choices in TABLE.items() for c, w in choices.items()]:
        assert level(answered(**{question: choice}), [UNREAD]) >= max(wanted, M)


def test_a_child_under_13_is_one_level_up_to_high_at_most() -> None:
    assert level(answered(age="under_13")) is M
    assert level(answered(age="under_13", what="other")) is H
    assert level(answered(age="under_13", author="known_adult")) is H
    assert level(answered(age="under_13", direct="sometimes")) is C


def test_several_reasons_to_raise_are_still_one_level() -> None:
    assert level(answered(age="under_13", author="several"), circumstances=Circumstances(alone_at_night=True)) is M


def test_alone_at_night_raises_to_high_at_most() -> None:
    night = Circumstances(alone_at_night=True)
    assert [level(answered(what=what), circumstances=night) for what in ("other", "threats")] == [H, H]
    assert level(circumstances=night) is M


def test_the_third_contact_for_a_violence_is_high_and_for_something_else_medium() -> None:
    third = Circumstances(contacts_in_7_days=3)
    assert level(answered(what="insults"), circumstances=third) is H
    assert level(answered(what="other"), circumstances=third) is M
    assert level(circumstances=third) is M


def test_low_needs_a_no_to_danger_no_violence_and_everything_read() -> None:
    assert level() is L
    assert level({}) is M
    assert level(readings=[said()]) is L
    assert level(readings=[UNREAD]) is M
    assert level(circumstances=Circumstances(unread_messages=1)) is M
    assert level(answered(screen="skip")) is M
    assert level(readings=[said(kind=Violence.bullying)]) is M


def test_a_danger_answer_nobody_knows_is_no_answer() -> None:
    assert level({"danger": ("elsewhere",)}) is M


def test_words_reach_their_levels() -> None:
    assert level(readings=[said(Signal.suicide)]) is C
    assert level(readings=[said(Signal.danger)]) is C
    assert level(readings=[said(Signal.suicide, Signal.danger)]) is E
    assert level(readings=[said(Signal.suicide), said(Signal.danger)]) is E
    assert level(readings=[said(Signal.danger, weapon=True)]) is E
    assert level(readings=[said(weapon=True)]) is L
    assert level(readings=[said(Signal.blackmail, due="hour")]) is E
    assert level(readings=[said(Signal.blackmail, due="today")]) is C
    assert level(readings=[said(Signal.blackmail, due="later")]) is H
    assert level(readings=[said(Signal.self_harm)]) is H
    assert level(readings=[said(Signal.adult_contact)]) is H
    assert level(readings=[said(Signal.spreading)]) is M


@pytest.mark.parametrize("due", ["hour", "today", "tomorrow"])
def test_danger_within_a_day_is_an_emergency(due: str) -> None:
    assert level(readings=[said(Signal.danger, due=due)]) is E
    assert level(readings=[said(Signal.danger, due="later")]) is C


@pytest.mark.parametrize("kind", list(Violence))
def test_the_type_that_words_describe_brings_its_level(kind: Violence) -> None:
    grave = {Violence.sextortion, Violence.grooming, Violence.intimate_images, Violence.threats}
    wanted = C if kind is Violence.sexual_violence else L if kind is Violence.none else H if kind in grave else M
    assert level_of_words(said(kind=kind)) is wanted
    assert level(readings=[said(kind=kind)]) is wanted


def test_a_violence_told_in_words_at_home_is_critical() -> None:
    assert level(answered(author="home"), [said(kind=Violence.bullying)]) is C
    assert level(answered(screen="author"), [said(kind=Violence.threats)]) is C


def test_a_child_named_in_words_is_weighed_as_a_child() -> None:
    ten = Reading("fr", type=Violence.grooming, entities=(Entity("age", "10", 0, 2),))
    assert level(readings=[ten]) is C
    assert level(readings=[Reading("fr", type=Violence.bullying, entities=(Entity("age", "10", 0, 2),))]) is H
    assert level(answered(age="under_13"), [said(kind=Violence.sextortion)]) is C
    assert level(answered(age="under_13"), [said(Signal.adult_contact)]) is H


def test_danger_in_words_left_unanswered_is_an_emergency() -> None:
    assert level(answered(danger="skip"), [said(Signal.danger)]) is E
    assert level({}, [said(Signal.danger)], Circumstances(danger_silence=True)) is E
    assert level({}, [said()], Circumstances(danger_silence=True)) is M


def test_silence_after_the_direct_question_is_critical() -> None:
    assert level(circumstances=Circumstances(direct_silence=True)) is C
    assert level(answered(danger="unsure"), circumstances=Circumstances(direct_silence=True)) is C


def test_after_a_bare_ask_silence_is_high_unless_something_grave_stood_before_it() -> None:
    bare = Circumstances(direct_silence=True, bare_ask=True)
    asked = said(ask=(Signal.suicide,))
    assert level(readings=[asked], circumstances=bare) is H
    assert level(answered(direct="skip"), [asked], Circumstances(bare_ask=True)) is H
    assert level(answered(what="threats"), [asked], bare) is C
    assert level(readings=[asked, said(Signal.self_harm)], circumstances=bare) is C


def test_the_direct_question_is_put_where_the_table_says_so() -> None:
    for answers in ({"danger": "thinks_of_dying"}, {"danger": "unsure"}, {"deadline": "none"}, {"deadline": "skip"}):
        assert assess(answered(**answers), [], NOBODY).ask_direct
    assert assess(answered(), [said(ask=(Signal.suicide,))], NOBODY).ask_direct
    assert assess(answered(), [said(Signal.suicide)], NOBODY).ask_direct
    assert not assess(answered(), [said(ask=(Signal.blackmail,))], NOBODY).ask_direct
    assert not assess(answered(danger="unsure", direct="no"), [], NOBODY).ask_direct


def test_what_is_seen_is_no_longer_asked() -> None:
    one, other = said(ask=(Signal.danger, Signal.blackmail)), said(Signal.danger)
    assert assess({}, [one, other], NOBODY).asks == {Signal.blackmail}


def test_a_level_once_given_is_not_taken_back() -> None:
    assert level(circumstances=Circumstances(previous=C)) is C
    assert level(answered(danger="hurt_now"), circumstances=Circumstances(previous=L)) is E


def test_reasons_come_gravest_first_and_point_at_the_words() -> None:
    told = assess(answered(what="insults", direct="now"), [said(), said(Signal.suicide)], NOBODY).reasons
    assert told[0] == Reason("direct-now", "answer", "direct", "now")
    assert Reason("words-suicide", "words", message=1, start=3, end=7) in told
    assert [reason.rule for reason in told].index("what-insults") > 1


def test_an_older_answer_still_counts_after_a_milder_one() -> None:
    assert level({"danger": ("hurt_now", "no")}) is E


# Configured rules


def test_a_configured_rule_raises() -> None:
    [rule] = parse_rules([{"id": "pupil-photo", "when": {"who": ["pupil"], "what": "intimate"}, "level": "critical"}])
    told = assess(answered(who="pupil", what="intimate"), [], NOBODY, [rule])
    assert (told.level, told.reasons[0].rule) == (C, "pupil-photo")
    assert level(answered(who="pupil"), rules=[rule]) is L


@given(st.sampled_from(CHOICES), st.sampled_from(CHOICES), st.sampled_from(list(Level)))
def test_no_configured_rule_can_lower_what_the_floor_gives(
    met: tuple[str, str], given_too: tuple[str, str], configured: Level
) -> None:
    answers = answered(**dict([met, given_too]))
    rule = Rule("ours", {met[0]: frozenset({met[1]})}, configured)
    assert level(answers, rules=[rule]) >= level(answers)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"id": "x", "when": {"who": ["me"]}, "level": "urgent"},
        {"id": "x", "when": {}, "level": "high"},
        {"id": "x", "when": {"who": []}, "level": "high"},
        {"id": "x", "when": {"who": [3]}, "level": "high"},
        {"id": "x", "when": {"who": ["me"]}, "level": "high", "lower": True},
        "x",
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(raw: object) -> None:
    with pytest.raises(RuleError):
        parse_rules([raw])


# Properties

ANSWERS = st.dictionaries(st.sampled_from(list(TABLE)), st.just(()), max_size=6).flatmap(
    lambda asked: st.fixed_dictionaries(
        {
            question: st.lists(st.sampled_from(list(TABLE[question])), min_size=1, max_size=2).map(tuple)
            for question in asked
        }
    )
)
READINGS = st.builds(
    Reading,
    language=st.sampled_from(["fr", "en", "other"]),
    type=st.sampled_from(list(Violence)),
    signals=st.dictionaries(st.sampled_from(list(Signal)), st.sampled_from(list(Outcome))),
    entities=st.lists(
        st.sampled_from(
            [
                Entity("deadline", "hour", 0, 1),
                Entity("deadline", "today", 0, 1),
                Entity("age", "9", 0, 1),
                Entity("weapon", "lame", 0, 1),
            ]
        ),
        max_size=2,
    ).map(tuple),
    readable=st.booleans(),
)
AROUND = st.builds(
    Circumstances,
    contacts_in_7_days=st.integers(1, 4),
    alone_at_night=st.booleans(),
    unread_messages=st.integers(0, 2),
    direct_silence=st.booleans(),
    previous=st.sampled_from([None, *Level]),
    danger_silence=st.booleans(),
    bare_ask=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(ANSWERS, st.lists(READINGS, max_size=2), AROUND, st.sampled_from(CHOICES))
def test_one_more_answer_never_lowers(
    answers: Answers, readings: list[Reading], around: Circumstances, added: tuple[str, str]
) -> None:
    question, choice = added
    before = level(answers, readings, around)
    after = level({**answers, question: (*answers.get(question, ()), choice)}, readings, around)
    settles_the_unknown = not answers.get("danger") and choice == "no" and before <= H
    assert after >= before or (settles_the_unknown and before - after == 1)


@settings(max_examples=300, deadline=None)
@given(ANSWERS, st.lists(READINGS, max_size=2), AROUND, READINGS)
def test_one_more_message_never_lowers(
    answers: Answers, readings: list[Reading], around: Circumstances, added: Reading
) -> None:
    assert level(answers, [*readings, added], around) >= level(answers, readings, around)


@settings(max_examples=200, deadline=None)
@given(ANSWERS, st.lists(READINGS, max_size=3), AROUND)
def test_every_level_has_its_reason_and_every_reason_its_rule(
    answers: Answers, readings: list[Reading], around: Circumstances
) -> None:
    told = assess(answers, readings, around)
    assert told.reasons
    assert {reason.rule for reason in told.reasons} <= RULES


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_listener_reads_every_reason_in_their_language(language: str) -> None:
    text = (ROOT / "bot" / "texts" / language / "reasons.ftl").read_text(encoding="utf-8")
    written = dict(re.findall(r"^reason-([\w-]+) = (.+)$", text, re.MULTILINE))
    assert set(written) == RULES
    assert all(2 < len(words) <= 48 for words in written.values())


def test_all_pairs_of_answers_reach_at_least_the_graver_of_the_two() -> None:
    for (one, first), (other, second) in product(CHOICES, CHOICES):
        if one != other:
            both = level(answered(**{one: first, other: second}))
            assert both >= max(level(answered(**{one: first})), level(answered(**{other: second})))
