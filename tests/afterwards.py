"""After the talk, as both journeys tell it: what the listener does at the desk, and what the person hears of it.

The person may be at the web chat or at a telephone: whoever hears, taps and writes.
"""

from __future__ import annotations

import io
import re
import sqlite3
import subprocess
import zipfile
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from tests.ports import mail_server as served
from tests.story import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.haven import Haven
    from tests.story import Listener

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


def takedown(port: int) -> dict[str, str]:
    """Return the change of config.yml under which notices are mailed, to a server on this port."""
    mail = f'mail: {{host: "127.0.0.1", port: {port}, tls: none}}'
    new = f'  takedown: {{notifier: "Association Exemple", contact: "signalements@asso.example", {mail}}}\n'
    return {'  takedown: {notifier: "", contact: ""}\n': new}


class Person(Protocol):
    """Somebody who writes, by any channel."""

    async def hears(self, *words: str, within: float = ...) -> Any: ...
    async def tap(self, choice: str) -> None: ...
    async def write(self, text: str) -> Any: ...


class Mailbox:
    """A mail server of the platform's, and what it got."""

    def __init__(self) -> None:
        self.got: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.got.append(envelope.content.decode("ascii"))
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    with served(box) as port:
        yield box, port


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


async def reported(ada: Listener, bob: Listener, child: Person, room: str, words: dict[str, str], box: Mailbox) -> str:
    """Draft, ask, have it read by a second, send; return the notice's path."""
    ada.act(f"{room}/risk")
    await child.hears("risk:no")
    await child.tap("risk:no")
    assert await until(lambda: "Non" in ada.reads(f"{room}/parts") or "No" in ada.reads(f"{room}/parts"))
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
    assert await until(lambda: len(box.got) == 1)
    assert "abuse@telegram.org" in box.got[0]
    assert LINK in box.got[0].replace("=\r\n", "")
    return notice


async def removed(ada: Listener, child: Person, notice: str, words: dict[str, str]) -> None:
    assert ada.act(f"{notice}/move", move="remove").status_code == 303
    await child.hears(words["removed"])


async def dossier(ada: Listener, child: Person, room: str, words: dict[str, str]) -> None:
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
    await child.hears()
    await child.write(words["fix"])
    await child.hears(words["noted"])
    await child.tap("act:draft_right")
    await child.hears()
    assert await until(lambda: words["fix"].split(":")[1].strip() in ada.reads(f"{room}/dossier"))
    made = ada.act(f"{room}/dossier/make")
    assert made.content.startswith(b"%PDF-1.7")
    await child.hears(words["ready"])
    assert ada.act(f"{room}/dossier/make").content == made.content
    package = ada.act(f"{room}/package")
    assert package.status_code == 200, package.text
    packaged(package.content, made.content, ada.haven.folder / "package")


def packaged(content: bytes, dossier: bytes, folder: Path) -> None:
    """Check the package as the police would: with unzip and sha256sum alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extractall(folder)
    (manifest,) = folder.rglob("manifest-sha256.txt")
    assert (manifest.parent / "data" / "dossier.pdf").read_bytes() == dossier
    checked = subprocess.run(["sha256sum", "-c", manifest.name], cwd=manifest.parent, capture_output=True, check=False)  # noqa: S607 - as anybody would
    assert checked.returncode == 0, checked.stdout


async def passed_on(ada: Listener, child: Person, room: str, words: dict[str, str]) -> None:
    found = ada.reads(f"{room}/referral?need=child_danger&departement=33")
    assert "119" in found
    assert ada.act(f"{room}/referral/card", service="119", need="child_danger").status_code == 303
    await child.hears(words["card"], "119")


def seen_again(ada: Listener, room: str) -> None:
    """Ask whether a picture stands elsewhere; the one of the journeys is too plain for that, and it is said."""
    (item,) = dict.fromkeys(re.findall(r"/evidence/([0-9a-f]{32})/preview", ada.reads(room)))
    assert "trop unie" in ada.act(f"{room}/evidence/{item}/again").text


def counted(ada: Listener, bob: Listener) -> None:
    """Look at the year: the supervisor reads the report, whoever is none is not shown it."""
    page = ada.reads("/figures")
    (row,) = (
        row for row in re.findall(r"<tr>.*?</tr>", page) if "Telegram" in row and 'scope="row"' in row and "%" in row
    )
    told = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row)
    assert told[2:8] == ["1", "0", "1", "1", "0", "0"]
    assert told[-1] == "100 %"
    year = datetime.now(ZoneInfo("Europe/Paris")).year
    report = ada.get(f"/figures/{year}/report.csv")
    assert report.headers["content-disposition"] == f'attachment; filename="havre-{year}-report.csv"'
    assert re.search(r"^telegram,harassment,1,0,1,0,0,1,,4\d\.\d,1\.0$", report.text, re.MULTILINE)
    assert ada.get(f"/figures/{year}/figures.json").json()["hidden_under"] == 10
    assert [ada.get(path).status_code for path in (f"/figures/{year}/notes.txt", "/figures/1999/report.csv")] == [
        404,
        404,
    ]
    assert [bob.get(path).status_code for path in ("/figures", f"/figures/{year}/report.json")] == [403, 403]
