"""Every status code of the document, and the orders in which they come."""

from __future__ import annotations

import pytest

from dialer.sandbox import MAGIC
from tests.sandbox.conftest import NUMBERS, Caller

STATUS_CODES = {3, 4, 5, 7, 9, 10, 11, 12, 16, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33}
TO_TALK = [27, 28, 26, 29, 9]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("status-unknown", [27, 3, 28, 26, 29, 9, 30]),
        ("server-hangs-up", [*TO_TALK, 4]),
        ("account-state", [5, *TO_TALK, 30]),
        ("funds-run-out", [*TO_TALK, 7]),
        ("normal", TO_TALK),
        ("busy", [27, 28, 10]),
        ("no-answer", [27, 28, 26, 11]),
        ("rejected", [27, 28, 26, 12]),
        ("no-funds", [16]),
        ("wrong-source", [24]),
        ("wrong-destination", [27, 28, 25]),
        ("rings-for-ever", [27, 28, 26]),
        ("source-rings-for-ever", [27]),
        ("stuck-after-source", [27, 28]),
        ("never-joined", [27, 28, 26, 29]),
        ("destination-ends", [*TO_TALK, 30]),
        ("source-ends", [*TO_TALK, 31]),
        ("source-no-funds", [32]),
        ("destination-no-funds", [27, 28, 33]),
        ("source-no-answer", [27, 11]),
        ("source-busy", [10]),
        ("source-gives-up", [27, 28, 26, 31]),
        ("quick", [*TO_TALK, 30]),
        ("undocumented-status", [27, 28, 26, 17, 29, 9, 99, 30]),
        ("goes-back", [*TO_TALK, 26, 27, 30]),
        ("rings-after-the-end", [*TO_TALK, 30, 27]),
        ("twice-the-same", [27, 27, 28, 28, 26, 26, 29, 29, 9, 9, 30]),
    ],
)
async def test_course(caller: Caller, name: str, codes: list[int]) -> None:
    await caller.login(NUMBERS[name])
    seconds, every = (4, 0.1) if name == "quick" else (21, 0.5)
    assert await caller.follow(seconds, every=every) == codes


def test_every_documented_status_has_a_number_that_ends_in_it() -> None:
    for code in STATUS_CODES:
        (entry,) = [entry for entry in MAGIC if entry.number == f"+31205559{code:03d}"]
        assert code in {step.code for step in entry.scenario.timeline}


async def test_an_ended_call_is_not_live(caller: Caller) -> None:
    await caller.login(NUMBERS["destination-ends"])
    await caller.follow(10, every=1)
    assert caller.sandbox.connect_call.live_calls == 1
    await caller.follow(5, every=1)
    assert caller.sandbox.connect_call.live_calls == 0


async def test_the_real_clock_does_as_well(caller: Caller) -> None:
    from dialer.sandbox import serve

    caller.sandbox = await serve(speed=200)
    try:
        await caller.login(NUMBERS["busy"])
        codes: list[int] = []
        while 10 not in codes:
            codes += await caller.follow(0.5)
        assert set(codes) <= {27, 28, 10}
    finally:
        await caller.sandbox.close()
