"""From the click that makes a meeting to its link on the screen, beside what the provider itself took.

In the real window, at each of the simulated meeting providers, which run in a process of their own. A
provider's time is that of its answers to the requests of this meeting, one after the other; what is more
is Dialer's own: writing it down, signing in, connecting, checking the links, drawing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from dialer.app import App
from dialer.contacts.model import ContactDraft
from dialer.core.config_flow import FlowKind
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets
from dialer.meetings.model import THERE
from dialer.meetings.requests import person
from dialer.ui.loop import run
from dialer.ui.meetings.links import LinkCards
from dialer.ui.meetings.page import MeetingsPage
from dialer.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from dialer.meetings.provider import MeetingPerson

_LIMIT_MS = 50.0
_PROVIDERS = ("iotum", "allocloud", "idiligo", "webcamconsult")
_PATIENCE_S = 30.0
_PAUSE_S = 0.4


@dataclass(frozen=True, slots=True)
class Taken:
    """What one meeting took, in milliseconds."""

    shown: float
    answers: float

    @property
    def own(self) -> float:
        """What was not the provider's."""
        return self.shown - self.answers


class _Painted(QObject):
    """Tells when a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: asyncio.Future[float] | None = None
        self.page: MeetingsPage | None = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.Paint and self.waiting is not None and not self.waiting.done():
            meeting = self.page.card.meeting if self.page is not None else None
            if meeting is not None and meeting.state in THERE and meeting.host is not None:
                self.waiting.set_result(time.perf_counter())
        return False


class Providers:
    """The simulated providers, in a process of their own."""

    def __init__(self, process: asyncio.subprocess.Process, said: dict[str, Any]) -> None:
        self._process = process
        self.accounts: dict[str, dict[str, str]] = said["accounts"]
        self._journal = f"{said['url']}sandbox/journal"

    @classmethod
    async def serve(cls) -> Providers:
        """Start them."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "dialer", "--json", "sandbox"), stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        return cls(process, json.loads(await process.stdout.readline()))

    async def answers(self, after: int) -> tuple[int, float]:
        """Return how many requests came by now, and how long the answers after some took, in ms."""
        requests = (await asyncio.to_thread(self._read))["requests"]
        new = [each for each in requests[after:] if each["answered"] is not None]
        return len(requests), sum(each["answered"] - each["at"] for each in new) * 1000

    async def close(self) -> None:
        """End them."""
        self._process.terminate()
        await self._process.wait()

    def _read(self) -> Any:
        with urllib.request.urlopen(self._journal) as answer:  # noqa: S310  # of this computer
            return json.load(answer)


async def _measure(home: Home, times: int) -> dict[str, list[Taken]]:
    app = App(home, make_secrets=MemorySecrets)
    await app.hub.settings.set("welcomed", True)
    window = MainWindow(app, lambda: None, lambda: None)
    window.show()
    await app.start()
    window.on_started()
    providers = await Providers.serve()
    drafts = [ContactDraft(name=f"Anne {at}", emails=(f"anne{at}@vermeer.example",)) for at in range(times)]
    people = [person(await app.contacts.add(draft)) for draft in drafts]
    taken: dict[str, list[Taken]] = {}
    try:
        for domain in _PROVIDERS:
            flow = app.hub.flows.start(domain, FlowKind.USER)
            entry_id = await flow.submit(providers.accounts[domain])
            assert entry_id is not None, (domain, flow.errors)
        await app.hub.entries.settled()
        assert window.desk is not None
        window.desk.show_page("meetings")
        await asyncio.sleep(1)
        [page] = window.findChildren(MeetingsPage)
        for entry in app.hub.entries.all:
            taken[entry.domain] = [await _meet(page, who, entry.id, providers) for who in people]
    finally:
        await window.aclose()
        await app.stop()
        window.hide()
        await providers.close()
    return taken


async def _meet(page: MeetingsPage, who: MeetingPerson, entry_id: str, providers: Providers) -> Taken:
    """Make one meeting, and wait until its link is on the screen."""
    before, _ = await providers.answers(0)
    watch = _Painted()
    watch.page, watch.waiting = page, asyncio.get_running_loop().create_future()
    parts = page.card.findChildren(LinkCards)[0].findChildren(QWidget)
    for part in parts:  # the guest's name is another one each time
        part.installEventFilter(watch)
    started = time.perf_counter()
    page.meet_now(who, entry_id)
    shown = await asyncio.wait_for(watch.waiting, _PATIENCE_S)
    for part in parts:
        part.removeEventFilter(watch)
    await asyncio.sleep(_PAUSE_S)  # more than the guard against a double press, and for the journal
    _, answers = await providers.answers(before)
    await asyncio.sleep(_PAUSE_S)
    return Taken((shown - started) * 1000, answers)


def main() -> int:
    """Measure, print, and say by the exit code whether the limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    outcome: dict[str, list[Taken]] = {}

    async def measured(folder: str) -> int:
        outcome.update(await _measure(Home.open(Path(folder) / "home"), options.times))
        return 0

    with tempfile.TemporaryDirectory() as folder:

        def start(_application: QApplication) -> object:
            return measured(folder)

        run(start)  # type: ignore[arg-type]
    return max([_report(domain, taken[1:]) for domain, taken in outcome.items()])


def _report(domain: str, taken: Sequence[Taken]) -> int:
    own = median(each.own for each in taken)
    ratio = median(each.shown / max(each.answers, 1e-9) for each in taken)
    print(
        f"{domain}: click to link {median(each.shown for each in taken):.1f} ms, the provider's answers"
        f" {median(each.answers for each in taken):.1f} ms (ratio {ratio:.1f}), the rest {own:.1f} ms"
        f" (limit {_LIMIT_MS:.0f}), most {max(each.own for each in taken):.1f} ms"
    )
    return int(own > _LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
