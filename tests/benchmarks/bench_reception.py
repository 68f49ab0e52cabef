"""From a key press to its effect on the screen, during a call, with a book of 100,000 people.

In the real window, with a call at a simulated provider that goes on, beside a line of text in a bare Qt
window of the same process. Each key goes through Qt's own queue of a window, as the desktop's do, and the
time is taken when the window has been painted with what the key changed: the results of the new text, the
letter in the note, the other page, the open menu, the state of the call. Not measured are the way of a key
through the desktop and that of the picture to the screen.

A page that is visited first is made then: it shows its head, and goes on between keys. Its head counts as the
effect of the key. Told apart is how long a key would have waited at most meanwhile, and when all was there.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from dialer.app import App
from dialer.calls.gate import DialRequest
from dialer.core.config_flow import FlowKind
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets
from dialer.sandbox import serve
from dialer.ui.blocks.slices import Slices
from dialer.ui.loop import run
from dialer.ui.pages import PAGES
from dialer.ui.window import MainWindow
from tests.benchmarks.book import fill
from tests.benchmarks.paints import Paints, Taken, press
from tests.benchmarks.people import write_vcard

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from typing import Any

    from dialer.ui.desk import Desk
    from dialer.ui.phone.results import ResultsModel

_LIMIT_MS = 50.0
_FIRST = "first visit to "
_TALKS, _SOURCE = "+31205559009", "+31205550112"
_PATIENCE_S = 30.0
_WORDS = ("sanne", "de vries", "jansen", "karel b", "mul", "peeters", "020555", "vanden", "anne", "zoe")
_NOTE = "asks for the new offer before noon"
_KEY, _CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def _type(widget: QWidget, letter: str) -> Callable[[], object]:
    return lambda: QTest.keyClicks(widget, letter)


class Hour:
    """The keys of a receptionist, again and again."""

    def __init__(self, desk: Desk, paints: Paints, gap: float) -> None:
        """Press them in this window."""
        self._desk, self._paints, self._gap = desk, paints, gap
        self.taken: Taken = {}
        self.first_visits: dict[str, tuple[float, float]] = {}

    def begin_to_count(self) -> None:
        """Forget all that was taken so far but the first visits."""
        self.taken = {kind: taken for kind, taken in self.taken.items() if kind.startswith(_FIRST)}

    async def press(
        self, kind: str, key: Callable[[], object], done: Callable[[], bool] = lambda: True
    ) -> None:
        """Press one, and rest a little."""
        await press(self._paints, self.taken, kind, key, done)
        await asyncio.sleep(self._gap)

    def _key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> object:
        window = self._desk.main_window
        return QTest.keyClick(QApplication.focusWidget() or window, key, modifier)

    async def search(self, words: str) -> None:
        """Type a search, go through the results."""
        self._desk.search()
        entry, model = self._desk.phone.box.entry, self._desk.phone.results.model
        for place in range(len(words)):
            typed = words[: place + 1]
            await self.press(
                "letter of a search to its results", _type(entry, words[place]), partial(_shows, model, typed)
            )
        for _ in range(min(4, model.rowCount() - 1)):
            await self.press("arrow through results", lambda: self._key(_KEY.Key_Down))

    async def note(self) -> None:
        """Write a note about the call."""
        await self.press("open the note", lambda: self._key(_KEY.Key_N, _CTRL))
        for letter in _NOTE:
            await self.press("letter of a note", _type(self._desk.call_bar.note, letter))
        await self.press("keep the note", lambda: self._key(_KEY.Key_Return))

    async def pages(self) -> None:
        """Go to every page."""
        for place in (2, 3, 4, 5, 1):
            page = PAGES[place - 1].name
            is_first = place > 1 and page not in self.first_visits
            kind = f"{_FIRST}{page}" if is_first else f"page {page}"
            key = partial(self._key, _KEY(_KEY.Key_0 + place), _CTRL)
            if is_first:
                visit = press(self._paints, self.taken, kind, key, lambda: True, later_turns=0)
                self.first_visits[page] = await self._held_up(visit)
            else:
                await self.press(kind, key)

    async def _held_up(self, visit: Coroutine[Any, Any, None]) -> tuple[float, float]:
        """Return how long, in ms, a key would have waited at most until a page was whole; and when it was."""
        began = before = time.perf_counter()
        pressing = asyncio.ensure_future(visit)
        longest = 0.0
        while not (pressing.done() and _is_whole(self._desk.current_page)):
            await asyncio.sleep(0)
            now = time.perf_counter()
            longest, before = max(longest, now - before), now
        return longest * 1000, (before - began) * 1000

    async def outcome(self) -> None:
        """Open the menu, and choose from it."""
        await self.press("outcome menu", lambda: self._key(_KEY.Key_O, _CTRL), lambda: _menu() is not None)
        menu = _menu()
        assert menu is not None
        await self.press(
            "choose an outcome", lambda: QTest.keyClick(menu, _KEY.Key_Return), lambda: _menu() is None
        )

    async def hang_up(self) -> None:
        """End the call, and begin the next one."""
        bar = self._desk.call_bar
        await self.press(
            "hang up",
            lambda: self._key(_KEY.Key_Escape),
            lambda: bar.call is not None and (bar.call.hanging_up or not bar.call.live),
        )
        async with asyncio.timeout(_PATIENCE_S):
            while bar.call is None or bar.call.live:  # noqa: ASYNC110  # as the eye looks
                await asyncio.sleep(0.05)


def _shows(model: ResultsModel, typed: str) -> bool:
    return model.found is not None and model.found.text == typed


def _menu() -> QMenu | None:
    popup = QApplication.activePopupWidget()
    return popup if isinstance(popup, QMenu) else None


def _is_whole(page: QWidget | None) -> bool:
    return page is not None and all(slices.whole for slices in page.findChildren(Slices))


async def _measure(home: Home, rounds: int, gap: float) -> tuple[Hour, list[float]]:
    app = App(home, make_secrets=MemorySecrets)
    await app.hub.settings.set("welcomed", True)
    window = MainWindow(app, lambda: None, lambda: None)
    window.show()
    window.activateWindow()
    await app.start()
    window.on_started()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert window.desk is not None
    paints = Paints(application)
    bare = await _bare(paints, gap)
    window.activateWindow()
    sandbox = await serve()
    try:
        if not app.hub.entries.all:
            flow = app.hub.flows.start("connect_call", FlowKind.USER)
            await flow.submit(
                {"base_url": sandbox.base_url, "source": _SOURCE, **sandbox.accounts["connect_call"]}
            )
        await app.hub.entries.settled()
        await app.number_rules.keep_up()
        hour = Hour(window.desk, paints, gap)
        for each in range(rounds + 1):
            if each == 1:  # the first round fills the caches
                print(
                    "first round, most: "
                    + ", ".join(f"{kind} {max(v):.0f}" for kind, v in hour.taken.items())
                )
                hour.begin_to_count()
                gc.collect()
            await app.calls.dial(DialRequest(number=_TALKS))
            await asyncio.sleep(1.5)
            await hour.search(_WORDS[each % len(_WORDS)])
            await hour.note()
            await hour.outcome()
            await hour.pages()
            await hour.hang_up()
    finally:
        await window.aclose()
        await app.stop()
        await sandbox.close()
        window.hide()
    return hour, bare


async def _bare(paints: Paints, gap: float) -> list[float]:
    """Return what letters take in a window that holds one line of text."""
    taken: Taken = {}
    line = QLineEdit()
    line.resize(900, 60)
    line.show()
    line.activateWindow()
    await asyncio.sleep(0.5)
    for letter in _NOTE * 4:
        await press(paints, taken, "bare", _type(line, letter), lambda: True)
        await asyncio.sleep(gap)
    line.hide()
    line.deleteLater()
    return taken["bare"]


def main() -> int:
    """Measure, print, and say by the exit code whether the limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--gap-ms", type=float, default=20.0, help="between an effect and the next key")
    parser.add_argument("--book", type=Path, help="a folder to keep the filled book in")
    options = parser.parse_args()
    outcome: list[tuple[Hour, list[float]]] = []
    with tempfile.TemporaryDirectory() as folder:
        cards = Path(folder) / "people.vcf"
        book = options.book or Path(folder) / "home"
        if not (book / "filled").exists():
            write_vcard(cards, options.contacts)
        fill(book, [cards])
        # Accounts and calls are of this time only: a book that is kept stays one.
        home = Home.open(Path(shutil.copytree(book, Path(folder) / "copy")))

        async def measured() -> int:
            outcome.append(await _measure(home, options.rounds, options.gap_ms / 1000))
            return 0

        def start(_application: QApplication) -> object:
            return measured()

        run(start)  # type: ignore[arg-type]
    return _report(*outcome[0])


def _report(hour: Hour, bare: Sequence[float]) -> int:
    taken = hour.taken
    every = [each for values in taken.values() for each in values]
    for kind, values in taken.items():
        print(f"{kind}: median {median(values):.1f} ms, most {max(values):.1f} ms ({len(values)})")
    for page, (held_up, whole) in hour.first_visits.items():
        print(f"while {page} was made: keys held up {held_up:.1f} ms at most, whole after {whole:.0f} ms")
    slow, least = _percentile_99(every), _percentile_99(bare)
    print(
        f"letter in a bare window: median {median(bare):.2f} ms, 99th percentile {least:.2f} ms ({len(bare)})"
    )
    print(
        f"key to its effect during a call: median {median(every):.1f} ms, 99th percentile {slow:.1f} ms"
        f" (limit {_LIMIT_MS:.0f}), ratio to the bare window {slow / least:.1f} ({len(every)} keys)"
    )
    slowest_visit = max(taken[f"{_FIRST}{page}"][0] for page in hour.first_visits)
    held_up = max(most for most, _ in hour.first_visits.values())
    print(f"first visit to a page: {slowest_visit:.1f} ms at most, keys held up {held_up:.1f} ms at most")
    return int(max(slow, slowest_visit, held_up) > _LIMIT_MS)


def _percentile_99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]


if __name__ == "__main__":
    sys.exit(main())
