"""The window on a book of 100,000 people, beside the window on an empty one: time, memory, idle processor.

The two are started in turn, so that what else the machine does hits both.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from dialer.app import App
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets
from tests.benchmarks.book import fill
from tests.benchmarks.people import write_vcard
from tests.benchmarks.processes import Start, measure

_LIMIT = 1.2


def main() -> int:
    """Measure, print, and say by the exit code whether the limits are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--book", type=Path, help="a folder with a filled book, or to keep it in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        full = options.book or Path(folder) / "full"
        cards = Path(folder) / "people.vcf"
        if not (full / "filled").exists():
            write_vcard(cards, options.contacts)
        homes = [Home.open(Path(folder) / "empty"), fill(full, [cards])]
        for home in homes:
            asyncio.run(_settle(home))
        commands = [[sys.executable, "-m", "dialer", "--home", str(home.path)] for home in homes]
        for command in commands:
            measure(command)  # fills the caches
        starts = [[measure(command) for command in commands] for _ in range(options.runs)]
    empty, filled = zip(*starts, strict=True)
    return _report(list(empty), list(filled))


async def _settle(home: Home) -> None:
    """Let a new home do what it does once only: be welcomed, and read numbers by the present rules."""
    app = App(home, make_secrets=MemorySecrets)
    await app.hub.settings.set("welcomed", True)
    await app.start()
    await app.number_rules.keep_up()
    await app.stop()


def _report(empty: list[Start], filled: list[Start]) -> int:
    ratios = [
        _show("window shown, ms", [each.window_ms for each in filled], [each.window_ms for each in empty]),
        _show("memory (PSS), MiB", [each.pss_mib for each in filled], [each.pss_mib for each in empty]),
    ]
    idle = median(each.idle_percent for each in filled)
    print(f"idle processor use with the full book, %: {idle:.2f}")
    return int(max(ratios) > _LIMIT)


def _show(what: str, filled: list[float], empty: list[float]) -> float:
    ratio = median(filled) / median(empty)
    print(
        f"{what}: full book {median(filled):.1f}, empty book {median(empty):.1f},"
        f" ratio {ratio:.2f} (limit {_LIMIT:.2f})"
    )
    return ratio


if __name__ == "__main__":
    sys.exit(main())
