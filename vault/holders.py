"""Who holds a lease: a process, named so that another one of the same machine can tell whether it still lives.

Lives here: names of processes. Does not live here: leases (`vault.leases`). A name tells nothing of a person: chance, a
fingerprint of the machine since its start, and two numbers the system gave.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

PROC = Path("/proc")
DEAD = frozenset("ZXx")
"""States of a process that will never do anything again."""
STATE, STARTED = 0, 19
"""Where these stand in a process's line, counted behind its name."""


def this_process() -> str:
    """Return a name for this very process, new at each call: chance, machine, number, moment of its start."""
    about = _about(os.getpid())
    started = about[STARTED] if about else ""
    return ".".join((secrets.token_hex(8), _machine(), str(os.getpid()), started))


def short(name: str) -> str:
    """Return the part of a name that stands in a log."""
    return name.partition(".")[0]


def is_gone(name: str) -> bool:
    """Tell whether whoever has this name is certainly gone: it was of this machine, and lives no more.

    False for one of another machine, and wherever the system does not say.
    """
    _, machine, number, started = (*name.split("."), "", "", "", "")[:4]
    if not machine or machine != _machine() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)  # sends nothing: it asks whether there is such a process
    except ProcessLookupError:
        return True
    except OSError:
        pass
    about = _about(int(number))
    return bool(about) and (about[STARTED] != started or about[STATE] in DEAD)


def _machine() -> str:
    """Return a fingerprint of this machine since its start, and of the room its numbers of processes count in."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
        room = str((PROC / "self/ns/pid").readlink())
    except OSError:
        return ""
    return hashlib.sha256(f"{boot} {room}".encode()).hexdigest()[:16]


def _about(number: int) -> list[str]:
    try:
        line = (PROC / str(number) / "stat").read_text("utf-8", "replace")
    except OSError:
        return []
    return line.rpartition(")")[2].split()
