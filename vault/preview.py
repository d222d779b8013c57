"""Previews: a picture somebody sent, decoded in a child process that could do no harm, and shown as a fresh small one.

Lives here: starting the child, feeding it through a pipe, reading what comes back. Does not live here: decoding
(`vault.darkroom`). No byte of the picture is decoded in this process, and none is written to a disk.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vault.errors import PreviewError, Unfit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from vault.opening import OpenItem

DARKROOM = Path(__file__).with_name("darkroom.py")
KINDS: Mapping[str, str] = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
MOST_BYTES = 64 << 20
MOST_PREVIEW_BYTES = 16 << 20
SECONDS = 20.0
WHY = {4: Unfit.LARGE, -signal.SIGKILL: Unfit.LARGE, -signal.SIGSEGV: Unfit.LARGE, -signal.SIGXCPU: Unfit.SLOW}


async def preview(item: OpenItem) -> bytes:
    """Return a picture as WEBP, its longer edge at most 1600 pixels, upright, without any metadata.

    JPEG, PNG, WEBP and GIF (its first frame). Raises PreviewError, and CannotOpenError where the stored bytes changed:
    the child decodes nothing before the whole item has proved unchanged.
    """
    return await _in_child("preview", item)


async def hashes_of(item: OpenItem) -> bytes:
    """Return a picture's perceptual hashes as `vault.likeness.Likeness` reads them. Raises what `preview` raises."""
    return await _in_child("likeness", item)


async def _in_child(work: str, item: OpenItem) -> bytes:
    kind = KINDS.get(item.sniffed)
    if kind is None:
        raise PreviewError(Unfit.KIND)
    if item.size > MOST_BYTES:
        raise PreviewError(Unfit.LARGE)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-IB", str(DARKROOM), work, kind),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            return await _developed(child, item)
    except TimeoutError:
        raise PreviewError(Unfit.SLOW) from None
    finally:
        await _end(child)


async def _developed(child: Process, item: OpenItem) -> bytes:
    reading = asyncio.create_task(_read(child))
    try:
        await _feed(child, item)
        finished = await reading
    finally:
        reading.cancel()
    if len(finished) > MOST_PREVIEW_BYTES:
        raise PreviewError(Unfit.LARGE)
    if code := await child.wait():
        raise PreviewError(WHY.get(code, Unfit.DAMAGED))
    return finished


async def _feed(child: Process, item: OpenItem) -> None:
    """Send the clear bytes; only their end, which a changed item never reaches, lets the child begin."""
    if child.stdin is None:
        return
    async with aclosing(_generator(item)) as chunks:
        with suppress(BrokenPipeError, ConnectionResetError):  # it gave up: its exit code says why
            async for chunk in chunks:
                child.stdin.write(chunk)
                await child.stdin.drain()
    child.stdin.close()


async def _generator(item: OpenItem) -> AsyncGenerator[bytes, None]:
    async for chunk in item.chunks():
        yield chunk


async def _read(child: Process) -> bytes:
    finished = bytearray()
    while child.stdout is not None and len(finished) <= MOST_PREVIEW_BYTES:
        chunk = await child.stdout.read(1 << 16)
        if not chunk:
            break
        finished += chunk
    return bytes(finished)


async def _end(child: Any) -> None:
    """Leave neither child nor grandchild behind, whatever happened.

    `wait` alone never returns while a pipe is held open, by bytes nobody reads or by a child of the child: so the pipes
    are closed first, and only the transport can close one that was not read to its end.
    """
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # the session is the child's own
    for pipe in (child._transport.get_pipe_transport(0), child._transport.get_pipe_transport(1)):  # noqa: SLF001 - as said
        pipe.close()
    await child.wait()
