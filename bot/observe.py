"""What may be known about the running service: a log of ids and numbers by allow-list, metrics without persons.

A log line can outlive everything else and be read by anybody, so a key that is not on the list is dropped and counted,
and an exception is told by its kind and place, never by its message: messages can quote what somebody wrote.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "error",
        "place",
        "channel",
        "level_name",
        "count",
        "seconds",
        "port",
        "way",
        "holder",
    }
)
"""Every key a log line may have. Values are ids, numbers and words of the program: never a person's."""

QUIET = ("aiosqlite", "apscheduler", "alembic", "asyncio", "httpcore", "httpx", "PIL", "sqlalchemy", "uvicorn", "mail")
"""Libraries whose own lines may quote addresses or parameters: only their warnings pass, and only as a count."""


ROOMS = frozenset({"bot", "handoff", "vault", "nlu"})
KIND = re.compile(
    r"[A-Za-z]{1,40}(?:Error|Exception|Timeout)|Forbidden|BadRequest|Conflict|RetryAfter|TimedOut|InvalidToken"
)
"""How kinds of errors are written, Telegram's own too: what does not look like one stays out of the log."""


class Observer:
    """Eyes on the running service, for those who run it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._log = structlog.get_logger()
        self.messages = Counter("havre_messages", "Messages dealt with", ["channel"], registry=self.registry)
        self.levels = Counter("havre_levels", "Cases that reached a level", ["level"], registry=self.registry)
        self.faults = Counter("havre_faults", "Things that went wrong", ["event"], registry=self.registry)
        self.batch = Histogram("havre_batch_seconds", "One batch dealt with", registry=self.registry)
        self.aside = Gauge("havre_aside", "Messages set aside for a human look", registry=self.registry)

    def told(self, event: str, **facts: str | float) -> None:
        """Log that something happened; `facts` are ids and numbers on the allow-list."""
        self._log.info(event, **facts)

    def failed(self, event: str, error: BaseException) -> None:
        """Log and count that something went wrong, by the error's kind and place alone."""
        self.faults.labels(event).inc()
        self._log.error(event, error=type(error).__name__, place=place_of(error))

    def metrics(self) -> bytes:
        """Return the metrics in the text form Prometheus reads."""
        return generate_latest(self.registry)


def place_of(error: BaseException) -> str:
    """Name file and line where an error arose, the deepest of our own files if there is one."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    ours = [
        frame for frame in frames if ROOMS & set(Path(frame.filename).parts) and "site-packages" not in frame.filename
    ]
    frame = (ours or frames)[-1]
    return f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}"


def only_allowed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every key that is not on the list; a dropped key is counted, not shown."""
    dropped = [key for key in event if key not in ALLOWED]
    for key in dropped:
        del event[key]
    if dropped:
        event["count"] = len(dropped)
    return event


class _Gate(logging.Handler):
    """Lets other libraries say that something is wrong, not what: their words may quote a person's.

    Lines of the house's own begin with fixed words, which pass; of what they fill in, only the kind of an error does.
    """

    def emit(self, record: logging.LogRecord) -> None:
        room, place = record.name.split(".")[0], f"{Path(record.pathname).name}:{record.lineno}"
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else _kind(record.args)
        event = str(record.msg).partition(":")[0] if room in ROOMS else "library_warning"
        structlog.get_logger().warning(event, logger=room, place=place, error=error)


def _kind(arguments: object) -> str:
    """Return the kind of error a line names, "" where it names none: one word of a type's, nothing else."""
    match arguments:
        case (str(word),) if KIND.fullmatch(word):
            return word
        case _:
            return ""


def configure_logging(stream: TextIO | None = None) -> None:
    """Send every log line of the process through the allow-list, as JSON, to `stream` (standard error)."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Gate(level=logging.WARNING)]
    root.setLevel(logging.WARNING)
    for name in QUIET:
        logger: Any = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.WARNING)
