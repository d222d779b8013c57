"""States, clock, gates and fields of a notice; corrections of a dossier; which service fits; tables of services."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.texts import Texts
from handoff.complaint import Draft, Line, contents, only_quotations, read_correction, read_offences
from handoff.errors import DirectoryError, IllegalMoveError
from handoff.figures import shown, table
from handoff.imports import read_table, write_services
from handoff.referral import Directory, Need, Service, read_directory, read_services
from handoff.takedown.kinds import Kind
from handoff.takedown.notice import Notice, Notifier, dump, load, missing, write
from handoff.takedown.platforms import read_platforms
from handoff.takedown.states import (
    ALLOWED,
    Gates,
    Move,
    State,
    Step,
    after,
    next_reminder,
    next_step,
    still_open,
)

AT = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
US = Notifier("Association Exemple", "signalements@asso.example", "Arcom")
WHOLE = Notice("instagram", Kind.HARASSMENT, "fr", ("https://instagram.com/p/1",), "@lea", "Insultes.", "", True)  # noqa: FBT003 - good faith


def test_only_the_moves_that_are_listed_are_allowed():
    for state, move in product(State, Move):
        if (state, move) in ALLOWED:
            assert after(state, move) is ALLOWED[state, move]
        else:
            with pytest.raises(IllegalMoveError):
                after(state, move)


def test_what_was_removed_and_came_back_is_open_again():
    assert after(State.REMOVED, Move.REAPPEAR) is State.SENT


def test_reminders_come_at_thirty_fifty_and_sixty_minutes_and_then_no_more():
    due = [next_reminder(AT, given, (30, 50, 60)) for given in range(4)]
    assert due == [AT + timedelta(minutes=30), AT + timedelta(minutes=50), AT + timedelta(minutes=60), None]


def test_the_ladder_of_steps_repeats_a_mail_once_and_ends_with_the_authority():
    steps = [next_step(Kind.THREATS, at, flagger=True, mailed=True) for at in range(5)]
    assert steps == [Step.FLAGGER, Step.AGAIN, Step.PARTNERS, Step.AUTHORITY, None]
    assert next_step(Kind.MINOR_SEXUAL, 0, flagger=True, mailed=True) is Step.PARTNERS
    assert next_step(Kind.THREATS, 0, flagger=False, mailed=False) is Step.PARTNERS


@pytest.mark.parametrize("field", ["urls", "reason", "good_faith", "notifier"])
def test_a_notice_without_a_field_of_article_16_says_which(field):
    empty = {"urls": {"urls": (), "accounts": ""}, "reason": {"reason": " "}, "good_faith": {"good_faith": False}}
    lacking = missing(replace(WHOLE, **empty.get(field, {})), None if field == "notifier" else US)
    assert lacking == (field,)
    assert missing(WHOLE, US) == ()


def test_only_for_sexual_offences_against_children_the_notifier_may_stay_unnamed():
    assert missing(replace(WHOLE, anonymous=True), None) == ("notifier",)
    unnamed = replace(WHOLE, kind=Kind.MINOR_SEXUAL, anonymous=True)
    assert missing(unnamed, None) == ()
    letter = write(unnamed, read_platforms().get("instagram"), US, Texts(), "H-1")
    assert US.name not in letter.text
    assert US.email not in letter.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_letter_holds_every_field_and_the_platforms_own_word(language):
    platform = read_platforms().get("instagram")
    letter = write(replace(WHOLE, language=language), platform, US, Texts(), "H-12345678")
    for part in (*WHOLE.urls, WHOLE.reason, WHOLE.accounts, US.name, US.email, "Arcom", "H-12345678", "2022/2065"):
        assert part in letter.text
    assert platform.words["harassment"][language] in letter.text
    assert "\n" not in letter.subject


def test_a_notice_comes_back_from_its_sealed_form_as_it_was():
    assert load(dump(WHOLE.gated(risk="yes", care="à 18 h"))) == WHOLE.gated(risk="yes", care="à 18 h")


def test_whoever_changes_the_words_needs_a_second_reader_anew():
    read = WHOLE.gated(second="bob")
    assert read.rewritten(replace(WHOLE, reason="Autre.")).gates.second == ""
    assert read.rewritten(WHOLE).gates.second == "bob"


def test_more_than_twenty_platforms_are_known_and_none_is_reached_over_plain_http():
    known = read_platforms().all
    assert len(known) >= 20
    assert {"snapchat", "instagram", "tiktok", "whatsapp", "discord", "telegram", "youtube", "x"} <= {
        p.id for p in known
    }
    for one in known:
        assert all(url == "" or url.startswith("https://") for url in (one.form, one.help))
        assert not one.steps or set(one.steps) == {"fr", "en"}
        assert (one.checked_on is None) == (one.source == "")


def test_an_entry_nobody_looked_at_for_half_a_year_is_stale():
    stale = {one.id for one in read_platforms().stale(AT.date())}
    assert "twitch" in stale
    assert "reddit" in stale
    assert "tiktok" not in stale


def test_an_operators_own_file_replaces_an_entry_and_a_wrong_one_is_named(tmp_path):
    own = tmp_path / "platforms.yml"
    own.write_text("platforms:\n  - {id: tiktok, name: TikTok, email: nous@tiktok.example}\n", encoding="utf-8")
    assert read_platforms(own).get("tiktok").email == "nous@tiktok.example"
    own.write_text("platforms:\n  - {id: tiktok, nom: TikTok}\n", encoding="utf-8")
    with pytest.raises(DirectoryError, match=r"platforms\.yml:2:18: platforms\.0"):
        read_platforms(own)


# -- the gates ---------------------------------------------------------------------------------------------------------

PASSED = Gates(risk="no", saved="kept", account="adult")


@pytest.mark.parametrize(
    ("gates", "open_gates"),
    [
        (Gates(), ("risk", "saved", "account")),
        (PASSED, ()),
        (Gates(risk="no", saved="waived", account="adult"), ("waiver",)),
        (Gates(risk="no", saved="waived", waiver="déjà supprimé", account="adult"), ()),
        (Gates(risk="yes", saved="kept", account="adult"), ("care", "second")),
        (Gates(risk="unsure", care="chez sa tante", saved="kept", account="adult"), ("second",)),
        (Gates(risk="unsure", care="chez sa tante", saved="kept", account="adult", second="bob"), ()),
        (Gates(risk="no", saved="kept", account="minor"), ("second",)),
        (Gates(risk="no", saved="kept", account="unknown", second="ada"), ("second",)),
    ],
)
def test_what_keeps_a_notice_here_is_named(gates, open_gates):
    assert still_open(gates, Kind.HARASSMENT, "ada", adult=False) == open_gates


# -- corrections -------------------------------------------------------------------------------------------------------

LINES = (Line("e1", AT, "il a publié ma photo mardi"), Line("e2", AT + timedelta(hours=1), "tout le monde rit"))


@pytest.mark.parametrize(
    ("words", "number", "leaves_out"),
    [
        ("2 : enlever", 2, True),
        ("2: remove.", 2, True),
        ("2:", 2, True),
        ("ligne 1 - c'était lundi", 1, False),
        ("n° 1) lundi", 1, False),
        ("il m'a écrit 3 fois", None, False),
        ("14:30 il était devant chez moi", None, False),
        ("2:c'était lundi", 2, False),
        ("😭", None, False),
    ],
)
def test_a_correction_is_read_as_a_person_writes_it(words, number, leaves_out):
    read = read_correction(words)
    assert (read.number, read.leaves_out) == (number, leaves_out)


def test_a_corrected_line_says_when_a_removed_one_is_gone_and_the_rest_is_added():
    later = AT + timedelta(days=1)
    said = [("e3", later, "1 : c'était lundi"), ("e4", later, "2 : enlever"), ("e5", later, "et aussi sur snap")]
    lines = contents(Draft(), LINES, said, read_offences(), quotations=False).lines
    assert [line.words for line in lines] == ["c'était lundi", "et aussi sur snap"]
    assert lines[0].corrected_at == later
    assert lines[1].added


def test_a_line_that_does_not_exist_is_kept_as_an_addition():
    said = [("e3", AT, "9 : oubli")]
    assert contents(Draft(), LINES, said, read_offences(), quotations=False).lines[-1].words == "9 : oubli"


def test_offences_are_possibilities_with_articles_and_fit_what_was_answered():
    offences = read_offences()
    assert offences.reviewed_on is None
    chosen = offences.suggested({"what": "insults", "author": "school"})
    assert set(chosen) == {"harassment_online", "school_harassment"}
    assert all(one.articles and set(one.name) == {"fr", "en"} for one in offences.all)
    assert all((one.checked_on is None) == (one.source == "") for one in offences.all)
    assert {"incitement_online", "sexual_montage"} <= {one.id for one in offences.all}


def test_quotations_alone_under_thirteen_and_for_sexual_violence_by_button_or_in_words():
    assert only_quotations({"age": "under_13"})
    assert only_quotations({"what": "body"})
    assert only_quotations({}, {"words-sexual-violence"})
    assert not only_quotations({"age": "15_17", "what": "insults"}, {"what-insults"})


# -- services ----------------------------------------------------------------------------------------------------------

NEAR = Service(id="mda-33", name="MDA", needs=(Need.HEALTH, Need.LISTENING), ages=(11, 25), departements=("33",),
               hours={"mon-fri": ("09:00-17:00",)}, phone="05")  # fmt: skip
FAR = NEAR.model_copy(update={"id": "mda-59", "departements": ("59",)})


def directory() -> Directory:
    return Directory((*read_directory(None, PARIS).all, NEAR, FAR), PARIS)


def ids(need: Need, age: str = "13_14", place: str = "", at: datetime = AT) -> list[str]:
    return [fit.service.id for fit in directory().fit(need, age, place, at)]


def test_who_answers_now_comes_first_and_who_is_closed_is_not_hidden():
    evening, night = ids(Need.LISTENING, place="33"), ids(Need.LISTENING, place="33", at=AT + timedelta(hours=6))
    assert evening.index("3018") < evening.index("mda-33")
    assert night[0] == "119"
    assert "3018" in night


def test_by_day_the_near_one_comes_first():
    noon = AT.replace(hour=11)
    assert ids(Need.LISTENING, place="33", at=noon)[0] == "mda-33"


def test_another_departement_and_another_age_are_left_out():
    assert "mda-59" not in ids(Need.LISTENING, place="33")
    assert "mda-33" not in ids(Need.LISTENING)
    assert "mda-33" not in ids(Need.LISTENING, age="adult", place="59")
    assert "masecurite-mineurs" not in ids(Need.POLICE, age="adult")


def test_nobody_said_an_age_and_services_for_minors_are_shown():
    assert "119" in ids(Need.CHILD_DANGER, age="")


def test_every_shipped_service_has_a_way_and_none_is_a_sample():
    for one in read_directory(None, PARIS).all:
        assert one.phone or one.url or one.sms
        assert not one.sample
        assert not one.departements


SHEET = (
    "Nom;Type;Département;Téléphone;Horaires;Site\r\n"
    "Maison des adolescents (exemple);MDA;33;05.00.00.00.01;mon-fri 09:00-17:00;exemple.org\r\n"
    "Point d'accueil;lune;33;;;\r\n"
    ";cidff;33;;;\r\n"
    '"Sur deux\r\nlignes";police;2a;;;\r\n'
    "Étoile (exemple);France Victimes;999;;;\r\n"
    "Été (exemple);gendarmerie;971;05x;;\r\n"
    "Trop;police;33;;;;;\r\n"
)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
def test_a_table_in_any_usual_form_is_read_and_each_bad_line_explained_by_its_number(encoding, tmp_path):
    read = read_table(SHEET.encode(encoding))
    assert [one.id for one in read.services] == ["maison-des-adolescents-exemple-33", "sur-deux-lignes-2a"]
    assert [(bad.number, bad.heading) for bad in read.bad] == [
        (3, "needs"), (4, "name"), (7, "departements"), (8, "phone"), (9, "line"),
    ]  # fmt: skip
    write_services(read.services, tmp_path / "directory" / "local.yml")
    assert read_services(tmp_path / "directory" / "local.yml") == read.services


@pytest.mark.parametrize("content", [
    b"", b"a,b\n1,2\n", b"PK\x03\x04\0\0", b'nom,type\n"Association sans guillemet de fin,mda\n' + b"x" * 140_000,
])  # fmt: skip
def test_what_is_no_table_of_services_is_told_so(content):
    with pytest.raises(DirectoryError):
        read_table(content)


# -- figures -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "cell"), [(0, 0), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (101, 100)])
def test_small_cells_are_hidden_and_others_rounded_to_five(count, cell):
    assert shown(count) == cell
    assert table("t", [("a", "b")] * count).cell("a", "b") == cell
