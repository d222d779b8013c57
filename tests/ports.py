"""Ports on loopback that stay what a test took them for: a server's own, nobody's, or a program's that starts soon."""

from __future__ import annotations

import itertools
import os
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, EACH, WORKERS = 20_000, 1_500, 8
"""Below 32768 the kernel gives no port away by itself, to no listener and to no connection; each worker has its own."""
_TURN = itertools.count(os.getpid() * 37)


def free_port() -> int:
    """Return a port for a program that is started soon: nothing else of this run is given it meanwhile."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    for _ in range(EACH):
        port = FIRST + worker * EACH + next(_TURN) % EACH
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextmanager
def nobodys_port() -> Iterator[int]:
    """A port at which nobody listens, and which nobody else can take as long as this lasts."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


class _PostOffice(Controller):
    """A mail server on a port that was bound before it starts."""

    def __init__(self, box: object, door: socket.socket) -> None:
        super().__init__(box, hostname="127.0.0.1", port=door.getsockname()[1])
        self._door = door

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._door)


@contextmanager
def mail_server(box: object) -> Iterator[int]:
    """Serve an aiosmtpd handler in a thread of its own; yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        controller = _PostOffice(box, door)
        controller.start()
        try:
            yield int(door.getsockname()[1])
        finally:
            controller.stop(no_assert=True)
