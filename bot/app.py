"""The composition root: settings in; every object is built, started and closed here.

Lives here: what is built from what, on one screen (`build`). Does not live here: anything that decides.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.afterwards import Afterwards
from bot.answers import WAYS_FOR_IMAGES
from bot.canned import CannedReplies
from bot.conversation import Conversation
from bot.deposits import Deposits
from bot.doors import Address, Door, bind
from bot.errors import BotError
from bot.housekeeping import Housekeeping
from bot.mailroom import Mailroom
from bot.numbers import Numbers
from bot.observe import Observer, configure_logging
from bot.prompts import ClosingWords, Prompts
from bot.reception import ChannelTraits, FrontDesk, Tools
from bot.replies import Writer
from bot.schedule import Schedule
from bot.settings import resolve
from bot.strongroom import Strongroom
from bot.texts import Texts
from handoff.after import DIRECTORY, After, build_after
from handoff.alarm import Alarm
from handoff.arrivals import Arrivals
from handoff.bells import Bells
from handoff.changes import Changes
from handoff.desk import Desk
from handoff.door import Door as DeskDoor
from handoff.dossiers import dossier_item
from handoff.hours import Hours, Rota
from handoff.outgoing import Known
from handoff.pulse import Pulse
from handoff.referral import read_directory
from handoff.relay import Relay
from handoff.rounds import Rounds
from handoff.settings import WebDeskSettings
from nlu.reader import open_reader
from vault import migrations
from vault.database import Database, connect
from vault.house import VaultHouse, open_vault_house
from vault.preview import preview

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from starlette.applications import Starlette

    from bot.settings import Settings
    from handoff.desks.telegram.app import TelegramDesk
    from handoff.referral import Directory
    from nlu.reader import Reader
    from vault.sealing import ServiceKey

TRAITS = {
    "web": ChannelTraits(encrypted=True, widgets=frozenset({"evidence", "phrase", "vault"})),
    "telegram": ChannelTraits(encrypted=False),
}
"""On the web nobody stands between browser and house: TLS ends here. On Telegram, Telegram does."""
ROUND_SECONDS, RING_SECONDS, SWEEP_SECONDS, NIGHT_SECONDS = 2, 5, 600, 3600


class Part(Protocol):
    """A channel or desk that is no site, or not only: it runs until cancelled."""

    async def run(self) -> None:
        """Serve until cancelled."""


@dataclass(frozen=True, slots=True)
class Haven:
    """Everything that runs, built and not yet started."""

    settings: Settings
    database: Database
    observer: Observer
    mailroom: Mailroom
    reader: Reader
    reception: FrontDesk
    schedule: Schedule
    desk_door: DeskDoor
    desk: Desk
    sites: dict[str, tuple[Address, Starlette]]
    parts: dict[str, Part]


def database_url(settings: Settings, config: Path) -> str:
    """Return the database's URL as SQLAlchemy reads it; a plain path is a SQLite file beside the configuration."""
    written = settings.store.database
    if written.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + written.partition("://")[2]
    if "://" in written:
        return written
    return f"sqlite+aiosqlite:///{resolve(config, written)}"


def prepare_folder(settings: Settings, config: Path) -> None:
    """Make the folder of a database file. Raises BotError where the machine does not let us."""
    if "://" in settings.store.database:
        return
    folder = resolve(config, settings.store.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BotError(f"store.database: the folder {folder} cannot be made: {error.strerror}") from None


@contextlib.asynccontextmanager
async def opened(settings: Settings, config: Path) -> AsyncIterator[tuple[Database, VaultHouse]]:
    """Open the store: the database at this program's version, the keys, the vault; closed again at the end."""
    prepare_folder(settings, config)
    database = connect(database_url(settings, config))
    try:
        await database.reach()
        await migrations.upgrade(database)
        house = await open_vault_house(settings.store, lambda path: resolve(config, path), database)
        try:
            yield database, house
        finally:
            await house.close()
    finally:
        await database.close()


def build(settings: Settings, config: Path, database: Database, vault: VaultHouse) -> Haven:
    """Build every object of a running house: read this once, and you know it."""
    service, zone = settings.service, ZoneInfo(settings.service.timezone)
    key, observer, changes = vault.keys.service, Observer(), Changes()
    texts = Texts(config.parent / "texts")
    numbers = Numbers(service.numbers, zone, texts)
    writer = Writer(texts, numbers)
    hours = settings.handoff.hours
    on_call = hours.on_call if settings.handoff.alarm.works else "never"
    rota = Rota(Hours.of(hours.weekly, zone, hours.holidays), Hours.of(on_call, zone))

    # the desk's side
    bells = Bells(settings.handoff.ladders, rota, key)
    arrivals = Arrivals(vault.team, key, bells, changes)
    mailroom = Mailroom(database, key, changes, observer)
    relay = Relay(arrivals, bells, mailroom, key, zone=zone)
    closing = ClosingWords(writer)
    web = settings.handoff.desks.web
    alarm = Alarm(database, settings.handoff.alarm, rota, key, texts, changes, desk_url(settings))
    sessions = web or WebDeskSettings()
    door = DeskDoor(
        database=database,
        keys=vault.keys,
        team=vault.team,
        session_hours=sessions.session_hours,
        idle_hours=sessions.idle_hours,
    )
    desk = _desk_kind(settings)(
        database=database,
        door=door,
        relay=relay,
        bells=bells,
        alarm=alarm,
        team=vault.team,
        evidence=vault.evidence,
        service_key=key,
        words=closing,
        dossier_of=dossier_item,
        changes=changes,
        open_numbers=numbers.open_at,
        preview=preview,
        encrypted=[name for name, traits in TRAITS.items() if traits.encrypted],
        closes_at=rota.desk.closes_at,
        shifts=settings.handoff.shifts,
        address_of=mailroom.address_of,
        known=_known(settings, read_directory(config.parent / DIRECTORY, zone)),
    )

    after = build_after(
        database=database,
        team=vault.team,
        service_key=key,
        evidence=vault.evidence,
        arrivals=arrivals,
        relay=relay,
        changes=changes,
        bot=Afterwards(writer, vault.evidence, arrivals),
        texts=texts,
        settings=settings.handoff.takedown,
        folder=config.parent,
        timezone=service.timezone,
        clock=lambda: datetime.now(UTC),
    )

    # the correspondent's side
    reader = open_reader(settings.nlu)
    reception = FrontDesk(
        Tools(
            database=database,
            key=key,
            reader=reader,
            conversation=Conversation(settings.intake.questions, settings.severity.rules),
            arrivals=arrivals,
            evidence=vault.evidence,
            mailroom=mailroom,
            writer=writer,
            numbers=numbers,
            rota=rota,
            zone=zone,
            traits=TRAITS,
            observer=observer,
            erase_days=settings.store.erase_days,
            web_chat=service.public_url,
            intimate=settings.store.intimate,
        )
    )
    deposits = Deposits(database, vault.evidence, mailroom, key, settings.store.max_file_bytes)
    lock_minutes = settings.channels.web.lock_minutes if settings.channels.web else 0
    strongroom = Strongroom(database, vault.evidence, key, mailroom, lock_minutes)
    telegram_desk = _telegram_desk(settings, desk, database, key, texts, changes)
    sites = {
        **_chat(settings, mailroom, deposits, strongroom, texts, numbers),
        **_desk(settings, desk, texts, changes, numbers, closing, telegram_desk, after),
    }

    parts: dict[str, Part] = {"telegram desk": telegram_desk} if telegram_desk is not None else {}
    if (section := settings.channels.telegram) is not None:
        from bot.channels.telegram.app import TelegramChannel  # noqa: PLC0415 - see _chat

        telegram = TelegramChannel(
            section,
            database=database,
            key=key,
            mailroom=mailroom,
            deposits=deposits,
            writer=writer,
            texts=texts,
            changes=changes,
            observer=observer,
            languages=service.languages,
            choices=settings.intake.every_choice,
        )
        parts["telegram"] = telegram
        if section.webhook is not None and telegram.site is not None:
            sites["telegram webhook"] = (Address.of(section.webhook.listen), telegram.site)

    # what is due
    schedule = Schedule(observer)
    rounds = Rounds(database, bells, Prompts(mailroom), changes)
    keeping = Housekeeping(database, vault.evidence, mailroom, settings.retention, settings.store.intimate, observer)
    schedule.every(ROUND_SECONDS, "rounds", lambda: rounds.tick(datetime.now(UTC)))
    schedule.every(RING_SECONDS, "notices", lambda: after.rounds.tick(datetime.now(UTC)))
    if (heart := settings.handoff.alarm.pulse) is not None:
        pulse = Pulse(heart, schedule.healthy)
        schedule.every(RING_SECONDS, "pulse", lambda: pulse.tick(datetime.now(UTC)))
    schedule.every(RING_SECONDS, "alarm", lambda: alarm.tick(datetime.now(UTC)))
    schedule.every(SWEEP_SECONDS, "sweep", lambda: vault.evidence.sweep(datetime.now(UTC)))
    schedule.every(NIGHT_SECONDS, "retention", lambda: keeping.tick(datetime.now(UTC)))
    if vault.anchors is not None and settings.store.anchor is not None:
        schedule.every(settings.store.anchor.every_hours * 3600, "anchors", vault.anchors.stamp)
    return Haven(settings, database, observer, mailroom, reader, reception, schedule, door, desk, sites, parts)


def _desk_kind(settings: Settings) -> type[Desk]:
    """Return the desk, or the one that lends web sign-ins to telephones where listeners may use those."""
    if settings.handoff.desks.telegram is None:
        return Desk
    from handoff.desks.telegram.pocket import PocketDesk  # noqa: PLC0415 - see _chat

    return PocketDesk


def _telegram_desk(
    settings: Settings, desk: Desk, database: Database, key: ServiceKey, texts: Texts, changes: Changes
) -> TelegramDesk | None:
    section = settings.handoff.desks.telegram
    if section is None:
        return None
    from handoff.desks.telegram.app import TelegramDesk  # noqa: PLC0415 - see _chat
    from handoff.desks.telegram.pocket import PocketDesk  # noqa: PLC0415 - idem
    from handoff.desks.telegram.settings import Place  # noqa: PLC0415 - idem

    if not isinstance(desk, PocketDesk):
        raise TypeError("the desk on Telegram needs a desk that lends sign-ins")
    kept = [name for name, traits in TRAITS.items() if traits.encrypted]
    place = Place.of(section, desk_url(settings), settings.service.timezone, kept)
    return TelegramDesk(place, database=database, key=key, desk=desk, texts=texts, changes=changes)


def _chat(
    settings: Settings,
    mailroom: Mailroom,
    deposits: Deposits,
    strongroom: Strongroom,
    texts: Texts,
    numbers: Numbers,
) -> dict[str, tuple[Address, Starlette]]:
    if settings.channels.web is None:
        return {}
    from bot.channels.web.app import web_chat  # noqa: PLC0415 - a channel is imported when its section is there

    site = web_chat(
        mailroom,
        deposits,
        texts,
        settings.channels.web,
        languages=settings.service.languages,
        open_numbers=lambda language: numbers.shown(numbers.open_at(datetime.now(UTC)), language),
        name=settings.service.name,
        public_url=settings.service.public_url,
        max_file_bytes=settings.store.max_file_bytes,
        strongroom=strongroom,
    )
    return {"web chat": (Address.of(settings.channels.web.listen), site)}


def _desk(
    settings: Settings,
    desk: Desk,
    texts: Texts,
    changes: Changes,
    numbers: Numbers,
    closing: ClosingWords,
    telegram_desk: TelegramDesk | None,
    after: After,
) -> dict[str, tuple[Address, Starlette]]:
    web = settings.handoff.desks.web
    if web is None:
        return {}
    from handoff.desks.web.app import web_desk  # noqa: PLC0415 - a desk is imported when its section is there
    from handoff.desks.web.frame import Canned, OpenNumber  # noqa: PLC0415 - idem
    from handoff.desks.web.settings import DeskWebSettings  # noqa: PLC0415 - idem

    place = DeskWebSettings(
        listen=web.listen,
        public_url=settings.service.desk_url,
        languages=settings.service.languages,
        timezone=settings.service.timezone,
        session_hours=web.session_hours,
        name=settings.service.name,
    )

    def named(ids: Sequence[str], language: str) -> list[OpenNumber]:
        return [OpenNumber(number.label, number.href, number.hours) for number in numbers.shown(ids, language)]

    replies = CannedReplies(texts)

    def canned(language: str, register: str, alias: str) -> list[Canned]:
        return [Canned(name, text) for name, text in replies.said(language, register, alias)]

    site = web_desk(
        desk,
        texts,
        changes,
        place,
        numbers=named,
        last_words=closing.shown,
        after=after,
        canned=canned,
        more=telegram_desk.pages if telegram_desk else None,
    )
    return {"web desk": (Address.of(web.listen), site)}


def _known(settings: Settings, directory: Directory) -> Known:
    """Return which numbers and pages a listener may name: the configuration's, the directory's, the house's own."""
    ways = [way for number in settings.service.numbers.values() for way in (number.dial, number.sms)]
    phones = [one.phone for one in directory.all]
    pages = [one.url for one in directory.all]
    return Known.of([*ways, *phones, settings.service.phone], [*pages, *WAYS_FOR_IMAGES, settings.service.public_url])


def desk_url(settings: Settings) -> str:
    """Return where listeners reach the desk."""
    web = settings.handoff.desks.web
    return settings.service.desk_url or (Address.of(web.listen).url if web else "")


async def serve(settings: Settings, config: Path, say: Callable[[str], object]) -> int:
    """Run the house until SIGINT or SIGTERM; return the exit code."""
    configure_logging()
    sockets = _bind(settings)
    try:
        async with opened(settings, config) as (database, vault):
            haven = build(settings, config, database, vault)
            try:
                await _run(haven, sockets, say)
            finally:
                await haven.reader.close()
    finally:
        for bound in sockets.values():
            bound.close()
    return 0


def _bind(settings: Settings) -> dict[str, socket.socket]:
    telegram = settings.channels.telegram
    listens = {
        "web chat": settings.channels.web,
        "web desk": settings.handoff.desks.web,
        "telegram webhook": telegram.webhook if telegram is not None else None,
    }
    return {name: bind(name, Address.of(site.listen)) for name, site in listens.items() if site is not None}


async def _run(haven: Haven, sockets: dict[str, socket.socket], say: Callable[[str], object]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    doors = {name: Door(site) for name, (_, site) in haven.sites.items()}
    work = [
        asyncio.create_task(haven.mailroom.store_arrivals()),
        asyncio.create_task(haven.mailroom.deal(haven.reception)),
        *(asyncio.create_task(part.run()) for part in haven.parts.values()),
    ]
    serving = [asyncio.create_task(door.serve([sockets[name]])) for name, door in doors.items()]
    haven.schedule.start()
    gc.freeze()  # what was built lives as long as the process: no need to look at it again and again
    await _announce(haven, say)
    waiting = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait({waiting, *work, *serving}, return_when=asyncio.FIRST_COMPLETED)
    haven.schedule.stop()
    for door in doors.values():
        door.should_exit = True
    await asyncio.gather(*serving, return_exceptions=True)
    for task in (waiting, *work):
        task.cancel()
    await asyncio.gather(waiting, *work, return_exceptions=True)
    for task in done - {waiting}:
        task.result()  # a part that stopped by itself says why


async def _announce(haven: Haven, say: Callable[[str], object]) -> None:
    service = haven.settings.service
    for name, (address, _) in haven.sites.items():
        public = {"web chat": service.public_url, "web desk": service.desk_url}.get(name)
        say(f"{name}: {public or address.url}")
    async with haven.database.transaction() as tx:
        token = await haven.desk_door.first_invitation(tx)
    if token and "web desk" in haven.sites:
        say(f"first listener, once, within a day: {desk_url(haven.settings)}/enrol/{token}")


# -- what the command line does without a running house ----------------------------------------------------------------


async def invite(settings: Settings, config: Path, say: Callable[[str], object]) -> int:
    """Print a one-time link for the first supervisor; once somebody has enrolled, a supervisor invites from the board.

    The team's key is in the hands of listeners by then: no command line could give it on.
    """
    async with opened(settings, config) as (database, vault):
        door = DeskDoor(database=database, keys=vault.keys, team=vault.team)
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
        door = DeskDoor(database=database, keys=vault.keys, team=vault.team)
        people = await door.listeners()
    if not people:
        say("nobody has enrolled yet: `havre listener add` prints a link")
    for person in people:
        gone = "" if person.retired_at is None else " (retired)"
        say(f"{person.name}\t{person.role.value}\tsince {person.enrolled_at:%Y-%m-%d}{gone}")
    return 0


async def migrate_database(settings: Settings, config: Path, say: Callable[[str], object]) -> int:
    """Bring the database to this program's version."""
    prepare_folder(settings, config)
    database = connect(database_url(settings, config))
    try:
        await database.reach()
        await migrations.upgrade(database)
    finally:
        await database.close()
    say(f"the database is of version {migrations.newest()}")
    return 0
