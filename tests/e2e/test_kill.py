"""Killed at any moment of a call: no record is lost, and no second call is ever placed."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.program import Program, Running

# Seconds after the start of the program; a call is requested after about half a second.
POINTS = [0.1 * point for point in range(1, 21)] + [2.5, 3.0, 4.0]
AT_ONCE = 5
PEOPLE = "+3120555{:04}"


@pytest.fixture
def speed() -> float:
    """The call is answered fast, so that the points fall into every part of it."""
    return 4.0


@pytest.mark.timeout(240)  # it starts the program 47 times
async def test_killed_at_any_moment(program: Program) -> None:
    await program.add_account()
    turns = asyncio.Semaphore(AT_ONCE)

    async def at(place: int, seconds: float) -> list[str]:
        async with turns:
            return await kill_after(program.copied(f"home-{place}"), PEOPLE.format(place), seconds)

    faults = await asyncio.gather(*(at(place, seconds) for place, seconds in enumerate(POINTS)))
    assert [fault for found in faults for fault in found] == []


async def kill_after(program: Program, number: str, seconds: float) -> list[str]:
    """Kill a call after so many seconds, start again twice, and return what is wrong then."""
    running = await program.start("call", number, "--json", "--hang-up-after", "2")
    seen = asyncio.create_task(lines_until_killed(running))
    await asyncio.wait({seen}, timeout=seconds)
    if not seen.done():
        running.send(signal.SIGKILL)
    lines = await seen
    first, second = [done.json for done in await program.run_in_a_row(*[("history", "list", "--json")] * 2)]
    calls = [entry for entry in program.sandbox.journal if entry.params.get("dest") == number[1:]]
    faults = []
    if len(calls) > 1:
        faults.append(f"{len(calls)} dials")
    if len(first) != len(second) or len(first) > 1:
        faults.append(f"{len(first)} records, then {len(second)}")
    if (lines or calls) and not first:
        faults.append("the record is lost")
    if first and first[0]["state"] == "ended" and first[0]["reason"] not in {"unknown", "hung_up"}:
        faults.append(f"the record says {first[0]['reason']}")
    if second and second[0]["state"] == "requested" and second[0]["reason"] is None and not calls:
        faults.append("the record stayed open")
    return [f"killed after {seconds:.1f} s: {fault}; {lines} {first}" for fault in faults]


async def lines_until_killed(running: Running) -> list[str]:
    """Return what the program printed before its end."""
    assert running.process.stdout is not None
    lines = [line.decode() async for line in running.process.stdout]
    await running.process.communicate()
    return lines


async def test_a_call_that_goes_on_is_found_again_and_can_be_ended(program: Program) -> None:
    await program.add_account()
    running = await program.start("call", "+31205550142", "--json")
    await running.line('"connected"')
    running.send(signal.SIGKILL)
    await running.done()
    (record,) = await program.history()
    assert record["state"] != "ended"
    ended = await program.run("hang-up")
    assert ended.code == 0
    (record,) = await program.history()
    assert (record["state"], record["reason"]) == ("ended", "hung_up")
    commands = [entry.command for entry in program.sandbox.journal]
    assert commands.count("login") == 1
    assert "connect" not in commands
    assert commands.count("hangUp") == 1
    assert program.sandbox.connect_call.live_calls == 0
