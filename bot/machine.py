"""Looking at the machine a house runs on: folders, disks, swap, clock, and the process that listens.

Lives here: reading what the system says; where it says nothing (another system than Linux), None. Does not live here:
what is right (`bot.diagnosis`).
"""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.diagnosis import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PROC, CGROUPS = Path("/proc"), (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified"))
LISTENING = "0A"
TIME_ERROR = 5
TIMEX_BYTES = 512
"""More than any system's `struct timex`."""


@dataclass(frozen=True, slots=True)
class Running:
    """The process that listens where the house should."""

    pid: int
    user: int


def look_at(where: str, path: Path, me: int | None) -> Place:
    """Return what is to be known of a folder or file of the store, and of the folders above it."""
    try:
        about = path.stat()
        modes = tuple(one.stat().st_mode for one in (path, *path.parents))
        free = os.statvfs(path)
    except FileNotFoundError:
        return Place(where, str(path))
    except OSError:
        return Place(where, str(path), hidden=True)
    return Place(where, str(path), modes, about.st_uid, me, free.f_bavail * free.f_frsize)


def listening(ports: Collection[int], proc: Path = PROC) -> Running | None:
    """Return the process that listens at one of these ports; None where there is none, or it may not be seen."""
    inodes = {f"socket:[{inode}]" for inode in _listeners(ports, proc)}
    for folder in proc.glob("[0-9]*/fd") if inodes else ():
        try:
            if any(str(link.readlink()) in inodes for link in folder.iterdir()):
                return Running(int(folder.parent.name), folder.parent.stat().st_uid)
        except OSError:
            continue  # another user's, or gone meanwhile
    return None


def _listeners(ports: Collection[int], proc: Path) -> Iterator[str]:
    for name in ("tcp", "tcp6"):
        for line in _read(proc / "net" / name).splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) in ports:
                yield fields[9]


def swaps(proc: Path = PROC) -> int:
    """Count the places this machine swaps to."""
    return len(_read(proc / "swaps").splitlines()[1:])


def swap_limits(pid: int, proc: Path = PROC, groups: tuple[Path, ...] = CGROUPS) -> list[str]:
    """Return memory.swap.max of the unit a process runs in, and of every unit above it."""
    unit = next((line[3:] for line in _read(proc / str(pid) / "cgroup").splitlines() if line.startswith("0::")), "")
    place = Path(unit.strip().lstrip("/"))
    found = [_read(root / one / "memory.swap.max").strip() for root in groups for one in (place, *place.parents)]
    return [one for one in found if one]


def clock_kept() -> bool | None:
    """Tell whether the system says that it keeps its clock by others; None where it says nothing."""
    try:
        return bool(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(TIMEX_BYTES)) != TIME_ERROR)
    except (AttributeError, OSError):
        return None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
