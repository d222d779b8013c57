"""The doors of a running house: web chat, web desk, and the two bots on Telegram, each built where its section is.

Lives here: which section of the configuration opens which door; a door's libraries are imported only then. Does not
live here: what stands behind the doors (`bot.app`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from bot.canned import CannedReplies
from bot.doors import Address
from bot.ground import ENCRYPTED
from handoff.desk import Desk
from vault.leases import Lease

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import SecretStr
    from starlette.applications import Starlette

    from bot.deposits import Deposits
    from bot.ground import Ground
    from bot.mailroom import Mailroom
    from bot.prompts import ClosingWords
    from bot.strongroom import Strongroom
    from handoff.after import After
    from handoff.desks.telegram.app import TelegramDesk
    from handoff.desks.web.frame import Canned, OpenNumber

    Sites = dict[str, tuple[Address, Starlette]]


class Part(Protocol):
    """A channel or desk that is no site, or not only: it runs until cancelled."""

    async def run(self) -> None:
        """Serve until cancelled."""


def desk_kind(ground: Ground) -> type[Desk]:
    """Return the desk, or the one that lends web sign-ins to telephones where listeners may use those."""
    if ground.settings.handoff.desks.telegram is None:
        return Desk
    from handoff.desks.telegram.pocket import PocketDesk  # noqa: PLC0415 - a desk is imported when its section is there

    return PocketDesk


def telegram_desk(ground: Ground, desk: Desk) -> TelegramDesk | None:
    """Return the desk's bot, or None where the configuration has none."""
    section = ground.settings.handoff.desks.telegram
    if section is None:
        return None
    from handoff.desks.telegram.app import TelegramDesk  # noqa: PLC0415 - see desk_kind
    from handoff.desks.telegram.pocket import PocketDesk  # noqa: PLC0415 - idem
    from handoff.desks.telegram.settings import Place  # noqa: PLC0415 - idem

    if not isinstance(desk, PocketDesk):
        raise TypeError("the desk on Telegram needs a desk that lends sign-ins")
    place = Place.of(section, ground.desk_url, ground.settings.service.timezone, list(ENCRYPTED))
    return TelegramDesk(
        place,
        database=ground.database,
        key=ground.key,
        desk=desk,
        texts=ground.texts,
        changes=ground.changes,
        ready=CannedReplies(ground.texts).said,
        lease=_lease(ground, "handoff.desks.telegram", section.token),
    )


def _lease(ground: Ground, way: str, token: SecretStr) -> Lease:
    """Return the lease of a Telegram token: of all processes of a house, one uses it."""

    def tell(event: str, who: str) -> None:
        ground.observer.told(event, way=way, holder=who)

    return Lease(ground.database, ground.key, telegram_token(token.get_secret_value()), tell=tell)


def telegram_token(token: str) -> str:
    """Return what a lease of a token is called, before it is fingerprinted."""
    return f"telegram/{token}"


def web_chat(ground: Ground, mailroom: Mailroom, deposits: Deposits, strongroom: Strongroom) -> Sites:
    """Return the web chat's site, or none."""
    settings, numbers = ground.settings, ground.numbers
    if settings.channels.web is None:
        return {}
    from bot.channels.web.app import web_chat as site_of  # noqa: PLC0415 - see desk_kind

    site = site_of(
        mailroom,
        deposits,
        ground.texts,
        settings.channels.web,
        languages=settings.service.languages,
        open_numbers=lambda language: numbers.shown(numbers.open_at(datetime.now(UTC)), language),
        name=settings.service.name,
        public_url=settings.service.public_url,
        max_file_bytes=settings.store.max_file_bytes,
        strongroom=strongroom,
    )
    return {"web chat": (Address.of(settings.channels.web.listen), site)}


def telegram_chat(ground: Ground, mailroom: Mailroom, deposits: Deposits) -> tuple[dict[str, Part], Sites]:
    """Return the correspondents' bot and, where updates are pushed to us, the site that takes them."""
    settings = ground.settings
    if (section := settings.channels.telegram) is None:
        return {}, {}
    from bot.channels.telegram.app import TelegramChannel  # noqa: PLC0415 - see desk_kind

    channel = TelegramChannel(
        section,
        lease=_lease(ground, "channels.telegram", section.token),
        key=ground.key,
        mailroom=mailroom,
        deposits=deposits,
        writer=ground.writer,
        texts=ground.texts,
        changes=ground.changes,
        observer=ground.observer,
        languages=settings.service.languages,
        choices=settings.intake.every_choice,
    )
    if section.webhook is None or channel.site is None:
        return {"telegram": channel}, {}
    return {"telegram": channel}, {"telegram webhook": (Address.of(section.webhook.listen), channel.site)}


def web_desk(ground: Ground, desk: Desk, closing: ClosingWords, after: After, pocket: TelegramDesk | None) -> Sites:
    """Return the web desk's site, or none; `pocket` adds the pages that pair a telephone."""
    web, service, numbers = ground.settings.handoff.desks.web, ground.settings.service, ground.numbers
    if web is None:
        return {}
    from handoff.desks.web.app import web_desk as site_of  # noqa: PLC0415 - see desk_kind
    from handoff.desks.web.frame import Canned, OpenNumber  # noqa: PLC0415 - idem
    from handoff.desks.web.settings import DeskWebSettings  # noqa: PLC0415 - idem

    place = DeskWebSettings(
        listen=web.listen,
        public_url=service.desk_url,
        languages=service.languages,
        timezone=service.timezone,
        session_hours=web.session_hours,
        name=service.name,
    )
    replies = CannedReplies(ground.texts)

    def named(ids: Sequence[str], language: str) -> list[OpenNumber]:
        return [OpenNumber(number.label, number.href, number.hours) for number in numbers.shown(ids, language)]

    def canned(language: str, register: str, alias: str) -> list[Canned]:
        return [Canned(name, text) for name, text in replies.said(language, register, alias)]

    site = site_of(
        desk,
        ground.texts,
        ground.changes,
        place,
        numbers=named,
        last_words=closing.shown,
        after=after,
        canned=canned,
        more=pocket.pages if pocket else None,
    )
    return {"web desk": (Address.of(web.listen), site)}
