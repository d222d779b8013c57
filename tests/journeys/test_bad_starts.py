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
    assert re.search(r"to know: config\.yml:\d+:3: service\.public_url: is empty", said)
    text = still.config.read_text(encoding="utf-8")
    still.config.write_text(text.replace("on_call: never", "on_call: always"), encoding="utf-8")
    code, said = havre(still, "check")
    assert code == 1
    assert re.search(r"to mend: config\.yml:\d+:5: handoff\.hours\.on_call: has hours, but no alarm", said)


def test_check_finds_a_promise_in_the_operators_own_texts(still: Haven):
    own = still.folder / "texts" / "fr"
    own.mkdir(parents=True)
    (own / "mine.ftl").write_text("thanked = Tout reste secret, promis.\n", encoding="utf-8")
    code, said = havre(still, "check")
    assert code == 1
    assert "mine.ftl:1:1: thanked:" in said


def test_check_looks_and_leaves_nothing_behind(still: Haven):
    code, said = havre(still, "check")
    assert code == 0
    assert "store.database: is not there yet" in said
    assert not (still.folder / "var").exists()


def test_check_names_a_secret_that_stands_in_the_file(still: Haven):
    text = still.config.read_text(encoding="utf-8")
    open_one = text.replace("  alarm: {}", '  alarm: {webhook: {url: "https://sms.example.org/x", secret: hunter2}}')
    still.config.write_text(open_one, encoding="utf-8")
    code, said = havre(still, "check")
    assert code == 1
    assert re.search(r"config\.yml:\d+:\d+: handoff\.alarm\.webhook\.secret: a secret never stands in this file", said)
    assert "hunter2" not in said


def test_a_database_server_that_is_not_there_is_one_line(still: Haven):
    text = still.config.read_text(encoding="utf-8")
    away = text.replace("database: var/havre.db", 'database: "postgresql://havre@127.0.0.1:1/havre"')
    still.config.write_text(away, encoding="utf-8")
    for command in ("run", "check"):
        code, said = havre(still, command)
        assert code == 1
        assert "store.database cannot be opened" in said
        assert "Traceback" not in said


def test_a_port_that_cannot_be_is_one_line(still: Haven):
    port = still.chat.rpartition(":")[2]
    text = still.config.read_text(encoding="utf-8")
    still.config.write_text(text.replace(f"127.0.0.1:{port}", "127.0.0.1:83190"), encoding="utf-8")
    code, said = havre(still, "run")
    assert code == 1
    assert "Traceback" not in said


def test_a_condition_that_can_never_be_met_is_refused(still: Haven):
    text = still.config.read_text(encoding="utf-8")
    still.config.write_text(text.replace("unless: {demand: [no]", "unless: {demand: [nope]"), encoding="utf-8")
    code, said = havre(still, "check")
    assert code == 1
    assert "deadline: nope is no choice of demand" in said
