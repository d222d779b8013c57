"""Play the story of eleven messages from some clients at once, over HTTP, sealed and durable; time the start.

`python -m bench [--clients 8] [--stories 40]` starts a haven of its own on loopback in a folder that goes away, and
prints messages a second and p50/p99 of "sent until the reply is on the screen" beside the figures of the peer: a story
as long on Rasa 3.6.21 (RulePolicy form, ten slots, REST channel) on a machine of this kind, which seals nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from bench.client import Correspondent

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
STORY: tuple[dict[str, str], ...] = (
    {"text": "bonjour, je sais pas si c'est ici"},
    {"choice": "danger:no"},
    {"choice": "screen:no"},
    {"choice": "who:me"},
    {"text": "j'ai 14 ans"},
    {"choice": "act:continue"},
    {"text": "y a des gens de ma classe qui ont fait un groupe pour se moquer de moi avec mes photos"},
    {"choice": "author:several"},
    {"text": "ça dure depuis la rentrée et j'ose plus aller au collège"},
    {"text": "ils disent que je suis moche et ils mettent des emojis cochon"},
    {"text": "voila c'est tout je crois"},
)
PEERS = (
    ("Rasa 3.6.21, tracker in memory", 65.1, "14.9 / 22.5", 63.0, "- / 280"),
    ("Rasa 3.6.21, tracker in SQLite", 44.3, "- / 29.7", 46.1, "- / 343"),
)
"""research figures: name, messages a second at one client, p50 / p99 ms, messages a second at eight, p50 / p99 ms."""


@contextlib.contextmanager
def haven(folder: Path) -> Iterator[tuple[str, int, float, int]]:
    """Start a haven on free ports; yield host, port, seconds until ready, and its process id."""
    port, desk = _free_port(), _free_port()
    text = (ROOT / "config.yml").read_text(encoding="utf-8")
    config = folder / "config.yml"
    config.write_text(
        text.replace("127.0.0.1:8018", f"127.0.0.1:{port}").replace("127.0.0.1:8019", f"127.0.0.1:{desk}")
    )
    started = time.perf_counter()
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "bot", "run", "--config", str(config)]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
        try:
            _wait_ready(f"http://127.0.0.1:{port}/health", process)
            yield "127.0.0.1", port, time.perf_counter() - started, process.pid
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if client.get(url).status_code == httpx.codes.OK:
                    return
            time.sleep(0.02)
    raise RuntimeError("the haven did not start; see its log")


async def one_story(host: str, port: int, waits: list[float]) -> None:
    """Live one story; note how long each message took until its reply was on the screen."""
    person = await Correspondent.come(host, port)
    await person.heard()
    await _quiet(person)
    for message in STORY:
        sent = time.perf_counter()
        await person.say(**message)
        await person.heard()
        waits.append(time.perf_counter() - sent)
        await _quiet(person)
        await person.post("/chat/seen", {"upto": person.last, "read": True})
    await person.go()


async def _quiet(person: Correspondent) -> None:
    """Take what else was said in the same breath."""
    while not person.letters.empty():
        person.letters.get_nowait()


async def play(host: str, port: int, clients: int, stories: int) -> tuple[float, list[float]]:
    """Let `clients` people at once live `stories` stories; return messages a second and the sorted waits in seconds."""
    waits: list[float] = []
    left = iter(range(stories))

    async def client() -> None:
        for _ in left:
            await one_story(host, port, waits)

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return len(waits) / (time.perf_counter() - started), sorted(waits)


def memory_of(process: int) -> float:
    """Return the resident memory of a process in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_of(process: int) -> float:
    """Return the CPU seconds a process has used: what stays comparable on a machine that others use too."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--stories", type=int, default=40)
    options = parser.parse_args()
    starts = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder, haven(Path(folder)) as (_, _, ready, _):
            starts.append(ready)
    with tempfile.TemporaryDirectory() as folder, haven(Path(folder)) as (host, port, ready, process):
        starts.append(ready)
        asyncio.run(play(host, port, 1, 2))  # warm
        one = asyncio.run(play(host, port, 1, max(4, options.stories // 8)))
        before = cpu_of(process)
        many = asyncio.run(play(host, port, options.clients, options.stories))
        used = 1e3 * (cpu_of(process) - before) / len(many[1])
        memory = memory_of(process)
    _print(one, many, options.clients, min(starts), sorted(starts)[len(starts) // 2], memory, used)


def _print(
    one: tuple[float, list[float]],
    many: tuple[float, list[float]],
    clients: int,
    first: float,
    middle: float,
    memory: float,
    used: float,
) -> None:
    def spread(waits: list[float]) -> str:
        return f"{1e3 * waits[len(waits) // 2]:.1f} / {1e3 * waits[int(0.99 * len(waits))]:.1f}"

    print(f"{'':34}  1 client: msg/s   p50/p99 ms   {clients} clients: msg/s   p50/p99 ms")
    ours = ("Havre, sealed, durable, SQLite", one[0], spread(one[1]), many[0], spread(many[1]))
    for name, single, single_spread, eight, eight_spread in (ours, *PEERS):
        print(f"{name:34} {single:16.1f} {single_spread:>12} {eight:19.1f} {eight_spread:>12}")
    print(f"ratio to Rasa in SQLite: {one[0] / PEERS[1][1]:.1f} at 1 client, {many[0] / PEERS[1][3]:.1f} at {clients}")
    print(f"CPU of the haven: {used:.1f} ms a message, its replies, their delivery and their receipts included")
    print(f"start to ready: best {first:.2f} s, median {middle:.2f} s; resident {memory:.0f} MiB")


if __name__ == "__main__":
    main()
