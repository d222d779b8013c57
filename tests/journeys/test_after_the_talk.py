"""After the talk: content reported and removed, a dossier corrected and made, somebody passed on and asked later."""

from __future__ import annotations

import io
import re
import sqlite3
import subprocess
import zipfile
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller

from tests.haven import free_port
from tests.journeys.test_the_whole_way import _until, picture
from tests.story import Listener, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.haven import Haven

LINK = "https://t.me/classe_4e/12"
WORDS = {
    "fr": {
        "told": "ils ont mis mes photos dans un groupe et ils m'insultent tous les soirs", "sent": "C'est parti",
        "removed": "c'est fait", "fix": "1 : c'est surtout le lundi soir", "noted": "C'est noté",
        "ready": "Le dossier est prêt", "card": "plus longtemps", "seen": "Tu as pu les voir", "late": "30 min",
    },
    "en": {
        "told": "they put my pictures in a group and insult me every night", "sent": "on its way",
        "removed": "it is done", "fix": "1: it is mostly on Monday nights", "noted": "Noted",
        "ready": "The dossier is ready", "card": "for longer", "seen": "Could you see them", "late": "30 min",
    },
}  # fmt: skip
TIMES = {"notices": ("made_at", "sent_at", "due_at"), "timers": ("since", "due_at"), "notice_events": ("at",)}


class Mailbox:
    """A mail server of the platform's, and what it got."""

    def __init__(self) -> None:
        self.got: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.got.append(envelope.content.decode("ascii"))
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def time_goes_by(haven: Haven, **length: float) -> None:
    """Let time go by for what is due, while the house is closed."""
    assert haven.stop() == 0
    with sqlite3.connect(haven.folder / "var" / "havre.db") as database:
        for table, columns in TIMES.items():
            for column in columns:
                rows = database.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()  # noqa: S608 - our own names
                for rowid, at in rows:
                    moved = datetime.fromisoformat(at) - timedelta(**length)
                    new = moved.isoformat(sep=" ", timespec="microseconds")
                    database.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, rowid))  # noqa: S608 - idem
    database.close()
    haven.start()


async def again(person: Writer) -> Writer:
    back = Writer(person.host, person.port, token=person.token, last=person.last)
    back.read = []
    await back.back()
    return back


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_reported_removed_at_minute_41_a_dossier_corrected_and_made_passed_on_and_asked_three_days_later(
    make_haven: Callable[..., Haven], language: str
):
    with mail_server() as (box, port):
        takedown = (
            '  takedown: {notifier: "Association Exemple", contact: "signalements@asso.example", '
            f'mail: {{host: "127.0.0.1", port: {port}, tls: none}}}}\n'
        )
        haven = make_haven(changes={'  takedown: {notifier: "", contact: ""}\n': takedown})
        await _story(haven, box, WORDS[language], language)


async def _story(haven: Haven, box: Mailbox, words: dict[str, str], language: str) -> None:
    child = await Writer.at(haven, language)
    await child.hears("danger:no")
    for tap in ("danger:no", "age:13_14", "what:insults", "author:school"):
        await child.tap(tap)
    await child.write(words["told"])
    await child.tap("act:evidence")
    await child.hears("act:consent_yes")
    await child.tap("act:consent_yes")
    await child.hears("'widget': 'evidence'")
    code = await child.send(picture())
    await child.hears(code)
    with Listener(haven) as ada, Listener(haven) as bob:
        ada.enrols()
        invited = ada.act("/invite", role="listener")
        bob.enrols("bob", re.search(r"/enrol/[\w-]+", invited.text)[0])
        room = ada.takes_next()
        assert "/notices" in ada.reads(room)
        await _reported(ada, bob, child, room, words, box)
        await child.go()
        time_goes_by(haven, minutes=41)
        child = await again(child)
        assert await _until(lambda: words["late"] in ada.reads(f"{room}/parts"))
        await _removed(ada, child, room, words)
        await _dossier(ada, child, room, words)
        await _passed_on(ada, child, room, words)
        assert len(box.got) == 1
    await child.go()
    time_goes_by(haven, days=3)
    child = await again(child)
    await child.hears(words["seen"], "received:not_yet")
    await child.tap("received:yes")
    await child.hears("paragraphs")
    await child.go()


async def _reported(
    ada: Listener, bob: Listener, child: Writer, room: str, words: dict[str, str], box: Mailbox
) -> None:
    ada.act(f"{room}/risk")
    await child.hears("risk:no")
    await child.tap("risk:no")
    assert await _until(lambda: "Non" in ada.reads(f"{room}/parts") or "No" in ada.reads(f"{room}/parts"))
    pasted = f"{LINK} javascript:alert(1) https://www.google.com/search?q=lea {LINK}"
    drafted = ada.act(f"{room}/notices", links=pasted, kind="harassment", language="fr")
    assert drafted.status_code == 200
    assert "recherche" in drafted.text
    notice = re.search(rf"{room}/notices/[0-9a-f]{{32}}", drafted.text)[0]
    fields = {"kind": "harassment", "language": "fr", "urls": LINK, "good_faith": "yes"}
    ada.act(f"{notice}/save", **fields, reason="Insultes répétées par plusieurs comptes.")
    assert ada.act(f"{notice}/send").status_code == 409
    ada.act(f"{notice}/gates", risk="no", saved="kept", account="unknown")
    assert ada.act(f"{notice}/send").status_code == 409  # the account may be a child's: a second person reads it
    assert words["told"] not in bob.reads(notice)
    assert bob.act(f"{notice}/second").status_code == 303
    assert ada.act(f"{notice}/send").status_code == 303
    await child.hears(words["sent"], within=20)
    assert await _until(lambda: len(box.got) == 1)
    assert "abuse@telegram.org" in box.got[0]
    assert LINK in box.got[0].replace("=\r\n", "")
    ada.notice = notice


async def _removed(ada: Listener, child: Writer, room: str, words: dict[str, str]) -> None:
    assert ada.act(f"{ada.notice}/move", move="remove").status_code == 303
    await child.hears(words["removed"])


async def _dossier(ada: Listener, child: Writer, room: str, words: dict[str, str]) -> None:
    page = ada.reads(f"{room}/dossier")
    assert words["told"] in page
    assert LINK in page
    lines = dict.fromkeys(re.findall(r'name="(line-[0-9a-f]{32})"', page), "yes")
    draft = {**lines, "links": LINK, "accounts": "@classe_4e", "harm": "dort mal", "offence-harassment_online": "yes"}
    assert ada.act(f"{room}/dossier", **draft).status_code == 303
    assert ada.act(f"{room}/dossier/make").status_code == 409
    ada.act(f"{room}/dossier/show")
    await child.hears("act:draft_fix")
    await child.tap("act:draft_fix")
    await child.hears("paragraphs")
    await child.write(words["fix"])
    await child.hears(words["noted"])
    await child.tap("act:draft_right")
    await child.hears("paragraphs")
    assert await _until(lambda: words["fix"].split(":")[1].strip() in ada.reads(f"{room}/dossier"))
    made = ada.act(f"{room}/dossier/make")
    assert made.content.startswith(b"%PDF-1.7")
    await child.hears(words["ready"])
    assert ada.act(f"{room}/dossier/make").content == made.content
    package = ada.act(f"{room}/package")
    assert package.status_code == 200, package.text
    _packaged(package.content, made.content, ada.haven.folder / "package")


def _packaged(content: bytes, dossier: bytes, folder: Path) -> None:
    """Check the package as the police would: with unzip and sha256sum alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extractall(folder)
    (manifest,) = folder.rglob("manifest-sha256.txt")
    assert (manifest.parent / "data" / "dossier.pdf").read_bytes() == dossier
    checked = subprocess.run(["sha256sum", "-c", manifest.name], cwd=manifest.parent, capture_output=True, check=False)  # noqa: S607 - as anybody would
    assert checked.returncode == 0, checked.stdout


async def _passed_on(ada: Listener, child: Writer, room: str, words: dict[str, str]) -> None:
    found = ada.reads(f"{room}/referral?need=child_danger&departement=33")
    assert "119" in found
    assert ada.act(f"{room}/referral/card", service="119", need="child_danger").status_code == 303
    await child.hears(words["card"], "tel:119")
