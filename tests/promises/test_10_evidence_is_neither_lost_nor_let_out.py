"""Safety 10: recovery words; no reset opens old pieces; attempts slowed; a vault that is not there is not told."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from bot.strongroom import Strongroom
from tests.coffers import Coffers, Owner, coffers
from tests.vault.vaults import pieces
from vault.errors import PhraseChosenError, QuotaError, TooManyAttemptsError, WrongPhraseError
from vault.evidence import Part, Progress
from vault.uploads import PART_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database

PHRASE = "tilleul-canoe-bougie-radis-phare"
OTHER = "navire-sapin-mitaine-ruche-violon"


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path) as opened:
        yield opened


def room(house: Coffers) -> Strongroom:
    vault = house.vault
    return Strongroom(house.database, vault.evidence, vault.keys.service, house.haven.mailroom, 5)


async def keeps(house: Coffers, name: str, phrase: str = "") -> Owner:
    owner = await house.comes(name)
    await owner.taps("danger:no", "act:consent_no")
    await owner.sends(b"on m'insulte", "text/plain")
    if phrase:
        await house.deposits.choose(owner.id, phrase)
    return owner


async def test_nobody_resets_a_phrase_without_the_old_one_or_the_recovery_words(house: Coffers):
    owner = await keeps(house, "a", PHRASE)
    with pytest.raises(PhraseChosenError):
        await house.deposits.choose(owner.id, OTHER)
    with pytest.raises(WrongPhraseError):
        await room(house).recover("token", "onze mots que personne n'a jamais tires ici pour ce coffre", OTHER)
    with pytest.raises(WrongPhraseError):
        await room(house).unlock(owner.id, "token", OTHER)


async def test_with_recovery_words_nothing_is_lost_with_the_phrase(house: Coffers):
    owner = await keeps(house, "a", PHRASE)
    here = room(house)
    await here.unlock(owner.id, "token", PHRASE)
    words = await here.recovery(owner.id, "token", "fr")
    await here.recover("token", words, OTHER)
    await here.unlock(owner.id, "token", OTHER)
    [piece] = await here.listed(owner.id)
    item = await here.original(owner.id, "token", piece["seq"])
    assert b"".join([chunk async for chunk in item.chunks()]) == b"on m'insulte"


async def test_attempts_are_slowed_for_each_vault_whoever_tries(house: Coffers):
    owner = await keeps(house, "a", PHRASE)
    here = room(house)
    for number in range(5):
        with pytest.raises(WrongPhraseError):
            await here.unlock(owner.id, f"token{number}", "pas la bonne phrase du tout")
    with pytest.raises(TooManyAttemptsError) as slowed:
        await here.unlock(owner.id, "a new token", PHRASE)
    assert slowed.value.wait >= 29


async def test_where_there_is_no_vault_the_answers_are_the_same(house: Coffers):
    without, empty = await house.comes("a"), await house.comes("b")
    await empty.taps("danger:no", "act:consent_no")  # that opens a vault, with nothing in it
    await without.taps("danger:no")
    assert (await without.vault_id(), await empty.vault_id()) != (None, None)
    said = []
    for person in (without, empty):
        await person.taps("act:vault")
        first = [letter["paragraphs"] for letter in person.read]
        await person.taps("act:vault_item_2_1")
        said.append((first, person.words, person.buttons))
    assert said[0] == said[1]
    here = room(house)
    faults = []
    for person in (without, empty):
        assert await here.listed(person.id) == []
        assert await here.needs_phrase(person.id) is False
        for _ in range(6):
            with pytest.raises((WrongPhraseError, TooManyAttemptsError)) as fault:
                await here.unlock(person.id, person.id, "pas la bonne phrase du tout")
            faults.append((person is empty, type(fault.value)))
    assert [kind for is_empty, kind in faults if is_empty] == [kind for is_empty, kind in faults if not is_empty]


async def test_a_flood_is_refused_in_words_before_a_byte_is_written(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path, **{"items_per_hour: 100": "items_per_hour: 2"}) as house:
        owner = await house.comes()
        await owner.taps("danger:no", "act:consent_no")
        for number in range(2):
            await owner.sends(b"%d" % number, "text/plain")
        read: list[bytes] = []

        async def stream() -> AsyncIterator[bytes]:
            read.append(b"x")
            yield b"x"

        with pytest.raises(QuotaError):
            await house.deposits.keep("web", owner.id, stream(), name="x", declared="text/plain", key="more")
        assert read == []
        assert len(await owner.items()) == 2


async def test_a_file_announced_as_too_large_for_the_room_left_is_refused_unread(database: Database, tmp_path: Path):
    async with coffers(database, tmp_path, **{"bytes: 2000000000": "bytes: 10000"}) as house:
        owner = await house.comes()
        await owner.taps("danger:no")
        with pytest.raises(QuotaError):
            await owner.sends(b"x" * 9000, announced=20_000)
        with pytest.raises(QuotaError):  # and one that said nothing of it is not kept either
            await owner.sends(b"x" * 20_000)
        assert await owner.items() == []
        assert list((tmp_path / "var/evidence").glob("??/*")) == []


async def test_the_owner_is_asked_once_before_anything_expires_and_may_keep_it(house: Coffers):
    owner = await keeps(house, "a")
    await house.night(days=334)
    assert await owner.hears() == []
    await house.night(days=340)
    await owner.hears()
    assert "bientôt effacé" in owner.words
    await house.night(days=341)
    assert await owner.hears() == []
    await owner.taps("act:vault_later")
    assert len(await owner.items()) == 1


async def test_what_nobody_wants_kept_expires_with_its_keys(house: Coffers):
    owner = await keeps(house, "a")
    vault_id = str(await owner.vault_id())
    await house.night(days=366)
    await house.vault.evidence.settle()
    async with house.database.reading() as tx:
        assert await house.vault.evidence.items(tx, vault_id) == []
    assert await house.vault.shreds.beginning("item-") == []


async def test_whoever_comes_back_in_the_middle_of_a_large_file_reads_that_it_did_not_arrive(house: Coffers):
    owner = await keeps(house, "a", PHRASE)
    await sends_part(house, owner, 1)
    await owner.starts()
    assert "Un fichier n'est pas arrivé jusqu'au bout : il n'en reste rien ici. Tu peux le renvoyer." in owner.words
    assert len(await owner.items()) == 1
    await owner.starts()
    assert "jusqu'au bout" not in owner.words
    assert (await sends_part(house, owner, 1)).missing == 2


async def test_whoever_asks_whether_it_arrived_reads_what_did_and_what_is_still_coming(house: Coffers):
    owner = await keeps(house, "a")
    await sends_part(house, owner, 1)
    await owner.says("c'est bon ?")
    assert "Tes messages sont bien arrivés" in owner.words
    assert "Ce que tu as gardé est là : une pièce." in owner.words
    assert "Un fichier n'est pas encore arrivé en entier." in owner.words
    assert (await sends_part(house, owner, 2)).receipt is not None


async def sends_part(house: Coffers, owner: Owner, number: int) -> Progress:
    whole = b"x" * (PART_BYTES + 9)
    clear = whole[(number - 1) * PART_BYTES : number * PART_BYTES]
    part = Part(number, hashlib.sha256(clear).hexdigest(), len(whole))
    told = {"name": "film.mp4", "declared": "video/mp4", "key": "film"}
    return await house.deposits.keep_part(owner.channel, owner.id, pieces(clear, 1 << 20), part, **told)
