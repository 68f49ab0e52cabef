"""Import of a large vCard file, beside the time that vobject alone needs to parse the same file.

Also told: how long the event loop was held up meanwhile, how soon a cancelled import ends, the peak of
memory, and how long the export of all of it takes, and taking the import back. Each part runs in a process
of its own, so that none uses another's memory.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.contacts.book import ContactBook
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database
from tests.benchmarks.people import write_vcard

if TYPE_CHECKING:
    from collections.abc import Callable

_RATIO_LIMIT = 1.3
_STALL_LIMIT_MS = 50.0
_CANCEL_LIMIT_S = 1.0
_BEAT = 0.005


class Heartbeat:
    """Finds out how long the event loop does nothing else."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_BEAT)
            self.longest = max(self.longest, time.perf_counter() - before - _BEAT)

    def stop(self) -> None:
        self._task.cancel()


def main() -> int:
    """Measure, print, and say by the exit code whether all limits are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--cards", type=Path, help="a vCard file instead of made-up people")
    parser.add_argument("--part", choices=("vobject", "import", "cancel"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(_part(options.part, options.cards)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        cards = options.cards or Path(folder) / "people.vcf"
        if options.cards is None:
            write_vcard(cards, options.contacts)
        found = {name: _measure(name, cards) for name in ("vobject", "import", "cancel")}
    return _report(found["vobject"], found["import"], found["cancel"])


def _measure(part: str, cards: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.bench_import", "--part", part, "--cards", str(cards)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(output)
    return found


def _part(part: str, cards: Path) -> dict[str, float]:
    if part == "vobject":
        return _parse(cards)
    with tempfile.TemporaryDirectory() as folder:
        work = _import if part == "import" else _cancel
        return asyncio.run(work(cards, Path(folder)))


def _parse(cards: Path) -> dict[str, float]:
    import vobject

    start = time.perf_counter()
    with cards.open(encoding="utf-8") as file:
        count = sum(1 for _ in vobject.readComponents(file))
    return {"seconds": time.perf_counter() - start, "contacts": count}


async def _import(cards: Path, folder: Path) -> dict[str, float]:
    database = await Database.open(folder / "dialer.db", MIGRATIONS)
    book = ContactBook(database, EventBus(), lambda: "NL")
    beat, found = Heartbeat(), {}
    for name in ("first", "again"):
        start = time.perf_counter()
        (report,) = await book.import_files([cards])
        found[name] = time.perf_counter() - start
    found["rest"] = report.new + report.changed
    found["import_mib"] = _peak_mib()
    start = time.perf_counter()
    found["contacts"] = await book.export(folder / "all.vcf")
    found["export"] = time.perf_counter() - start
    (report,) = await book.import_files([folder / "all.vcf"])
    found["rest"] += report.new + report.changed
    start = time.perf_counter()
    await book.undo()
    found["undo"] = time.perf_counter() - start
    found["rest"] += await book.count()
    beat.stop()
    await database.close()
    return {**found, "stall_ms": beat.longest * 1000, "peak_mib": _peak_mib()}


async def _cancel(cards: Path, folder: Path) -> dict[str, float]:
    """Cancel an import in its middle."""
    database = await Database.open(folder / "dialer.db", MIGRATIONS)
    book = ContactBook(database, EventBus(), lambda: "NL")
    half = asyncio.Event()
    task = asyncio.create_task(book.import_files([cards], _when_half(half.set)))
    await half.wait()
    start = time.perf_counter()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    seconds = time.perf_counter() - start
    await database.close()
    return {"seconds": seconds}


def _when_half(tell: Callable[[], None]) -> Callable[[object], None]:
    def progress(now: object) -> None:
        if getattr(now, "done", 0) * 2 > getattr(now, "total", 0):
            tell()

    return progress


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _report(parse: dict[str, float], ours: dict[str, float], cancel: dict[str, float]) -> int:
    ratio = ours["first"] / parse["seconds"]
    print(f"vobject alone: {parse['seconds']:.1f} s for {parse['contacts']} cards")
    print(f"import: {ours['first']:.1f} s, ratio {ratio:.2f} (limit {_RATIO_LIMIT:.2f})")
    print(f"the same file again: {ours['again']:.1f} s; peak of memory so far {ours['import_mib']:.0f} MiB")
    print(f"export: {ours['export']:.1f} s; undo: {ours['undo']:.1f} s; peak {ours['peak_mib']:.0f} MiB")
    print(f"event loop held up: {ours['stall_ms']:.0f} ms at most (limit {_STALL_LIMIT_MS:.0f})")
    print(f"cancelled in {cancel['seconds']:.2f} s (limit {_CANCEL_LIMIT_S:.2f})")
    print(f"changed by importing it again, or left by undo: {ours['rest']:.0f} (limit 0)")
    return int(
        ratio > _RATIO_LIMIT
        or ours["stall_ms"] > _STALL_LIMIT_MS
        or cancel["seconds"] > _CANCEL_LIMIT_S
        or ours["rest"] > 0
    )


if __name__ == "__main__":
    sys.exit(main())
