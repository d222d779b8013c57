"""The composition root: settings in; every object of a house is built here.

Lives here: what is built from what (`build`, one screen, and the functions under it). Does not live here: what all of
it stands on (`bot.ground`), the doors (`bot.sites`), starting and stopping (`bot.serving`), anything that decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.afterwards import Afterwards
from bot.conversation import Conversation
from bot.deposits import Deposits
from bot.ground import ENCRYPTED, TRAITS, Ground
from bot.housekeeping import Housekeeping
from bot.mailroom import Mailroom
from bot.prompts import ClosingWords, Prompts
from bot.reception import FrontDesk, Tools
from bot.schedule import Schedule
from bot.sites import desk_kind, telegram_chat, telegram_desk, web_chat, web_desk
from bot.strongroom import Strongroom
from handoff.after import After, build_after
from handoff.alarm import Alarm, ways_of
from handoff.arrivals import Arrivals
from handoff.bells import Bells
from handoff.door import Door as DeskDoor
from handoff.dossiers import dossier_item
from handoff.practice import Practice
from handoff.pulse import Pulse
from handoff.relay import Relay
from handoff.rounds import Rounds
from handoff.settings import WebDeskSettings
from nlu.reader import open_reader
from vault.preview import preview

if TYPE_CHECKING:
    from pathlib import Path

    from bot.observe import Observer
    from bot.settings import Settings
    from bot.sites import Part, Sites
    from handoff.desk import Desk
    from nlu.reader import Reader
    from vault.database import Database
    from vault.house import VaultHouse

ROUND_SECONDS, RING_SECONDS, LOCK_SECONDS, SWEEP_SECONDS, NIGHT_SECONDS = 2, 5, 60, 600, 3600


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
    sites: Sites
    parts: dict[str, Part]


@dataclass(frozen=True, slots=True)
class Permanence:
    """The desk's side of a house: who answers, by what way, and what rings."""

    bells: Bells
    arrivals: Arrivals
    mailroom: Mailroom
    closing: ClosingWords
    alarm: Alarm
    door: DeskDoor
    desk: Desk
    after: After


def build(settings: Settings, config: Path, database: Database, vault: VaultHouse) -> Haven:
    """Build every object of a running house: read this once, and you know it."""
    ground = Ground.laid(settings, config, database, vault)
    side = _permanence(ground)
    reader = open_reader(settings.nlu)
    reception = _reception(ground, side, reader)

    deposits = Deposits(database, vault.evidence, side.mailroom, ground.key, settings.store.max_file_bytes)
    lock_minutes = settings.channels.web.lock_minutes if settings.channels.web else 0
    strongroom = Strongroom(database, vault.evidence, ground.key, side.mailroom, lock_minutes)
    pocket = telegram_desk(ground, side.desk)
    parts, pushed = telegram_chat(ground, side.mailroom, deposits)
    sites = {
        **web_chat(ground, side.mailroom, deposits, strongroom),
        **web_desk(ground, side.desk, side.closing, side.after, pocket),
        **pushed,
    }
    if pocket is not None:
        parts = {"telegram desk": pocket, **parts}
    return Haven(
        settings,
        database,
        ground.observer,
        side.mailroom,
        reader,
        reception,
        _schedule(ground, side, strongroom),
        side.door,
        side.desk,
        sites,
        parts,
    )


def _permanence(ground: Ground) -> Permanence:
    settings, vault, key = ground.settings, ground.vault, ground.key
    bells = Bells(settings.handoff.ladders, ground.rota, key)
    arrivals = Arrivals(vault.team, key, bells, ground.changes)
    mailroom = Mailroom(ground.database, key, ground.changes, ground.observer)
    relay = Relay(arrivals, bells, mailroom, key, zone=ground.zone)
    closing = ClosingWords(ground.writer)
    alarm = Alarm(
        ground.database, settings.handoff.alarm, ground.rota, key, ground.texts, ground.changes, ground.desk_url
    )
    sessions = settings.handoff.desks.web or WebDeskSettings()
    door = DeskDoor(
        database=ground.database,
        keys=vault.keys,
        team=vault.team,
        session_hours=sessions.session_hours,
        idle_hours=sessions.idle_hours,
        codes=sessions.codes,
    )
    return Permanence(
        bells,
        arrivals,
        mailroom,
        closing,
        alarm,
        door,
        desk=_desk(ground, door, arrivals, relay, bells, alarm, closing, mailroom),
        after=_after(ground, arrivals, relay),
    )


def _desk(
    ground: Ground,
    door: DeskDoor,
    arrivals: Arrivals,
    relay: Relay,
    bells: Bells,
    alarm: Alarm,
    closing: ClosingWords,
    mailroom: Mailroom,
) -> Desk:
    return desk_kind(ground)(
        database=ground.database,
        door=door,
        relay=relay,
        bells=bells,
        alarm=alarm,
        team=ground.vault.team,
        evidence=ground.vault.evidence,
        service_key=ground.key,
        words=closing,
        dossier_of=dossier_item,
        changes=ground.changes,
        open_numbers=ground.numbers.open_at,
        preview=preview,
        encrypted=ENCRYPTED,
        closes_at=ground.rota.desk.closes_at,
        shifts=ground.settings.handoff.shifts,
        address_of=mailroom.address_of,
        known=ground.known(),
        practice_of=lambda asking: Practice(asking, arrivals, ground.texts),
    )


def _after(ground: Ground, arrivals: Arrivals, relay: Relay) -> After:
    return build_after(
        database=ground.database,
        team=ground.vault.team,
        service_key=ground.key,
        evidence=ground.vault.evidence,
        arrivals=arrivals,
        relay=relay,
        changes=ground.changes,
        bot=Afterwards(ground.writer, ground.vault.evidence, arrivals),
        texts=ground.texts,
        settings=ground.settings.handoff.takedown,
        folder=ground.folder,
        timezone=ground.settings.service.timezone,
        clock=lambda: datetime.now(UTC),
        known=ground.known(),
    )


def _reception(ground: Ground, side: Permanence, reader: Reader) -> FrontDesk:
    settings = ground.settings
    tools = Tools(
        database=ground.database,
        key=ground.key,
        reader=reader,
        conversation=Conversation(settings.intake.questions, settings.severity.rules),
        arrivals=side.arrivals,
        evidence=ground.vault.evidence,
        mailroom=side.mailroom,
        writer=ground.writer,
        numbers=ground.numbers,
        rota=ground.rota,
        zone=ground.zone,
        traits=TRAITS,
        observer=ground.observer,
        erase_days=settings.store.erase_days,
        web_chat=settings.service.public_url,
        alarmed=bool(ways_of(settings.handoff.alarm)),
        intimate=settings.store.intimate,
        follow_up=settings.handoff.follow_up,
    )
    return FrontDesk(tools)


def _schedule(ground: Ground, side: Permanence, strongroom: Strongroom) -> Schedule:
    """Return the clock, with everything that looks for what is due."""
    settings, vault = ground.settings, ground.vault
    schedule = Schedule(ground.observer)
    rounds = Rounds(ground.database, side.bells, Prompts(side.mailroom), ground.changes)
    keeping = Housekeeping(
        ground.database, vault.evidence, side.mailroom, settings.retention, settings.store.intimate, ground.observer
    )
    schedule.every(ROUND_SECONDS, "rounds", lambda: rounds.tick(datetime.now(UTC)))
    schedule.every(RING_SECONDS, "notices", lambda: side.after.rounds.tick(datetime.now(UTC)))
    if (heart := settings.handoff.alarm.pulse) is not None:
        pulse = Pulse(heart, schedule.healthy)
        schedule.every(RING_SECONDS, "pulse", lambda: pulse.tick(datetime.now(UTC)))
    schedule.every(RING_SECONDS, "alarm", lambda: side.alarm.tick(datetime.now(UTC)))
    schedule.every(LOCK_SECONDS, "locks", strongroom.tidy)
    schedule.every(SWEEP_SECONDS, "sweep", lambda: vault.evidence.sweep(datetime.now(UTC)))
    schedule.every(NIGHT_SECONDS, "retention", lambda: keeping.tick(datetime.now(UTC)))
    if vault.anchors is not None and settings.store.anchor is not None:
        schedule.every(settings.store.anchor.every_hours * 3600, "anchors", vault.anchors.stamp)
    return schedule
