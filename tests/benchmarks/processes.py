"""Start a program on the desktop, see its first window, weigh it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from Xlib import X
from Xlib.display import Display

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What starts the program, and is not the program.
_WRAPPERS = frozenset({"dbus-run-session", "dbus-daemon"})
_POLL_S = 0.004
_SETTLE_S = 3.0
_IDLE_S = 5.0
_PATIENCE_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Start:
    """What one start of a program came to."""

    window_ms: float
    pss_mib: float
    idle_percent: float


class NoWindowError(RuntimeError):
    """The program ended without a window, or had none in time."""


def measure(command: Sequence[str]) -> Start:
    """Start a program with a session bus of its own; return once it has been weighed and ended."""
    display = Display()
    try:
        with _shown(command, display) as (process, window_ms):
            time.sleep(_SETTLE_S)
            pids = _tree(process.pid)
            pss_mib, used = _pss_mib(pids), _cpu_s(pids)
            time.sleep(_IDLE_S)
            idle = (_cpu_s(_tree(process.pid)) - used) / _IDLE_S * 100
        return Start(window_ms=window_ms, pss_mib=pss_mib, idle_percent=idle)
    finally:
        display.close()


def until_shown(command: Sequence[str]) -> float:
    """Start a program as `measure` does, and end it; return when its window was shown, in milliseconds."""
    display = Display()
    try:
        with _shown(command, display) as (_, window_ms):
            return window_ms
    finally:
        display.close()


@contextlib.contextmanager
def _shown(command: Sequence[str], display: Any) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    before = _windows(display)
    started = time.perf_counter()
    with _running(command) as process:
        yield process, (_first_window(display, before, process, started) - started) * 1000


@contextlib.contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
    ):
        process = subprocess.Popen(
            ["dbus-run-session", "--", *command],
            env=os.environ | {"HOME": home, "XDG_RUNTIME_DIR": home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        try:
            yield process
        except NoWindowError:
            said.seek(0)
            sys.stderr.write(said.read())
            raise
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for kind in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        # The wrapper may be gone before the program, which has a database to close.
        time.sleep(0.5)


def _windows(display: Any) -> set[int]:
    """Return the windows that the window manager has mapped."""
    found = display.screen().root.get_full_property(
        display.intern_atom("_NET_CLIENT_LIST"), X.AnyPropertyType
    )
    return set(found.value) if found else set()


def _first_window(display: Any, before: set[int], process: subprocess.Popen[bytes], started: float) -> float:
    while not _windows(display) - before:
        if process.poll() is not None or time.perf_counter() - started > _PATIENCE_S:
            raise NoWindowError(process.args)
        time.sleep(_POLL_S)
    return time.perf_counter()


def _tree(root: int) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/comm").read_text().strip() not in _WRAPPERS:
                found.append(pid)
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += [int(child) for child in children.read_text().split()]
    return found


def _pss_mib(pids: Sequence[int]) -> float:
    """Return the memory of processes; what they share with others counts in proportion."""
    kib = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kib += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kib / 1024


def _cpu_s(pids: Sequence[int]) -> float:
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            # The name, in brackets, may hold spaces; user and system time are the 14th and 15th field.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
