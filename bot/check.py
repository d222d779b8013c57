"""What is not right with a configuration, its texts and the state of the store: grave findings, and things to know.

Lives here: looking. Does not live here: reading config.yml (`bot.settings` says line and column), what texts must not
say (`bot.lint`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.doors import LOOPBACK, Address
from bot.intake import FOLLOW_UPS
from bot.lint import configured_ids, lint
from bot.list_lint import lint_lists
from bot.numbers import Numbers
from bot.settings import Settings, open_secrets, placed, resolve
from bot.store import database_url
from bot.texts import LANGUAGES, Texts, TextsError
from handoff.after import DIRECTORY, OFFENCES, PLATFORMS
from handoff.alarm import try_out
from handoff.complaint import read_offences
from handoff.errors import DirectoryError
from handoff.hours import DAY_MINUTES, read_week
from handoff.referral import read_directory
from handoff.takedown.platforms import read_platforms
from nlu.level import Level
from vault import migrations
from vault.database import DatabaseError, connect
from vault.errors import VaultError
from vault.house import open_vault_house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.intake_settings import NumberSettings
    from bot.lint import TextFinding
    from handoff.settings import WeekText
    from vault.database import Database

WEEK_HOURS = 7 * 24
HIGHEST_PORT = 65_535
UNWRITTEN = frozenset(f"texts/{language}" for language in LANGUAGES)
"""What the lint calls the place of a text nobody has written."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `grave`: people could be harmed, or it does not run; else it is good to know."""

    where: str
    what: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{'to mend' if self.grave else 'to know'}: {self.where}: {self.what}"


RING_FAULTS = {
    "UntrustedServerError": (
        "the mail server's certificate is of another name, has run out, or is signed by nobody this machine trusts; "
        "nothing was sent. `host` must be a name in the certificate; an authority of your own goes into the file that "
        "SSL_CERT_FILE names"
    ),
    "ClearServerError": "the mail server offers no STARTTLS; nothing was sent: try tls: implicit with port 465",
    "NobodyToRingError": "nobody of this role has an address",
}
"""What the faults that an administrator can mend are called in words."""


async def rung(settings: Settings, config: Path) -> list[Finding]:
    """Send a trial ring by every way of the alarm; return what became of each."""
    tried = await try_out(
        settings.handoff.alarm, Texts(config.parent / "texts"), settings.service.desk_url, datetime.now(UTC)
    )
    if not tried:
        return [Finding("handoff.alarm", "has no way of ringing: nobody can be rung")]
    return [
        Finding(
            f"handoff.alarm.{way}",
            f"did not ring {who}: {RING_FAULTS.get(fault, fault)}" if fault else f"rang {who}",
            grave=bool(fault),
        )
        for way, who, fault in tried
    ]


async def findings(settings: Settings, config: Path) -> list[Finding]:
    """Return everything found, the grave first."""
    found = [*_service(settings), *_numbers(settings), *_alarm(settings), *_rules(settings)]
    found += [Finding(f"{one.file}:{one.line}:{one.column}", one.what) for one in open_secrets(config)]
    found += _texts(settings, config)
    found += _after(settings, config.parent)
    found += [finding async for finding in _store(settings, config)]
    found += await _telegram(settings)
    return sorted(_placed(found, config), key=lambda finding: not finding.grave)


def _placed(found: Sequence[Finding], config: Path) -> list[Finding]:
    """Say of everything that stands in config.yml in which line and column."""
    ours = [one for one in found if one.where.split(".")[0] in Settings.model_fields]
    places = dict(zip(ours, placed(config, (tuple(one.where.split(".")) for one in ours)), strict=True))
    return [replace(one, where=f"{places[one]}: {one.where}") if one in places else one for one in found]


def _service(settings: Settings) -> Iterator[Finding]:
    for name, url in (("public_url", settings.service.public_url), ("desk_url", settings.service.desk_url)):
        if not url:
            yield Finding(f"service.{name}", "is empty: links and cookies only fit this very machine", grave=False)
        elif not url.startswith("https://"):
            yield Finding(f"service.{name}", "is not https: whoever sits on the network could read along")
    if settings.channels.web is None and settings.channels.telegram is None:
        yield Finding("channels", "no channel is on: nobody can write")
    if settings.handoff.desks.web is None:
        yield Finding("handoff.desks", "no desk is on: nobody can answer")
    yield from _ports(settings)


def _ports(settings: Settings) -> Iterator[Finding]:
    """Look at where the sites listen: each at a port of its own, and one there is."""
    telegram = settings.channels.telegram
    sites = {
        "channels.web.listen": settings.channels.web,
        "channels.telegram.webhook.listen": telegram.webhook if telegram is not None else None,
        "handoff.desks.web.listen": settings.handoff.desks.web,
    }
    taken: dict[int, str] = {}
    for name, site in sites.items():
        if site is None:
            continue
        address = Address.of(site.listen)
        if not 0 < address.port <= HIGHEST_PORT:
            yield Finding(name, f"{address.port} is no port: write one from 1 to {HIGHEST_PORT}")
        elif address.port in taken:
            yield Finding(name, f"is the port of {taken[address.port]} already: give each its own")
        elif address.host not in LOOPBACK:
            what = "is open to the network without TLS: let a proxy stand in front, and listen at 127.0.0.1"
            yield Finding(name, what, grave=False)
        taken.setdefault(address.port, name)


async def _telegram(settings: Settings) -> list[Finding]:
    channel, desk = settings.channels.telegram, settings.handoff.desks.telegram
    if channel is None and desk is None:
        return []
    from bot.channels.telegram.look import look  # noqa: PLC0415 - asks Telegram: only where a section is there

    seen = await look(channel, desk, settings.service.desk_url)
    return [Finding(one.where, one.what, grave=one.grave) for one in seen]


def _numbers(settings: Settings) -> Iterator[Finding]:
    numbers = Numbers(settings.service.numbers, ZoneInfo(settings.service.timezone), Texts())
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    week = [monday + timedelta(hours=hour) for hour in range(WEEK_HOURS)]
    if not all(numbers.screen_at(at) for at in week):
        yield Finding(
            "service.numbers", "at some hour no number with `screen: true` answers: the danger screen is empty"
        )
    if not all(numbers.talks_at(at) for at in week):
        yield Finding("service.numbers", "at some hour no number with `talk: true` answers: a dead end at night")


def _alarm(settings: Settings) -> Iterator[Finding]:
    alarm, hours = settings.handoff.alarm, settings.handoff.hours
    rung = any(read_week(hours.on_call))
    if rung and not alarm.works:
        yield Finding("handoff.hours.on_call", "has hours, but no alarm is configured: nobody would be rung")
    if not rung:
        yield Finding("handoff.hours.on_call", "is never: outside opening hours nobody is rung", grave=False)
    yield from _nights("handoff.hours.weekly", hours.weekly)
    yield from _nights("handoff.hours.on_call", hours.on_call)
    if alarm.email is not None and not alarm.email.supervisors:
        what = "has no supervisors: their rings go to nobody but the board"
        yield Finding("handoff.alarm.email", what, grave=False)


def _nights(where: str, written: WeekText) -> Iterator[Finding]:
    """Say how hours were understood that run past midnight: whoever meant the day turned them round."""
    late = {span: None for day in read_week(written) for span in day if span.end > DAY_MINUTES}
    if late:
        spans = ", ".join(f"{_clock(span.start)} to {_clock(span.end)} of the next day" for span in late)
        yield Finding(where, f"nights: {spans}", grave=False)


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % DAY_MINUTES, 60)
    return f"{hour}:{minute:02}"


def _rules(settings: Settings) -> Iterator[Finding]:
    known = {question.id: set(question.choices) for question in settings.intake.questions}
    known |= {question: set(choices) for question, choices in FOLLOW_UPS.items()}
    for rule in settings.severity.rules:
        if rule.level is Level.low:
            yield Finding(
                f"severity.rules.{rule.id}", "has level low: rules only raise, it can never do anything", grave=False
            )
        for question, choices in rule.when.items():
            if question not in known:
                yield Finding(f"severity.rules.{rule.id}", f"asks for {question}, which is no question")
            elif strange := sorted(choices - known[question]):
                yield Finding(f"severity.rules.{rule.id}", f"{', '.join(strange)}: no choice of {question}")


def _texts(settings: Settings, config: Path) -> list[Finding]:
    service = settings.service
    asleep = {name for name, number in service.numbers.items() if number.hours != "always"}
    try:
        found = lint(
            Texts(config.parent / "texts"),
            {service.phone, *_ways_to(service.numbers)},
            part_time=_ways_to({name: service.numbers[name] for name in asleep}),
            configured=configured_ids(
                {question.id: question.choices for question in settings.intake.questions},
                (rule.id for rule in settings.severity.rules),
                service.numbers,
            ),
            languages=service.languages,
        )
    except TextsError as error:
        return [Finding("texts", str(error))]
    homes = _homes(settings)
    return [*_folders(config.parent / "texts"), *(_of_text(one, homes, settings) for one in found)]


def _of_text(one: TextFinding, homes: Mapping[str, str], settings: Settings) -> Finding:
    """Point to where the slip is: a text that config.yml alone asks for is asked for in a line of it."""
    number = settings.service.numbers.get(one.id.removeprefix("number-"))
    nameless = number is not None and number.screen  # on the danger screen, digits alone say nothing
    if one.id in homes and one.file in UNWRITTEN:
        return Finding(homes[one.id], f"{one.id}: {one.what}", grave=one.grave or nameless)
    return Finding(f"{one.file}:{one.line}:{one.column}", f"{one.id}: {one.what}", grave=one.grave)


def _homes(settings: Settings) -> dict[str, str]:
    """Return, for each text that the configuration brings in, the path of keys that does."""
    homes = {f"number-{name}": f"service.numbers.{name}" for name in settings.service.numbers}
    homes |= {f"reason-{rule.id}": f"severity.rules.{rule.id}" for rule in settings.severity.rules}
    for question in settings.intake.questions:
        place = f"intake.questions.{question.id}"
        homes[f"question-{question.id}".replace("_", "-")] = place
        for choice in question.choices:
            homes[f"choice-{question.id}-{choice}".replace("_", "-")] = f"{place}.choices.{choice}"
    return homes


def _folders(own: Path) -> Iterator[Finding]:
    """Find texts that nobody reads: in a folder that is no language, or in none."""
    for path in sorted(own.rglob("*.ftl")) if own.is_dir() else ():
        name = path.relative_to(own)
        if len(name.parts) != 2 or name.parts[0] not in LANGUAGES:  # noqa: PLR2004 - a language's folder and a file
            folders = " or ".join(f"texts/{one}/" for one in LANGUAGES)
            yield Finding(f"texts/{name}", f"is read by nobody: put it into {folders}")


def _after(settings: Settings, folder: Path) -> Iterator[Finding]:
    """Look at what notices, dossiers and referrals stand on: who notifies, and how old the knowledge is."""
    takedown = settings.handoff.takedown
    if not takedown.notifier or not takedown.contact:
        what = "notifier and contact are empty: no notice can be sent"
        yield Finding("handoff.takedown", what, grave=False)
    today = datetime.now(UTC).date()
    try:
        platforms, offences = read_platforms(folder / PLATFORMS), read_offences(folder / OFFENCES)
        services = read_directory(folder / DIRECTORY, ZoneInfo(settings.service.timezone))
    except DirectoryError as error:
        where, _, what = str(error).partition(": ")
        yield Finding(where, what)
        return
    for one in lint_lists(folder, {settings.service.phone, *_ways_to(settings.service.numbers)}):
        yield Finding(f"{one.file}:{one.line}:{one.column}", f"{one.id}: {one.what}", grave=one.grave)
    unseen = {
        PLATFORMS: [one.id for one in platforms.stale(today)],
        DIRECTORY: [one.id for one in services.stale(today)],
    }
    for name, ids in unseen.items():
        if ids:
            what = f"nobody has looked lately at: {', '.join(ids)}"
            yield Finding(name, what, grave=False)
    if offences.reviewed_on is None:
        yield Finding(OFFENCES, "no jurist has reviewed the list of offences", grave=False)


def _ways_to(numbers: Mapping[str, NumberSettings]) -> set[str]:
    """Return the ids of numbers, and what is dialled or texted for them."""
    return {way for name, number in numbers.items() for way in (name, number.dial, number.sms) if way}


async def _store(settings: Settings, config: Path) -> AsyncIterator[Finding]:
    url = database_url(settings, config)
    if url.startswith("sqlite") and not resolve(config, settings.store.database).exists():
        yield Finding("store.database", "is not there yet: the first `havre run` makes it", grave=False)
        return  # looking leaves nothing behind
    database = connect(url)
    try:
        await database.reach()
        async for finding in _opened(settings, config, database):
            yield finding
    except (VaultError, DatabaseError) as error:
        yield Finding("store", str(error))
    except OSError as error:
        yield Finding("store", f"cannot be opened: {error.strerror}")
    finally:
        await database.close()


async def _opened(settings: Settings, config: Path, database: Database) -> AsyncIterator[Finding]:
    stored, known = await migrations.current(database), migrations.newest()
    if not migrations.knows(stored):
        what = f"is of version {stored}, this program knows {known}: start the newer program"
        yield Finding("store.database", what)
    elif not stored:
        yield Finding("store.database", "has no table yet: the first `havre run` makes them", grave=False)
    elif stored != known:
        yield Finding("store.database", "is of an older version: `havre migrate` brings it to this one", grave=False)
    else:
        house = await open_vault_house(settings.store, lambda path: resolve(config, path), database)
        async with database.reading() as tx:
            if await house.team.is_waiting(tx):
                yield Finding("listeners", "nobody has enrolled: the team's key waits on the server", grave=False)
        await house.close()
