from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from handoff.desks.web.settings import DeskWebSettings
from tests.handoff.desks.conftest import PASSPHRASE, Served, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = ("/", "/room/c5", "/room/c5/close", "/sign-in", "/alarm/unknown", "/nowhere")


def test_every_answer_carries_the_headers_that_keep_it_private(visitor: Visitor) -> None:
    visitor.sign_in()
    for path in (*PAGES, "/board", "/room/c5/parts"):
        headers = visitor.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in visitor.get("/").headers["content-security-policy"]


def test_no_page_holds_a_script_or_a_style_of_its_own(visitor: Visitor) -> None:
    visitor.sign_in("grace")
    for path in PAGES:
        text = visitor.get(path).text
        assert re.findall(r"<script(?![^>]*\bsrc=)", text) == [], path
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == [], path
        assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", text) == [], path


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", data={"name": "ada", "passphrase": PASSPHRASE})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("s=")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "secure" not in cookie  # on this machine only; over https see the next test


@pytest.fixture
def public() -> Iterator[Served]:
    with Served("https://desk.example.org") as house:
        yield house


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(public: Served) -> None:
    with Visitor(public.url) as visitor:
        answer = visitor.post("/sign-in", data={"name": "ada", "passphrase": PASSPHRASE})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-s=")
    assert "secure" in cookie.lower()
    assert "domain" not in cookie.lower()
    assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_a_post_from_elsewhere_changes_nothing(served: Served, visitor: Visitor, headers: dict[str, str]) -> None:
    visitor.sign_in()
    with httpx.Client(base_url=served.url, cookies=dict(visitor.cookies), headers=headers) as forger:
        answer = forger.post("/next", data={"form_key": visitor.key})
    assert answer.status_code == 403
    assert served.do(lambda: served.desk.cases["c0"].case.claimed_by) is None


def test_a_post_with_the_address_in_the_browsers_bar_as_origin_is_taken(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    with httpx.Client(base_url=served.url, cookies=dict(visitor.cookies), headers={"Origin": served.url}) as browser:
        assert browser.post("/next", data={"form_key": visitor.key}).status_code == 303


@pytest.mark.parametrize("key", ["", "x", "0" * 32])
def test_a_post_without_this_sessions_form_key_changes_nothing(served: Served, visitor: Visitor, key: str) -> None:
    visitor.sign_in()
    answer = visitor.post("/room/c5/say", data={"form_key": key, "text": "bonsoir", "key": "k1"})
    assert answer.status_code == 403
    assert served.desk.crossed == []
    assert "bonsoir" in answer.text  # what was typed comes back to whoever typed it


@pytest.mark.parametrize(
    "path",
    [
        "next",
        "invite",
        "room/c0/claim",
        "room/c5/say",
        "room/c5/note",
        "room/c5/place",
        "room/c5/release",
        "room/c5/take-over",
        "room/c5/reopen",
        "room/c5/lower",
        "room/c5/call",
        "room/c5/close",
        "room/c5/close/preview",
        "room/c5/evidence/i1/preview",
        "room/c5/evidence/i1/original",
        "sign-out",
    ],
)
def test_nothing_is_done_for_someone_who_is_not_signed_in(served: Served, visitor: Visitor, path: str) -> None:
    before = {name: paper.case for name, paper in served.desk.cases.items()}
    assert visitor.post(f"/{path}", data={"text": "bonsoir", "form_key": ""}).status_code == 401
    assert {name: paper.case for name, paper in served.desk.cases.items()} == before
    assert not served.desk.crossed
    assert not served.desk.noted
    assert not served.desk.opened


@pytest.mark.parametrize("path", ["/", "/board", "/room/c5", "/room/c5/parts", "/live"])
def test_nothing_is_shown_to_someone_who_is_not_signed_in(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert visitor.get(path, headers={"HX-Request": "true"}).status_code == 401


def test_a_form_larger_than_any_page_sends_is_refused(served: Served, visitor: Visitor) -> None:
    visitor.sign_in()
    assert visitor.act("/room/c5/say", text="x" * 70_000, key="k").status_code == 413
    assert served.desk.crossed == []


@pytest.mark.parametrize("address", ["desk.example.org", "ftp://desk.example.org", "https://desk.example.org/desk"])
def test_a_public_address_that_is_no_origin_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="takes an address"):
        DeskWebSettings(public_url=address)


def test_an_error_nobody_foresaw_says_what_to_do_and_nothing_else(
    served: Served, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.sign_in()

    async def broken(*_: object) -> None:
        raise RuntimeError("sk_secret_of_julie")

    served.desk.board = broken  # type: ignore[method-assign, assignment]
    answer = visitor.get("/")
    assert answer.status_code == 500
    assert "julie" not in answer.text
    assert "Réessayez" in answer.text
    assert "frame-ancestors" in answer.headers["content-security-policy"]
    assert "julie" not in caplog.text
