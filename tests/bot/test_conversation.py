"""The conversation: what a person who writes is told, asked and spared, from the first word to the last."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.channel import Incoming
from bot.coffer import may_be_intimate
from bot.situation import KeepPlace, Ring, Share, Situation, Watch
from bot.standing import dump
from handoff.case import State
from nlu.level import Level
from nlu.reading import Entity, Intent, Signal, Violence
from tests.bot.person import DAY, LIVE, NIGHT, NOW, QUESTIONS, Person


@pytest.fixture
def person() -> Person:
    return Person()


def through_intake(person: Person, **answers: str) -> None:
    person.comes()
    for question in ("danger", "screen", "who", "age"):
        person.taps(f"{question}:{answers.get(question, 'no' if question in {'danger', 'screen'} else 'skip')}")


# -- first words and the questions -------------------------------------------------------------------------------------


def test_the_limits_of_confidentiality_are_said_before_the_first_question(person):
    said = person.comes()
    assert said == ["first-hello", "first-limits", "first-danger", "question-danger"]


def test_a_channel_that_others_can_read_says_so_before_the_first_question(person):
    person.situation = Situation(NOW, encrypted=False)
    assert "first-channel" in person.comes()


def test_someone_who_begins_with_words_reads_the_first_words_all_the_same(person):
    said = person.writes("bonjour", intent=Intent.greet)
    assert said[:3] == ["first-hello", "first-limits", "first-danger"]
    assert said[-1] == "question-danger"


def test_a_human_is_offered_after_four_questions_and_the_rest_can_be_refused(person):
    through_intake(person)
    assert person.choices == ["act:continue", "act:write", "act:wait"]
    assert person.taps("act:wait") == ["waiting-meanwhile"]
    assert person.step.replies[0].line
    assert person.writes("je rajoute un truc", intent=Intent.other) == ["kept"]


def test_whoever_goes_on_is_asked_the_rest_and_then_told_that_they_wait(person):
    through_intake(person)
    assert person.taps("act:continue") == ["question-what"]
    assert person.taps("what:insults") == ["question-author"]
    assert person.taps("author:school") == ["waiting-meanwhile"]


@pytest.mark.parametrize("question", [question.id for question in QUESTIONS])
def test_every_question_can_be_skipped(question):
    configured = next(one for one in QUESTIONS if one.id == question)
    assert "skip" in configured.choices


def test_six_taps_bring_anyone_to_the_end_of_the_first_questions(person):
    person.comes()
    for question in ("danger", "screen", "who", "age"):
        person.taps(f"{question}:skip")
    assert "act:wait" in person.choices


def test_an_age_that_was_typed_is_not_asked_again(person):
    person.comes()
    for tap in ("danger:no", "screen:no", "who:me"):
        person.taps(tap)
    said = person.writes("j'ai 14 ans", intent=Intent.other, entities=(Entity("age", "14", 5, 11),))
    assert "question-age" not in said
    assert person.standing.answered("age") == "13_14"


def test_what_was_told_in_words_is_not_asked_again(person):
    person.writes("ils ont fait un groupe pour se moquer", kind=Violence.bullying)
    through_intake(person)
    assert "question-what" not in person.taps("act:continue")


def test_a_question_that_words_pass_over_is_put_twice_and_then_left(person):
    person.comes()
    assert person.writes("euh", intent=Intent.other)[-1] == "question-danger"
    assert person.writes("voila", intent=Intent.other)[-1] == "question-screen"


def test_no_question_about_demands_after_plain_insults(person):
    through_intake(person)
    person.taps("act:continue")
    assert person.taps("what:insults")[-1] == "question-author"


def test_after_an_intimate_photo_the_deadline_is_always_asked(person):
    through_intake(person)
    person.taps("act:continue")
    person.taps("what:intimate")
    assert person.taps("demand:no")[-1] == "question-deadline"


def test_a_button_of_yesterdays_question_still_counts_and_the_talk_goes_on(person):
    through_intake(person)
    said = person.taps("danger:hurt_now")
    assert person.level is Level.emergency
    assert "danger-screen" in said


def test_a_button_nobody_knows_is_answered_kindly_and_nothing_is_lost(person):
    person.comes()
    before = person.standing.answers
    assert person.taps("danger:nonsense")[0] == "button-unknown"
    assert person.standing.answers == before


# -- danger ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("situation", [DAY, NIGHT, LIVE], ids=["waiting", "closed hours", "with a human"])
def test_the_danger_button_shows_the_numbers_and_rings_in_every_state(situation):
    person = Person(situation)
    assert person.taps("act:danger") == ["danger-screen"]
    assert person.wishes == [Ring("asked")]
    assert person.step.replies[0].numbers == situation.screen
    assert person.level >= Level.critical


@pytest.mark.parametrize("choice", ["hurt_now", "did_dangerous", "other_in_danger"])
def test_whoever_says_danger_sees_the_screen_before_any_other_question(choice):
    person = Person()
    person.comes()
    said = person.taps(f"danger:{choice}")
    assert said == ["danger-screen"]
    assert person.level is Level.emergency


def test_the_danger_screen_comes_once_an_episode(person):
    person.comes()
    person.taps("danger:hurt_now")
    assert "danger-screen" not in person.taps("demand:harm")


def test_thinking_of_dying_brings_the_direct_question_and_its_silence_is_watched(person):
    person.comes()
    assert person.taps("danger:thinks_of_dying") == ["question-direct"]
    assert Watch("direct", 120) in person.wishes


def test_a_yes_is_thanked_for_and_a_human_comes_before_any_more_questions(person):
    person.comes()
    person.taps("danger:thinks_of_dying")
    assert person.taps("direct:sometimes") == ["direct-yes", "in-line"]
    assert person.level is Level.critical
    assert person.step.replies[0].numbers == ("3114",)


def test_two_minutes_of_silence_after_the_direct_question_are_critical(person):
    person.comes()
    person.taps("danger:unsure")
    assert person.silent("direct") == ["silence-first"]
    assert person.level is Level.critical


def test_words_that_only_raise_a_question_are_asked_about_and_not_guessed(person):
    person.comes()
    person.taps("danger:no")
    assert person.writes("je suis fatigué de tout", ask=(Signal.suicide,))[-1] == "question-direct"
    assert person.standing.direct_because == "ask"


def test_an_unclear_answer_to_the_direct_question_counts_as_seen(person):
    person.comes()
    person.taps("danger:thinks_of_dying")
    assert person.writes("bof", intent=Intent.other)[-1] == "question-direct"
    person.writes("laisse", intent=Intent.other)
    assert person.standing.answers["direct"] == ("unsure",)
    assert person.level is Level.critical


def test_the_direct_question_is_not_put_where_no_yes_would_be_answered():
    person = Person(Situation(NOW, open=False, rings=False))
    person.comes()
    assert "question-direct" not in person.taps("danger:unsure")


def test_words_of_danger_bring_the_first_question_back_even_after_a_no(person):
    person.comes()
    person.taps("danger:no")
    said = person.writes("il est en bas de chez moi", kind=Violence.threats, seen=(Signal.danger,))
    assert said[-1] == "question-danger"
    assert Watch("danger", 120) in person.wishes
    assert person.level is Level.critical


def test_danger_in_words_that_nobody_answers_becomes_an_emergency(person):
    person.comes()
    person.writes("il est en bas de chez moi", kind=Violence.threats, seen=(Signal.danger,))
    assert person.silent("danger") == ["danger-screen"]
    assert person.level is Level.emergency


def test_every_new_plain_word_of_dying_is_answered_with_numbers(person):
    person.comes()
    person.taps("danger:thinks_of_dying")
    person.taps("direct:no")
    for _ in range(3):
        assert person.writes("en fait si", seen=(Signal.suicide,)) == ["heard-again"]
        assert "3114" in person.step.replies[0].numbers


def test_after_the_danger_screen_no_question_comes_by_itself(person):
    person.comes()
    person.writes("j'ai avalé des cachets", seen=(Signal.suicide, Signal.danger))
    assert person.writes("non je suis seule", intent=Intent.deny) == ["kept-close", "closed-numbers"]


def test_a_doubt_about_danger_does_not_bring_an_answered_question_back(person):
    person.comes()
    person.taps("danger:no")
    said = person.writes("c'est quand demain ?", intent=Intent.other, ask=(Signal.danger,))
    assert "question-danger" not in said


def test_a_place_is_not_asked_for_where_nobody_would_read_it():
    person = Person(NIGHT)
    person.taps("act:danger")
    assert "act:place" not in person.choices
    assert person.taps("act:place") == ["place-away"]
    assert person.step.replies[0].numbers == NIGHT.screen


def test_blackmail_in_words_is_told_what_helps_even_at_night():
    person = Person(NIGHT)
    person.taps("act:human")
    said = person.writes("il veut 200 euros sinon il la met", kind=Violence.sextortion, seen=(Signal.blackmail,))
    assert said == ["blackmail"]
    assert person.step.replies[0].numbers == NIGHT.talks


def test_whoever_wants_a_check_in_is_offered_the_phrase_that_finds_it_again():
    person = Person(replace(NIGHT, widgets=frozenset({"phrase"})))
    person.taps("act:human")
    assert person.taps("act:checkin_yes") == ["checkin-yes", "phrase-offer-return"]


def test_a_place_offered_in_danger_is_kept_for_rescue_and_nowhere_else(person):
    person.comes()
    person.taps("danger:hurt_now")
    person.taps("act:place")
    assert person.writes("12 rue des Exemples") == ["place-kept"]
    assert person.wishes == [KeepPlace("12 rue des Exemples")]
    assert b"Exemples" not in dump(person.standing)


def test_a_typed_yes_to_the_first_question_is_an_emergency(person):
    person.comes()
    person.writes("oui", intent=Intent.affirm)
    assert person.level is Level.emergency


def test_a_typed_no_to_the_first_question_is_heard_but_never_lowers(person):
    person.comes()
    assert person.writes("non", intent=Intent.deny)[-1] == "question-screen"
    assert person.level is Level.medium


@pytest.mark.parametrize("words", ["non laisse", "non mais ça va", "pas vraiment", "non je veux mourir", "je veux pas"])
def test_a_dodge_of_the_direct_question_is_no_no(person, words):
    person.comes()
    assert person.writes("demain je serai plus là", seen=(Signal.suicide,))[-1] == "question-direct"
    person.writes(words, intent=Intent.deny)
    assert person.standing.facts()["direct"] == "skip"
    assert person.level >= Level.high


@pytest.mark.parametrize(
    "words", ["non", "Non !", "nan jamais", "pas du tout", "non je veux pas mourir", "no, not at all"]
)
def test_a_clear_no_to_the_direct_question_is_shown_as_one(person, words):
    person.comes()
    assert person.writes("demain je serai plus là", seen=(Signal.suicide,))[-1] == "question-direct"
    person.writes(words, intent=Intent.deny)
    assert person.standing.facts()["direct"] == "no"


def test_someone_who_could_hurt_is_asked_when_and_with_what(person):
    person.comes()
    assert person.taps("danger:could_hurt") == ["question-harm-plan"]
    person.taps("harm_plan:today")
    assert person.level is Level.emergency


# -- who it is, who reads along ----------------------------------------------------------------------------------------


def test_a_parent_is_spoken_to_as_an_adult_from_then_on(person):
    person.comes()
    person.taps("danger:no")
    person.taps("screen:no")
    assert person.taps("who:my_child")[0] == "adult-first"
    assert person.standing.register == "vous"


def test_with_somebody_beside_them_the_bot_falls_silent(person):
    person.comes()
    person.taps("danger:no")
    assert person.taps("screen:beside") == ["discreet-beside"]
    assert person.silent("first") == ["silence-neutral"]
    assert person.silent("second") == []
    assert person.silent("late") == ["late-neutral"]


def test_whoever_did_harm_is_offered_no_vault(person):
    through_intake(person, who="author")
    assert person.taps("act:evidence") == ["own-path-no-vault"]


def test_a_friend_counts_no_less_than_oneself():
    levels = []
    for who in ("me", "friend", "sibling", "witness"):
        person = Person()
        through_intake(person, who=who)
        person.taps("what:threats")
        levels.append(person.level)
    assert len(set(levels)) == 1


# -- evidence ----------------------------------------------------------------------------------------------------------


def test_sharing_is_asked_before_the_first_piece(person):
    person.comes()
    assert person.taps("act:evidence") == ["consent"]
    assert person.taps("act:consent_yes") == ["consent-yes", "evidence-send"]
    assert person.wishes == [Share(share=True)]
    assert person.taps("act:evidence") == ["evidence-send"]


def test_an_intimate_image_is_warned_against_before_any_upload(person):
    through_intake(person)
    person.taps("act:continue")
    said = person.taps("what:intimate")
    assert said[0] == "intimate"
    assert person.step.replies[0].links == (("https://takeitdown.ncmec.org", "link-take-it-down"),)


def test_a_piece_brings_its_receipt_and_sharing_is_asked_after_if_it_was_not_before(person):
    said = person._take(Incoming("evidence", NOW, text="ABCD-EFGH", items=("i1",)))
    assert said == ["evidence-kept", "consent-after"]
    assert person.step.replies[0].code == "ABCD-EFGH"


def test_the_question_about_sharing_stands_once_however_many_files_come(person):
    first = Incoming("evidence", NOW, text="ABCD-EFGH", items=("i1",))
    person._take(first)
    said = person._take(replace(first, text="IJKL-MNOP", items=("i2",)))
    assert said[0] == "evidence-kept"
    assert "consent-after" not in said
    assert "act:consent_yes" not in person.choices
    assert person.taps("act:consent_yes")[0] == "consent-yes"


def test_on_a_page_that_was_opened_anew_the_next_file_brings_the_question_about_sharing_again():
    person = Person(replace(DAY, widgets=frozenset({"phrase"})))
    person.comes()
    file = Incoming("evidence", NOW, text="ABCD-EFGH", items=("i1",))
    person._take(file)
    person.comes()
    assert "consent-after" in person._take(replace(file, items=("i2",)))


# -- with a human, after closing, silence ------------------------------------------------------------------------------


def test_the_bot_is_silent_while_a_human_is_there():
    person = Person(LIVE)
    assert person.writes("tu es là ?", intent=Intent.ask_human) == []
    assert person.taps("what:threats") == []


def test_a_word_that_tells_of_danger_raises_the_level_even_with_a_human_there():
    person = Person(LIVE)
    person.writes("adieu", seen=(Signal.suicide,))
    assert person.level is Level.critical


def test_after_closing_a_new_episode_begins_and_who_they_are_stays():
    person = Person()
    through_intake(person, who="me", age="13_14")
    person.taps("act:danger")
    person.situation = Situation(NOW, state=State.CLOSED, level=Level.critical, screen=("15",))
    person.writes("coucou", intent=Intent.greet)
    assert person.standing.answered("age") == "13_14"
    assert "act" not in person.standing.answers
    assert not person.standing.danger_shown


def test_out_of_hours_says_when_the_team_is_back_and_who_answers_now():
    person = Person(NIGHT)
    through_intake(person)
    said = [say.id for reply in person.step.replies for say in reply.says]
    assert said[:3] == ["closed", "closed-checkin", "closed-numbers"]
    assert person.step.replies[0].numbers == ("3114", "119")
    assert "closed-rings" not in said  # nobody on call: it is not claimed


def test_a_check_in_comes_only_to_those_who_asked():
    person = Person(NIGHT)
    through_intake(person)
    person.taps("act:checkin_yes")
    assert Watch("checkin", at_opening=True) in person.wishes


PUZZLE = (Intent.ask_call, Intent.ask_help, Intent.ask_takedown)


def waiting_person() -> Person:
    person = Person()
    through_intake(person)
    person.taps("act:wait")
    return person


def test_words_nobody_can_place_are_asked_about_with_the_likeliest_wishes_as_buttons():
    person = waiting_person()
    assert person.writes("euh le truc", intent=Intent.ask_call, sure=0.2, likely=PUZZLE) == ["which"]
    assert person.choices == ["want:ask_call", "want:ask_help", "want:ask_takedown", "want:other", "act:human"]
    assert person.taps("want:ask_help") == ["answer-help"]


def test_a_second_miss_brings_a_human():
    person = waiting_person()
    person.writes("euh le truc", intent=Intent.ask_call, sure=0.2, likely=PUZZLE)
    assert person.writes("mais si le truc", intent=Intent.ask_call, sure=0.2, likely=PUZZLE) == ["waiting-meanwhile"]
    assert waiting_person().taps("want:other") == ["waiting-meanwhile"]


def test_words_of_danger_are_never_asked_what_they_want():
    person = waiting_person()
    said = person.writes("...", intent=Intent.ask_call, sure=0.1, likely=PUZZLE, ask=(Signal.suicide,))
    assert said == ["question-direct"]


TAPS = [f"{q.id}:{c}" for q in QUESTIONS for c in q.choices] + [
    f"act:{a}" for a in ("human", "danger", "continue", "write", "wait", "better", "place", "evidence", "erase", "quit")
]
WORDS = st.sampled_from([
    {"intent": Intent.other}, {"intent": Intent.affirm}, {"intent": Intent.deny}, {"seen": (Signal.danger,)},
    {"ask": (Signal.suicide,)}, {"kind": Violence.bullying}, {"intent": Intent.ask_human}, {"intent": Intent.thanks},
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TAPS), WORDS), max_size=14))
def test_whatever_is_tapped_or_typed_every_message_is_answered_and_nothing_lowers(story):
    person = Person()
    person.comes()
    level = person.level
    for one in story:
        said = person.taps(one) if isinstance(one, str) else person.writes(**one)
        assert said, one
        settles = one == "danger:no" and level <= Level.high  # what was only unanswered; a case's level never falls
        assert settles or person.level >= level or level is Level.medium, one
        level = max(level, person.level)


def test_what_happened_is_asked_anew_after_a_closed_talk_and_an_image_told_of_is_not_forgotten(person):
    person.comes()
    for tap in ("danger:no", "screen:no", "who:me", "age:13_14", "what:intimate", "act:consent_yes"):
        person.taps(tap)
    person.situation = Situation(NOW, state=State.CLOSED)
    person.writes("rebonjour")
    assert (person.standing.answers, person.standing.consent) == ({"who": ("me",), "age": ("13_14",)}, "yes")
    assert may_be_intimate(person.standing)
