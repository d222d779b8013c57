"""A zip written as a stream: nothing of it is ever whole in memory, and no clear byte touches a disk on the way.

Lives here: the container. Does not live here: what goes into it (`vault.package`).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator
    from datetime import datetime

    from typing_extensions import Buffer

Content: TypeAlias = "bytes | AsyncIterator[bytes]"
EARLIEST = 1980  # a zip knows no earlier year


class _Sink(io.RawIOBase):
    """Where the zip is written to: what was written waits until it is taken. It cannot be rewound, as a socket."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        before = len(self._waiting)
        self._waiting += bytes(data)
        return len(self._waiting) - before

    def take(self) -> bytes:
        taken, self._waiting = bytes(self._waiting), bytearray()
        return taken


async def zipped(members: AsyncIterator[tuple[str, Content]], at: datetime) -> AsyncGenerator[bytes, None]:
    """Stream a zip of members, stored as they are, all dated `at`."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        async for name, content in members:
            about = zipfile.ZipInfo(name, at.timetuple()[:6] if at.year >= EARLIEST else (EARLIEST, 1, 1, 0, 0, 0))
            about.external_attr = 0o600 << 16
            with archive.open(about, "w", force_zip64=True) as member:
                async for piece in _pieces(content):
                    member.write(piece)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


async def _pieces(content: Content) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    async for piece in content:
        yield piece
