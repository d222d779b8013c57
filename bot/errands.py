"""What the command line does with cases, packages and sealed files, without a running house.

Lives here: the errands themselves. Does not live here: options and prompts (`bot.cli`). A listener's key is asked for
by name and passphrase, as at the desk: whoever only holds the machine opens nothing that was sealed to the team.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import TYPE_CHECKING

from bot import records
from bot.app import build
from bot.errors import BotError
from bot.ground import desk_url
from bot.roster import signed_in
from bot.settings import resolve
from bot.store import opened
from handoff import retention
from handoff.door import Door
from handoff.records import cases as case_records
from vault.keys import rotate
from vault.portable import open_file, seal_file
from vault.verifying import verify_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from bot.settings import Settings
    from vault.database import Transaction


class NoSuchThingError(BotError):
    """What the command names is not there; the message says what was looked for."""


async def invite(settings: Settings, config: Path, say: Callable[[str], object]) -> int:
    """Print a one-time link for the first supervisor; once somebody has enrolled, a supervisor invites from the board.

    The team's key is in the hands of listeners by then: no command line could give it on.
    """
    async with opened(settings, config) as (database, vault):
        door = Door(database=database, keys=vault.keys, team=vault.team)
        async with database.transaction() as tx:
            token = await door.first_invitation(tx)
    if token is None:
        say("listeners have enrolled already: a supervisor who is signed in invites others, from the board")
        return 1
    say(f"supervisor, once, within a day: {desk_url(settings)}/enrol/{token}")
    return 0


async def list_listeners(settings: Settings, config: Path, say: Callable[[str], object]) -> int:
    """Print name, role and since when, one a line."""
    async with opened(settings, config) as (database, vault):
        people = await Door(database=database, keys=vault.keys, team=vault.team).listeners()
    if not people:
        say("nobody has enrolled yet: `havre listener add` prints a link")
    for person in people:
        gone = "" if person.retired_at is None else " (retired)"
        say(f"{person.name}\t{person.role.value}\tsince {person.enrolled_at:%Y-%m-%d}{gone}")
    return 0


async def package(
    settings: Settings,
    config: Path,
    case: str,
    output: Path,
    name: str,
    passphrase: str,
    say: Callable[[str], object],
    *,
    ask: Callable[[], str],
) -> int:
    """Write the package of a case, opened with a listener's passphrase, and their one-time code where they have one."""
    async with opened(settings, config) as (database, vault):
        haven = build(settings, config, database, vault)
        async with signed_in(haven, name, passphrase, ask) as session:
            async with database.reading() as tx:
                case_id = await _case(tx, case)
            _, stream = await haven.desk.packages.package(session, case_id)
            await _write(stream, output)
    say(f"{output}: written; check it with: havre verify {output}")
    return 0


async def _write(stream: AsyncIterator[bytes], output: Path) -> None:
    """Write beside the place, and give the name only to what is whole."""
    with _fresh(output) as file:
        async for chunk in stream:
            file.write(chunk)


@contextlib.contextmanager
def _fresh(output: Path) -> Iterator[BinaryIO]:
    """Open a file that only its owner reads and that takes its name once it is whole; refuse to write over another."""
    part = output.with_name(output.name + ".part")
    if output.exists():
        raise NoSuchThingError(f"{output} exists already: choose another name")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


async def verify(path: Path, public: bytes | None, say: Callable[[str], object]) -> int:
    """Check a package; name the first thing that was changed."""
    verdict = verify_package(path, public)
    if verdict.flaw is not None:
        say(f"{verdict.name} {verdict.flaw}")
        return 1
    counted = f"{verdict.pieces} pieces, {verdict.entries} entries, {verdict.anchors} time stamps"
    say(f"unchanged since it was made: {counted}")
    say(f"signed by the key {verdict.key}" + ("" if public else " (ask the service whether it is theirs)"))
    return 0


async def erase(settings: Settings, config: Path, case: str, say: Callable[[str], object]) -> int:
    """Erase a case, what its person keeps in the vault, and everything the chat holds of them."""
    async with opened(settings, config) as (database, vault):
        async with database.transaction() as tx:
            case_id = await _case(tx, case)
            found = await case_records.get(tx, case_id)
            person = await records.with_case(tx, case_id)
            await retention.erase(tx, case_id)
            receipt = ""
            if found.vault is not None:
                await vault.evidence.erase(tx, found.vault, actor="operator")
                receipt = await vault.evidence.erasure_receipt(tx, found.vault)
            if person is not None:
                await records.forget(tx, person.id)
        await vault.evidence.settle()
    days = settings.store.erase_days
    say(f"erased; backups of the shred store open it for {days} days at most. Receipt: {receipt or 'nothing was kept'}")
    return 0


async def _case(tx: Transaction, named: str) -> str:
    """Return the id of a case given by id or by designation."""
    found = await case_records.named(tx, named)
    if len(found) != 1:
        what = "no case" if not found else "more than one case"
        raise NoSuchThingError(f"{what} is called so: give its designation as the board shows it, or its id")
    return found[0]


async def recover(settings: Settings, config: Path, code: str, say: Callable[[str], object]) -> int:
    """Print a link for a supervisor, by the team's recovery code."""
    async with opened(settings, config) as (database, vault):
        haven = build(settings, config, database, vault)
        token = await haven.desk.recovery.invite(code)
    say(f"supervisor, once, within a day: {desk_url(settings)}/enrol/{token}")
    return 0


async def list_keys(settings: Settings, config: Path, say: Callable[[str], object]) -> int:
    """Print the public signing keys."""
    async with opened(settings, config) as (_, vault):
        for epoch, public in sorted(vault.keys.signers.items()):
            now = "  signs now" if epoch == vault.keys.signing.epoch else ""
            say(f"custody {epoch}  key {public.hex()}  fingerprint {hashlib.sha256(public).hexdigest()}{now}")
    return 0


async def rotate_key(settings: Settings, config: Path, kind: str, say: Callable[[str], object]) -> int:
    """Add the next key of a kind."""
    if kind == "service" and settings.store.service_key is not None:
        raise NoSuchThingError("store.service_key gives the service key: a key that is given cannot be rotated here")
    number = rotate(resolve(config, settings.store.keys), "service" if kind == "service" else "custody")
    say(f"{kind} key {number} is made. Restart the house, and back up {settings.store.keys} apart, all of it: ")
    say("older keys still open, find and prove what they sealed, fingerprinted and signed")
    return 0


async def seal(source: Path, output: Path, passphrase: str) -> int:
    """Seal a file under a passphrase."""
    with source.open("rb") as clear, _fresh(output) as sealed:
        await seal_file(clear, sealed, passphrase)
    return 0


async def unseal(source: Path, output: Path, passphrase: str) -> int:
    """Open a file sealed by `seal`."""
    with source.open("rb") as sealed, _fresh(output) as clear:
        await open_file(sealed, clear, passphrase)
    return 0
