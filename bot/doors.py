"""The sites on their sockets: bound before anything else is built, so that a port in use is told in one clear line."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from bot.errors import BotError
from bot.patience import Patience, with_patience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

GRACE_SECONDS = 3
"""How long open requests and streams may take to end when the house closes."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class PortError(BotError):
    """A port cannot be listened at; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a site listens."""

    host: str
    port: int

    @classmethod
    def of(cls, listen: str) -> Address:
        """Read `host:port`, brackets around an IPv6 host allowed."""
        host, _, port = listen.rpartition(":")
        return cls(host.strip("[]"), int(port))

    @property
    def url(self) -> str:
        """Return the address as a browser on this machine takes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{'127.0.0.1' if host in {'0.0.0.0', '*'} else host}:{self.port}"  # noqa: S104 - read, not bound


def bind(name: str, address: Address) -> socket.socket:
    """Listen at an address. Raises PortError."""
    try:
        family = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address.host, address.port))
    except (OSError, OverflowError) as error:
        where, why = f"{address.host}:{address.port}", getattr(error, "strerror", None) or "no such port"
        raise PortError(
            f"{name} cannot listen at {where} ({why}): another program is there, or the address is not this "
            "machine's; change `listen` in config.yml, or stop the other"
        ) from None
    bound.listen(1024)
    bound.setblocking(False)  # noqa: FBT003 - the socket's own signature
    return bound


class Door(uvicorn.Server):
    """One site. Signals are the house's affair, not each door's."""

    def __init__(self, app: ASGIApp, patience: Patience | None = None) -> None:
        # Behind a proxy on this machine its word about the scheme counts; and about the network, which gives turns
        # while somebody hammers (docs/decisions/0007) and is kept nowhere.
        config = uvicorn.Config(
            app,
            http=with_patience(patience or Patience()),
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=True,
            forwarded_allow_ips="127.0.0.1,::1",
            timeout_graceful_shutdown=GRACE_SECONDS,
            lifespan="off",
        )
        super().__init__(config)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
