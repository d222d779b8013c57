"""A haven that cannot start says in one clear line why, and what to do; nothing is lost by trying."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.haven import ROOT, Haven

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def still(tmp_path: Path) -> Haven:
    """A configured haven that was not started."""
    haven = Haven(tmp_path)
    haven.configure()
    return haven


def havre(haven: Haven, *words: str, **environ: str) -> tuple[int, str]:
    """Run a command to its end; return its exit code and all it said."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words, "--config", str(haven.config)],
        cwd=haven.folder, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environ,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_port_in_use_is_named_and_nothing_else_happens(still: Haven):
    host, _, port = still.chat.removeprefix("http://").partition(":")
    with socket.socket() as other:
        other.bind((host, int(port)))
        other.listen()
        code, said = havre(still, "run")
    assert code == 1
    assert f"web chat cannot listen at {host}:{port}" in said
    assert "Traceback" not in said
    assert not (still.folder / "var").exists()


def test_a_typing_error_is_told_by_line_and_column(still: Haven):
    text = still.config.read_text(encoding="utf-8")
    still.config.write_text(text.replace("  timezone:", "  timezon:"), encoding="utf-8")
    code, said = havre(still, "run")
    assert code == 1
    assert re.match(r"config\.yml:\d+:3: service\.timezon: is not a known key; did you mean timezone\?", said)


def test_a_missing_secret_is_named(still: Haven):
    text = still.config.read_text(encoding="utf-8")
    still.config.write_text(text.replace("store:\n", "store:\n  service_key: {env: HAVRE_KEY}\n"), encoding="utf-8")
    code, said = havre(still, "run")
    assert (code, "the environment variable HAVRE_KEY is not set" in said) == (1, True)


def test_a_database_of_a_newer_program_is_left_alone(still: Haven):
    assert havre(still, "migrate")[0] == 0
    with sqlite3.connect(still.folder / "var" / "havre.db") as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    before = (still.folder / "var" / "havre.db").read_bytes()
    code, said = havre(still, "run")
    assert code == 1
    assert "the database is of version 9999" in said
    assert "start the newer program" in said
    assert (still.folder / "var" / "havre.db").read_bytes() == before


def test_a_key_folder_of_another_house_is_refused(still: Haven):
    assert havre(still, "listener", "add")[0] == 0
    for key in (still.folder / "var" / "keys").glob("*.key"):
        key.write_text("ab" * 32 + "\n")
    code, said = havre(still, "run")
    assert code == 1
    assert "cannot open this database" in said
    assert "Traceback" not in said


def test_check_names_what_is_wanting_and_what_is_good_to_know(still: Haven):
    code, said = havre(still, "check")
    assert code == 0
    assert "to know: service.public_url" in said
    text = still.config.read_text(encoding="utf-8")
    still.config.write_text(text.replace("on_call: never", "on_call: always"), encoding="utf-8")
    code, said = havre(still, "check")
    assert code == 1
    assert "to mend: handoff.hours.on_call: has hours, but no alarm is configured" in said


def test_check_finds_a_promise_in_the_operators_own_texts(still: Haven):
    own = still.folder / "texts" / "fr"
    own.mkdir(parents=True)
    (own / "mine.ftl").write_text("thanked = Tout reste secret, promis.\n", encoding="utf-8")
    code, said = havre(still, "check")
    assert code == 1
    assert "mine.ftl:1:1: thanked:" in said
