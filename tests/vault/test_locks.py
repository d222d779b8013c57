"""Phrases: choosing one, coming back with it, and what it costs to guess."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.vault.vaults import OTHER_PHRASE, PHRASE, Vaults, read
from vault import attempts, records
from vault.attempts import FREE, FREE_IN_HAVEN, LONGEST_WAIT, wait_after
from vault.erasing import GRACE
from vault.errors import (
    ErasedError,
    PhraseChosenError,
    StoreError,
    TooManyAttemptsError,
    WeakPhraseError,
    WrongPhraseError,
)
from vault.locks import CROWDED
from vault.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Clock

WRONG = "ruche-violon-canoe-bougie-sapin"


async def row_of(vaults: Vaults, vault_id: str) -> Any:
    async with vaults.database.reading() as tx:
        row = await records.vault(tx, vault_id)
    assert row is not None
    return row


async def put_back(vaults: Vaults, vault_id: str, columns: dict[str, Any]) -> None:
    """Bring columns of a vault back, as the restoring of a backup would."""
    async with vaults.database.transaction() as tx:
        await records.change_vault(tx, vault_id, columns)


async def fail(vaults: Vaults, vault_id: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPhraseError):
            await vaults.evidence.unlock(vault_id, WRONG)


# -- choosing ------------------------------------------------------------------------------------------------


async def test_a_person_comes_back_on_any_channel_with_their_phrase(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    assert await vaults.evidence.resume(PHRASE.upper().replace("-", " "), caller="matrix") == vault_id
    assert await vaults.evidence.resume(WRONG, caller="matrix") is None


async def test_once_chosen_the_house_itself_cannot_open_the_vault(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.keep(vault_id)
    assert await vaults.evidence._locks.waiting_seed(await row_of(vaults, vault_id)) is not None
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    assert await vaults.evidence._locks.waiting_seed(await row_of(vaults, vault_id)) is None


async def test_a_backup_from_before_the_phrase_opens_nothing(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    waiting = (await row_of(vaults, vault_id)).waiting
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    await put_back(vaults, vault_id, {"waiting": waiting, "locked": None})
    with pytest.raises(ErasedError):
        await vaults.evidence._locks.waiting_seed(await row_of(vaults, vault_id))


async def test_evidence_from_before_and_after_the_phrase_opens_with_it(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    before = await vaults.keep(vault_id, b"before")
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    after = await vaults.keep(vault_id, b"after")
    unlocked = await vaults.evidence.unlock(vault_id, PHRASE)
    opened = [await vaults.evidence.open_for_victim(receipt.item_id, unlocked) for receipt in (before, after)]
    assert [await read(item) for item in opened] == [b"before", b"after"]
    assert repr(unlocked.seed) not in repr(unlocked)


@pytest.mark.parametrize("phrase", ["", "soleil", "azerty azerty azerty 12", "lea 2011 paris juin"])
async def test_a_weak_phrase_is_refused_and_the_vault_goes_on_waiting(vaults: Vaults, phrase: str) -> None:
    vault_id = await vaults.new()
    with pytest.raises(WeakPhraseError) as refusal:
        await vaults.evidence.choose_phrase(vault_id, phrase)
    assert phrase == "" or phrase not in str(refusal.value)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)


async def test_two_people_never_have_the_same_phrase(vaults: Vaults) -> None:
    one, other = await vaults.new(), await vaults.new()
    await vaults.evidence.choose_phrase(one, PHRASE)
    with pytest.raises(WeakPhraseError):
        await vaults.evidence.choose_phrase(other, PHRASE.upper())
    assert await vaults.evidence.resume(PHRASE) == one
    await vaults.evidence.choose_phrase(other, OTHER_PHRASE)
    assert len(await vaults.shreds.beginning("lock-")) == 2


async def test_two_people_who_choose_the_same_phrase_at_once_are_told_apart(vaults: Vaults) -> None:
    both = [await vaults.new(), await vaults.new()]
    tries = (vaults.evidence.choose_phrase(vault_id, PHRASE) for vault_id in both)
    told = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "WeakPhraseError"]
    assert len(await vaults.shreds.beginning("lock-")) == 1


async def test_choosing_again_is_no_error_but_replacing_takes_the_old_phrase(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    with pytest.raises(PhraseChosenError):
        await vaults.evidence.choose_phrase(vault_id, OTHER_PHRASE)
    assert len(await vaults.custody(vault_id)) == 2


async def test_choosing_twice_at_once_leaves_one_phrase_that_works(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    tries = (vaults.evidence.choose_phrase(vault_id, phrase) for phrase in (PHRASE, OTHER_PHRASE))
    told = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "PhraseChosenError"]
    kept = PHRASE if told[0] is None else OTHER_PHRASE
    assert (await vaults.evidence.unlock(vault_id, kept)).vault_id == vault_id
    assert len(await vaults.shreds.beginning("")) == 1


async def test_who_comes_a_moment_after_anothers_choice_is_told_so(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id = await vaults.new()
    locks, stale = vaults.evidence._locks, await row_of(vaults, vault_id)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    for phrase, told in ((PHRASE, None), (OTHER_PHRASE, PhraseChosenError)):
        rows = iter([stale, await row_of(vaults, vault_id)])

        async def read_earlier(_vault_id: str, rows: Any = rows) -> Any:
            return next(rows)

        monkeypatch.setattr(locks, "_row", read_earlier)
        with pytest.raises(told) if told else nullcontext():
            await vaults.evidence.choose_phrase(vault_id, phrase)


async def test_who_unlocks_while_the_phrase_is_changed_is_not_told_that_all_is_erased(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    get = vaults.shreds.get

    async def change_first(name: str) -> bytes:
        monkeypatch.setattr(vaults.shreds, "get", get)
        await vaults.evidence.change_phrase(vault_id, PHRASE, OTHER_PHRASE)
        return await get(name)

    monkeypatch.setattr(vaults.shreds, "get", change_first)
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.unlock(vault_id, PHRASE)
    await vaults.evidence.unlock(vault_id, OTHER_PHRASE)


async def test_a_phrase_that_was_seen_can_be_changed_and_is_worthless_then(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    before = await row_of(vaults, vault_id)
    await vaults.evidence.change_phrase(vault_id, PHRASE, OTHER_PHRASE)
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.open_for_victim(receipt.item_id, PHRASE)
    assert await vaults.evidence.resume(PHRASE) is None
    assert await read(await vaults.evidence.open_for_victim(receipt.item_id, OTHER_PHRASE)) == b"a screenshot"
    await put_back(vaults, vault_id, {"locked": before.locked, "phrase": before.phrase})
    with pytest.raises(ErasedError):
        await vaults.evidence.open_for_victim(receipt.item_id, PHRASE)


async def test_changing_needs_the_old_phrase_and_a_good_new_one(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.change_phrase(vault_id, WRONG, OTHER_PHRASE)
    with pytest.raises(WeakPhraseError):
        await vaults.evidence.change_phrase(vault_id, PHRASE, "soleil")
    await vaults.evidence.change_phrase(vault_id, PHRASE, PHRASE)
    assert await vaults.evidence.resume(PHRASE) == vault_id


async def test_a_phrase_that_was_changed_is_not_said_to_have_failed_and_the_old_one_goes_with_the_sweep(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(_names: object) -> None:
        raise StoreError("busy")

    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    with monkeypatch.context() as patch:
        patch.setattr(vaults.shreds, "destroy", busy)
        await vaults.evidence.change_phrase(vault_id, PHRASE, OTHER_PHRASE)
    assert len(await vaults.shreds.beginning("lock-")) == 2
    await vaults.evidence.sweep(datetime.now(UTC) + 2 * GRACE)
    assert len(await vaults.shreds.beginning("lock-")) == 1
    await vaults.evidence.unlock(vault_id, OTHER_PHRASE)


async def test_how_long_a_refusal_takes_does_not_tell_a_vault_without_a_phrase_from_none(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    passphrases, done = vaults.keys.passphrases, []
    stretch = passphrases._stretch

    async def counted(*told: Any) -> bytes:
        done.append(told)
        return await stretch(*told)

    vault_id = await vaults.new()
    monkeypatch.setattr(passphrases, "_stretch", counted)
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.unlock(vault_id, PHRASE)
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.refuse_slowly("nobody", PHRASE)
    assert len(done) == 2


# -- guessing ------------------------------------------------------------------------------------------------


def test_waits_begin_after_five_failures_and_double_up_to_an_hour() -> None:
    waits = [wait_after(failures) for failures in range(15)]
    assert waits[:6] == [0, 0, 0, 0, 0, 30]
    assert waits[6:10] == [60, 120, 240, 480]
    assert max(waits) == wait_after(10_000) == LONGEST_WAIT


async def test_whoever_guesses_at_a_vault_waits_and_its_owner_comes_in_afterwards(vaults: Vaults, clock: Clock) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    await fail(vaults, vault_id, FREE)
    with pytest.raises(TooManyAttemptsError) as refusal:
        await vaults.evidence.unlock(vault_id, PHRASE)
    assert refusal.value.wait == 30
    clock.forward(29)
    with pytest.raises(TooManyAttemptsError):
        await vaults.evidence.unlock(vault_id, PHRASE)
    clock.forward(1)
    await fail(vaults, vault_id, 1)
    clock.forward(59)
    with pytest.raises(TooManyAttemptsError) as refusal:
        await vaults.evidence.unlock(vault_id, PHRASE)
    assert refusal.value.wait == 1
    clock.forward(1)
    await vaults.evidence.unlock(vault_id, PHRASE)
    await fail(vaults, vault_id, FREE)


async def test_one_who_guesses_at_one_vault_does_not_slow_another(vaults: Vaults) -> None:
    one, other = await vaults.new(), await vaults.new()
    await vaults.evidence.choose_phrase(other, PHRASE)
    await fail(vaults, one, FREE)
    assert (await vaults.evidence.unlock(other, PHRASE)).vault_id == other


async def test_guesses_made_all_at_once_are_all_counted(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    tries = (vaults.evidence.unlock(vault_id, WRONG) for _ in range(20))
    told = [type(answer) for answer in await asyncio.gather(*tries, return_exceptions=True)]
    assert told.count(TooManyAttemptsError) == 20 - FREE
    assert told.count(WrongPhraseError) == FREE


async def test_whoever_tries_phrases_waits_and_nobody_else_does(vaults: Vaults, clock: Clock) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    for _ in range(FREE):
        assert await vaults.evidence.resume(WRONG, caller="web/1") is None
    with pytest.raises(TooManyAttemptsError):
        await vaults.evidence.resume(PHRASE, caller="web/1")
    assert await vaults.evidence.resume(PHRASE, caller="web/2") == vault_id
    clock.forward(days=1)
    assert await vaults.evidence.resume(PHRASE, caller="web/1") == vault_id


async def test_a_new_conversation_for_every_guess_is_no_way_round(
    vaults: Vaults, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []

    async def enter(_turnstile: Turnstile, lane: str) -> bool:
        turns.append(lane)
        return lane != "full"

    monkeypatch.setattr(Turnstile, "enter", enter)
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    for guess in range(FREE_IN_HAVEN):
        assert await vaults.evidence.resume(WRONG, caller=f"web/{guess}", lane="one network") is None
    assert turns == []
    assert await vaults.evidence.resume(PHRASE, caller="web/child", lane="at home") == vault_id
    assert turns == ["at home"]  # slowed with all the others, never refused
    with pytest.raises(TooManyAttemptsError):
        await vaults.evidence.resume(WRONG, caller="web/more", lane="full")
    clock.forward(minutes=1)  # forgiven, five of them
    await vaults.evidence.resume(PHRASE, caller="web/child", lane="at home")
    assert turns == ["at home", "full"]


async def test_whoever_is_told_to_come_back_because_of_their_neighbours_has_not_tried_anything(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def enter(_turnstile: Turnstile, lane: str) -> bool:
        return lane != "full"

    monkeypatch.setattr(Turnstile, "enter", enter)
    monkeypatch.setattr(attempts, "FREE_IN_HAVEN", 0)
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    for _ in range(2 * FREE):
        with pytest.raises(TooManyAttemptsError) as told:
            await vaults.evidence.resume(PHRASE, caller="web/child", lane="full")
        assert told.value.wait == CROWDED
    assert await vaults.evidence.resume(PHRASE, caller="web/child", lane="at home") == vault_id


async def test_ones_own_phrase_buys_no_further_guesses(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    with pytest.raises(TooManyAttemptsError):  # noqa: PT012 - the loop ends where it should
        for _ in range(FREE + 1):
            await vaults.evidence.resume(WRONG, caller="web/1")
            await vaults.evidence.resume(PHRASE, caller="web/1")


async def test_coming_back_often_with_the_right_phrase_slows_nobody(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    for _ in range(2 * FREE):
        assert await vaults.evidence.resume(PHRASE, caller="web/1") == vault_id


async def test_a_failed_unlock_slows_its_caller_too(vaults: Vaults) -> None:
    mine, others = await vaults.new(), [await vaults.new() for _ in range(FREE)]
    await vaults.evidence.choose_phrase(mine, PHRASE)
    for vault_id in others:
        with pytest.raises(WrongPhraseError):
            await vaults.evidence.unlock(vault_id, WRONG, caller="web/1")
    with pytest.raises(TooManyAttemptsError):
        await vaults.evidence.unlock(mine, PHRASE, caller="web/1")
    await vaults.evidence.unlock(mine, PHRASE, caller="web/2")


async def test_nothing_tells_whether_a_phrase_has_a_vault(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    known, unknown = [await work_of(vaults, phrase) for phrase in (PHRASE, WRONG)]
    assert known == unknown
    assert known.count("stretch") == 1


async def work_of(vaults: Vaults, phrase: str) -> Sequence[str]:
    """Return every statement and every slow step a `resume` takes, in order."""
    seen: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    passphrases = vaults.keys.passphrases
    stretch = passphrases._stretch

    async def watched(*args: Any) -> bytes:
        seen.append("stretch")
        return await stretch(*args)

    sa.event.listen(vaults.database.engine.sync_engine, "before_cursor_execute", look)
    passphrases._stretch = watched
    await vaults.evidence.resume(phrase, caller=phrase)
    passphrases._stretch = stretch
    sa.event.remove(vaults.database.engine.sync_engine, "before_cursor_execute", look)
    return seen


async def test_a_slow_phrase_holds_up_no_writer(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    passphrases = vaults.keys.passphrases
    stretch, wrote = passphrases._stretch, 0

    async def watched(*args: Any) -> bytes:
        nonlocal wrote
        async with asyncio.timeout(5), vaults.database.transaction() as tx:
            await records.forget_attempts(tx, before=vaults.clock() - timedelta(days=9))
        wrote += 1
        return await stretch(*args)

    passphrases._stretch = watched
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    await vaults.evidence.resume(PHRASE)
    await vaults.evidence.consent_by_phrase(vault_id, PHRASE, share=True)
    await vaults.evidence.change_phrase(vault_id, PHRASE, OTHER_PHRASE)
    assert wrote == 2 + 1 + 1 + 3


async def test_old_failures_are_forgotten_and_name_nobody(vaults: Vaults, clock: Clock) -> None:
    await vaults.evidence.resume(WRONG, caller="telegram/4711")
    async with vaults.database.reading() as tx:
        keys = [row.key for row in await tx.rows(sa.select(records.attempts))]
    assert len(keys) == 2  # the caller's, and the haven's
    assert not any(b"4711" in key for key in keys)
    clock.forward(days=1, seconds=1)
    assert await vaults.evidence.sweep(clock()) == 2
