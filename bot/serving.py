"""A running house: sockets bound, every part at work, until somebody stops it.

Lives here: what starts, in which order it stops, and the addresses that are announced. Does not live here: what is
built (`bot.app`).
"""

from __future__ import annotations

import asyncio
import gc
import signal
from typing import TYPE_CHECKING

from bot.app import build
from bot.doors import Address, Door, bind
from bot.ground import desk_url
from bot.observe import configure_logging
from bot.store import opened

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from bot.app import Haven
    from bot.settings import Settings


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
