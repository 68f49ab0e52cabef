"""Forgetting and deleting while the process is killed: a row is whole or gone, nobody half forgotten."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.journal.conftest import JANSEN

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from tests.journal.conftest import Room

# The other process works on the same home and is killed in the middle of its second transaction.
_WORK = """
import asyncio, os, signal, sys
from dialer.app import migrations
from dialer.calls import wiping
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from dialer.journal import retention
from dialer.journal.journal import Journal
from dialer.meetings import wiping as meetings
from tests.fakes import FakeClock

def killed(*args):
    os.kill(os.getpid(), signal.SIGKILL)

def at_the_second(function, turns=[]):
    def run(*args):
        done = function(*args)
        turns.append(done)
        return killed() if len(turns) == 2 else done
    return run

async def main(home, what):
    hub = Hub(Home.open(home), MemorySecrets, clock=FakeClock())
    await hub.open(migrations())
    if what == "forget":
        meetings.forget = killed  # the calls are wiped by then, in the same transaction
        await Journal(hub).forget(number=sys.argv[3])
    else:
        retention._AT_ONCE = 2
        wiping.drop_old = at_the_second(wiping.drop_old)
        await retention.delete_old(hub)

from pathlib import Path
asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(("what", "left"), [("forget", 5), ("delete", 3)])
async def test_a_killed_process_leaves_whole_rows(room: Room, what: str, left: int) -> None:
    await room.hub.settings.set("history_days", 1)
    start = room.clock.now().replace(year=2025)
    calls: list[Call | None] = [await room.call(JANSEN, at=start, name="Sanne Jansen") for _ in range(5)]
    await room.close()
    killed = subprocess.run(
        [sys.executable, "-c", _WORK, str(room.home.path), what, JANSEN],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert killed.returncode == -9, killed.stderr
    await room.open()
    rows = [row.call for row in (await room.journal.page()).rows]
    assert rows == list(reversed(calls))[:left]
