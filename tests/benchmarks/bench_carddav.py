"""The first copy of a book of 5,000 cards and a second round without changes, beside a bare HTTP client.

A real Radicale on this computer; the account is added and copied as the command line does, on empty homes.
The bare client asks for the same cards in as many questions, as many at a time, and throws the answers away.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from dialer.core.home import Home
from dialer.integrations.carddav import bodies
from dialer.integrations.carddav.rounds import AT_ONCE, BATCH
from tests.integrations.carddav.desk import Desk, card
from tests.servers import radicale

if TYPE_CHECKING:
    from tests.servers.radicale import Radicale

_FIRST_S = 60.0
_SECOND_S = 1.0
_MOST_TIMES = 3.0


def _cards(count: int) -> dict[str, str]:
    return {
        f"u{number}": card(
            f"u{number}",
            f"Person {number:05} van der Meer",
            f"ORG:Company {number % 400};Sales",
            "TITLE:Consultant",
            f"TEL;TYPE=WORK:020 6{number % 1_000_000:06}",
            f"TEL;TYPE=CELL:+31 6 1{number % 10_000_000:07}",
            f"EMAIL;TYPE=INTERNET:person{number}@company{number % 400}.example",
            "ADR;TYPE=WORK:;;Straat 1;Amsterdam;;1011 AA;Nederland",
            "CATEGORIES:Customers",
        )
        for number in range(count)
    }


async def _copy(home: Path, server: Radicale) -> tuple[float, float, float, float, int]:
    """Return seconds and seconds of the processor of the first round, and of the second with its requests."""
    desk = Desk(Home.open(home))
    await desk.start()
    await desk.add(server.url)
    start, busy = time.perf_counter(), time.process_time()
    report = await desk.sync()
    first, first_busy = time.perf_counter() - start, time.process_time() - busy
    assert report.skipped == 0
    await desk.stop()
    await desk.start()
    start, before = time.perf_counter(), desk.requests()
    again = await desk.sync()
    second, requests = time.perf_counter() - start, desk.requests() - before
    assert (again.new, again.unchanged) == (0, report.new)
    await desk.stop()
    return first, first_busy, second, float(report.new), requests


async def _bare(server: Radicale, book: str) -> float:
    """Return the seconds that a bare client needs for the same questions."""
    login = base64.b64encode(f"{radicale.USER}:{radicale.PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/xml", "Depth": "0"}
    turns = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(
        base_url=server.url, headers=headers, timeout=120, trust_env=False
    ) as client:
        start = time.perf_counter()
        listed = await client.request("REPORT", book, content=bodies.changes(""))
        paths = re.findall(r"<href>([^<]*\.vcf)</href>", listed.text)

        async def fetch(batch: list[str]) -> None:
            async with turns:
                await client.request("REPORT", book, content=bodies.cards(batch))

        await asyncio.gather(*(fetch(paths[at : at + BATCH]) for at in range(0, len(paths), BATCH)))
        return time.perf_counter() - start


def main() -> int:
    """Measure, print, and say by the exit code whether the limits are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=5000)
    count = parser.parse_args().cards
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        book = radicale.write_book(work / "radicale", "customers", _cards(count))
        with radicale.running(work / "radicale") as server:
            cold, _, _, _, _ = asyncio.run(_copy(work / "cold", server))
            bare = asyncio.run(_bare(server, book))
            first, busy, second, copied, requests = asyncio.run(_copy(work / "warm", server))
    print(f"carddav: {copied:.0f} cards, the server's own cache empty: {cold:.1f} s (limit {_FIRST_S:.0f} s)")
    print(f"  with the cache: {first:.1f} s, of the processor {busy:.1f} s; bare client {bare:.1f} s")
    print(
        f"  ratio {first / bare:.2f} (limit {_MOST_TIMES}), {busy / count * 1000:.2f} ms of our own per card"
    )
    print(f"  second round: {second:.2f} s (limit {_SECOND_S:.0f} s), {requests} request")
    kept = cold < _FIRST_S and second < _SECOND_S and requests == 1 and first < _MOST_TIMES * bare
    return 0 if kept and copied == count else 1


if __name__ == "__main__":
    sys.exit(main())
