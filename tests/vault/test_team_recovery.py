"""The recovery code: a sheet of paper that opens what the team reads, when nobody knows a passphrase any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vault.errors import CannotOpenError, LastHolderError
from vault.keys import Pair

if TYPE_CHECKING:
    from tests.vault.vaults import Vaults


async def printed(vaults: Vaults, seeds: dict[int, bytes]) -> str:
    async with vaults.database.transaction() as tx:
        return await vaults.team.print_recovery(tx, seeds)


async def recovered(vaults: Vaults, code: str) -> dict[int, bytes]:
    async with vaults.database.reading() as tx:
        return await vaults.team.recovered(tx, code)


async def test_the_code_opens_what_the_team_reads_however_it_is_typed(vaults: Vaults):
    seeds = await vaults.supervisor()
    code = await printed(vaults, seeds)
    assert await recovered(vaults, code) == seeds
    assert await recovered(vaults, code.lower().replace("-", " ")) == seeds
    assert await recovered(vaults, code.replace("-", "\N{EN DASH}")) == seeds  # a phone makes one of two hyphens


async def test_it_opens_what_is_written_after_somebody_left_too(vaults: Vaults):
    seeds = await vaults.supervisor()
    code = await printed(vaults, seeds)
    pair = Pair.new()
    async with vaults.database.transaction() as tx:
        await vaults.team.enrol(tx, "bob", pair.public, seeds)
        await vaults.team.dismiss(tx, "ada")
        epoch, _ = await vaults.team.public(tx)
    assert epoch in await recovered(vaults, code)


async def test_a_newer_code_ends_the_older_one(vaults: Vaults):
    seeds = await vaults.supervisor()
    old = await printed(vaults, seeds)
    await printed(vaults, seeds)
    with pytest.raises(CannotOpenError):
        await recovered(vaults, old)


async def test_a_mistyped_code_and_one_never_printed_open_nothing(vaults: Vaults):
    seeds = await vaults.supervisor()
    with pytest.raises(CannotOpenError):
        await recovered(vaults, "AAAA-" * 13 + "AAAA")
    code = await printed(vaults, seeds)
    wrong = ("B" if code[0] != "B" else "C") + code[1:]
    for other in (wrong, code[:-1], "", "-", code + "AAAA", "É" + code[1:], "œ"):
        with pytest.raises(CannotOpenError):
            await recovered(vaults, other)


async def test_nobody_prints_a_code_without_the_teams_key(vaults: Vaults):
    await vaults.supervisor()
    with pytest.raises(CannotOpenError):
        await printed(vaults, {1: bytes(32)})


async def test_paper_is_no_listener_the_last_one_stays(vaults: Vaults):
    await printed(vaults, await vaults.supervisor())
    with pytest.raises(LastHolderError):
        async with vaults.database.transaction() as tx:
            await vaults.team.dismiss(tx, "ada")
