"""Safety 6 and 24: a child's intimate image is never asked for, shown or passed on; nothing is destroyed on a guess."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.coffers import INTIMATE, PICTURE, Coffers, coffers, shreds_in
from vault.errors import NoSuchItemError, NotSharedError, WithheldError
from vault.evidence import Unlocked
from vault.keys import Pair

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database

PHRASE = "tilleul-canoe-bougie-radis-phare"


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path) as opened:
        yield opened


async def team_of(house: Coffers) -> dict[int, bytes]:
    pair = Pair.new()
    async with house.database.transaction() as tx:
        await house.vault.team.enrol(tx, "ada", pair.public, None)
        return await house.vault.team.unlock(tx, "ada", pair.seed)


# -- only suspected ----------------------------------------------------------------------------------------------------


async def test_a_file_that_may_be_intimate_is_sealed_and_one_question_is_asked(house: Coffers):
    child = await house.comes()
    await child.taps(*INTIMATE, "act:consent_yes")
    await child.sends()
    assert "Personne ne l'ouvre" in child.words
    asked = [letter for letter in child.read if any("shows" in choice["id"] for choice in letter["choices"])]
    assert len(asked) == 1
    assert [choice["label"] for choice in asked[0]["choices"]] == ["Oui", "Non", "Je ne sais pas"]


async def test_nobody_can_open_it_whatever_was_said_about_sharing(house: Coffers):
    child = await house.comes()
    seeds = await team_of(house)
    await child.taps(*INTIMATE, "act:consent_yes")
    receipt = await child.sends()
    [item] = await child.items()
    assert (item.withheld, item.shared) == (True, False)
    with pytest.raises((NotSharedError, WithheldError)):
        await house.vault.evidence.open_for_team(receipt.item_id, seeds, "ada")
    await child.taps("act:vault_all")
    assert not (await child.items())[0].shared
    await house.deposits.choose(child.id, PHRASE)
    with pytest.raises(WithheldError):  # never shown again, to its owner neither
        await house.vault.evidence.open_for_victim(receipt.item_id, PHRASE)


@pytest.mark.parametrize(
    "story",
    [
        ("who:me", "age:15_17", "what:intimate"),
        ("who:friend", "age:adult", "what:intimate"),  # the friend who writes is grown; whose image it is may not be
        ("who:my_child", "age:13_14", "what:intimate"),
        ("who:skip", "age:skip", "what:intimate"),  # nobody said an age
        ("who:me", "age:under_13", "what:blackmail", "demand:images"),
    ],
)
async def test_whoever_may_be_a_minor_counts_as_one(house: Coffers, story: tuple[str, ...]):
    person = await house.comes()
    await person.taps("danger:no", *story)
    await person.sends()
    assert [item.withheld for item in await person.items()] == [True]


@pytest.mark.parametrize("story", [("who:me", "age:adult", "what:intimate"), ("who:me", "age:13_14", "what:insults")])
async def test_anything_else_is_kept_as_ever(house: Coffers, story: tuple[str, ...]):
    person = await house.comes()
    await person.taps("danger:no", *story)
    await person.sends()
    assert [item.withheld for item in await person.items()] == [False]


async def test_a_screenshot_of_a_blackmail_is_not_destroyed_on_a_guess(house: Coffers):
    child = await house.comes()
    seeds = await team_of(house)
    await child.taps(*INTIMATE, "act:consent_yes")
    receipt = await child.sends()
    await child.taps(child.button("act:vault_shows_no"))
    [item] = await child.items()
    assert (item.withheld, item.shared) == (False, True)
    opened = await house.vault.evidence.open_for_team(receipt.item_id, seeds, "ada")
    assert b"".join([chunk async for chunk in opened.chunks()]) == PICTURE
    assert (await child.acts())[-3:] == ["released", "shared", "opened-by-team"]


async def test_an_answer_is_about_one_file_and_no_other(house: Coffers):
    child = await house.comes()
    await child.taps(*INTIMATE)
    await child.sends(PICTURE + b"1")
    first = child.button("act:vault_shows_yes")
    await child.sends(PICTURE + b"2")
    await child.taps(first)
    assert [one.state for one in await child.withheld()] == ["destroyed", "held"]


async def test_a_file_kept_before_the_story_was_known_is_withheld_when_it_is_told(house: Coffers):
    """The tap that says what it is about may still be under way when the file is stored."""
    child = await house.comes()
    seeds = await team_of(house)
    await child.taps("danger:no", "act:consent_yes")
    receipt = await house.deposits.store(
        "web", child.id, _once(PICTURE), name="a.png", declared="image/png", key="early"
    )
    await child.taps("who:me", "age:13_14", "what:intimate")
    await house.deposits.tell("web", child.id, [receipt])
    await child.hears()
    assert [(item.withheld, item.shared) for item in await child.items()] == [(True, False)]
    with pytest.raises(WithheldError):
        await house.vault.evidence.open_for_team(receipt.item_id, seeds, "ada")
    await child.taps(child.button("act:vault_shows_yes"))
    memo = await _memo(house, child.id, receipt.item_id)
    assert memo.sha256 == hashlib.sha256(PICTURE).hexdigest()


async def _once(content: bytes):
    yield content


# -- declared ----------------------------------------------------------------------------------------------------------


async def test_declared_intimate_its_bytes_are_destroyed_and_its_fingerprint_stays_sealed(house: Coffers):
    child = await house.comes()
    await child.taps(*INTIMATE)
    receipt = await child.sends()
    assert list((house.folder / "var/evidence").glob("??/*"))
    await child.taps(child.button("act:vault_shows_yes"))
    await house.vault.evidence.settle()
    assert "reçue, détruite" in child.words
    assert await child.items() == []
    assert list((house.folder / "var/evidence").glob("??/*")) == []
    assert not any(name.startswith("item-") for name in shreds_in(house.folder))
    assert "destroyed" in await child.acts()
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert (await _memo(house, child.id, receipt.item_id)).sha256 == digest
    assert digest.encode() not in house.bytes_on_disk()
    assert bytes.fromhex(digest) not in house.bytes_on_disk()


async def _memo(house: Coffers, who: str, item_id: str):
    """Read, as the owner could with a phrase, what is left of a destroyed piece."""
    await house.deposits.choose(who, PHRASE)
    async with house.database.reading() as tx:
        found = await tx.row(_vault_of(who))
    assert found is not None
    unlocked = await house.vault.evidence.unlock(found.vault_id, PHRASE)
    async with house.database.reading() as tx:
        return await house.vault.evidence.withheld.memo(tx, item_id, unlocked)


def _vault_of(who: str):
    from bot.records import correspondents  # noqa: PLC0415 - this one query only

    return correspondents.select().where(correspondents.c.id == who)


async def test_a_backup_of_its_file_and_rows_opens_it_no_more(house: Coffers, tmp_path: Path):
    child = await house.comes()
    await child.taps(*INTIMATE)
    receipt = await child.sends()
    blob = house.folder / "var/evidence" / receipt.item_id[:2] / receipt.item_id
    backup = blob.read_bytes()
    await child.taps(child.button("act:vault_shows_yes"))
    await house.vault.evidence.settle()
    blob.write_bytes(backup)
    assert not any(name.startswith("item-") for name in shreds_in(house.folder))


async def test_the_ways_out_are_shown(house: Coffers):
    child = await house.comes()
    await child.taps(*INTIMATE)
    await child.sends()
    await child.taps(child.button("act:vault_shows_yes"))
    hosts = {link.split("/")[2] for link in child.links}
    assert hosts == {"takeitdown.ncmec.org", "www.internet-signalement.gouv.fr", "www.pointdecontact.net"}


async def test_the_operators_policy_may_keep_it_apart_where_nobody_opens_it(database: Database, tmp_path: Path):
    changes = {"declared: destroy": "declared: quarantine"}
    async with coffers(database, tmp_path, **changes) as house:
        child = await house.comes()
        await child.taps(*INTIMATE)
        receipt = await child.sends()
        await child.taps(child.button("act:vault_shows_yes"))
        assert [one.state for one in await child.withheld()] == ["declared"]
        await house.deposits.choose(child.id, PHRASE)
        with pytest.raises(WithheldError):
            await house.vault.evidence.open_for_victim(receipt.item_id, PHRASE)


# -- unanswered --------------------------------------------------------------------------------------------------------


async def test_unanswered_it_stays_sealed_by_default(house: Coffers):
    child = await house.comes()
    await child.taps(*INTIMATE)
    await child.sends()
    await child.taps(child.button("act:vault_shows_unsure"))
    await house.night(days=100)
    assert [one.state for one in await child.withheld()] == ["held"]


async def test_where_the_policy_says_so_the_night_work_destroys_it(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path, **{"unanswered: quarantine": "unanswered: destroy"}) as house:
        child = await house.comes()
        await child.taps(*INTIMATE)
        await child.sends()
        await house.night(days=6)
        assert [one.state for one in await child.withheld()] == ["held"]
        await house.night(days=8)
        assert [one.state for one in await child.withheld()] == ["destroyed"]


async def test_unanswered_it_is_destroyed_after_the_days_of_the_policy(house: Coffers):
    child = await house.comes()
    await child.taps(*INTIMATE)
    await child.sends()
    [held] = await child.withheld()
    async with house.database.transaction() as tx:
        assert await house.vault.evidence.unanswered(tx, held.at) == 0
        assert await house.vault.evidence.unanswered(tx, held.at + timedelta(seconds=1)) == 1
    assert [one.state for one in await child.withheld()] == ["destroyed"]


async def test_erasing_everything_takes_the_fingerprint_too(house: Coffers):
    child = await house.comes()
    await child.taps(*INTIMATE)
    receipt = await child.sends()
    await child.taps(child.button("act:vault_shows_yes"))
    await house.deposits.choose(child.id, PHRASE)
    vault_id = str(await child.vault_id())
    unlocked = await house.vault.evidence.unlock(vault_id, PHRASE)
    async with house.database.transaction() as tx:
        await house.vault.evidence.erase(tx, vault_id)
    async with house.database.reading() as tx:
        assert await house.vault.evidence.withheld.of(tx, vault_id) == []
    with pytest.raises(NoSuchItemError):
        async with house.database.reading() as tx:
            await house.vault.evidence.withheld.memo(tx, receipt.item_id, Unlocked(vault_id, unlocked.seed))


# -- 24: nothing on this path asks for a capture ---------------------------------------------------------------------


async def test_nothing_on_this_path_asks_for_a_capture(house: Coffers):
    child = await house.comes()
    said = []
    steps = (*INTIMATE, "act:evidence", "act:vault_keep", "act:consent_no", "act:vault", "act:human", "deadline:none")
    for step in steps:
        await child.taps(step)
        if step in INTIMATE[:-1]:
            continue
        said += [child.words, *(choice["label"] for letter in child.read for choice in letter["choices"])]
    assert "act:evidence" not in child.buttons
    assert not any("capture" in words.lower() for words in said)
    assert any("adresse" in words for words in said)
