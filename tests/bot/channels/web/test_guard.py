"""What stands before every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.bot.channels.web.house import House, Person

if TYPE_CHECKING:
    from pathlib import Path

PATHS = ["/", "/away", "/numbers", "/assets/chat.js", "/assets/nothing", "/nothing", "/chat/stream", "/health"]


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_is_kept_shared_framed_or_found(house: House, path: str) -> None:
    headers = httpx.get(house.url + path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "noindex" in headers["x-robots-tag"]
    assert "set-cookie" not in headers
    assert "strict-transport-security" not in headers


def test_only_our_own_scripts_styles_pictures_and_lines_are_allowed(house: House) -> None:
    policy = dict(rule.split(" ", 1) for rule in httpx.get(house.url).headers["content-security-policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert policy.pop("img-src") == "'self' blob:"  # a piece of one's own vault lives in the page's memory alone
    assert {policy.pop(f"{kind}-src") for kind in ("script", "style", "connect")} == {"'self'"}
    assert policy.pop("require-trusted-types-for") == "'script'"
    assert set(policy.values()) == {"'none'"}


def test_a_public_address_over_tls_is_kept_to_tls(tmp_path: Path) -> None:
    with House(tmp_path, public_url="https://chat.example.org/") as house:
        assert "max-age" in httpx.get(house.url).headers["strict-transport-security"]
        allowed = httpx.post(f"{house.url}/chat/open", headers={"Origin": "https://chat.example.org"}, json={})
        refused = httpx.post(f"{house.url}/chat/open", headers={"Origin": "https://example.org"}, json={})
    assert (allowed.status_code, refused.status_code) == (200, 403)


@pytest.mark.parametrize("headers", [
    {"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://127.0.0.1:1"},
])  # fmt: skip
def test_what_another_site_posts_is_refused(house: House, headers: dict[str, str]) -> None:
    heard = len(house.parlour.heard)
    assert httpx.post(f"{house.url}/chat/open", headers=headers, json={}).status_code == 403
    assert len(house.parlour.heard) == heard


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}])
def test_what_our_page_or_no_page_posts_is_taken(house: House, headers: dict[str, str]) -> None:
    assert httpx.post(f"{house.url}/chat/open", headers={"Origin": house.url, **headers}, json={}).status_code == 200


def test_an_error_nobody_foresaw_tells_nothing_of_itself(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"{person.token} said: ma photo")

    monkeypatch.setattr(person.house.mailroom, "acknowledge", broken)
    answer = person.post("/chat/seen", json={"upto": "a" * 32})
    assert (answer.status_code, answer.json()["again"]) == (500, True)
    told = answer.text + caplog.text
    assert "RuntimeError" in caplog.text
    assert "photo" not in told
    assert person.token not in told
