"""How long a connection may take to say what it wants: heads in seconds, bodies at a least pace, else it is closed.

Lives here: uvicorn's protocol with a clock. Whoever drips one byte every two seconds would hold a place for ever; a bad
phone network brings some kilobytes a second. Answers are never bounded here: a stream of letters stays open for hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

HEAD_BYTES = 64 * 1024
"""The largest head of a request: its address and its headers."""


@dataclass(frozen=True, slots=True)
class Patience:
    """`head`: seconds for a whole head. A body may take `grace` seconds, from then on `rate` bytes a second at least.

    `step`: how often, in seconds, the pace of a body is looked at.
    """

    head: float = 15
    grace: float = 30
    rate: float = 1024
    step: float = 5


class PatientProtocol(HttpToolsProtocol):
    """One connection and its clock."""

    patience = Patience()
    _timer: asyncio.TimerHandle | None = None
    _in_head = True
    _came = 0
    _began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes; a head without end is not read to its end."""
        super().data_received(data)
        self._came += len(data)
        if self._in_head and self._came > HEAD_BYTES:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Begin to wait for the head of the next request."""
        super().on_message_begin()
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        """Go on to the body."""
        self._stop()
        self._in_head, self._came, self._began = False, 0, self.loop.time()
        super().on_headers_complete()
        self._timer = self.loop.call_later(self.patience.step, self._look_at_body)

    def on_message_complete(self) -> None:
        """Everything is there: from now on the answer takes as long as it takes."""
        self._stop()
        super().on_message_complete()

    def _wait_for_head(self) -> None:
        self._stop()
        self._in_head, self._came = True, 0
        self._timer = self.loop.call_later(self.patience.head, self._give_up)

    def _look_at_body(self) -> None:
        if self.flow.read_paused:  # it is we who cannot keep up: that is not held against anybody
            self._began += self.patience.step
        late = self.loop.time() - self._began - self.patience.grace
        if late > 0 and self._came < late * self.patience.rate:
            self._give_up()
        else:
            self._timer = self.loop.call_later(self.patience.step, self._look_at_body)

    def _give_up(self) -> None:
        self._stop()
        self.transport.abort()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def with_patience(patience: Patience) -> type[PatientProtocol]:
    """Return the protocol with another patience."""
    return type("PatientProtocol", (PatientProtocol,), {"patience": patience})
