"""Nothing a person confides lies on any disk in a form somebody could read, at any moment, under any name."""

from __future__ import annotations

import asyncio
import base64
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.vault.vaults import OTHER_PHRASE, PHRASE, Vaults, pieces, read
from vault.errors import TooLargeError, VaultError, WrongPhraseError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

CONTENT = b"ce que personne d'autre ne doit lire "
NAME, DECLARED, SOURCE, CALLER, KEY = "Lea Martin", "image/x-lea", "telegram-lea", "tel:0612345678", "message-4711"
SECRETS = [text.encode() for text in (NAME, DECLARED, SOURCE, CALLER, KEY, PHRASE, OTHER_PHRASE)] + [
    PHRASE.replace("-", " ").encode(),
    OTHER_PHRASE.replace("-", " ").encode(),
    CONTENT,
]
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

watching: list[list[str]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if watching and event == "open" and isinstance(args[0], str | bytes | os.PathLike):
        path, mode, flags = args
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & WRITES:
            watching[-1].append(os.fsdecode(path))


@pytest.fixture(scope="module", autouse=True)
def hook() -> None:
    sys.addaudithook(_watch)  # it cannot be taken away again, so it looks only while somebody is watching


@pytest.fixture
def opened_for_writing() -> Iterator[list[str]]:
    watching.append([])
    yield watching[-1]
    watching.pop()


def found(folder: Path, more: bytes = b"") -> list[tuple[str, bytes]]:
    """Return every secret on the disk, and where; in letters, in hexadecimal and in base64."""
    hits = []
    for path in [*folder.rglob("*"), None]:
        content = more if path is None else path.read_bytes() if path.is_file() else b""
        for secret in SECRETS:
            forms = (secret, secret.hex().encode(), *(base64.b64encode(secret[at:])[:-4] for at in range(3)))
            hits += [(str(path), secret) for form in forms if form in content]
    return hits


async def dump(vaults: Vaults) -> bytes:
    """Return every column of every table, as one heap of bytes."""
    heap = []
    async with vaults.database.reading() as tx:
        for name in await tx.connection.run_sync(lambda connection: sa.inspect(connection).get_table_names()):
            rows = await tx.rows(sa.select(sa.text("*")).select_from(sa.table(name)))
            heap += [value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row]
    return b"\0".join(heap)


async def test_no_word_and_no_byte_lies_clear_on_any_disk(vaults: Vaults, opened_for_writing: list[str]) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        async for piece in pieces(CONTENT * 80_000, 65_536):
            yield piece
        arrived.set()
        await go_on.wait()

    vault_id, seeds = await vaults.new(), await vaults.supervisor()
    how: dict[str, Any] = {"name": NAME, "declared": DECLARED, "source": SOURCE, "limit": 1 << 23}
    keeping = asyncio.create_task(vaults.evidence.keep(vault_id, slow(), actor="owner", key=KEY, **how))
    await arrived.wait()
    assert found(vaults.folder, await dump(vaults)) == []
    go_on.set()
    receipt = await keeping
    await vaults.share(vault_id)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    await vaults.evidence.change_phrase(vault_id, PHRASE, OTHER_PHRASE)
    assert await vaults.evidence.resume(OTHER_PHRASE, caller=CALLER) == vault_id
    assert await read(await vaults.evidence.open_for_team(receipt.item_id, seeds, "ada")) == CONTENT * 80_000
    with pytest.raises(WrongPhraseError):
        await vaults.evidence.unlock(vault_id, PHRASE, caller=CALLER)
    with pytest.raises(TooLargeError):
        await vaults.keep(vault_id, CONTENT * 80_000, **{**how, "limit": 1 << 21})
    assert found(vaults.folder, await dump(vaults)) == []
    assert receipt.sha256.encode() not in await dump(vaults)
    elsewhere = [path for path in opened_for_writing if not path.startswith(str(vaults.folder))]
    assert elsewhere == []
    assert any("/evidence/" in path for path in opened_for_writing)


async def test_the_search_itself_finds_what_lies_clear(tmp_path: Path) -> None:
    write(tmp_path / "leak", b"xx" + base64.b64encode(b"x" + NAME.encode() + b"y"))
    assert found(tmp_path, PHRASE.encode()) == [(str(tmp_path / "leak"), NAME.encode()), ("None", PHRASE.encode())]


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


async def test_no_error_repeats_what_a_person_gave(vaults: Vaults) -> None:
    vault_id = await vaults.new()
    receipt = await vaults.keep(vault_id, CONTENT, name=NAME)
    await vaults.evidence.choose_phrase(vault_id, PHRASE)
    attempts = [
        vaults.evidence.choose_phrase(vault_id, OTHER_PHRASE),
        vaults.evidence.choose_phrase(await vaults.new(), PHRASE),
        vaults.evidence.unlock(vault_id, OTHER_PHRASE, caller=CALLER),
        vaults.evidence.open_for_victim(receipt.item_id, OTHER_PHRASE),
        vaults.keep(vault_id, CONTENT, name=NAME, limit=3),
        vaults.keep(NAME, CONTENT),
        vaults.share(vault_id),
    ]
    for attempt in attempts:
        with pytest.raises(VaultError) as refused:
            await attempt
        assert not [secret for secret in SECRETS if secret.decode() in f"{refused.value}{refused.value!r}"]
