"""A haven with Telegram's doors open, before the fake Telegram."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.haven import Haven
from tests.ports import free_port
from tests.telegram.server import FakeTelegram

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.telegram.world import Account

TOKEN = "4201:correspondents-bot-token"
DESK_TOKEN = "4302:listeners-bot-token"
SECRET = "a-secret-of-the-webhook"
BOARD = -1001


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as served:
        served.account = served.call(served.world.add_bot, TOKEN, "havre_bot")  # type: ignore[attr-defined]
        yield served
        assert served.world.violations == []


@pytest.fixture
def account(telegram: FakeTelegram) -> Account:
    return telegram.account  # type: ignore[attr-defined, no-any-return]


SECRETS = tempfile.TemporaryDirectory(prefix="havre-secrets-")


def secret(value: str) -> str:
    """Return how config.yml names a secret: the file it stands in."""
    path = Path(SECRETS.name) / hashlib.sha256(value.encode()).hexdigest()[:16]
    path.write_text(value, encoding="utf-8")
    return f'{{file: "{path}"}}'


def door(telegram: FakeTelegram, way: str) -> dict[str, str]:
    """Return the change of config.yml that opens the correspondents' bot, by polling or by webhook."""
    hook = ""
    if way == "webhook":
        at = f"127.0.0.1:{free_port()}"
        hook = f'webhook: {{listen: "{at}", url: "http://{at}/hook", secret: {secret(SECRET)}}}, '
    line = f'  telegram: {{token: {secret(TOKEN)}, {hook}api: "{telegram.url}", poll_seconds: 2}}\n'
    return {"channels:\n": f"channels:\n{line}"}


def both(telegram: FakeTelegram, way: str) -> dict[str, str]:
    """Return the changes of config.yml that open the correspondents' bot and the listeners' desk."""
    desk = f'    telegram: {{token: {secret(DESK_TOKEN)}, board: {BOARD}, api: "{telegram.url}", poll_seconds: 2}}\n'
    return {**door(telegram, way), "  desks:\n": f"  desks:\n{desk}"}


@pytest.fixture
def desk_account(telegram: FakeTelegram) -> Account:
    telegram.call(telegram.world.add_group, BOARD)
    found: Account = telegram.call(telegram.world.add_bot, DESK_TOKEN, "havre_desk_bot")
    return found


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def telegram_haven(telegram: FakeTelegram, way: str, tmp_path: Path) -> Iterator[Haven]:
    """A running haven whose correspondents' bot is on, by each way in turn."""
    haven = Haven(tmp_path / "haven", changes=door(telegram, way))
    haven.folder.mkdir()
    haven.configure()
    haven.start()
    yield haven
    if haven.process is not None:
        haven.stop()


@pytest.fixture
def make_telegram_haven(telegram: FakeTelegram, tmp_path: Path) -> Iterator[Callable[..., Haven]]:
    made: list[Haven] = []

    def make(changes: dict[str, str]) -> Haven:
        haven = Haven(tmp_path / f"haven{len(made)}", changes=changes)
        haven.folder.mkdir()
        haven.configure()
        made.append(haven)
        haven.start()
        return haven

    yield make
    for haven in made:
        if haven.process is not None:
            haven.stop()
