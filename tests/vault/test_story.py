"""Any story of keeping, sharing, phrases, opening and erasing ends as a model of a few lines says."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.vault.vaults import Vaults, pieces, read
from vault import records, uploads
from vault.custody import verify
from vault.database import connect
from vault.erasing import RETRIES
from vault.errors import (
    ErasedError,
    NoSuchItemError,
    NotSharedError,
    PhraseChosenError,
    PhraseNeededError,
    WeakPhraseError,
    WrongPhraseError,
)
from vault.evidence import Part
from vault.keys import Cost, load_keys
from vault.verifying import verify_package

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    import pytest

PHRASES = [
    "tilleul-canoe-bougie-radis-phare",
    "navire-sapin-mitaine-ruche-violon",
    "ruche-canoe-navire-bougie-sapin",
]
PART = 5000
STEPS = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a failing story is read as it came: shrinking it would take minutes
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Told:
    """What the model says a vault holds: each item's content and whether the team may see it."""

    id: str
    items: dict[str, tuple[bytes, bool]] = field(default_factory=dict)
    phrase: str | None = None
    shares: bool | None = None
    erased: bool = False
    acts: list[str] = field(default_factory=lambda: ["made"])
    retries: dict[str, tuple[Any, datetime]] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)  # of items that came in parts: in how many they lie
    coming: dict[str, int] = field(default_factory=dict)  # of uploads under way: how many parts are there


class Story(RuleBasedStateMachine):
    """One person after another confides something, changes their mind, comes back, and leaves."""

    prepare: Callable[[Path], str]
    ends: list[int]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.loop = asyncio.Runner()
        self.now = datetime(2026, 11, 24, tzinfo=UTC)
        keys = load_keys(self.folder / "keys", cost=Cost(memory=64, passes=1, lanes=1))
        database = connect(type(self).prepare(self.folder))
        self.vaults = Vaults(self.folder, database, keys, lambda: self.now)
        self.told: list[Told] = []
        self.gone: list[str] = []

    def run(self, work: Coroutine[Any, Any, Any], *expected: type[Exception]) -> Any:
        """Do one thing a day, so that nobody is ever slowed; return what came, or which refusal that was expected."""
        self.now += timedelta(days=1, seconds=1)
        try:
            return self.loop.run(work)
        except expected as refusal:
            return type(refusal)

    def pick(self, which: int) -> Told:
        return self.told[which % len(self.told)]

    @initialize()
    def begin(self) -> None:
        self.seeds = self.run(self.vaults.supervisor())
        self.open()

    @rule()
    @precondition(lambda self: len(self.told) < 3)
    def open(self) -> None:
        self.told.append(Told(self.run(self.vaults.new())))

    @rule(which=st.integers(0, 9), size=st.sampled_from([1, 9000]), share=st.sampled_from([None, True, False]),
          key=st.sampled_from([None, "a"]))  # fmt: skip
    def keep(self, *, which: int, size: int, share: bool | None, key: str | None) -> None:
        told = self.pick(which)
        content = f"{self.now}".encode() * size
        came = self.run(self.vaults.keep(told.id, content, share_with_team=share, key=key), ErasedError)
        if told.erased:
            assert came is ErasedError
        elif key in told.retries:
            assert came == told.retries[key][0]
        else:
            shared = bool(told.shares) if share is None else share
            told.items[came.item_id] = (content, shared)
            told.acts += ["kept"] + ["shared"] * shared
            if key:
                told.retries[key] = (came, self.now)

    @rule(which=st.integers(0, 9), parts=st.integers(1, 3), whole=st.booleans())
    def keep_in_parts(self, *, which: int, parts: int, whole: bool) -> None:
        """Send a file part by part, to its end or not."""
        told, key = self.pick(which), f"film {self.now}"
        content = f"{self.now}".encode().ljust(PART * parts + 1, b".")
        for number in range(1, parts + 1 + whole):
            clear = content[(number - 1) * PART : number * PART]
            part = Part(number, hashlib.sha256(clear).hexdigest(), len(content))
            named = {"name": "film.mp4", "declared": "video/mp4", "limit": 1 << 20, "actor": "owner", "source": "web"}
            came = self.run(self.vaults.evidence.keep_part(told.id, pieces(clear), part, key=key, **named), ErasedError)
        if told.erased:
            assert came is ErasedError
        elif whole:
            told.items[came.receipt.item_id] = (content, bool(told.shares))
            told.files[came.receipt.item_id] = parts + 1
            told.acts += ["kept"] + ["shared"] * bool(told.shares)
            told.retries[key] = (came.receipt, self.now)
        else:
            assert came.missing == parts + 1
            told.coming[key] = parts

    @rule(which=st.integers(0, 9))
    def export_for_team(self, which: int) -> None:
        told = self.pick(which)
        shared = [content for content, is_shared in told.items.values() if is_shared]
        came = self.run(self.packed(self.vaults.evidence.packing.for_team(told.id, self.seeds, "ada")), NotSharedError)
        assert came == (sorted(shared) if shared else NotSharedError)
        told.acts += ["packaged"] * len(shared)

    @rule(which=st.integers(0, 9))
    def export_for_owner(self, which: int) -> None:
        told, evidence = self.pick(which), self.vaults.evidence
        opening = evidence.unlock(told.id, told.phrase) if told.phrase else evidence.unlock_waiting(told.id)
        unlocked = self.run(opening, ErasedError)
        if told.erased:
            assert unlocked is ErasedError
            return
        came = self.run(self.packed(evidence.packing.for_owner(unlocked, {})))
        assert came == sorted(content for content, _ in told.items.values())
        told.acts += ["copied-by-owner"] * len(told.items)

    async def packed(self, packing: Coroutine[Any, Any, Any]) -> list[bytes]:
        """Write a package, check it as anybody can, and return what is in it."""
        path = self.folder / "package.zip"
        path.write_bytes(b"".join([chunk async for chunk in await packing]))
        assert verify_package(path).flaw is None
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.startswith("data/pieces/")]
            return sorted(archive.read(name) for name in names)

    @rule(which=st.integers(0, 9), share=st.booleans(), phrase=st.sampled_from([None, *PHRASES]))
    def consent(self, *, which: int, share: bool, phrase: str | None) -> None:
        told = self.pick(which)
        if phrase is None:
            work = self.vaults.share(told.id, share=share)
        else:
            work = self.vaults.evidence.consent_by_phrase(told.id, phrase, share=share)
        came = self.run(work, ErasedError, PhraseNeededError, WrongPhraseError)
        differing = [item_id for item_id, (_, shared) in told.items.items() if shared is not share]
        if told.erased:
            assert came is ErasedError
        elif phrase is not None and phrase != told.phrase:
            assert came is WrongPhraseError
        elif phrase is None and told.phrase and share and differing:
            assert came is PhraseNeededError
        else:
            assert came == len(differing)
            told.acts += ["shared" if share else "unshared"] * (len(differing) + (told.shares is not share))
            told.items |= {item_id: (told.items[item_id][0], share) for item_id in differing}
            told.shares = share

    @rule(which=st.integers(0, 9), phrase=st.sampled_from(PHRASES))
    def choose(self, which: int, phrase: str) -> None:
        told = self.pick(which)
        taken = phrase in {other.phrase for other in self.told if other is not told}
        came = self.run(
            self.vaults.evidence.choose_phrase(told.id, phrase), ErasedError, PhraseChosenError, WeakPhraseError
        )
        if told.erased:
            assert came is ErasedError
        elif told.phrase:
            assert came is (None if phrase == told.phrase else PhraseChosenError)
        elif taken:
            assert came is WeakPhraseError
        else:
            assert came is None
            told.phrase = phrase
            told.acts.append("phrase-chosen")

    @rule(phrase=st.sampled_from(PHRASES))
    def come_back(self, phrase: str) -> None:
        mine = [told.id for told in self.told if told.phrase == phrase]
        assert self.run(self.vaults.evidence.resume(phrase)) == (mine[0] if mine else None)

    @rule(which=st.integers(0, 9), item=st.integers(0, 9))
    def open_for_team(self, which: int, item: int) -> None:
        told, item_id = self.item(which, item)
        came = self.run(
            self.opened(self.vaults.evidence.open_for_team(item_id, self.seeds, "ada")), NotSharedError, NoSuchItemError
        )
        if item_id not in told.items:
            assert came is NoSuchItemError
        elif not told.items[item_id][1]:
            assert came is NotSharedError
        else:
            assert came == told.items[item_id][0]
            told.acts.append("opened-by-team")

    @rule(which=st.integers(0, 9), item=st.integers(0, 9), phrase=st.sampled_from(PHRASES))
    def open_for_owner(self, which: int, item: int, phrase: str) -> None:
        told, item_id = self.item(which, item)
        came = self.run(
            self.opened(self.vaults.evidence.open_for_victim(item_id, phrase)), WrongPhraseError, NoSuchItemError
        )
        if item_id not in told.items:
            assert came is NoSuchItemError
        elif phrase != told.phrase:
            assert came is WrongPhraseError
        else:
            assert came == told.items[item_id][0]
            told.acts.append("opened-by-owner")

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: len(self.told) > 1)
    def erase(self, which: int) -> None:
        told = self.pick(which)
        assert self.run(self.vaults.erase(told.id)) == len(told.items)
        if not told.erased:
            self.gone += told.items
            told.acts.append("erased")
            told.items, told.coming, told.phrase, told.erased = {}, {}, None, True

    @rule()
    def sweep(self) -> None:
        self.run(self.vaults.evidence.sweep(self.now + timedelta(days=1, seconds=1)))
        for told in self.told:
            told.coming = {}
            told.retries = {key: kept for key, kept in told.retries.items() if self.now - kept[1] <= RETRIES}

    def item(self, which: int, item: int) -> tuple[Told, str]:
        """Return an item of a vault, or one that is gone."""
        told = self.pick(which)
        ids = [*told.items, *self.gone, "0" * 32]
        item_id = ids[item % len(ids)]
        return told, item_id

    async def opened(self, opening: Coroutine[Any, Any, Any]) -> bytes:
        return await read(await opening)

    async def compare(self, told: Told) -> None:
        items = {item.id: item.shared for item in await self.vaults.items(told.id)}
        assert items == {item_id: shared for item_id, (_, shared) in told.items.items()}
        entries = await self.vaults.custody(told.id)
        async with self.vaults.database.reading() as tx:
            row = await records.vault(tx, told.id)
        assert row is not None
        assert verify(entries, self.vaults.keys.signers, row.head) is None
        assert [json.loads(entry.body)["act"] for entry in entries] == told.acts
        assert ((row.waiting is None) == (told.phrase is not None)) or told.erased

    async def compare_all(self) -> None:
        for told in self.told:
            await self.compare(told)
        living = {item_id for told in self.told for item_id in told.items}
        in_parts = {item_id: count for told in self.told for item_id, count in told.files.items() if item_id in living}
        coming = [count for told in self.told for count in told.coming.values()]
        there = {path.name for path in (self.folder / "evidence").glob("*/*")}
        assert living - in_parts.keys() <= there
        assert len(there) == len(living) - len(in_parts) + sum(in_parts.values()) + sum(coming)
        seals = [told for told in self.told if not told.erased]
        assert len(await self.vaults.shreds.beginning("")) == len(living) + len(coming) + len(seals)

    def teardown(self) -> None:
        try:
            self.loop.run(self.compare_all())
            self.ends.append(len(self.told))
        finally:
            with suppress(Exception):
                self.vaults.shreds.close()
            self.loop.run(self.vaults.database.close())
            self.loop.close()
            shutil.rmtree(self.folder)


def test_every_story_ends_as_the_model_says(
    fresh_database: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", PART)
    ends: list[int] = []
    story = type("ThisStory", (Story,), {"prepare": staticmethod(fresh_database), "ends": ends})
    run_state_machine_as_test(story, settings=STEPS)
    assert max(ends) > 1, "a story of several vaults was told to its end"
