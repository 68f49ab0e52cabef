"""From a keystroke in the search box to its painted results, beside a bare full-text query for the same text.

In the real window, on a book of 100,000 people, or of as many as are asked for. Each key is delivered to the
box, and the time is taken until the list, or the words that nobody was found, are painted with what belongs
to the new text. Not measured are the way of a key through the desktop and that of the picture to the screen.

What the machine itself adds is told beside it: as much processor time as each key took, used up by two
threads that do nothing else, with the same pauses. Where that takes longer than a frame, so does anything.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import apsw
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from dialer.app import App
from dialer.contacts import text
from dialer.core.database import Database
from dialer.core.secrets import MemorySecrets
from dialer.ui.loop import run
from dialer.ui.phone.results_view import ResultsView
from dialer.ui.window import MainWindow
from tests.benchmarks.book import fill
from tests.benchmarks.keystrokes import BACKSPACE, Somebody, Stroke, strokes
from tests.benchmarks.people import write_vcard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dialer.contacts.model import Contact
    from dialer.core.home import Home
    from dialer.ui.phone.page import PhonePage

_FRAME_MS = 16.7
_RATIO = 10.0
_ROWS = 50
_PEOPLE = 2000
_WARM_UP = 25
_PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Taken:
    """What one key took, in milliseconds: by the clock, and of the processor (other programs left out)."""

    stroke: Stroke
    wall: float
    cpu: float


class Window:
    """The window, with a stop-watch on its results."""

    def __init__(self, phone: PhonePage) -> None:
        """Watch this page."""
        self._phone = phone
        self._entry = phone.box.entry
        self._awaited = ""
        self._painted: asyncio.Future[tuple[float, float]] | None = None

    def on_paint(self) -> None:
        """Something of the results was painted."""
        found = self._phone.results.model.found
        if self._painted is not None and not self._painted.done() and found and found.text == self._awaited:
            self._painted.set_result((time.perf_counter(), time.process_time()))

    async def type(self, stroke: Stroke) -> Taken:
        """Press one key and wait for its results."""
        if stroke.first:
            self._entry.selectAll()
        self._awaited = stroke.text
        self._painted = asyncio.get_running_loop().create_future()
        started, used = time.perf_counter(), time.process_time()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self._entry, _event(kind, stroke.key))
        wall, cpu = await asyncio.wait_for(self._painted, _PATIENCE_S)
        assert self._entry.text() == stroke.text
        return Taken(stroke, (wall - started) * 1000, (cpu - used) * 1000)


def _event(kind: QEvent.Type, key: str) -> QKeyEvent:
    if key == BACKSPACE:
        return QKeyEvent(kind, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "")
    return QKeyEvent(kind, Qt.Key(ord(key.upper()[0])), Qt.KeyboardModifier.NoModifier, key)


class _Painted(QObject):
    """Tells when a widget that Qt paints by itself has been painted."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Paint:
            self._window.on_paint()
        return False


def _watch_list(windows: list[Window]) -> None:
    """Take the time at the end of every paint of the list; before a list is made."""
    paint = ResultsView.paintEvent

    def timed(view: ResultsView, event: QPaintEvent) -> None:
        paint(view, event)
        for window in windows:
            window.on_paint()

    ResultsView.paintEvent = timed  # type: ignore[method-assign,assignment]  # only in this process


async def _measure(home: Home, keys: Sequence[Stroke], gap: float, profile: str) -> list[Taken]:
    app = App(home, make_secrets=MemorySecrets)
    await app.hub.settings.set("welcomed", True)
    window = MainWindow(app, lambda: None, lambda: None)
    window.show()
    await app.start()
    window.on_started()
    # Numbers that a file brought are read again once, when a book is new or the rules are.
    await app.number_rules.keep_up()
    assert window.desk is not None
    phone = window.desk.phone
    windows: list[Window] = []
    _watch_list(windows)
    watched = Window(phone)
    windows.append(watched)
    nobody = _Painted(watched)
    phone.results.nobody.installEventFilter(nobody)
    await asyncio.sleep(1)
    for stroke in keys[:_WARM_UP]:
        await watched.type(stroke)
        await asyncio.sleep(gap)
    gc.collect()
    taken = []
    profiler = None
    if profile:
        import cProfile

        profiler = cProfile.Profile()
        profiler.enable()
    for stroke in keys:
        taken.append(await watched.type(stroke))
        await asyncio.sleep(gap)
    if profiler is not None:
        profiler.disable()
        profiler.dump_stats(profile)
    await window.aclose()
    await app.stop()
    window.hide()
    return taken


def main() -> int:
    """Measure, print, and say by the exit code whether the limits are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=500)
    parser.add_argument(
        "--gap-ms", type=float, default=50.0, help="between a painted result and the next key"
    )
    parser.add_argument("--cards", type=Path, help="a vCard file instead of made-up people")
    parser.add_argument("--book", type=Path, help="a folder to keep the filled book in")
    parser.add_argument("--profile", default="", help="write a profile of the window's thread here")
    parser.add_argument("--slowest", type=int, default=0, help="print so many of the slowest keys")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cards = options.cards or Path(folder) / "people.vcf"
        book = options.book or Path(folder) / "home"
        if not cards.exists() and not (book / "filled").exists():
            write_vcard(cards, options.contacts)
        home = fill(book, [cards])
        people = asyncio.run(_people(home))
        keys = strokes(people, options.keys)
        bare = _bare(home, keys, Path(folder) / "bare.db")
        fast = _bare(home, keys, Path(folder) / "fast.db", ", prefix='1 2 3'")
        taken = _in_window(home, keys, options.gap_ms / 1000, options.profile)
    machine = _machine(taken, options.gap_ms / 1000)
    for each in sorted(taken, key=lambda one: -one.wall)[: options.slowest]:
        print(f"  {each.wall:7.2f} ms, processor {each.cpu:7.2f} ms: {each.stroke.text!r}")
    return _report(taken, bare, fast, machine)


def _in_window(home: Home, keys: Sequence[Stroke], gap: float, profile: str) -> list[Taken]:
    outcome: list[Taken] = []

    async def measured() -> int:
        outcome.extend(await _measure(home, keys, gap, profile))
        return 0

    def start(_application: QApplication) -> object:
        return measured()

    run(start)  # type: ignore[arg-type]
    return outcome


async def _people(home: Home) -> list[Somebody]:
    from dialer.app import migrations
    from dialer.contacts import store

    def read(connection: apsw.Connection) -> list[Contact]:
        last = int(connection.execute("SELECT max(id) FROM contact").get)
        rows = range(1, last + 1, max(1, last // _PEOPLE))
        return store.load(connection, list(rows))

    database = await Database.open(home.database_file, migrations())
    try:
        contacts = await database.read(read)
    finally:
        await database.close()
    return [
        Somebody(one.name, one.organisation, tuple(number.raw for number in one.numbers)) for one in contacts
    ]


def _bare(home: Home, keys: Sequence[Stroke], file: Path, options: str = "") -> list[float]:
    """Return what a bare FTS5 query takes for each text: every word a prefix, 50 rows, in no order."""
    source = apsw.Connection(str(home.database_file), flags=apsw.SQLITE_OPEN_READONLY)
    bare = apsw.Connection(str(file))
    bare.pragma("journal_mode", "WAL")
    bare.execute(f"CREATE VIRTUAL TABLE people USING fts5(name, organisation, rest{options})")
    with bare:
        bare.executemany(
            "INSERT INTO people VALUES(?,?,?)",
            source.execute("SELECT name, organisation, rest_words FROM contact"),
        )
    source.close()
    taken = []
    for stroke in [*keys[:_WARM_UP], *keys]:
        words = " ".join(f'"{word}" *' for word in text.words(re.sub("[()+-]", "", stroke.text)))
        if not words:
            continue
        started = time.perf_counter()
        bare.execute("SELECT * FROM people WHERE people MATCH ? LIMIT ?", (words, _ROWS)).fetchall()
        taken.append((time.perf_counter() - started) * 1000)
    bare.close()
    return taken


def _machine(taken: Sequence[Taken], gap: float) -> list[float]:
    """Return what the same processor time takes by the clock without Dialer, in milliseconds."""
    took = []
    with ThreadPoolExecutor(1) as other:
        for each in taken:
            started = time.perf_counter()
            other.submit(_spin, each.cpu / 3000).result()  # a search's part, about
            _spin(each.cpu / 1500)
            took.append((time.perf_counter() - started) * 1000)
            time.sleep(gap)
    return took


def _spin(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def _report(
    taken: Sequence[Taken], bare: Sequence[float], fast: Sequence[float], machine: Sequence[float]
) -> int:
    wall = [one.wall for one in taken]
    for what, values in (
        ("key to painted results, ms", wall),
        ("of the processor, ms", [one.cpu for one in taken]),
        ("as much processor time without Dialer, ms", machine),
        ("bare full-text query, ms", bare),
        ("the same with indexes of prefixes, ms", fast),
    ):
        last = f"99th percentile {_percentile_99(values):.2f}, most {max(values):.2f}"
        print(f"{what}: median {median(values):.2f}, {last}")
    slow = _percentile_99(wall)
    ratio, fast_ratio = (slow / _percentile_99(values) for values in (bare, fast))
    print(
        f"99th percentile: {slow:.1f} ms (limit {_FRAME_MS}), ratio to the bare query {ratio:.1f}"
        f" (limit {_RATIO:.0f}), to the one with indexes of prefixes {fast_ratio:.1f},"
        f" to the machine alone {slow / _percentile_99(machine):.2f}"
    )
    return int(slow > _FRAME_MS or ratio > _RATIO)


def _percentile_99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]


if __name__ == "__main__":
    sys.exit(main())
