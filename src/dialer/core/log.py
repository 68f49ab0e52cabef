"""The log: redacted, small, readable by its owner only, and never a reason for the program to fail."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections import deque
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialer.core.redact import REDACTOR

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable
    from types import TracebackType
    from typing import TextIO

    from dialer.core.redact import Redactor

_LOGGER = logging.getLogger(__name__)

MAX_FILES = 5
MAX_BYTES = 1_000_000
_RECENT_LINES = 200
# They log whole addresses, with the password in them.
_TALKATIVE = ("httpx", "httpcore", "httpx2", "httpcore2", "hpack", "keyring", "secretstorage", "jeepney")


class Log:
    """The running log; it keeps the last lines at hand, for whoever reports a problem."""

    def __init__(self, handlers: Iterable[logging.Handler], recent: deque[str]) -> None:
        """Use `setup_logging`."""
        self._handlers = tuple(handlers)
        self._recent = recent

    def recent(self) -> list[str]:
        """Return the last lines, redacted, the newest last."""
        return [line for entry in self._recent for line in entry.splitlines()][-_RECENT_LINES:]

    def close(self) -> None:
        """Stop logging and let go of the file."""
        root = logging.getLogger()
        for handler in self._handlers:
            root.removeHandler(handler)
            with suppress(OSError):  # a full disk: what is still to be written is lost
                handler.close()


def setup_logging(log_file: Path, level: int = logging.INFO, redactor: Redactor = REDACTOR) -> Log:
    """Log to this file, and uncaught errors too; where the file cannot be written, in memory only."""
    quiet_libraries()
    recent: deque[str] = deque(maxlen=_RECENT_LINES)
    handlers: list[logging.Handler] = [_Recent(recent)]
    try:
        log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handlers.append(_File(log_file, encoding="utf-8"))
    except OSError as error:
        recent.append(f"the log is kept in memory only: {os.strerror(error.errno or 0)}")
    root = logging.getLogger()
    root.setLevel(level)
    for handler in handlers:
        handler.setFormatter(_Formatter(redactor))
        root.addHandler(handler)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    return Log(handlers, recent)


def quiet_libraries() -> None:
    """Keep the libraries that would log addresses and headers from doing so."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def log_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log an error that nobody awaited; to be set as the loop's exception handler."""
    error = context.get("exception")
    _LOGGER.error("in the event loop: %s", context.get("message", "an error"), exc_info=error)


class _Formatter(logging.Formatter):
    """Redacts the finished text, its traceback included: a filter would see neither."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        text = self._redactor.redact(super().format(record))
        record.exc_text = None  # logging keeps the unredacted traceback there for other handlers
        # The time stands outside: it must not be taken for a phone number.
        return f"{self.formatTime(record, '%Y-%m-%d %H:%M:%S')}.{int(record.msecs):03d} {text}"


class _Safe(logging.Handler):
    """A handler whose own failure is neither printed, with what it was given, nor raised."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Drop the line: a full disk must not break the program, and the line may hold a secret."""


class _Recent(_Safe):
    def __init__(self, lines: deque[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.append(self.format(record))
        except Exception:  # noqa: BLE001 - a line with a wrong placeholder, or an object that cannot be printed
            self._lines.append(f"a line of {record.name}:{record.lineno} could not be logged")


class _File(_Safe, logging.FileHandler):
    """Begins a new file when one is full; logging's own handler for it loads half a MiB."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = f"{self.format(record)}\n"
            stream = self._with_room(len(line.encode("utf-8", "backslashreplace")))
            stream.write(line)
            stream.flush()
        except Exception:  # noqa: BLE001 - as logging does it
            self.handleError(record)

    def _with_room(self, length: int) -> TextIO:
        """Return the file; it is another one where so many bytes would be too many."""
        if self.stream is not None:
            size = os.fstat(self.stream.fileno()).st_size
            if not size or size + length <= MAX_BYTES:
                return self.stream
            self.stream.close()
            self.stream = None
            self._make_way()
        self.stream = self._open()
        return self.stream

    def _make_way(self) -> None:
        """Give each file the name of the one before it; the oldest one goes."""
        names = [self.baseFilename, *(f"{self.baseFilename}.{number}" for number in range(1, MAX_FILES))]
        for newer, older in reversed(tuple(pairwise(names))):
            with suppress(OSError):  # it goes on growing then, which is better than no log
                Path(newer).replace(older)

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        if os.name == "posix":
            os.fchmod(descriptor, 0o600)
        file = BufferedWriter(FileIO(descriptor, "ab"))
        return TextIOWrapper(file, encoding="utf-8", errors="backslashreplace")


def _log_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    _LOGGER.critical("uncaught error", exc_info=(kind, error, traceback))


def _log_uncaught_in_thread(failure: threading.ExceptHookArgs) -> None:
    name = failure.thread.name if failure.thread else "?"
    _LOGGER.critical("uncaught error in thread %s", name, exc_info=failure.exc_value)
