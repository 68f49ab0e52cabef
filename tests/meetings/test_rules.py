"""The promises about meetings, whatever happens in whatever order (SAFETY 3.1).

Hypothesis presses, gives up, lets the provider and the disk fail, reads the list, calls off, quits, and
crashes the program. After each step every promise is checked.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialer.core.entry import EntryState
from dialer.core.errors import DialerError, ErrorKind, NotSent, OutcomeUnknown, Refused, StorageError
from dialer.core.secrets import Secret
from dialer.meetings import manager
from dialer.meetings.model import THERE, Meeting, MeetingState
from dialer.meetings.requests import MeetingRequest
from tests.calls.test_machine_rules import QuickClock
from tests.fakes import integrate, settle
from tests.meetings.conftest import ANNE, ENTRY, Desk, FakeIntegration
from tests.meetings.fakes import CANARY, EVERYTHING, FakeMeetings

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from dialer.meetings.provider import MeetingOrder, Progress, ProviderMeeting

T = TypeVar("T")

# What becomes of a creation: its error, and whether the meeting was made all the same.
CREATIONS: dict[str, tuple[Exception | None, bool]] = {
    "made": (None, True),
    "not sent": (NotSent("core.net.dns"), False),
    "refused": (Refused("core.error.outcome_unknown", ErrorKind.VALIDATION), False),
    "sign-in refused": (Refused("core.entry.auth_refused", ErrorKind.AUTH), False),
    "answer lost": (OutcomeUnknown(), True),
    "server failed": (OutcomeUnknown(), False),
    "bug": (RuntimeError(CANARY), True),
}
TROUBLES = [None, None, NotSent("core.net.dns"), OutcomeUnknown(), RuntimeError(CANARY)]


@dataclass
class Server(FakeMeetings):
    """A provider that carries a request out also if nobody waits for its answer any more."""

    outcome: str = "made"
    made: dict[str, str] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)

    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        self.orders.append(order)
        error, made = CREATIONS[self.outcome]
        id_ = f"m{next(self.ids)}"
        if made:
            self.there[id_] = self.meeting(id_, order)
            self.made[order.attempt_id] = id_
        if self.gate is not None:
            await self.gate.wait()
        if error is not None:
            raise error
        return self.there[id_]

    async def async_cancel(self, provider_id: str) -> None:
        await super().async_cancel(provider_id)
        self.cancelled.add(provider_id)


class Meetings(RuleBasedStateMachine):
    """One program on one home, and its user."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.stack = ExitStack()
        self.presses: set[str] = set()
        self.subjects = 0
        self.full = False

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize(lists=st.booleans())
    def begin(self, lists: bool) -> None:
        self.desk = Desk(self.folder / "home")
        self.server = Server(self.desk.clock)
        features = EVERYTHING if lists else EVERYTHING & ~self.server.features.LIST
        self.server.features = features & ~self.server.features.ANY_TIME
        self.desk.provider = self.server
        self.desk.clock = self.server.clock = QuickClock(Hurried(self.desk))  # type: ignore[arg-type]  # it only asks for the database
        self.stack.enter_context(patched(FakeIntegration(self.server)))
        self.stack.enter_context(patch.object(manager, "QUIT_DEADLINE", 0.02))
        self.stack.enter_context(patch.object(manager, "STOP_DEADLINE", 0.1))
        self.run(self.start())

    async def start(self) -> None:
        await self.desk.start()
        history = self.desk.meetings.history
        for name in ("insert", "update"):
            setattr(history, name, self.unless_full(getattr(history, name)))
        await settle()

    def unless_full(self, write: Any) -> Any:
        async def guarded(meeting: Meeting) -> None:
            if self.full:
                raise StorageError("core.database.full")
            await write(meeting)

        return guarded

    @property
    def ready(self) -> bool:
        entry = self.desk.app.hub.entries.get(ENTRY)
        return entry is not None and entry.state is EntryState.LOADED

    # --- what the user does ---

    @rule(
        outcome=st.sampled_from([*CREATIONS, "made", "made", "answer lost"]),
        times=st.integers(1, 3),
        slow=st.booleans(),
        patient=st.booleans(),
    )
    def press(self, outcome: str, times: int, slow: bool, patient: bool) -> None:
        self.server.outcome = outcome
        self.server.gate = asyncio.Event() if slow else None
        self.run(self.press_at_once(times))
        self.run(self.desk.clock.advance(10.0 if patient else 0.1))

    async def press_at_once(self, times: int) -> None:
        was_ready = self.ready
        self.subjects += 1
        request = MeetingRequest(entry_id=ENTRY, subject=f"Meeting {self.subjects}", people=(ANNE,))
        work = [self.desk.meetings.create(request) for _ in range(times)]
        done = await asyncio.gather(*work, return_exceptions=True)
        made = [one for one in done if isinstance(one, Meeting)]
        assert all(isinstance(one, Meeting | DialerError) for one in done)
        assert len(made) <= 1
        assert was_ready or not made
        self.presses |= {one.id for one in made}
        await settle()

    @rule()
    def give_up(self) -> None:
        for id_ in self.presses:
            self.run(self.desk.meetings.give_up(id_))

    @precondition(lambda self: self.server.gate is not None)
    @rule()
    def the_provider_answers(self) -> None:
        assert self.server.gate is not None
        self.server.gate.set()
        self.server.gate = None
        self.run(self.desk.clock.advance(10))

    @rule(trouble=st.sampled_from(TROUBLES))
    def refresh(self, trouble: Exception | None) -> None:
        self.server.trouble = trouble
        self.run(self.desk.meetings.refresh())
        self.server.trouble = None

    @rule(trouble=st.sampled_from(TROUBLES), place=st.integers(0, 5))
    def call_off(self, trouble: Exception | None, place: int) -> None:
        self.server.trouble = trouble
        coming = self.run(self.desk.meetings.coming())
        for meeting in coming[place : place + 1]:
            with suppress(DialerError):
                now = self.run(self.desk.meetings.cancel(meeting.id))
                assert now.state not in THERE
                assert now.provider_id not in self.server.there
        self.server.trouble = None

    @precondition(lambda self: not self.ready)
    @rule()
    def sign_in_again(self) -> None:
        entry = self.desk.app.hub.entries.get(ENTRY)
        assert entry is not None
        change = self.desk.app.hub.entries.change
        secrets = {"password": Secret("another")}
        self.run(change(entry, data=entry.data, options={}, title="Meet", secrets=secrets))
        assert self.ready

    # --- what happens ---

    @rule(seconds=st.sampled_from([1.0, 6.0, 200.0]))
    def time_passes(self, seconds: float) -> None:
        self.run(self.desk.clock.advance(seconds))

    @rule(crash=st.booleans())
    def start_again(self, crash: bool) -> None:
        self.run(self.desk.crash() if crash else self.desk.stop())
        self.server.gate = None
        self.run(self.start())

    @rule()
    def the_disk_fills_or_empties(self) -> None:
        self.full = not self.full
        if not self.full:
            self.run(self.desk.clock.advance(11))

    # --- what is promised ---

    @invariant()
    def one_request_for_each_press(self) -> None:
        asked = [order.attempt_id for order in self.server.orders]
        assert len(asked) == len(set(asked))
        assert set(asked) <= self.presses

    @invariant()
    def every_press_is_in_the_list_once(self) -> None:
        coming = self.run(self.desk.meetings.coming())
        ids = [meeting.id for meeting in coming]
        assert len(ids) == len(set(ids))
        assert self.presses <= set(ids)
        provider_ids = [one.provider_id for one in coming if one.provider_id is not None]
        assert len(provider_ids) == len(set(provider_ids))

    @invariant()
    def what_is_said_is_so(self) -> None:
        for meeting in self.run(self.desk.meetings.coming()):
            made = self.server.made.get(meeting.id)
            if meeting.listed:
                continue
            if meeting.state is MeetingState.READY:
                assert meeting.provider_id == made
            if meeting.state is MeetingState.NOT_MADE:
                assert made is None
            if meeting.state is MeetingState.CANCELLED:
                assert made in self.server.cancelled

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.full = False
            self.run(self.desk.stop())
            assert CANARY.encode() not in self.desk.written()
        self.stack.close()
        self.run(self.loop.shutdown_default_executor())
        self.loop.close()
        shutil.rmtree(self.folder)


@dataclass
class Hurried:
    """What `QuickClock` asks of a program: its database."""

    desk: Desk

    @property
    def hub(self) -> Any:
        return self.desk.app.hub


def patched(integration: FakeIntegration) -> Any:
    """Have the scripted integration found, as `integrate` does for one test."""
    import pytest

    patching = pytest.MonkeyPatch()
    integrate(patching, "scripted", integration, kinds=("meetings",))
    stack = ExitStack()
    stack.callback(patching.undo)
    return stack


TestMeetings = Meetings.TestCase
TestMeetings.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
