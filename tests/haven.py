"""A whole haven in a process of its own, on loopback, in a folder that goes away; and two browsers to look at it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
PASSPHRASE = "lampe tuile corde navire sept"
LINK = re.compile(rb"first listener[^:]*: (\S+)")


@dataclass
class Haven:
    """One running haven. `enrol` is the one-time link it printed at its first start."""

    folder: Path
    chat: str = ""
    desk: str = ""
    enrol: str = ""
    enrolled: bool = False
    process: subprocess.Popen[bytes] | None = None
    changes: dict[str, str] = field(default_factory=dict)
    _log_before: int = 0

    @property
    def config(self) -> Path:
        return self.folder / "config.yml"

    def configure(self) -> None:
        text = (ROOT / "config.yml").read_text(encoding="utf-8")
        chat, desk = free_port(), free_port()
        text = text.replace("127.0.0.1:8018", f"127.0.0.1:{chat}").replace("127.0.0.1:8019", f"127.0.0.1:{desk}")
        for old, new in {'weekly: {mon-fri: ["09:00-18:00"]}': "weekly: always", **self.changes}.items():
            assert old in text, old
            text = text.replace(old, new)
        self.config.write_text(text, encoding="utf-8")
        self.chat, self.desk = f"http://127.0.0.1:{chat}", f"http://127.0.0.1:{desk}"

    def start(self) -> None:
        self._log_before = (self.folder / "log").stat().st_size if (self.folder / "log").exists() else 0
        log = (self.folder / "log").open("ab")
        command = [sys.executable, "-m", "bot", "run", "--config", str(self.config)]
        environ = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder / "tmp")}
        (self.folder / "tmp").mkdir(exist_ok=True)
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, env=environ)
        log.close()
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        with httpx.Client(trust_env=False) as client:
            while time.monotonic() < deadline:
                assert self.process is not None
                assert self.process.poll() is None, self.log()
                try:
                    if client.get(f"{self.chat}/health").is_success and client.get(f"{self.desk}/health").is_success:
                        break
                except httpx.TransportError:
                    time.sleep(0.02)
            else:
                raise AssertionError(self.log())
        if not self.enrolled:
            self.read_link(self._log_before)

    def read_link(self, since: int = 0) -> None:
        """Wait for the link that the start printed, after `since` bytes of the log."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            found = LINK.findall((self.folder / "log").read_bytes()[since:])
            if found:
                self.enrol = found[-1].decode()  # each start of a house nobody has enrolled in prints a new one
                return
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(20)
        self.process = None
        return code

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def make_haven(tmp_path: Path) -> Iterator[Callable[..., Haven]]:
    made: list[Haven] = []

    def make(**changes: str) -> Haven:
        haven = Haven(tmp_path / f"haven{len(made)}", changes=changes.get("changes", {}))  # type: ignore[arg-type]
        haven.folder.mkdir()
        haven.configure()
        made.append(haven)
        haven.start()
        return haven

    yield make
    for haven in made:
        if haven.process is not None:
            haven.stop()


@pytest.fixture
def haven(make_haven: Callable[..., Haven]) -> Haven:
    return make_haven()


@pytest.fixture(scope="module")  # while it lives, no other browser and no loop can run in this thread
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("HAVRE_PEERS") == "required":
            pytest.fail("chromium is not installed: apt-get install chromium")
        pytest.skip("chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser, haven: Haven) -> Iterator[Callable[..., Page]]:
    """Open the web chat as on a phone, in a language."""
    contexts = []

    def open_page(language: str = "fr-FR", **more: object) -> Page:
        context = chromium.new_context(
            locale=language,
            viewport={"width": 360, "height": 740},
            has_touch=True,
            is_mobile=True,
            reduced_motion="reduce",
            timezone_id="Europe/Paris",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(haven.chat)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def desktop(chromium: Browser, haven: Haven) -> Iterator[Callable[..., Page]]:
    """Open the web desk as a listener does, enrolled by the link the haven printed."""
    contexts = []

    def open_desk(language: str = "fr-FR") -> Page:
        context = chromium.new_context(locale=language, viewport={"width": 1280, "height": 860})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(haven.enrol)
        page.fill("input[name=name]", "ada")
        page.fill("input[name=passphrase]", PASSPHRASE)
        page.click("main button[type=submit], main form button")
        page.wait_for_url(haven.desk + "/**")
        haven.enrolled = True
        return page

    yield open_desk
    for context in contexts:
        context.close()
