"""The lint of the texts: an operator who writes one anew is told, by line and column, what it lost or must not say."""

import unicodedata

import pytest

from bot.lint import configured_ids, lint
from bot.texts import Texts, TextsError
from tests.own_texts import NUMBERS, SETTINGS, SHIPPED_IDS, found_in, judged, own_texts, whats_of

PART_TIME = tuple(name for name, number in SETTINGS.service.numbers.items() if number.hours != "always")
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
LIMITS = {
    "fr": "L'équipe garde tout pour elle, sauf vie en danger, enfant maltraité, ou demande de la justice.",
    "en": "The team keeps it to itself, unless a life is in danger, a child is mistreated, or a court asks.",
}
PARTS = {
    "fr": ("vie en danger", "enfant maltraité", "justice"),
    "en": ("life is in danger", "child is mistreated", "court"),
}
CONFIDENTIAL = ("first-limits", "answer-confidentiality")


def both(name: str, sentence: str, formal: str | None = None) -> str:
    return f"{name} = {sentence}\n    .vous = {formal or sentence}\n"


# -- the shipped texts ------------------------------------------------------------------------------------------------


def test_the_shipped_texts_and_configuration_leave_nothing_to_mend():
    assert lint(Texts(), NUMBERS, part_time=PART_TIME, configured=SHIPPED_IDS) == []


def test_a_number_taken_out_of_the_configuration_is_named_wherever_a_person_would_read_it():
    left = [number for number in NUMBERS if number != "119"]
    found = lint(Texts(), left, configured=SHIPPED_IDS - {"number-119"})
    assert {(one.file, one.id) for one in found} == {
        ("bot/texts/fr/chat.ftl", "danger-screen"),
        ("bot/texts/en/chat.ftl", "danger-screen"),
    }
    assert found[0].what == (
        "119 is not in service.numbers: put it there or write danger-screen anew in texts/en/chat.ftl"
    )


def test_a_shipped_sentence_that_was_written_anew_is_not_looked_at_any_more(tmp_path):
    left = [number for number in NUMBERS if number != "119"]
    french = "danger-screen = { $alert } Le 15, le 17, le 112, SMS au 114, le 3114.\n"
    found = lint(own_texts(tmp_path, fr=french), left, configured=SHIPPED_IDS, languages=("fr",))
    assert whats_of(found, "danger-screen") == []


def test_a_language_the_service_does_not_speak_is_left_alone(tmp_path):
    bad = "kept = We promise.\n"
    assert found_in(tmp_path, en=bad, languages=("fr",)) == []
    assert len(found_in(tmp_path, en=bad)) == 1


# -- the place of a finding -------------------------------------------------------------------------------------------


def test_the_place_is_that_of_the_word_across_lines_indents_and_variants(tmp_path):
    french = (
        "# À nous.\n"
        "waiting-line =\n"
        "    Ton message est là.\n"
        "    { $count ->\n"
        "        [0] Tout va bien.\n"
        "       *[other] Merci, c'est\n"
        "            garanti.\n"
        "    }\n"
        "    .vous = Votre message est là. { $count }\n"
    )
    [found] = found_in(tmp_path, fr=french)
    assert (found.file, found.line, found.column, found.id) == ("texts/fr/own.ftl", 7, 13, "waiting-line")


def test_the_place_is_the_same_whatever_ends_the_lines(tmp_path):
    lines = "# Ours.\nkept =\n    It got here.\n    We promise.\n"
    texts = own_texts(tmp_path, en=lines)
    (tmp_path / "texts" / "en" / "own.ftl").write_bytes(lines.replace("\n", "\r\n").encode())
    [found] = lint(texts, NUMBERS, configured=SHIPPED_IDS)
    assert (found.line, found.column) == (4, 8)


def test_a_curly_apostrophe_or_an_accent_written_apart_hides_nothing(tmp_path):
    decomposed = unicodedata.normalize("NFD", "Ton message est supprimé dans une heure.")
    french = f"better = Tu n{CURLY}aurais pas dû.\n    .vous = Tant mieux.\n{both('kept', decomposed, 'Bien.')}"
    found = found_in(tmp_path, fr=french)
    assert [(one.line, one.column, one.id) for one in found] == [(1, 10, "better"), (3, 24, "kept")]


def test_a_word_in_a_string_or_in_a_term_is_seen_too(tmp_path):
    found = found_in(tmp_path, en='-ours = our secret\nkept = It got here { "and stays secret" }.\n')
    assert [(one.line, one.id) for one in found] == [(1, "-ours"), (2, "kept")]


def test_a_file_that_is_no_fluent_is_told_with_its_place(tmp_path):
    texts = own_texts(tmp_path, fr="kept = Bien.\n    .vous = Bien.\n")
    (tmp_path / "texts" / "fr" / "own.ftl").write_text("kept = Bien.\n\nkept Bien.\n", encoding="utf-8")
    with pytest.raises(TextsError, match=r"own\.ftl:3:1"):
        lint(texts, NUMBERS)


# -- who is spoken to -------------------------------------------------------------------------------------------------


def test_a_child_is_not_told_vous(tmp_path):
    ids = ("kept", "better", "quiet", "body")
    sentences = ("Vous pouvez écrire.", "C'est à votre tour.", "Écrivez ici.", "Voici vos mots.")
    french = "".join(both(name, said, "C'est bien arrivé.") for name, said in zip(ids, sentences, strict=True))
    found = found_in(tmp_path, fr=french)
    assert tuple(one.id for one in found) == ids
    assert all("this is said to a child" in one.what and not one.grave for one in found)


def test_an_adult_is_not_told_tu(tmp_path):
    ids = ("kept", "better", "body")
    sentences = ("C'est arrivé, tu peux écrire.", "Ton message est là.", "On t'écoute.")
    french = "".join(both(name, "C'est bien arrivé.", said) for name, said in zip(ids, sentences, strict=True))
    found = found_in(tmp_path, fr=french)
    assert [one.id for one in found] == [f"{name}.vous" for name in ids]
    assert all("this is said to an adult" in one.what for one in found)


def test_what_only_adults_are_told_is_formal_by_itself(tmp_path):
    french = "danger-adult = { $alert } Le 15, le 17, le 112, SMS au 114, le 3114. Reste avec ton enfant.\n"
    assert ["an adult" in what for what in whats_of(found_in(tmp_path, fr=french), "danger-adult")] == [True]


def test_fixed_words_and_quoted_ones_are_no_form_of_address(tmp_path):
    sentences = {"kept": "On se donne rendez-vous ici.", "better": "Touche « Vous pouvez écrire ».", "body": "Assez."}
    french = "".join(both(name, said, "C'est bien arrivé.") for name, said in sentences.items())
    assert found_in(tmp_path, fr=french) == []


def test_listeners_are_told_vous_at_their_desk(tmp_path):
    assert found_in(tmp_path, fr="desk-nobody-waits = Personne ne vous attend en ce moment.\n") == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_text_that_lost_what_adults_are_told_is_grave(tmp_path, language):
    [found] = found_in(tmp_path, **{language: "thanked = OK.\n"})
    assert "has no .vous" in found.what
    assert found.grave
    assert found_in(tmp_path, **{language: both("thanked", "OK.")}) == []


# -- ids and variables ------------------------------------------------------------------------------------------------


def test_a_mistyped_id_is_told_with_what_was_meant(tmp_path):
    [found] = found_in(tmp_path, fr="silence-neutre = Toujours là.\n")
    assert found.what == "no text has this id: did you mean silence-neutral?"
    assert not found.grave


def test_an_id_like_no_other_is_to_be_removed(tmp_path):
    [found] = found_in(tmp_path, fr="xyzzy = Toujours là.\n")
    assert found.what == "no text has this id: remove it"


def test_a_question_of_the_operators_own_is_no_mistake_and_is_due_in_every_language(tmp_path):
    ids = configured_ids({"tomorrow": ("yes", "skip")}, ("our-rule",), ())
    french = (
        "question-tomorrow = Tu le revois demain ?\nchoice-tomorrow-yes = Oui\nchoice-tomorrow-skip = Passer\n"
        "reason-our-rule = Le revoit demain\n"
    )
    found = found_in(tmp_path, fr=french, configured=ids)
    missing = {one.id: one.grave for one in found}
    assert missing == {
        "question-tomorrow": True,
        "choice-tomorrow-yes": True,
        "choice-tomorrow-skip": True,
        "reason-our-rule": False,
    }
    assert str(found[0]) == (
        "texts/en:1:1: choice-tomorrow-skip: is missing in en: write `choice-tomorrow-skip = ...` in texts/en/"
    )
    assert found_in(tmp_path, fr=french, configured=ids, languages=("fr",)) == []


def test_the_configuration_asks_for_ids_with_dashes():
    ids = configured_ids({"harm_plan": ("no", "did_dangerous")}, ("x-1",), ("15",))
    expected = {
        "question-harm-plan",
        "choice-harm-plan-no",
        "choice-harm-plan-did-dangerous",
        "reason-x-1",
        "number-15",
    }
    assert ids == expected


def test_a_variable_that_is_not_given_is_grave_and_the_known_ones_are_named(tmp_path):
    [found] = found_in(tmp_path, en="team-back = Back { $when }, { $name }.\n")
    assert found.what == "{ $name } is not given to this text: it may say { $when }"
    assert found.grave
    [other] = found_in(tmp_path, en="kept = It got here, { $name }.\n")
    assert other.what == "{ $name } is not given to this text: it takes none"


def test_a_variable_that_is_no_longer_said_is_asked_about(tmp_path):
    [found] = found_in(tmp_path, en="team-back = The team will be back.\n")
    assert found.what == "no longer says { $when }: is that meant?"
    assert not found.grave


def test_what_leads_nowhere_is_told_before_a_person_waits_for_it(tmp_path):
    [found] = found_in(tmp_path, en="kept = It got here, { nowhere }.\n")
    assert "a variable begins with $" in found.what
    assert found.grave


def test_a_text_of_a_variant_only_cannot_be_said_to_a_child(tmp_path):
    [found] = found_in(tmp_path, fr="thanked =\n    .vous = Merci.\n")
    assert found.what == "has a .vous only: write the sentence itself before it"
    assert found.grave


def test_an_id_that_stands_twice_is_told_with_the_other_line(tmp_path):
    [found] = found_in(tmp_path, en="kept = Here.\n\nkept = It got here.\n")
    assert (found.line, found.what) == (3, "stands in line 1 already: keep one of the two")


# -- numbers ----------------------------------------------------------------------------------------------------------


STRANGE = [
    "Appelle le 3020.",
    "Un numéro : 18.",
    "Le 115 répond.",
    "Le 116 111 écoute.",
    "Appelle le 06 12 34 56 78.",
    "Samaritans: 0800 1111.",
    "Ring +44 20 7946 0018.",
]
NO_NUMBER = [
    "Moins de 18 ans.",
    "De 13 à 17 ans, 15-17.",
    "Plus de 18.",
    "À 18:15, pas avant 18.",
    "Dans 15 minutes.",
    "Le 15 mars.",
    "Il y a 3000 messages.",
    "En 2024.",
    "Le 3114 et le 17.",
    "Entre 18 h et 19 h.",
    "Le 116 006.",
]


@pytest.fixture(scope="module")
def judgement(tmp_path_factory):
    return judged(tmp_path_factory.mktemp("own"), {"fr": [*STRANGE, *NO_NUMBER]})


@pytest.mark.parametrize("sentence", STRANGE)
def test_a_number_that_is_not_in_the_configuration_is_told(judgement, sentence):
    [what] = judgement[sentence]
    assert "is not in service.numbers: put it there or leave it out" in what


@pytest.mark.parametrize("sentence", NO_NUMBER)
def test_ages_hours_dates_and_known_numbers_are_none(judgement, sentence):
    assert judgement[sentence] == []


def test_a_number_may_be_configured_by_name_and_dialled_otherwise(tmp_path):
    sentence = both("kept", "Appelle le 06 12 34 56 78.", "C'est bien arrivé.")
    assert found_in(tmp_path, fr=sentence, numbers=(*NUMBERS, "06 12 34 56 78")) == []


def test_a_number_that_sleeps_at_night_stands_in_no_fixed_sentence(tmp_path):
    sentence = both("kept", "Le 3018 écoute.", "C'est bien arrivé.")
    [found] = found_in(tmp_path, fr=sentence, part_time=PART_TIME)
    assert found.what == "3018 does not answer at every hour: leave it to the list of numbers"
    assert found_in(tmp_path, fr="number-3018 = 3018, réseaux\n", part_time=PART_TIME) == []


@pytest.mark.parametrize("gone", ["15", "17", "112", "114", "3114", "119"])
def test_a_danger_screen_that_lost_a_number_is_grave(tmp_path, gone):
    kept = ", ".join(f"le {number}" for number in ("15", "17", "112", "114", "3114", "119") if number != gone)
    [found] = found_in(tmp_path, fr=f"danger-screen = {{ $alert }} Ces numéros : {kept}.\n")
    assert found.what == f"lost {gone}: name each number"
    assert found.grave


def test_the_first_words_and_the_adults_screen_keep_their_numbers_too(tmp_path):
    french = both("first-danger", "Pas de photo intime.") + "danger-adult = { $alert } Restez près de lui.\n"
    found = found_in(tmp_path, fr=french)
    assert whats_of(found, "first-danger") == ["lost 17, 112, 114: name each number"]
    assert whats_of(found, "first-danger.vous") == ["lost 17, 112, 114: name each number"]
    assert whats_of(found, "danger-adult") == ["lost 15, 17, 112, 114, 3114: name each number"]


def test_another_countrys_numbers_take_their_place_but_none_is_too_few(tmp_path):
    belgian = ("101", "107")
    own = found_in(tmp_path, numbers=belgian, fr="danger-screen = { $alert } La police : 101. Le 107 écoute.\n")
    assert whats_of([one for one in own if one.file.startswith("texts")], "danger-screen") == []
    none = found_in(tmp_path, numbers=belgian, fr="danger-screen = { $alert } Appelle les secours.\n")
    mine = [one for one in none if one.file.startswith("texts")]
    assert whats_of(mine, "danger-screen") == ["names no public number: name one that answers"]


# -- what may never be lost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("limit", [0, 1, 2])
def test_each_limit_of_confidentiality_is_kept_for_child_and_adult(tmp_path, language, limit):
    less = LIMITS[language].replace(PARTS[language][limit], "...")
    found = found_in(tmp_path, **{language: "".join(both(name, less) for name in CONFIDENTIAL)})
    assert [one.id for one in found] == [part for name in CONFIDENTIAL for part in (name, f"{name}.vous")]
    ordinal = ("first", "second", "third")[limit]
    assert all(f"does not say the {ordinal} limit of confidentiality" in one.what and one.grave for one in found)


def test_the_three_limits_may_be_said_in_other_words(tmp_path):
    own = {language: "".join(both(name, said) for name in CONFIDENTIAL) for language, said in LIMITS.items()}
    assert found_in(tmp_path, **own) == []


def test_parents_are_told_the_limits_that_it_is_a_program_and_to_send_no_picture(tmp_path):
    [*found] = found_in(tmp_path, fr="adult-first = Bonjour. { $presence }\n")
    assert len(found) == 5
    assert all(one.grave and one.what.startswith("does not say") for one in found)


def test_that_a_program_is_writing_is_said_first(tmp_path):
    [found] = found_in(
        tmp_path, en="first-hello = Hi, I'm Sam! { $presence }\n    .vous = I'm a program. { $presence }\n"
    )
    assert found.what == "does not say that a program is writing: say it"


def test_a_whole_file_of_good_texts_is_left_in_peace(tmp_path):
    french = (
        both("thanked", "Merci de me le dire. Ce n'est pas ta faute.", "Merci de me le dire. Ce n'est pas votre faute.")
        + both(
            "first-danger",
            "Pas de photo intime. Danger : 17, 112, SMS au 114. Partir : /x",
            "Aucune image intime. Danger : 17, 112, SMS au 114. Partir : /x",
        )
        + "team-back = On revient { $when }.\n"
        + "question-who = Pour qui tu écris ?\n"
    )
    assert found_in(tmp_path, fr=french) == []
