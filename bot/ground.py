"""What every part of a running house stands on: settings, store, keys, texts, hours.

Lives here: what is built first and asked by everybody. Does not live here: the parts themselves (`bot.app`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.acts import SWEEP
from bot.coffer import WAYS_FOR_IMAGES
from bot.doors import Address
from bot.numbers import Numbers
from bot.observe import Observer
from bot.promises import promises_in
from bot.reception import ChannelTraits
from bot.replies import Writer
from bot.texts import Texts
from handoff.after import DIRECTORY
from handoff.changes import Changes
from handoff.hours import Hours, Rota
from handoff.outgoing import Known
from handoff.referral import read_directory

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from vault.database import Database
    from vault.house import VaultHouse
    from vault.sealing import ServiceKey

TRAITS = {
    "web": ChannelTraits(encrypted=True, widgets=frozenset({"evidence", "phrase", "vault"})),
    "telegram": ChannelTraits(encrypted=False, widgets=frozenset({SWEEP})),
}
"""On the web nobody stands between browser and house: TLS ends here. On Telegram, Telegram does."""
ENCRYPTED = tuple(name for name, traits in TRAITS.items() if traits.encrypted)


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is before the first part is built. `config` is the path of config.yml."""

    settings: Settings
    config: Path
    database: Database
    vault: VaultHouse
    observer: Observer
    changes: Changes
    zone: ZoneInfo
    texts: Texts
    numbers: Numbers
    writer: Writer
    rota: Rota

    @classmethod
    def laid(cls, settings: Settings, config: Path, database: Database, vault: VaultHouse) -> Ground:
        """Lay it, from the settings and an opened store."""
        zone, hours = ZoneInfo(settings.service.timezone), settings.handoff.hours
        texts = Texts(config.parent / "texts")
        numbers = Numbers(settings.service.numbers, zone, texts)
        on_call = hours.on_call if settings.handoff.alarm.works else "never"
        return cls(
            settings,
            config,
            database,
            vault,
            observer=Observer(),
            changes=Changes(),
            zone=zone,
            texts=texts,
            numbers=numbers,
            writer=Writer(texts, numbers),
            rota=Rota(Hours.of(hours.weekly, zone, hours.holidays), Hours.of(on_call, zone)),
        )

    @property
    def key(self) -> ServiceKey:
        """The key under which the running house seals what it must read itself."""
        return self.vault.keys.service

    @property
    def folder(self) -> Path:
        """Where config.yml and the operator's other files stand."""
        return self.config.parent

    @property
    def desk_url(self) -> str:
        """Where listeners reach the desk."""
        return desk_url(self.settings)

    def known(self) -> Known:
        """Return which numbers and pages a listener may name: the configuration's, the directory's, the house's own."""
        service, directory = self.settings.service, read_directory(self.folder / DIRECTORY, self.zone)
        ways = [way for number in service.numbers.values() for way in (number.dial, number.sms)]
        phones, pages = [one.phone for one in directory.all], [one.url for one in directory.all]
        hosts = [*pages, *WAYS_FOR_IMAGES, service.public_url]
        return Known.of([*ways, *phones, service.phone], hosts, promises_in)


def desk_url(settings: Settings) -> str:
    """Return where listeners reach the desk."""
    web = settings.handoff.desks.web
    return settings.service.desk_url or (Address.of(web.listen).url if web else "")
