"""What `havre check` says of the files, the doctor says of the living machine: reached, listening, closed, with room.

Lives here: which things are looked at. Does not live here: the machine itself (`bot.machine`), Telegram's own answers
(`bot.channels.telegram.living`), what is right (`bot.diagnosis`). It looks and changes nothing: no mail is sent, no
update taken, nothing made that is not there.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiosmtplib
import httpx

from bot import vital_records
from bot.diagnosis import (
    Line,
    State,
    judge_clock,
    judge_engine,
    judge_lease,
    judge_mail,
    judge_place,
    judge_site,
    judge_swap,
    judge_way,
    know,
    mend,
    ok,
)
from bot.doors import Address
from bot.machine import clock_kept, listening, look_at, swap_limits, swaps
from bot.settings import resolve
from bot.sites import telegram_token
from bot.store import database_url
from vault import lease_records, migrations
from vault.database import DatabaseError, connect
from vault.errors import VaultError
from vault.keys import load_keys
from vault.leases import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.machine import Running
    from bot.settings import Settings
    from handoff.settings import EmailSettings, MailSettings
    from vault.database import Database

PATIENCE = 10.0
CARRIED = ("telegram",)
"""Channels on which the house goes to the person: a letter that waits there waits for us."""
TABLES = "store.database"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database told; `ahead`: this clock before that of the machine it runs on, None where it is this one."""

    lines: tuple[Line, ...]
    ahead: float | None = None


async def examine(settings: Settings, config: Path) -> list[Line]:
    """Look at everything; what is to be mended stands last, where a terminal shows it."""
    house = await asyncio.to_thread(listening, _ports(settings))
    sites, ways, stored, bots = await asyncio.gather(
        _sites(settings), _ways(settings), _database(settings, config), _bots(settings)
    )
    telegram, theirs = bots
    clocks = {"Telegram": theirs, "the database": stored.ahead}
    ahead = {whose: off for whose, off in clocks.items() if off is not None}
    lines = [*sites, *telegram, *stored.lines, *await asyncio.to_thread(_places, settings, config, house), *ways]
    lines += [await _bucket(settings)] if settings.store.evidence.startswith("s3://") else []
    lines += [await _engine(settings)] if settings.nlu.engine == "rasa" else []
    lines += [judge_swap(swaps(), swap_limits(house.pid) if house is not None else None)]
    lines += [judge_clock(ahead, clock_kept())]
    return sorted(lines, key=lambda line: list(State).index(line.state))


def summary(lines: list[Line]) -> str:
    """Return the last line of the report."""
    wrong, known = (sum(line.state is state for line in lines) for state in (State.MEND, State.KNOW))
    return f"{wrong} to mend, {known} to know, {len(lines) - wrong - known} ok"


# -- the sites ---------------------------------------------------------------------------------------------------------


def _listens(settings: Settings) -> dict[str, Address]:
    telegram = settings.channels.telegram
    sections = {
        "channels.web": settings.channels.web,
        "handoff.desks.web": settings.handoff.desks.web,
        "channels.telegram.webhook": telegram.webhook if telegram is not None else None,
    }
    return {where: Address.of(site.listen) for where, site in sections.items() if site is not None}


def _ports(settings: Settings) -> set[int]:
    return {address.port for address in _listens(settings).values()}


async def _sites(settings: Settings) -> list[Line]:
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:

        async def answers(address: Address) -> bool:
            try:
                return (await client.get(f"{address.url}/health")).is_success
            except httpx.HTTPError:
                return False

        listens = _listens(settings)
        heard = await asyncio.gather(*(answers(address) for address in listens.values()))
    return [judge_site(f"{where}.listen", one) for where, one in zip(listens, heard, strict=True)]


async def _bots(settings: Settings) -> tuple[list[Line], float | None]:
    sections = settings.channels.telegram, settings.handoff.desks.telegram, settings.handoff.alarm.telegram
    if sections == (None, None, None):
        return [], None
    from bot.channels.telegram.living import hear  # noqa: PLC0415 - asks Telegram: only where a section is there

    heard = await hear(*sections)
    return list(heard.lines), heard.ahead


# -- the store ---------------------------------------------------------------------------------------------------------


def _places(settings: Settings, config: Path, house: Running | None) -> list[Line]:
    """Look at every folder and file of the store that lies on this machine."""
    me = house.user if house is not None else os.geteuid() or None  # root looks at somebody else's house
    store = settings.store
    paths = {"store.keys": store.keys, "store.shreds": store.shreds}
    paths |= {"store.evidence": store.evidence, TABLES: store.database}
    places = [look_at(where, resolve(config, path), me) for where, path in paths.items() if "://" not in path]
    return [line for place in places for line in judge_place(place)]


async def _database(settings: Settings, config: Path) -> Stored:
    url = database_url(settings, config)
    if url.startswith("sqlite") and not os.access(resolve(config, settings.store.database), os.R_OK):
        return Stored(())  # said of its place already, and looking leaves nothing behind
    database = connect(url)
    try:
        await database.reach()
        return await _tables(database, await asyncio.to_thread(_leases, settings, config))
    except (VaultError, DatabaseError) as error:
        return Stored((mend(TABLES, str(error)),))
    finally:
        await database.close()


async def _tables(database: Database, leases: dict[str, tuple[bytes, ...]]) -> Stored:
    stored, known = await migrations.current(database), migrations.newest()
    async with database.reading() as tx:
        engine, now = await vital_records.engine(tx), datetime.now(UTC)
        there = await vital_records.now_there(tx)
        ahead = (now - there).total_seconds() if there is not None else None
        if stored != known:
            return Stored((_version(stored, known),), ahead)
        mail = await vital_records.mail(tx, CARRIED)
        lines = [ok(TABLES, f"{engine} answers, tables of version {stored}"), *judge_mail(mail, now)]
        for where, names in leases.items():
            lines += judge_lease(where, await lease_records.read(tx, names), now)
    return Stored(tuple(lines), ahead)


def _leases(settings: Settings, config: Path) -> dict[str, tuple[bytes, ...]]:
    """Return under which names the lease of each bot stands; none where the keys are not there yet."""
    channel, desk = settings.channels.telegram, settings.handoff.desks.telegram
    tokens = {"channels.telegram": channel.token.get_secret_value()} if channel is not None else {}
    tokens |= {"handoff.desks.telegram": desk.token.get_secret_value()} if desk is not None else {}
    folder, given = resolve(config, settings.store.keys), settings.store.service_key
    if not tokens or not any(folder.glob("*.key")):
        return {}
    key = load_keys(folder, given.get_secret_value() if given is not None else None).service
    return {where: names_of(key, telegram_token(token)) for where, token in tokens.items()}


def _version(stored: str, known: str) -> Line:
    if not migrations.knows(stored):
        return mend(TABLES, f"is of version {stored}, this program knows {known}: start the newer program")
    if stored:
        return know(TABLES, f"is of version {stored}, older than {known}: `havre migrate`, or the next start, mends it")
    return know(TABLES, "has no table yet: the first `havre run` makes them")


async def _bucket(settings: Settings) -> Line:
    """Ask the S3 store for what is not there: whoever may ask is told so."""
    from vault.buckets import S3Blobs  # noqa: PLC0415 - obstore is loaded where there is a bucket

    try:
        async with asyncio.timeout(2 * PATIENCE):
            await S3Blobs(settings.store.evidence, settings.store.s3).reach()
    except (VaultError, TimeoutError) as error:
        return judge_way("store.evidence", type(error).__name__)
    return judge_way("store.evidence", None)


async def _engine(settings: Settings) -> Line:
    from nlu.rasa import try_out  # noqa: PLC0415 - an edge: only where it is configured

    return judge_engine(await try_out(settings.nlu.rasa.url, PATIENCE))


# -- the ways out ------------------------------------------------------------------------------------------------------


async def _ways(settings: Settings) -> list[Line]:
    alarm, takedown = settings.handoff.alarm, settings.handoff.takedown
    mails = {"handoff.alarm.email": alarm.email, "handoff.takedown.mail": takedown.mail}
    calls = {"handoff.alarm.webhook": alarm.webhook, "handoff.alarm.pulse": alarm.pulse}
    work = {where: _greet(one) for where, one in mails.items() if one is not None}
    work |= {where: _reach(one.url) for where, one in calls.items() if one is not None}
    lines = [judge_way(where, fault) for where, fault in zip(work, await asyncio.gather(*work.values()), strict=True)]
    return lines if alarm.works else [*lines, *_silent()]


def _silent() -> Iterator[Line]:
    yield know("handoff.alarm", "there is no way of ringing: outside the board nobody learns of anything")


async def _greet(section: EmailSettings | MailSettings) -> str | None:
    """Open the door of a mail server as for a mail (TLS, EHLO, password), and leave; return the kind of a fault."""
    client = aiosmtplib.SMTP(
        hostname=section.host,
        port=section.port,
        use_tls=section.tls == "implicit",
        start_tls=section.tls == "starttls",
        username=section.user or None,
        password=section.password.get_secret_value() if section.password else None,
        timeout=PATIENCE,
    )
    try:
        async with client:
            await client.ehlo()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return type(error).__name__
    return None


async def _reach(url: str) -> str | None:
    """Open a connection to an address and close it again; return the kind of what went wrong, None where nothing."""
    place = urlsplit(url)
    tls = place.scheme == "https"
    try:
        async with asyncio.timeout(PATIENCE):
            port = place.port or (443 if tls else 80)
            _, writer = await asyncio.open_connection(
                place.hostname, port, ssl=ssl.create_default_context() if tls else None
            )
            writer.close()
            await writer.wait_closed()
    except (OSError, TimeoutError, ValueError) as error:
        return type(error).__name__
    return None
