"""Two hands at one moment: what is withheld opens to nobody, and what was decided first is not undone by the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.vault.vaults import PHRASE, Vaults, read
from vault import records
from vault.errors import NoSuchItemError, NotSharedError, WithheldError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from vault.database import Transaction

    Act = Callable[[Transaction], Awaitable[Any]]


@pytest.fixture
async def shared(vaults: Vaults) -> tuple[str, str]:
    """A vault and the one item in it, which the team may open."""
    vault_id = await vaults.new()
    return vault_id, (await vaults.keep(vault_id, share_with_team=True)).item_id


def faster(monkeypatch: pytest.MonkeyPatch, act: Act) -> None:
    """Have another hand do something in the very moment in which the next one waits for the vault."""
    found = records.vault

    async def waited(tx: Transaction, vault_id: str, *, held: bool = False) -> records.Row | None:
        if held:
            monkeypatch.undo()
            await act(tx)
        return await found(tx, vault_id, held=held)

    monkeypatch.setattr(records, "vault", waited)


async def acts(vaults: Vaults, vault_id: str) -> list[str]:
    return [json.loads(one.body)["act"] for one in await vaults.custody(vault_id)]


async def hold(vaults: Vaults, item_id: str) -> bool:
    async with vaults.database.transaction() as tx:
        return await vaults.evidence.withheld.hold(tx, item_id, "house")


async def test_what_is_withheld_while_its_owner_types_the_phrase_does_not_open(
    vaults: Vaults, shared: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, item_id = shared
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    unlock = vaults.evidence.unlock

    async def slowly(*told: Any, **more: Any) -> Any:
        unlocked = await unlock(*told, **more)
        await hold(vaults, item_id)
        return unlocked

    monkeypatch.setattr(vaults.evidence, "unlock", slowly)
    with pytest.raises(WithheldError):
        await vaults.evidence.open_for_victim(item_id, PHRASE)
    assert "opened-by-owner" not in await acts(vaults, vault_id)


async def test_what_is_withheld_while_a_listener_opens_it_does_not_open(
    vaults: Vaults, shared: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, item_id = shared
    seeds = await vaults.supervisor()
    faster(monkeypatch, lambda tx: vaults.evidence.withheld.hold(tx, item_id, "house"))
    with pytest.raises(WithheldError):
        await vaults.evidence.open_for_team(item_id, seeds, "ada")


async def test_what_is_withheld_while_a_package_is_made_is_not_in_it(
    vaults: Vaults, shared: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, item_id = shared
    seeds = await vaults.supervisor()
    faster(monkeypatch, lambda tx: vaults.evidence.withheld.hold(tx, item_id, "house"))
    with pytest.raises(NotSharedError):
        await vaults.evidence.packing.for_team(vault_id, seeds, "ada")


async def test_a_piece_its_owner_released_is_not_destroyed_by_the_clock(
    vaults: Vaults, shared: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, item_id = shared
    await hold(vaults, item_id)
    async with vaults.database.transaction() as tx:
        faster(monkeypatch, lambda tx: vaults.evidence.withheld.release(tx, item_id, "owner"))
        with pytest.raises(NoSuchItemError):
            await vaults.evidence.withheld.destroy(tx, item_id, "policy")
    await vaults.evidence.settle()
    unlocked = await vaults.evidence.unlock_waiting(vault_id)
    assert await read(await vaults.evidence.open_for_victim(item_id, unlocked)) == b"a screenshot"


async def test_two_who_withhold_the_same_piece_write_it_down_once(
    vaults: Vaults, shared: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id, item_id = shared
    async with vaults.database.transaction() as tx:
        faster(monkeypatch, lambda tx: vaults.evidence.withheld.hold(tx, item_id, "house"))
        assert not await vaults.evidence.withheld.hold(tx, item_id, "house")
    assert (await acts(vaults, vault_id)).count("withheld") == 1


async def test_only_what_was_destroyed_can_be_forgotten(vaults: Vaults, shared: tuple[str, str]) -> None:
    vault_id, item_id = shared
    await hold(vaults, item_id)
    async with vaults.database.transaction() as tx:
        with pytest.raises(WithheldError):
            await vaults.evidence.withheld.forget(tx, item_id, "owner")
    with pytest.raises(WithheldError):
        await vaults.evidence.open_for_victim(item_id, await vaults.evidence.unlock_waiting(vault_id))
