"""A parent that has everything imported and forks one haven after another, each to be killed at a chosen moment.

Reads lines "CONFIG FAILPOINT" on standard input (FAILPOINT 0: never by itself), answers "started PID" and, when the
child is gone, "gone". Arguments name modules to import besides. A failpoint N kills the child with SIGKILL at its N-th
durable step: before or after a commit, a file's fsync, or a file's rename. Run by tests/kill/test_nothing_is_lost.py.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import bot.serving
import vault.database
from bot.settings import read_settings

steps = 0


def warm() -> None:
    """Import and load what a first start would, before any fork."""
    import bot.reception  # noqa: F401, PLC0415 - the point is the import
    import handoff.desks.web  # noqa: F401, PLC0415
    import nlu.reader  # noqa: PLC0415

    nlu.reader.BuiltIn().read_now("bonjour")
    for name in sys.argv[1:]:
        importlib.import_module(name)


def fail_at(point: int) -> None:
    """Have this process die at its `point`-th durable step."""

    def step() -> None:
        global steps  # noqa: PLW0603 - one counter for the whole process is what is meant
        steps += 1
        if steps == point:
            os.kill(os.getpid(), signal.SIGKILL)

    commit = vault.database.Database._open

    @asynccontextmanager
    async def counted(self):
        async with commit(self) as tx:
            yield tx
            step()
        step()

    vault.database.Database._open = counted
    for name in ("fsync", "replace", "rename"):
        plain = getattr(os, name)

        def around(*args, _plain=plain, **kwargs):
            step()
            result = _plain(*args, **kwargs)
            step()
            return result

        setattr(os, name, around)


def be_a_haven(config: Path, point: int) -> None:
    log = os.open(config.parent / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if point:
        fail_at(point)
    asyncio.run(bot.serving.serve(read_settings(config, {}), config, say=lambda line: print(line, flush=True)))


def main() -> None:
    warm()
    print("ready", flush=True)
    for line in sys.stdin:
        config, point = line.rsplit(maxsplit=1)
        child = os.fork()
        if child == 0:
            try:
                be_a_haven(Path(config), int(point))
            finally:
                os._exit(0)
        print("started", child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


main()
