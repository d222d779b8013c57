"""Safety 23: after high or above nothing is destroyed at once; the vaults of two people never meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.coffers import Coffers, coffers
from vault.errors import WrongPhraseError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from vault.database import Database

PHRASE = "tilleul-canoe-bougie-radis-phare"
GRAVE = ("danger:hurt_now", "act:continue_here", "act:consent_yes")


@pytest.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[Coffers]:
    async with coffers(database, tmp_path) as opened:
        yield opened


async def test_after_high_or_above_a_piece_is_deleted_only_three_days_later(house: Coffers):
    child = await house.comes()
    await child.taps(*GRAVE)
    await child.sends(b"on me menace", "text/plain")
    await child.taps("act:vault")
    await child.taps(child.button("act:vault_item"))
    await child.taps(child.button("act:vault_delete"))
    gone = child.button("act:vault_gone")
    await child.taps(gone)
    assert "trois jours" in child.words
    assert len(await child.items()) == 1
    await child.silence(f"gone-{gone.split('_')[2]}")
    assert await child.items() == []


async def test_otherwise_it_is_deleted_at_once_with_a_receipt(house: Coffers):
    child = await house.comes()
    await child.taps("danger:no", "who:me", "age:15_17", "what:insults", "act:consent_yes")
    await child.sends(b"on m'insulte", "text/plain")
    await child.taps("act:vault")
    await child.taps(child.button("act:vault_item"))
    await child.taps(child.button("act:vault_delete"))
    await child.taps(child.button("act:vault_gone"))
    assert await child.items() == []
    assert [letter["code"] for letter in child.read if letter["code"]]
    await house.vault.evidence.settle()
    assert await house.vault.shreds.beginning("item-") == []


async def test_a_parents_phrase_opens_nothing_of_the_childs(house: Coffers):
    child, parent = await house.comes("child"), await house.comes("parent")
    await child.taps("danger:no", "who:me", "act:consent_no")
    await parent.taps("danger:no", "who:my_child", "act:consent_no")
    receipt = await child.sends(b"a screenshot", "text/plain")
    await house.deposits.choose(child.id, PHRASE)
    await house.deposits.choose(parent.id, "navire-sapin-mitaine-ruche-violon")
    assert await child.vault_id() != await parent.vault_id()
    unlocked = await house.vault.evidence.unlock(str(await parent.vault_id()), "navire-sapin-mitaine-ruche-violon")
    with pytest.raises(WrongPhraseError):
        await house.vault.evidence.open_for_victim(receipt.item_id, unlocked)


async def test_a_button_of_somebody_elses_vault_does_nothing(house: Coffers):
    child, other = await house.comes("child"), await house.comes("other")
    for person in (child, other):
        await person.taps("danger:no", "act:consent_no")
    await child.sends(b"a screenshot", "text/plain")
    await child.taps("act:vault")
    button = child.button("act:vault_item")
    for act in ("share", "delete", "gone", "shows_yes"):
        await other.taps(button.replace("_item_", f"_{act}_"))
    assert len(await child.items()) == 1
    assert not (await child.items())[0].shared


async def test_in_the_chat_one_piece_is_shared_and_taken_back(house: Coffers):
    child = await house.comes()
    await child.taps("danger:no", "who:me", "act:consent_no")
    await child.sends(b"one", "text/plain")
    await child.sends(b"two", "text/plain")
    await child.taps("act:vault")
    first = next(button for button in child.buttons if button.startswith("act:vault_item"))
    await child.taps(first)
    await child.taps(child.button("act:vault_share"))
    assert [item.shared for item in await child.items()] == [True, False]
    await child.taps(first)
    await child.taps(child.button("act:vault_unshare"))
    assert [item.shared for item in await child.items()] == [False, False]
    await child.taps("act:vault_all")
    assert [item.shared for item in await child.items()] == [True, True]
    await child.taps("act:vault_none")
    assert [item.shared for item in await child.items()] == [False, False]


async def test_sharing_from_a_closed_vault_asks_for_the_phrase_on_the_page_and_never_in_the_chat(house: Coffers):
    child = await house.comes()
    await child.taps("danger:no", "who:me", "act:consent_no")
    await child.sends(b"one", "text/plain")
    await house.deposits.choose(child.id, PHRASE)
    await child.taps("act:vault")
    await child.taps(child.button("act:vault_item"))
    await child.taps(child.button("act:vault_share"))
    assert [letter["widget"] for letter in child.read] == ["vault"]
    assert not (await child.items())[0].shared
    assert PHRASE not in str(child.read)


async def test_a_long_list_is_read_in_pages(house: Coffers):
    child = await house.comes()
    await child.taps("danger:no", "act:consent_no")
    for number in range(8):
        await child.sends(b"%d" % number, "text/plain")
    await child.taps("act:vault")
    assert sum(button.startswith("act:vault_item") for button in child.buttons) == 6
    await child.taps("act:vault_page_2")
    assert sum(button.startswith("act:vault_item") for button in child.buttons) == 2
