"""Every outcome and fault, from the command line: right state, reason and exit code, and one call at most."""

from __future__ import annotations

import asyncio
import base64
import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from dialer.sandbox import MAGIC
from tests.e2e.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dialer.sandbox.connect_call.scenario import Magic
    from tests.e2e.program import Done, Program

HOMES = 10
"""How many programs run at the same time, each on a home of its own with one call after the other."""

EXIT_CODES = {
    "completed": {0, 3}, "hung_up": {0, 3}, "busy": {3}, "no_answer": {3}, "rejected": {3},
    "wrong_source": {3}, "wrong_destination": {3}, "no_funds": {0, 3}, "auth_failed": {4}, "not_sent": {5},
    "unknown": {6}, "lost": {6},
}  # fmt: skip
NOT_CONFIRMED = 6
ORDER = [
    "requested", "source_ringing", "source_connected", "destination_ringing", "destination_connected",
    "connected", "ended",
]  # fmt: skip
HANG_UP_AFTER = "5"

# A refused sign-in silences its account, and a call that cannot be ended stays: each has a home to itself.
ALONE = ("dial-code-102", "dial-http-401", "dial-http-403", "hang-up")
# Its point is the order of two codes within two seconds, which a faster provider would hide.
IN_REAL_TIME = {"rings-after-the-end"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("speed", [8.0])
async def test_every_magic_number(program: Program) -> None:
    ordinary: list[Magic] = []
    alone: list[Magic] = []
    for magic in MAGIC:
        if magic.name not in IN_REAL_TIME:
            (alone if magic.name.startswith(ALONE) else ordinary).append(magic)
    homes = [ordinary[place::HOMES] for place in range(HOMES)] + [[magic] for magic in alone]
    await program.add_account()
    turns = asyncio.Semaphore(HOMES)
    plays = (play(program.copied(f"home-{i}"), magics, turns) for i, magics in enumerate(homes))
    assert [fault for faults in await asyncio.gather(*plays) for fault in faults] == []


@pytest.mark.parametrize("speed", [0.6])  # a code stays longer than from one poll to the next
async def test_what_needs_its_real_time(program: Program) -> None:
    await program.add_account()
    magics = [magic for magic in MAGIC if magic.name in IN_REAL_TIME]
    assert await play(program, magics, asyncio.Semaphore(), hang_up_after="25") == []


async def play(
    program: Program, magics: Sequence[Magic], turns: asyncio.Semaphore, hang_up_after: str = HANG_UP_AFTER
) -> list[str]:
    """Call magic numbers one after the other on a home; return what is wrong with what happened."""
    async with turns:
        options = ("--json", "--yes", "--hang-up-after", hang_up_after)
        calls = [("call", magic.number, *options) for magic in magics]
        *ends, history = await program.run_in_a_row(*calls, ("history", "list", "--json"))
    records = history.json
    faults = [
        f"{magic.name} ({magic.number}): {fault}; {done.out} {done.err}"
        for magic, done in zip(magics, ends, strict=True)
        for fault in (*judge_events(magic, done), *judge_wire(magic, program))
    ]
    if len(records) != len(ends):
        faults.append(f"{len(records)} records of {len(ends)} calls")
    faults += [
        f"the record says {record['reason']} after {done.events[-1]['reason']}"
        for record, done in zip(reversed(records), ends, strict=False)
        if done.events
        and done.events[-1]["state"] == "ended"
        and record["reason"] != done.events[-1]["reason"]
    ]
    return faults + secrets_found(program.home, ends)


def judge_wire(magic: Magic, program: Program) -> list[str]:
    """Return what is wrong with what the server saw of a call."""
    dials = [entry for entry in program.sandbox.journal if entry.params.get("dest") == magic.number[1:]]
    return [
        *(["more than one call was placed"] if sum(entry.placed for entry in dials) > 1 else []),
        *(["more than one dial"] if len(dials) > 1 else []),
    ]


def judge_events(magic: Magic, done: Done) -> list[str]:
    """Return what is wrong with the events of a call."""
    if not done.events:
        return [f"no events, exit code {done.code}"]
    last = done.events[-1]
    ranks = [ORDER.index(event["state"]) for event in done.events]
    faults = []
    if ranks != sorted(ranks):
        faults.append("a state went back")
    if last["state"] != "ended":
        if not (magic.name.startswith("hang-up") and done.code == NOT_CONFIRMED):
            faults.append(f"it did not end but is {last['state']}")
    elif done.code not in EXIT_CODES[last["reason"]]:
        faults.append(f"exit code {done.code} for {last['reason']}")
    if magic.reason and last["reason"] != magic.reason:
        faults.append(f"ended as {last['reason']} instead of {magic.reason}")
    if "Traceback" in done.err:
        faults.append("a traceback")
    if last["reason"] == "completed" and done.code != (0 if "connected" in done.states else 3):
        faults.append(f"exit code {done.code} after {done.states}")
    return faults


def secrets_found(home: Path, ends: Sequence[Done]) -> list[str]:
    """Return where the password stands, in any encoding."""
    forms = {
        form.encode()
        for form in (
            PASSWORD, quote(PASSWORD), quote(PASSWORD, safe=""), quote_plus(PASSWORD), html.escape(PASSWORD),
            json.dumps(PASSWORD)[1:-1], base64.b64encode(PASSWORD.encode()).decode(),
        )
    }  # fmt: skip
    places = {str(file): file.read_bytes() for file in home.rglob("*") if file.is_file()}
    places["the output"] = "".join(done.out + done.err for done in ends).encode()
    return [
        f"the password in {place}" for place, text in places.items() if any(form in text for form in forms)
    ]
