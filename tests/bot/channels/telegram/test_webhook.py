"""The webhook's door: one secret, and no yes before everything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.channels.telegram.settings import WebhookSettings
from bot.channels.telegram.webhook import Webhook
from bot.observe import Observer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECRET = "a-secret-of-the-webhook"
SHOWN = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Shelf:
    """Takes updates, or fails to."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.broken = False

    async def take(self, updates: Any) -> None:
        if self.broken:
            raise OSError("the disk is full")
        self.taken += updates


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def telegram_calls(shelf: Shelf) -> AsyncIterator[httpx.AsyncClient]:
    settings = WebhookSettings(url="https://hook.example.org/x", secret=SECRET)
    site = Webhook(None, shelf, Observer(), settings).site()  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://house") as client:
        yield client


async def test_only_who_knows_the_secret_brings_anything(telegram_calls: httpx.AsyncClient, shelf: Shelf):
    for headers in (
        {},
        {"X-Telegram-Bot-Api-Secret-Token": "guess"},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"},
    ):
        assert (await telegram_calls.post("/x", json={"update_id": 1}, headers=headers)).status_code == 403
    assert (await telegram_calls.post("/x", json={"update_id": 1}, headers=SHOWN)).status_code == 200
    assert shelf.taken == [{"update_id": 1}]


async def test_what_could_not_be_stored_is_not_acknowledged(telegram_calls: httpx.AsyncClient, shelf: Shelf):
    shelf.broken = True
    assert (await telegram_calls.post("/x", json={"update_id": 1}, headers=SHOWN)).status_code == 500


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[1]", 200), (b"x" * 1_100_000, 413)])
async def test_what_is_no_update_brings_nothing(
    telegram_calls: httpx.AsyncClient, shelf: Shelf, body: bytes, status: int
):
    assert (await telegram_calls.post("/x", content=body, headers=SHOWN)).status_code == status
    assert shelf.taken == []


@pytest.mark.parametrize("secret", ["short", "with spaces in its middle", "é" * 20, "x" * 257])
def test_a_secret_telegram_would_not_take_is_refused_in_the_configuration(secret: str):
    with pytest.raises(ValueError, match="16 to 256"):
        WebhookSettings(url="https://hook.example.org/x", secret=secret)
