"""The threat model names files and tests that exist, for every adversary."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/threat-model.md").read_text("utf-8")
NAMED = re.compile(r"`((?:vault|bot|handoff|nlu|tests|docs)/[\w./-]+)`")


def test_every_file_and_test_it_names_is_there():
    assert [name for name in NAMED.findall(TEXT) if not (ROOT / name).exists()] == []


def test_every_mitigation_names_its_file_and_its_test():
    before = TEXT.split("## What is not protected")[0]
    lines = [line for line in before.splitlines() if line.startswith("* ") and "Signatures are" not in line]
    assert len(lines) > 25
    for line in lines:
        files = NAMED.findall(line)
        assert any(name.startswith("tests/") for name in files), line
        assert any(not name.startswith("tests/") for name in files), line
