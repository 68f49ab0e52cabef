"""A history of 200,000 rows: its pages, counts and statistics, beside bare SQL in the same database.

The bare queries have neither places nor times nor Python objects: what a count with a condition, and one
grouping of all rows, take of SQLite itself. Each is asked in turn with what it is compared with, so that a
busy computer slows both.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from dialer.app import migrations
from dialer.calls import history as calls
from dialer.calls.model import Call
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from dialer.journal.filter import Filter
from dialer.journal.journal import Journal
from dialer.meetings import history as meetings
from tests.benchmarks.journal import rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    import apsw

    from dialer.meetings.model import Meeting

_ROWS = 200_000
_BATCH = 5000
_END = datetime(2026, 11, 22, 12, tzinfo=UTC)
_TIMES = 7
_PAGE_MS = 50.0
_RATIO = 8.0

_SCAN = "SELECT count(*) FROM call WHERE instr(found_by, 'zoe')"
_GROUP = "SELECT substr(started_at, 1, 10), count(*), total(talk_seconds) FROM call GROUP BY 1"
_FEW = "SELECT * FROM call ORDER BY row DESC LIMIT 100"


def main() -> int:
    """Fill a database, measure, report; return 1 where something takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=_ROWS)
    count = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), count))


async def _measure(folder: Path, count: int) -> int:
    hub = Hub(Home.open(folder / "home"), MemorySecrets)
    await hub.open(migrations())
    try:
        await _fill(hub, count)
        journal = Journal(hub)
        far = await _far_down(journal)
        asked: list[tuple[str, str, Callable[[], Awaitable[object]]]] = [
            ("first page", _FEW, journal.page),
            ("page in the middle", _FEW, partial(journal.page, after=far)),
            ("page of a contact", _FEW, partial(journal.page, Filter(contact_id="c77"))),
            ("page of a common word", _FEW, partial(journal.page, Filter(text="zoe"))),
            ("page of the last digits of a number", _SCAN, partial(journal.page, Filter(text="553999"))),
            ("page of a word that is nowhere", _SCAN, partial(journal.page, Filter(text="nowhere"))),
            ("count of all", _SCAN, journal.count),
            ("count of a common word", _SCAN, partial(journal.count, Filter(text="zoe"))),
            ("count of a month", _SCAN, partial(journal.count, Filter(since=date(2026, 11, 1)))),
            ("count of those not reached", _SCAN, partial(journal.count, Filter(reached=False))),
            ("statistics of all", _GROUP, journal.statistics),
            ("statistics of a month", _GROUP, partial(journal.statistics, Filter(since=date(2026, 11, 1)))),
        ]
        slow = [await _compare(hub, *each) for each in asked]
    finally:
        await hub.stop()
    return int(any(slow))


async def _compare(hub: Hub, what: str, sql: str, ask: Callable[[], Awaitable[object]]) -> bool:
    """Print what a question takes, and whether that is too long: both by itself and beside the bare one."""
    took, bare = [], []
    for _ in range(_TIMES):
        bare.append(await _time(partial(hub.database.read, partial(_run, sql=sql))))
        took.append(await _time(ask))
    ratio = median(took) / median(bare)
    print(
        f"{what}: median {median(took):.1f} ms, most {max(took):.1f};"
        f" bare {median(bare):.1f} ms, ratio {ratio:.1f} (limit {_RATIO:.0f}, or {_PAGE_MS:.0f} ms)"
    )
    return ratio > _RATIO and median(took) > _PAGE_MS


def _run(connection: apsw.Connection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchall()


async def _time(ask: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await ask()
    return (time.perf_counter() - started) * 1000


async def _far_down(journal: Journal) -> str | None:
    after = None
    for _ in range(3):
        after = (await journal.page(after=after, limit=5000)).next
    return after


async def _fill(hub: Hub, count: int) -> None:
    started = time.perf_counter()
    written = rows(count, _END)
    while batch := list(islice(written, _BATCH)):
        await hub.database.write(partial(_write, batch=batch))
    print(f"{count} rows written in {time.perf_counter() - started:.0f} s")


def _write(connection: apsw.Connection, batch: Sequence[Call | Meeting]) -> None:
    for row in batch:
        if isinstance(row, Call):
            calls.insert(connection, row)
        else:
            meetings.insert(connection, row)


if __name__ == "__main__":
    sys.exit(main())
