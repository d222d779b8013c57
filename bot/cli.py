"""The command line. Exit codes: 0 done, 1 found wanting, 2 used wrongly.

Only the settings are imported at the top: each command brings in what it needs, so that `havre --help` is instant.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.settings import Settings

CONFIG = click.option(
    "--config",
    "config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.yml"),
    show_default=True,
    help="The configuration file.",
)
SECRET = click.option(
    "--passphrase", prompt=True, hide_input=True, help="Asked for on the terminal; give it here in no script."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="havre")
def main() -> None:
    """Havre: a helpline in messaging apps, with a vault and a human listener."""


def _settings(config: Path) -> Settings:
    from bot.settings import SettingsError, read_settings  # noqa: PLC0415 - a second saved where it is not needed

    try:
        return read_settings(config, os.environ)
    except SettingsError as error:
        for complaint in error.complaints:
            click.echo(str(complaint), err=True)
        raise click.exceptions.Exit(1) from None


def _carry_out(work: Callable[[], Awaitable[int]]) -> None:
    """Run a command's coroutine; a fault of ours is one clear line, and exit code 1."""
    from bot.errors import BotError  # noqa: PLC0415 - see _settings
    from handoff.errors import HandoffError  # noqa: PLC0415 - see _settings
    from vault.errors import VaultError  # noqa: PLC0415 - see _settings

    async def run() -> int:
        return await work()

    try:
        code = _runner()(run())
    except (BotError, HandoffError, VaultError) as error:
        click.echo(f"havre: {error}", err=True)
        code = 1
    except KeyboardInterrupt:
        code = 0
    raise click.exceptions.Exit(code)


def _ask_code() -> str:
    return str(click.prompt("One-time code"))


def _runner() -> Callable[[Coroutine[object, object, int]], int]:
    try:
        import uvloop  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return asyncio.run
    return uvloop.run


@main.command()
@CONFIG
def run(config: Path) -> None:
    """Open the doors and the desks of the configuration, until Ctrl-C."""
    settings = _settings(config)
    from bot.serving import serve  # noqa: PLC0415 - see _settings

    _carry_out(lambda: serve(settings, config.resolve(), say=click.echo))


@main.command()
@CONFIG
@click.option("--ring", is_flag=True, help="Also send a trial ring by every way of the alarm.")
def check(config: Path, *, ring: bool) -> None:
    """Say what is not right with the configuration, its texts, and the state of the store."""
    settings = _settings(config)
    from bot.check import findings, rung  # noqa: PLC0415 - see _settings

    place = config.resolve()

    async def look() -> int:
        found = await findings(settings, place)
        found += await rung(settings, place) if ring else []
        for finding in found:
            click.echo(str(finding))
        wanting = sum(finding.grave for finding in found)
        click.echo("nothing to mend" if not found else f"{wanting} to mend, {len(found) - wanting} to know")
        return 1 if wanting else 0

    _carry_out(look)


@main.command()
@CONFIG
def doctor(config: Path) -> None:
    """Say how the living machine is: what answers, what is closed, what has room. Sends nothing, changes nothing."""
    settings, place = _settings(config), config.resolve()
    from bot.diagnosis import State  # noqa: PLC0415 - see _settings
    from bot.doctor import examine, summary  # noqa: PLC0415 - see _settings

    async def look() -> int:
        lines = await examine(settings, place)
        for line in lines:
            click.echo(str(line))
        click.echo(summary(lines))
        return 1 if any(line.state is State.MEND for line in lines) else 0

    _carry_out(look)


@main.command()
@CONFIG
@click.option("--engine", type=click.Choice(["built-in", "rasa"]), default="built-in", show_default=True)
def read(config: Path, engine: str) -> None:
    """Read messages: JSON lines {"text": ...} in, one reading a line out.

    With `rasa` the server of the configuration is asked for the intents.
    """
    from bot.lines import read_lines, who_read  # noqa: PLC0415 - see _settings
    from nlu.reader import open_reader  # noqa: PLC0415 - see _settings
    from nlu.settings import NluSettings  # noqa: PLC0415 - see _settings

    configured = _settings(config).nlu if engine == "rasa" else NluSettings()
    reader = open_reader(configured.model_copy(update={"engine": engine}))
    code = _runner()(read_lines(reader, sys.stdin.buffer, click.echo))
    if told := who_read(reader):
        click.echo(f"havre: {told}", err=True)
    raise click.exceptions.Exit(code)


@main.group()
def listener() -> None:
    """Invite, list and remove listeners."""


@listener.command("add")
@CONFIG
def listener_add(config: Path) -> None:
    """Print a one-time link with which the first supervisor chooses a name and a passphrase."""
    settings = _settings(config)
    from bot.errands import invite  # noqa: PLC0415 - see _settings

    _carry_out(lambda: invite(settings, config.resolve(), say=click.echo))


@listener.command("list")
@CONFIG
def listener_list(config: Path) -> None:
    """List the listeners by name and role."""
    settings = _settings(config)
    from bot.errands import list_listeners  # noqa: PLC0415 - see _settings

    _carry_out(lambda: list_listeners(settings, config.resolve(), say=click.echo))


@listener.command("remove")
@CONFIG
@click.argument("whom", metavar="NAME")
@click.option("--as", "name", prompt="Your name at the desk", help="The supervisor who removes.")
@SECRET
def listener_remove(config: Path, whom: str, name: str, passphrase: str) -> None:
    """Remove NAME from the team: signed out at once, their conversations back in the queue. Takes a supervisor."""
    settings = _settings(config)
    from bot import roster  # noqa: PLC0415 - see _settings

    place = config.resolve()
    _carry_out(lambda: roster.remove(settings, place, whom, name, passphrase, _ask_code, click.echo))


@listener.command("recover")
@CONFIG
@click.option("--code", prompt="Recovery code", hide_input=True, help="Asked for on the terminal.")
def listener_recover(config: Path, code: str) -> None:
    """Print a one-time link for a supervisor, by the team's printed recovery code."""
    settings = _settings(config)
    from bot import errands  # noqa: PLC0415 - see _settings

    _carry_out(lambda: errands.recover(settings, config.resolve(), code, say=click.echo))


@main.command()
@CONFIG
def migrate(config: Path) -> None:
    """Bring the database to this program's version (`havre run` does so by itself)."""
    settings = _settings(config)
    from bot.store import migrate_database  # noqa: PLC0415 - see _settings

    _carry_out(lambda: migrate_database(settings, config.resolve(), say=click.echo))


@main.group()
def keys() -> None:
    """The house's own keys: which there are, and new ones."""


@keys.command("list")
@CONFIG
def keys_list(config: Path) -> None:
    """Print the public signing key of each epoch, and its fingerprint: what a package is checked against."""
    settings = _settings(config)
    from bot import errands  # noqa: PLC0415 - see _settings

    _carry_out(lambda: errands.list_keys(settings, config.resolve(), say=click.echo))


@keys.command("rotate")
@CONFIG
@click.argument("kind", type=click.Choice(["service", "custody"]))
def keys_rotate(config: Path, kind: str) -> None:
    """Add the next service key (what the house seals) or custody key (what it signs), used from the next start on."""
    settings = _settings(config)
    from bot import errands  # noqa: PLC0415 - see _settings

    _carry_out(lambda: errands.rotate_key(settings, config.resolve(), kind, say=click.echo))


NAME = click.option("--name", prompt="Your name at the desk", help="A listener's name at the desk.")
OUTPUT = click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; never an old one.",
)
GIVEN = click.Path(exists=True, dir_okay=False, path_type=Path)


@main.command()
@CONFIG
@click.argument("case")
@OUTPUT
@NAME
@SECRET
def package(config: Path, case: str, output: Path, name: str, passphrase: str) -> None:
    """Write the package of CASE (its designation or id) for a complaint: what is shared, signed, in a zip."""
    settings = _settings(config)
    from bot import errands  # noqa: PLC0415 - see _settings

    place = config.resolve()
    _carry_out(lambda: errands.package(settings, place, case, output, name, passphrase, click.echo, ask=_ask_code))


@main.command()
@click.argument("package", type=GIVEN)
@click.option("--key", default="", help="The service's public signing key, 64 hexadecimal digits, got by another way.")
def verify(package: Path, key: str) -> None:
    """Check a PACKAGE and name the first thing in it that was changed. Needs neither configuration nor database."""
    from bot import errands  # noqa: PLC0415 - see _settings

    try:
        public = bytes.fromhex(key) if key else None
    except ValueError:
        raise click.BadParameter("64 hexadecimal digits") from None
    _carry_out(lambda: errands.verify(package, public, say=click.echo))


@main.command()
@CONFIG
@click.argument("case")
@click.confirmation_option(prompt="Nothing brings it back. Erase it?")
def erase(config: Path, case: str) -> None:
    """Erase CASE (its designation or id): the talk, what was kept in the vault, what the chat holds of the person."""
    settings = _settings(config)
    from bot import errands  # noqa: PLC0415 - see _settings

    _carry_out(lambda: errands.erase(settings, config.resolve(), case, say=click.echo))


@main.command()
@click.argument("file", type=GIVEN)
@OUTPUT
@click.option("--passphrase", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for on the terminal.")
def seal(file: Path, output: Path, passphrase: str) -> None:
    """Seal FILE under a passphrase, to be carried away or kept elsewhere."""
    from bot import errands  # noqa: PLC0415 - see _settings

    _carry_out(lambda: errands.seal(file, output, passphrase))


@main.command("open")
@click.argument("file", type=GIVEN)
@OUTPUT
@SECRET
def open_sealed(file: Path, output: Path, passphrase: str) -> None:
    """Open a FILE that `havre seal` made."""
    from bot import errands  # noqa: PLC0415 - see _settings

    _carry_out(lambda: errands.unseal(file, output, passphrase))


@main.command()
@CONFIG
@click.option("--html", "form", flag_value="html", help="A page with plots: one file, no script.")
@click.option("--csv", "form", flag_value="csv", help="One cell a line.")
@click.option("--json", "form", flag_value="json", default=True, help="The default.")
@click.option("--report", "form", flag_value="report", help="The yearly report of a trusted flagger, as JSON.")
@click.option("--report-csv", "form", flag_value="report-csv", help="The same as CSV.")
@click.option("--year", type=click.IntRange(2020, 2100), help="A calendar year instead of the last twelve months.")
def stats(config: Path, form: str | None, year: int | None) -> None:
    """Print figures without persons: small cells hidden, the others rounded."""
    settings = _settings(config)
    from bot import figures  # noqa: PLC0415 - see _settings

    _carry_out(lambda: figures.stats(settings, config.resolve(), form or "json", year, click.echo))


@main.group()
def directory() -> None:
    """Services people are passed on to."""


@directory.command("import")
@CONFIG
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def directory_import(config: Path, file: Path) -> None:
    """Read local services from a CSV; each line that cannot be taken is explained by its number."""
    from bot.figures import import_directory  # noqa: PLC0415 - see _settings

    place = config.resolve()

    async def read() -> int:
        return import_directory(place, file, click.echo)

    _carry_out(read)


if __name__ == "__main__":
    main()
