"""Dossiers and referrals through the desk: agreed to before they are made, never a name, consent before a word."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import unicodedata
from datetime import timedelta

import pytest

from bot.after import consented
from bot.afterwards import take
from bot.channels.web.talk import CHOICE
from bot.replies import choice_text
from bot.situation import Answered
from bot.standing import Standing
from bot.texts import Texts
from handoff import dossiers, referrals
from handoff.complaint import Complaint, Draft, Exhibit, Line
from handoff.dossier import make_dossier
from handoff.errors import DossierError, NoSuchServiceError, NotAgreedError, NotAllowedError
from handoff.records import after as tables
from handoff.referral import Need
from tests.handoff.after.houses import LINK, after_the_talk
from tests.handoff.havens import person

SCRIPTS = "Привет, \u0645\u0631\u062d\u0628\u0627, 你好, \u0e2a\u0e27, 😭‍🔥 a\u0301 \x07#evil[$x$]\\*_<b>"


def run(program: str, *arguments: str, read: bytes) -> str:
    """Ask a reader of PDF nobody here wrote."""
    found = shutil.which(program)
    if found is None:
        if os.environ.get("HAVRE_PEERS") == "required":
            pytest.fail(f"{program} is not installed: apt-get install poppler-utils")
        pytest.skip(f"{program} is not installed: apt-get install poppler-utils")
    done = subprocess.run([found, *arguments], input=read, capture_output=True, check=True)  # noqa: S603 - idem
    return done.stdout.decode()


def said_in(pdf: bytes) -> str:
    return run("pdftotext", "-layout", "-", "-", read=pdf)


def complaint(clock, **changes) -> Complaint:
    lines = tuple(Line(f"e{n}", clock.now + timedelta(minutes=n), words) for n, words in enumerate(("un", SCRIPTS)))
    fields = {"designation": "loutre paisible", "language": "fr", "made_at": clock.now, "quotations": False,
              "minor": True, "lines": lines, "links": (LINK,), "harm": ("dort mal",), **changes}  # fmt: skip
    return Complaint(**fields)


async def test_what_is_corrected_while_the_document_is_drawn_is_in_no_document_without_it(
    haven_with_folder, ada, mine, monkeypatch
):
    haven, after, loop = haven_with_folder, after_the_talk(haven_with_folder, None), asyncio.get_running_loop()
    await haven.sends(mine, b"\x89PNG\r\n\x1a\n capture", shared=True)
    await after.dossiers.draft(ada, mine, (await after.dossiers.view(ada, mine)).draft)
    await after.dossiers.show(ada, mine)
    async with haven.database.transaction() as tx:
        assert await dossiers.agree(tx, mine, haven.clock.now)

    async def corrects() -> None:
        entry = await haven.writes(mine, "1 : c'était un autre jour")
        async with haven.database.transaction() as tx:
            assert await dossiers.correct(tx, mine, entry, haven.clock.now)

    def draws(*_: object) -> bytes:
        asyncio.run_coroutine_threadsafe(corrects(), loop).result()
        return b"%PDF-"

    monkeypatch.setattr(dossiers, "make_dossier", draws)
    with pytest.raises(NotAgreedError):
        await after.dossiers.make(ada, mine)
    assert (await after.dossiers.view(ada, mine)).state == "shown"
    async with haven.database.reading() as tx:
        assert len(await haven.evidence.items(tx, (await haven.case(mine)).vault)) == 1


async def test_a_document_cut_off_before_it_lay_in_the_vault_is_kept_and_told_of_at_the_next_try(
    haven_with_folder, ada, mine
):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await haven.sends(mine, b"\x89PNG\r\n\x1a\n capture", shared=True)
    await after.dossiers.draft(ada, mine, (await after.dossiers.view(ada, mine)).draft)
    await after.dossiers.show(ada, mine)
    async with haven.database.transaction() as tx:
        assert await dossiers.agree(tx, mine, haven.clock.now)
        await tx.run(tables.dossiers.update().values(state="made"))
    for _ in range(2):
        await after.dossiers.make(ada, mine)
    async with haven.database.reading() as tx:
        assert await dossiers.dossier_item(tx, mine)
    said = [body["paragraphs"] for _, body, _ in haven.letters.sent]
    assert said.count(["dossier-ready"]) == 1


async def test_a_dossier_is_made_only_after_the_person_agreed_and_lies_in_their_vault(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await haven.sends(mine, b"\x89PNG\r\n\x1a\n capture", shared=True)
    await haven.sends(mine, b"another", shared=False)
    with pytest.raises(DossierError):
        await after.dossiers.make(ada, mine)
    suggested = (await after.dossiers.view(ada, mine)).draft
    await after.dossiers.draft(ada, mine, suggested)
    await after.dossiers.show(ada, mine)
    with pytest.raises(NotAgreedError):
        await after.dossiers.make(ada, mine)
    entry = await haven.writes(mine, "1 : surtout le lundi")
    async with haven.database.transaction() as tx:
        assert await dossiers.correct(tx, mine, entry, haven.clock.now)
        assert await dossiers.agree(tx, mine, haven.clock.now)
    made = await after.dossiers.make(ada, mine)
    assert made == await after.dossiers.make(ada, mine)
    async with haven.database.reading() as tx:
        item = await dossiers.dossier_item(tx, mine)
        items = await haven.evidence.items(tx, (await haven.case(mine)).vault)
    assert item in {one.id for one in items}
    assert len(items) == 3
    says = await after.dossiers.complaint(ada, mine)
    assert [line.words for line in says.lines] == ["surtout le lundi"]
    assert [bool(exhibit.sha256) for exhibit in says.exhibits] == [True, False]


async def test_what_is_corrected_after_a_yes_needs_another_yes(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await after.dossiers.draft(ada, mine, (await after.dossiers.view(ada, mine)).draft)
    async with haven.database.transaction() as tx:
        assert not await dossiers.agree(tx, mine, haven.clock.now)  # nothing was shown yet
    await after.dossiers.show(ada, mine)
    async with haven.database.transaction() as tx:
        assert await dossiers.agree(tx, mine, haven.clock.now)
    entry = await haven.writes(mine, "et aussi sur snap")
    async with haven.database.transaction() as tx:
        assert await dossiers.correct(tx, mine, entry, haven.clock.now)
    with pytest.raises(NotAgreedError):
        await after.dossiers.make(ada, mine)


FULL = {"accounts": ("lea_93",), "links": (LINK,), "harm": ("dort mal",), "offences": ("threats",)}
WHOLE = ("« ils m'insultent »", "2. lea_93", f"3. {LINK}", "4. dort mal", "5. Menaces", "une pièce")


async def shown_to_lea(haven, after, ada, case_id) -> str:
    """Draft a full dossier, show it; return all that was written to the person."""
    entries = (await after.dossiers.view(ada, case_id)).draft.entries
    await after.dossiers.draft(ada, case_id, Draft(entries=entries, **FULL))
    await after.dossiers.show(ada, case_id)
    return "\n".join(haven.letters.to(person("lea"), "bot"))


async def test_the_person_reads_everything_the_dossier_would_hold_before_they_say_it_is_right(
    haven_with_folder, ada, mine
):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await haven.sends(mine, b"a capture", shared=True)
    told = await shown_to_lea(haven, after, ada, mine)
    assert [words for words in WHOLE if words not in told] == []
    assert told.index("Menaces") < told.index("draft-how")


async def test_what_stands_beside_the_lines_is_corrected_by_its_number_and_the_document_follows(
    haven_with_folder, ada, mine
):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await shown_to_lea(haven, after, ada, mine)
    for words in ("2 : lea_94", "4 : enlever", "5 : enlever", "et aussi sur snap"):
        entry = await haven.writes(mine, words)
        async with haven.database.transaction() as tx:
            assert await dossiers.correct(tx, mine, entry, haven.clock.now)
    async with haven.database.transaction() as tx:
        assert await dossiers.agree(tx, mine, haven.clock.now)
    says = await after.dossiers.complaint(ada, mine)
    assert (says.accounts, says.links, says.harm, says.offences) == (("lea_94",), (LINK,), (), ())
    assert [line.words for line in says.lines] == ["ils m'insultent", "et aussi sur snap"]


async def test_a_draft_shown_again_keeps_its_numbers(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await shown_to_lea(haven, after, ada, mine)
    entry = await haven.writes(mine, "2 : enlever")
    async with haven.database.transaction() as tx:
        assert await dossiers.correct(tx, mine, entry, haven.clock.now)
    haven.letters.sent.clear()
    await after.dossiers.show(ada, mine)
    told = "\n".join(haven.letters.to(person("lea"), "bot"))
    assert "lea_93" not in told
    assert f"3. {LINK}" in told


async def test_another_listener_neither_sees_nor_makes_a_dossier(haven_with_folder, grace, ada, mine):
    after = after_the_talk(haven_with_folder, None)
    bob = await haven_with_folder.enrolled(grace, "bob")
    for act in (after.dossiers.view, after.dossiers.show, after.dossiers.make, after.referrals.of_case):
        with pytest.raises(NotAllowedError):
            await act(bob, mine)


@pytest.mark.peer
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_document_is_tagged_the_same_bytes_each_time_and_loses_no_sign(clock, language):
    made = make_dossier(complaint(clock, language=language), Texts())
    assert made == make_dossier(complaint(clock, language=language), Texts())
    assert "Tagged:          yes" in run("pdfinfo", "-", read=made)
    assert b"pdfaid:part" in made
    text = said_in(made)
    assert "#evil[$x$]" in text
    for words in ("Привет", "你好", "สว", "😭"):
        assert words in text
    assert "مرحبا" in unicodedata.normalize("NFKC", text)
    assert "loutre paisible" in text
    assert "dort mal" in text
    assert LINK in text


@pytest.mark.peer
def test_a_sign_no_font_has_is_named_and_a_note_says_so(clock):
    line = Line("e1", clock.now, "tu vas voir \U00013000 \u16a0")
    text = " ".join(said_in(make_dossier(complaint(clock, lines=(line,)), Texts())).split())
    assert "[U+13000]" in text
    assert "nommés entre crochets" in text
    assert "entre crochets" not in said_in(make_dossier(complaint(clock), Texts()))


@pytest.mark.peer
def test_signs_that_turn_the_words_around_them_do_not_change_what_is_read(clock):
    line = Line("e1", clock.now, "paie \u202eruoj\u202c ce soir")
    assert "paie ruoj ce soir" in said_in(make_dossier(complaint(clock, lines=(line,)), Texts()))


@pytest.mark.peer
def test_a_dossier_without_a_line_says_so_instead_of_leaving_a_gap(clock):
    assert "Aucune ligne n'a été choisie" in said_in(make_dossier(complaint(clock, lines=()), Texts()))


@pytest.mark.peer
def test_three_hundred_exhibits_and_four_hundred_lines_fit_in_a_document(clock):
    many = tuple(Exhibit(n, clock.now, "ab" * 32, "image/png", 1000) for n in range(1, 301))
    lines = tuple(Line(f"e{n}", clock.now, "mot " * 40) for n in range(400))
    text = said_in(make_dossier(complaint(clock, exhibits=many, lines=lines), Texts()))
    assert "300" in text
    assert "400." in text


@pytest.mark.peer
def test_the_page_for_the_name_is_empty_and_the_last(clock):
    last = said_in(make_dossier(complaint(clock), Texts())).split("\f")[-2]
    assert "Nom et prénom" in last
    assert "loutre" in last  # the footer alone says whose it is


# -- referrals ---------------------------------------------------------------------------------------------------------


async def test_a_card_is_sent_and_it_is_asked_later_whether_they_were_received(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await after.referrals.card(ada, mine, "119", Need.CHILD_DANGER)
    (said,) = haven.letters.to(person("lea"), "bot")
    assert said.startswith("refer-card")
    step, due_at = (await haven.due(mine))["received"]
    assert (step, due_at - haven.clock.now) == ("", timedelta(days=3))
    async with haven.database.transaction() as tx:
        assert await referrals.received(tx, mine, "not_yet", haven.clock.now)
        assert await referrals.received(tx, mine, "yes", haven.clock.now)
    (row,) = await haven.rows(tables.referrals.select())
    assert row.state == "received"


async def test_nobody_is_told_before_the_person_has_read_the_word_and_agreed(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await after.referrals.warm(ada, mine, "119", Need.CHILD_DANGER, "Une personne de 13 ans va appeler.")
    (one,) = await after.referrals.of_case(ada, mine)
    assert "Une personne de 13 ans va appeler." in haven.letters.to(person("lea"), "bot")[0]
    with pytest.raises(NoSuchServiceError):
        await after.referrals.handed(ada, mine, one.id)
    async with haven.database.transaction() as tx:
        assert await referrals.consent(tx, mine, one.id, haven.clock.now, agrees=True)
    await after.referrals.handed(ada, mine, one.id)
    assert (await after.referrals.of_case(ada, mine))[0].state == "handed"
    (row,) = await haven.rows(tables.referrals.select())
    assert b"13 ans" not in row.sealed


async def test_a_no_is_a_no(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await after.referrals.warm(ada, mine, "119", Need.CHILD_DANGER, "Un mot.")
    (one,) = await after.referrals.of_case(ada, mine)
    async with haven.database.transaction() as tx:
        assert await referrals.consent(tx, mine, one.id, haven.clock.now, agrees=False)
        assert not await referrals.consent(tx, mine, one.id, haven.clock.now, agrees=True)
    with pytest.raises(NoSuchServiceError):
        await after.referrals.handed(ada, mine, one.id)


async def test_of_two_open_questions_each_answer_counts_for_the_word_it_stands_under(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    for words in ("Un mot doux.", "Un autre mot."):
        await after.referrals.warm(ada, mine, "119", Need.CHILD_DANGER, words)
        haven.clock.now += timedelta(minutes=1)
    first, second = await after.referrals.of_case(ada, mine)
    assert await answers(haven, mine, f"refer:yes_{first.id}")
    assert [one.state for one in await after.referrals.of_case(ada, mine)] == ["agreed", "asked"]
    assert await answers(haven, mine, f"refer:no_{second.id}")
    assert [one.state for one in await after.referrals.of_case(ada, mine)] == ["agreed", "declined"]
    await after.referrals.handed(ada, mine, first.id)


async def test_a_yes_is_taken_back_until_the_service_knows(haven_with_folder, ada, mine):
    haven, after = haven_with_folder, after_the_talk(haven_with_folder, None)
    await after.referrals.warm(ada, mine, "119", Need.CHILD_DANGER, "Un mot.")
    (one,) = await after.referrals.of_case(ada, mine)
    assert await answers(haven, mine, f"refer:yes_{one.id}")
    assert await answers(haven, mine, f"refer:no_{one.id}")
    with pytest.raises(NoSuchServiceError):
        await after.referrals.handed(ada, mine, one.id)


@pytest.mark.parametrize("button", ["yes", "yes_", "maybe_" + "a" * 32])
def test_a_button_that_does_not_say_which_word_it_means_counts_for_none(button):
    told = consented(Standing(), button)
    assert told.wishes == ()
    assert [say.id for say in told.replies[0].says] == ["button-unknown"]


def test_the_button_under_a_word_has_its_words_and_gives_the_answer_for_that_word():
    choice = f"refer:yes_{'a' * 32}"
    assert choice_text(choice) == "choice-refer-yes"
    assert CHOICE.fullmatch(choice)
    told = consented(Standing(), choice.partition(":")[2])
    assert told.wishes == (Answered(choice),)
    assert told.standing.answered("refer") == "yes"


async def answers(haven, case_id: str, what: str) -> bool:
    async with haven.database.transaction() as tx:
        return await take(tx, case_id, what, "", haven.clock.now)


async def test_a_service_nobody_knows_is_never_sent(haven_with_folder, ada, mine):
    with pytest.raises(NoSuchServiceError):
        await after_the_talk(haven_with_folder, None).referrals.card(ada, mine, "0612345678", Need.LISTENING)


def test_an_empty_draft_is_a_draft():
    assert Draft.load(Draft().dump()) == Draft()
