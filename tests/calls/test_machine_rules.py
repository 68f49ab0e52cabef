"""The promises about calls, whatever happens in whatever order (SAFETY 2.2, I1 to I7).

Hypothesis presses, waits, hangs up, lets the provider and the disk fail, changes the account, quits, and
crashes the program. After each step every promise is checked.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialer.calls import leaving
from dialer.calls.gate import END_CURRENT, DialRequest
from dialer.calls.model import Call, CallState, EndReason
from dialer.calls.provider import SessionGone, StatusUpdate
from dialer.contacts.numbers.dialling import MAY_STILL_RUN
from dialer.core import loader
from dialer.core.entry import EntryState
from dialer.core.errors import (
    DialerError,
    ErrorKind,
    NotSent,
    OutcomeUnknown,
    Refused,
    StorageError,
)
from dialer.core.home import Home
from dialer.core.secrets import Secret
from tests.calls.conftest import ENTRY, Desk, FakeIntegration
from tests.calls.test_manager import BUSY, DEST_HANGS_UP, DEST_RINGS, FAILED, SOURCE_RINGS, SOURCE_UP, TALKING
from tests.fakes import FakeClock, FakeTelephony, settle

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from dialer.calls.provider import DialOrder

T = TypeVar("T")

SESSION = f"{ENTRY}/session"
NUMBERS = ("+31205550142", "+31205550143")
BUG = RuntimeError("a bug of an integration")
ACCOUNT = {
    "id": ENTRY, "domain": "scripted", "title": "Scripted", "unique_id": "1", "data": {}, "options": {},
    "disabled": False, "auth_refused": False,
}  # fmt: skip

# What becomes of a dial: its error, and whether the provider placed the call all the same.
DIALS: dict[str, tuple[Exception | None, bool]] = {
    "accepted": (None, True),
    "not sent": (NotSent("core.net.dns"), False),
    "refused": (Refused("core.error.outcome_unknown", ErrorKind.VALIDATION, code=104), False),
    "sign-in refused": (Refused("core.entry.auth_refused", ErrorKind.AUTH, code=102), False),
    "answer lost": (OutcomeUnknown(), True),
    "server failed": (OutcomeUnknown(), False),
    "bug": (BUG, True),
}
PROGRESS: list[StatusUpdate | Exception | None] = [None, SOURCE_RINGS, SOURCE_UP, DEST_RINGS, TALKING]
FAULTS: list[StatusUpdate | Exception | None] = [FAILED, BUG]
ENDS: list[StatusUpdate | Exception | None] = [BUSY, DEST_HANGS_UP, SessionGone(101), None, TALKING]
HANG_UPS: list[Exception | None] = [None, FAILED, BUG, SessionGone(101)]

COURSES = st.builds(
    lambda progress, end: [*progress, end],
    st.lists(st.sampled_from([*PROGRESS, *PROGRESS, *FAULTS]), max_size=6),
    st.sampled_from(ENDS),
)


@dataclass(eq=False)
class Server(FakeTelephony):
    """A provider that counts what it placed, and may take its time."""

    outcome: str = "accepted"
    placed: int = 0
    asking: int = 0
    most_asking: int = 0
    slow: float = 0.0
    clock: FakeClock = field(default_factory=FakeClock)
    sessions: set[str] = field(default_factory=set)

    async def async_dial(self, order: DialOrder) -> None:
        self.orders.append(order)
        if self.gate is not None:
            await self.gate.wait()
        error, placed = DIALS[self.outcome]
        self.placed += placed
        if error is not None:
            raise error
        if self.bearer is None:
            guid = f"guid-{len(self.orders)}-canary"
            self.bearer = Secret(guid)
            self.sessions.add(guid)

    async def async_status(self) -> StatusUpdate | None:
        self.asking += 1
        self.most_asking = max(self.most_asking, self.asking)
        try:
            await self.clock.sleep(self.slow)
            return await super().async_status()
        finally:
            self.asking -= 1

    async def async_end_session(self) -> None:
        if self.bearer is not None:
            self.sessions.discard(self.bearer.reveal())
        self.bearer = None


class QuickClock(FakeClock):
    """Lets run what can run, but not longer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    async def advance(self, seconds: float) -> None:
        until = self._time + seconds
        await self.quiet()
        while self._sleepers and self._sleepers[0][0] <= until:
            self._time, _, waiting = self._sleepers[0]
            self._sleepers.pop(0)
            self._sleepers.sort()
            if not waiting.done():
                waiting.set_result(None)
                await self.quiet()
        self._time = until
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until the database has done all that was asked for, and everyone has noticed."""
        for _ in range(2):
            for _ in range(8):
                await asyncio.sleep(0)
            await self._desk.hub.database.read(lambda _: None)


class Calls(RuleBasedStateMachine):
    """One program on one home, and its user."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.stack = ExitStack()
        self.presses: set[str] = set()
        self.newest: dict[str, Call] = {}
        self.full = False
        self.guids: set[str] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        home = Home.open(self.folder / "home")
        home.accounts_file.write_text(json.dumps({"version": 1, "accounts": [ACCOUNT]}))
        self.server = Server()
        self.desk = Desk(home, self.server)
        self.clock = self.server.clock = self.desk.clock = QuickClock(self.desk)
        self.stack.enter_context(patch.object(loader, "load", lambda _domain: FakeIntegration(self.server)))
        for patience in ("QUIT_DEADLINE", "STOP_DEADLINE"):
            self.stack.enter_context(patch.object(leaving, patience, 0.02))
        self.run(self.start())

    async def start(self) -> None:
        self.desk.seen.clear()
        self.newest.clear()
        await self.desk.start()
        history = self.desk.calls.history
        for name in ("insert", "update"):
            setattr(history, name, self.unless_full(getattr(history, name)))
        await self.clock.quiet()

    def unless_full(self, write: Any) -> Any:
        async def guarded(call: Call) -> None:
            if self.full:
                raise StorageError("core.database.full")
            await write(call)

        return guarded

    @property
    def entry_state(self) -> EntryState:
        entry = self.desk.hub.entries.get(ENTRY)
        assert entry is not None
        return entry.state

    @property
    def live(self) -> bool:
        call = self.desk.calls.current
        return call is not None and call.live

    # --- what the user does ---

    @rule(
        numbers=st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3),
        outcome=st.sampled_from([*DIALS, "accepted", "accepted", "accepted"]),
        sure=st.booleans(),
        slow=st.booleans(),
        course=COURSES,
    )
    def press(
        self,
        numbers: list[str],
        outcome: str,
        sure: bool,
        slow: bool,
        course: list[StatusUpdate | Exception | None],
    ) -> None:
        if not self.desk.calls.dialling:
            self.server.outcome, self.server.statuses = outcome, course
            self.server.gate = asyncio.Event() if slow else None
        steps = frozenset({END_CURRENT, MAY_STILL_RUN} if sure else ())
        self.run(self.press_at_once([DialRequest(number=number, confirmed=steps) for number in numbers]))

    async def press_at_once(self, requests: list[DialRequest]) -> None:
        was_allowed = self.entry_state is EntryState.LOADED
        presses = [asyncio.create_task(self.desk.calls.dial(request)) for request in requests]
        await asyncio.wait(presses, timeout=0.05)
        if not all(press.done() for press in presses):  # it ends the call before it
            await self.clock.advance(20)
        await asyncio.wait(presses)
        for press in presses:
            if isinstance(error := press.exception(), DialerError):
                continue
            assert error is None
            assert was_allowed
            self.presses.add(press.result().id)
        if self.server.outcome == "sign-in refused" and self.server.gate is None:
            await settle()  # it is written to the accounts

    @rule(answers=st.lists(st.sampled_from(HANG_UPS), min_size=1, max_size=4), patient=st.booleans())
    def hang_up(self, answers: list[Exception | None], patient: bool) -> None:
        self.server.hang_ups = answers
        self.run(self.hang_up_and_wait(4.0 if patient else 0.5))

    async def hang_up_and_wait(self, seconds: float) -> None:
        hanging_up = asyncio.create_task(self.desk.calls.hang_up())
        await self.clock.advance(seconds)
        hanging_up.cancel()  # whoever waits may go; the wish stands
        await asyncio.wait({hanging_up})

    @precondition(lambda self: self.entry_state is EntryState.AUTH_NEEDED)
    @rule()
    def sign_in_again(self) -> None:
        self.run(self.change({"password": Secret("another")}))
        assert self.entry_state is EntryState.LOADED

    @precondition(lambda self: self.entry_state is EntryState.LOADED)
    @rule()
    def change_account(self) -> None:
        self.run(self.change({}))

    @precondition(lambda self: self.entry_state is EntryState.NOT_LOADED)
    @rule()
    def switch_on(self) -> None:
        entry = self.desk.hub.entries.get(ENTRY)
        assert entry is not None
        self.run(self.desk.hub.entries.set_disabled(entry, False))

    async def change(self, secrets: dict[str, Secret]) -> None:
        entry = self.desk.hub.entries.get(ENTRY)
        assert entry is not None
        await self.desk.hub.entries.change(entry, data={}, options={}, title="Scripted", secrets=secrets)

    @rule(keep=st.booleans())
    def quit_and_start(self, keep: bool) -> None:
        was_in_doubt = self.desk.calls.dialling
        self.run(self.desk.stop(keep_call=keep))
        if not keep and not was_in_doubt:
            assert self.server.bearer is None
        self.server.bearer, self.server.gate = None, None
        self.run(self.start())

    # --- what happens ---

    @rule(seconds=st.sampled_from([0.5, 1.0, 3.0, 12.0, 35.0, 200.0]))
    def time_passes(self, seconds: float) -> None:
        asked, watched = self.server.log.count("status"), self.live and not self.desk.calls.dialling
        self.run(self.clock.advance(seconds))
        if watched and self.live and seconds > 10 + self.server.slow:  # the longest pause
            assert self.server.log.count("status") > asked

    @rule(course=COURSES, slow=st.sampled_from([0.0, 4.0]))
    def the_provider_tells(self, course: list[StatusUpdate | Exception | None], slow: float) -> None:
        self.server.statuses, self.server.slow = course, slow

    @precondition(lambda self: self.server.gate is not None)
    @rule()
    def the_provider_answers(self) -> None:
        assert self.server.gate is not None
        self.server.gate.set()
        self.run(self.clock.advance(0.1))
        self.run(settle())

    @rule(switched_off=st.sampled_from([False, False, True]))
    def crash_and_start(self, switched_off: bool) -> None:
        self.run(self.desk.crash())
        if switched_off:
            accounts = [{**ACCOUNT, "disabled": True}]
            self.desk.home.accounts_file.write_text(json.dumps({"version": 1, "accounts": accounts}))
        self.server.bearer, self.server.gate = None, None
        self.run(self.start())

    @rule()
    def the_disk_fills_or_empties(self) -> None:
        self.full = not self.full
        if not self.full:
            self.run(self.clock.advance(11))

    # --- what is promised ---

    @invariant()
    def no_call_without_a_press(self) -> None:
        dialled = [order.attempt_id for order in self.server.orders]
        assert len(dialled) == len(set(dialled))
        assert set(dialled) <= self.presses
        assert self.server.placed <= len(self.presses)

    @invariant()
    def a_record_for_each_press(self) -> None:
        rows = {row.id: row for row in self.run(self.desk.calls.history.recent(1000))}
        # A press that was broken off, or met a crash, has a record too, and was not sent.
        assert self.presses <= set(rows)
        assert all(rows[id_].reason is EndReason.NOT_SENT for id_ in set(rows) - self.presses)
        for call in self.desk.seen:
            self.newest[call.id] = call
        if self.full:
            return
        for row in rows.values():
            known = self.newest.get(row.id)
            if known is not None:
                assert (row.state, row.reason) == (known.state, known.reason)
            if row.state is not CallState.ENDED:
                assert self.desk.calls.current is not None
                assert row.id == self.desk.calls.current.id

    @invariant()
    def states_never_go_back(self) -> None:
        ranks: dict[str, int] = {}
        for call in self.desk.seen:
            assert call.state.rank >= ranks.get(call.id, 0)
            ranks[call.id] = call.state.rank

    @invariant()
    def one_question_at_a_time(self) -> None:
        assert self.server.most_asking <= 1

    @invariant()
    def no_session_without_a_call(self) -> None:
        self.guids |= self.server.sessions
        if not self.live:
            assert self.run(self.desk.secrets.get(SESSION)) is None

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.full = False
            self.run(self.desk.stop())
            written = b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())
            assert not [guid for guid in self.guids if guid.encode() in written]
        self.stack.close()
        self.run(self.loop.shutdown_default_executor())
        self.loop.close()
        shutil.rmtree(self.folder)


TestCalls = Calls.TestCase
TestCalls.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
