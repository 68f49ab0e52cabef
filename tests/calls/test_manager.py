"""One press, one call, one record; what is shown is what is known."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.calls.gate import PressDropped
from dialer.calls.model import CallState, EndedBy, EndReason, LegState
from dialer.calls.provider import SessionGone, StatusUpdate
from dialer.calls.sentences import sentence
from dialer.contacts.model import Contact, ContactDraft, NumberDraft
from dialer.contacts.numbers.dialling import ConfirmNeeded
from dialer.core.entry import EntryState
from dialer.core.errors import (
    ApiError,
    ErrorKind,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SafetyError,
    StorageError,
)
from dialer.core.secrets import Secret
from tests.calls.conftest import ENTRY, JANSEN
from tests.fakes import settle

if TYPE_CHECKING:
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

SOURCE_RINGS = StatusUpdate(code=27, state=CallState.SOURCE_RINGING)
SOURCE_UP = StatusUpdate(code=28, state=CallState.SOURCE_CONNECTED)
DEST_RINGS = StatusUpdate(code=26, state=CallState.DESTINATION_RINGING)
DEST_UP = StatusUpdate(code=29, state=CallState.DESTINATION_CONNECTED)
TALKING = StatusUpdate(code=9, state=CallState.CONNECTED)
DEST_HANGS_UP = StatusUpdate(
    code=30, state=CallState.ENDED, reason=EndReason.COMPLETED, ended_by=EndedBy.DESTINATION
)
BUSY = StatusUpdate(code=10, state=CallState.ENDED, reason=EndReason.BUSY)
FAILED = ApiError("core.net.timeout", ErrorKind.NETWORK)


async def test_a_call_runs_its_course(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [SOURCE_RINGS, SOURCE_UP, None, DEST_RINGS, DEST_UP, TALKING, None, DEST_HANGS_UP]
    await desk.press()
    await desk.clock.advance(10)
    assert desk.states == [
        "requested", "source_ringing", "source_connected", "destination_ringing", "destination_connected",
        "connected", "ended",
    ]  # fmt: skip
    last = desk.seen[-1]
    assert (last.reason, last.ended_by, last.code) == (EndReason.COMPLETED, EndedBy.DESTINATION, 30)
    assert last.both_connected
    assert provider.log.count("dial") == 1
    assert provider.log.count("status") == 8
    (record,) = await desk.calls.history.recent()
    assert (record.state, record.reason, record.number) == (CallState.ENDED, EndReason.COMPLETED, JANSEN)
    assert record.talk_seconds == pytest.approx(3, abs=0.2)


async def test_the_record_names_everybody_with_the_number(desk: Desk) -> None:
    draft = ContactDraft(name="Anna", numbers=(NumberDraft(raw=JANSEN),))
    anna = await desk.contacts.add(draft)
    call = await desk.press()
    assert (call.contact_id, call.name) == (anna.id, "Anna")
    await desk.calls.hang_up()
    await desk.clock.advance(60)
    await desk.contacts.add(replace(draft, name="Bert"))
    call = await desk.press()
    assert (call.contact_id, call.name) == (None, "Anna, Bert")


async def test_nobody_is_named_who_may_be_on_no_disk(desk: Desk) -> None:
    async def in_memory(_number: str, _region: str | None) -> list[Contact]:
        return [Contact(id="clinic/p1", name="Zoe", private=True)]

    desk.contacts.ask_also(in_memory)
    assert [contact.name for contact in await desk.contacts.who(JANSEN)] == ["Zoe"]
    call = await desk.press()
    assert (call.contact_id, call.name) == (None, None)


async def test_the_record_is_written_before_anything_is_sent(desk: Desk, provider: FakeTelephony) -> None:
    provider.gate = asyncio.Event()
    call = await desk.press()
    assert [record.id for record in await desk.calls.history.open_calls()] == [call.id]
    assert provider.orders[0].attempt_id == call.id


async def test_nothing_is_sent_when_it_cannot_be_written(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_call: object) -> None:
        raise StorageError("core.database.full")

    monkeypatch.setattr(desk.calls.history, "insert", full)
    with pytest.raises(StorageError) as caught:
        await desk.press()
    assert caught.value.key == "calls.error.not_written"
    assert provider.log == []
    assert not desk.calls.dialling


async def test_fifty_presses_at_once_dial_once(desk: Desk, provider: FakeTelephony) -> None:
    provider.gate = asyncio.Event()
    presses = await asyncio.gather(*(desk.press() for _ in range(50)), return_exceptions=True)
    assert sum(isinstance(press, PressDropped) for press in presses) == 49
    provider.gate.set()
    await settle()
    with pytest.raises(PressDropped):  # a late bounce of the same key
        await desk.press()
    assert provider.log.count("dial") == 1
    assert len(await desk.calls.history.recent()) == 1


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (NotSent("core.net.dns"), EndReason.NOT_SENT),
        (Refused("core.error.outcome_unknown", ErrorKind.VALIDATION, code=104), EndReason.REJECTED),
        (OutcomeUnknown(), EndReason.UNKNOWN),
        (RuntimeError("a bug"), EndReason.UNKNOWN),
    ],
)
async def test_a_failed_dial_ends_the_call_and_is_never_repeated(
    desk: Desk, provider: FakeTelephony, failure: Exception, reason: EndReason
) -> None:
    provider.dials = [failure]
    await desk.press()
    await desk.clock.advance(300)
    assert provider.log == ["dial"]
    assert desk.seen[-1].reason is reason
    (record,) = await desk.calls.history.recent()
    assert record.reason is reason


async def test_a_refused_sign_in_silences_the_account_across_restarts(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.dials = [Refused("connect_call.error.auth", ErrorKind.AUTH, code=102)]
    await desk.press()
    assert desk.seen[-1].reason is EndReason.AUTH_FAILED
    for _ in range(2):
        entry = desk.hub.entries.get(ENTRY)
        assert entry is not None
        assert entry.state is EntryState.AUTH_NEEDED
        with pytest.raises(Refused) as caught:
            await desk.press()
        assert caught.value.kind is ErrorKind.AUTH
        await desk.stop()
        await desk.start()
    assert provider.log == ["dial"]


async def test_after_a_new_sign_in_the_same_number_can_be_called_at_once(
    desk: Desk, provider: FakeTelephony
) -> None:
    """The press that was refused is no bounce of a key: nobody was called for it."""
    provider.dials = [Refused("connect_call.error.auth", ErrorKind.AUTH), None]
    await desk.press()
    (entry,) = desk.hub.entries.all
    secrets = {"password": Secret("the new one")}
    await desk.hub.entries.change(
        entry, data=entry.data, options=entry.options, title=entry.title, secrets=secrets
    )
    await desk.press()
    assert provider.log.count("dial") == 2


async def test_failed_polls_make_it_stale_not_ended(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, FAILED, FAILED, FAILED, FAILED, None]
    await desk.press()
    await desk.clock.advance(2.5)
    call = desk.calls.current
    assert call is not None
    assert (call.stale, call.state) == (True, CallState.CONNECTED)
    await desk.clock.advance(20)
    call = desk.calls.current
    assert call is not None
    assert (call.stale, call.state) == (False, CallState.CONNECTED)


async def test_polls_are_a_second_apart_and_back_off(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [FAILED]
    await desk.press()
    times = []
    for _ in range(90):
        before = provider.log.count("status")
        await desk.clock.advance(0.5)
        if provider.log.count("status") > before:
            times.append(desk.clock.monotonic())
    gaps = [round(after - before) for before, after in itertools.pairwise(times)]
    assert gaps[:6] == [1, 2, 4, 8, 10, 10]


async def test_a_slow_poll_makes_it_stale_and_is_the_only_one(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    answer = asyncio.Event()

    async def slow() -> StatusUpdate | None:
        nonlocal asked
        asked += 1
        await answer.wait()
        return TALKING

    monkeypatch.setattr(provider, "async_status", slow)
    await desk.press()
    await desk.clock.advance(4)
    assert desk.seen[-1].stale
    assert asked == 1
    answer.set()
    await desk.clock.advance(0.1)
    assert not desk.seen[-1].stale


async def test_hanging_up(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, None]
    await desk.press()
    await desk.calls.hang_up()
    await desk.clock.advance(5)
    last = desk.seen[-1]
    assert (last.state, last.reason, last.ended_by) == (CallState.ENDED, EndReason.HUNG_UP, EndedBy.USER)
    assert provider.log.count("hang_up") == 1
    assert provider.log[-1] == "hang_up"  # no poll after it


async def test_hanging_up_twice_failing_works_the_third_time(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, None]
    provider.hang_ups = [FAILED, FAILED, None]
    await desk.press()
    hanging_up = asyncio.create_task(desk.calls.hang_up())
    await desk.clock.advance(5)
    await hanging_up
    assert desk.seen[-1].reason is EndReason.HUNG_UP
    assert provider.log.count("hang_up") == 3


async def test_a_hang_up_that_fails_warns_and_goes_on_watching(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, None]
    provider.hang_ups = [FAILED]
    await desk.press()
    hanging_up = asyncio.create_task(desk.calls.hang_up())
    await desk.clock.advance(10)
    await hanging_up
    call = desk.calls.current
    assert call is not None
    assert call.live
    assert call.hang_up_failed
    assert "still cost money" in sentence(call, desk.hub.strings)
    provider.hang_ups = [None]
    await desk.calls.hang_up()
    assert desk.seen[-1].reason is EndReason.HUNG_UP


async def test_a_wish_to_hang_up_is_kept_until_the_provider_answers(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.gate = asyncio.Event()
    await desk.press()
    await desk.calls.hang_up()
    assert "hang_up" not in provider.log
    provider.gate.set()
    await desk.clock.advance(1)
    assert provider.log.count("hang_up") == 1
    assert desk.seen[-1].reason is EndReason.HUNG_UP


async def test_the_provider_forgets_the_call(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, SessionGone(101)]
    await desk.press()
    await desk.clock.advance(30)
    last = desk.seen[-1]
    assert (last.state, last.reason, last.code) == (CallState.ENDED, EndReason.LOST, 101)
    assert provider.log.count("status") == 2


async def test_a_doubtful_start_is_looked_up_where_there_is_a_session(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.bearer = Secret("guid")
    provider.dials = [OutcomeUnknown()]
    provider.statuses = [FAILED, SOURCE_RINGS, None]
    await desk.press()
    await desk.clock.advance(3)
    assert desk.seen[-1].state is CallState.SOURCE_RINGING
    assert provider.log.count("dial") == 1


async def test_a_doubtful_start_that_stays_in_doubt(desk: Desk, provider: FakeTelephony) -> None:
    provider.bearer = Secret("guid")
    provider.dials = [OutcomeUnknown()]
    await desk.press()
    await desk.clock.advance(40)
    assert desk.seen[-1].reason is EndReason.UNKNOWN
    polls = provider.log.count("status")
    await desk.clock.advance(60)
    assert provider.log.count("status") == polls


async def test_after_an_unknown_outcome_the_next_call_asks_first(desk: Desk, provider: FakeTelephony) -> None:
    provider.dials = [OutcomeUnknown(), None]
    await desk.press()
    await desk.clock.advance(6)
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press("+31205550143")
    assert caught.value.what == "may_still_run"
    assert provider.log.count("dial") == 1
    await desk.press("+31205550143", "may_still_run")
    assert provider.log.count("dial") == 2
    await desk.calls.hang_up()
    await desk.clock.advance(200)
    await desk.press()
    assert provider.log.count("dial") == 3


async def test_a_second_call_ends_the_first_one_only_when_told_to(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.statuses = [TALKING, None]
    await desk.press()
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press("+31205550143")
    assert caught.value.what == "end_current"
    await desk.press("+31205550143", "end_current")
    assert [entry for entry in provider.log if entry != "status"] == ["dial", "hang_up", "dial"]


async def test_a_first_call_that_cannot_be_ended_keeps_the_second_away(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.statuses = [TALKING, None]
    provider.hang_ups = [FAILED]
    await desk.press()
    press = asyncio.create_task(desk.press("+31205550143", "end_current"))
    await desk.clock.advance(10)
    with pytest.raises(SafetyError) as caught:
        await press
    assert caught.value.key == "calls.safety.still_talking"
    assert provider.log.count("dial") == 1


@pytest.mark.parametrize("number", ["112", "+31 112"])
async def test_emergency_numbers_are_never_called(desk: Desk, provider: FakeTelephony, number: str) -> None:
    with pytest.raises((SafetyError, InputError)):
        await desk.press(number, "premium", "may_still_run")
    assert provider.log == []
    assert await desk.calls.history.recent() == []


async def test_a_premium_number_needs_a_second_step(desk: Desk, provider: FakeTelephony) -> None:
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press("0900 8844")
    assert caught.value.what == "premium"
    assert provider.log == []


@pytest.mark.parametrize("number", ["", "abc", "1" * 40, "*21*0900123#"])
async def test_what_is_no_number_is_refused(desk: Desk, provider: FakeTelephony, number: str) -> None:
    with pytest.raises(InputError) as caught:
        await desk.press(number)
    assert desk.hub.strings.has(caught.value.key)
    assert provider.log == []


async def test_quitting_hangs_up_and_signs_out(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, None]
    await desk.press()
    await desk.stop()
    assert provider.log[-2:] == ["hang_up", "end"]
    await desk.start()
    (record,) = await desk.calls.history.recent()
    assert record.reason is EndReason.HUNG_UP


async def test_quitting_may_leave_the_call_which_is_found_again(desk: Desk, provider: FakeTelephony) -> None:
    provider.bearer = Secret("guid")
    provider.statuses = [TALKING, None]
    await desk.press()
    await desk.stop(keep_call=True)
    assert "hang_up" not in provider.log
    assert "end" not in provider.log
    assert provider.session is None
    await desk.start()
    assert desk.calls.current is not None
    assert desk.calls.current.found_again
    assert provider.session == Secret("guid")
    assert provider.log.count("dial") == 1
    await desk.calls.hang_up()
    (record,) = await desk.calls.history.recent()
    assert record.reason is EndReason.HUNG_UP


async def test_after_a_crash_the_call_is_found_again(desk: Desk, provider: FakeTelephony) -> None:
    provider.bearer = Secret("guid")
    provider.statuses = [TALKING, None]
    await desk.press()
    await desk.crash()
    provider.bearer = None
    await desk.start()
    assert desk.calls.current is not None
    assert desk.calls.current.state is CallState.CONNECTED
    assert provider.log.count("dial") == 1


async def test_after_a_crash_without_a_session_the_record_is_closed(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.gate = asyncio.Event()
    await desk.press()
    await desk.crash()
    await desk.start()
    (record,) = await desk.calls.history.recent()
    assert (record.state, record.reason) == (CallState.ENDED, EndReason.UNKNOWN)
    assert provider.log == ["dial"]


async def test_the_session_is_forgotten_when_the_call_ends(desk: Desk, provider: FakeTelephony) -> None:
    provider.bearer = Secret("guid")
    provider.statuses = [TALKING, DEST_HANGS_UP]
    await desk.press()
    assert await desk.secrets.get(f"{ENTRY}/session") == Secret("1\nguid")  # bound to the account
    await desk.clock.advance(5)
    assert await desk.secrets.get(f"{ENTRY}/session") is None


async def test_a_jumping_wall_clock_does_not_change_the_duration(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, *[None] * 10, DEST_HANGS_UP]
    await desk.press()
    await desk.clock.advance(5.5)
    desk.clock.jump_wall(timedelta(days=-1))
    await desk.clock.advance(10)
    assert desk.seen[-1].talk_seconds == pytest.approx(11, abs=0.2)


async def test_a_full_disk_at_the_end_is_made_good_later(
    desk: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.statuses = [TALKING, BUSY]
    await desk.press()
    update = desk.calls.history.update

    async def full(_call: object) -> None:
        raise StorageError("core.database.full")

    monkeypatch.setattr(desk.calls.history, "update", full)
    await desk.clock.advance(2)
    assert (await desk.calls.history.recent())[0].state is CallState.CONNECTED
    monkeypatch.setattr(desk.calls.history, "update", update)
    await desk.clock.advance(15)
    assert (await desk.calls.history.recent())[0].state is CallState.ENDED


async def test_whose_phone_did_not_answer_is_said(desk: Desk, provider: FakeTelephony) -> None:
    no_answer = StatusUpdate(code=11, state=CallState.ENDED, reason=EndReason.NO_ANSWER)
    provider.statuses = [SOURCE_RINGS, no_answer]
    await desk.press()
    await desk.clock.advance(3)
    assert desk.seen[-1].source_leg is LegState.FAILED
    assert sentence(desk.seen[-1], desk.hub.strings) == "Your phone did not answer: is it on silent?"


async def test_a_note_is_kept(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, None]
    call = await desk.press()
    await desk.calls.set_note(call.id, "wants a quote")
    await desk.calls.hang_up()
    await settle()
    (record,) = await desk.calls.history.recent()
    assert (record.note, record.reason) == ("wants a quote", EndReason.HUNG_UP)


async def test_signing_out_ends_the_session_of_a_call_that_is_over(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.statuses = [TALKING, None]
    await desk.press()
    await desk.calls.sign_out()
    assert "end" not in provider.log
    await desk.calls.hang_up()
    await desk.calls.sign_out()
    assert provider.log[-1] == "end"


async def test_a_sign_in_refused_in_mid_call_is_sent_once(desk: Desk, provider: FakeTelephony) -> None:
    """The call itself may go on: it is given up as lost, not as ended, and nothing more is sent."""
    provider.statuses = [TALKING, ApiError("connect_call.error.auth", ErrorKind.AUTH, code=401)]
    await desk.press()
    await desk.clock.advance(60)
    assert provider.log == ["dial", "status", "status"]
    last = desk.seen[-1]
    assert (last.reason, last.both_connected, last.code) == (EndReason.LOST, True, 401)
    entry = desk.hub.entries.get(ENTRY)
    assert entry is not None
    assert entry.state is EntryState.AUTH_NEEDED


async def test_a_hang_up_whose_sign_in_is_refused_is_not_repeated(
    desk: Desk, provider: FakeTelephony
) -> None:
    provider.statuses = [TALKING, None]
    provider.hang_ups = [ApiError("connect_call.error.auth", ErrorKind.AUTH)]
    await desk.press()
    await desk.calls.hang_up()
    await desk.clock.advance(60)
    assert provider.log.count("hang_up") == 1
    assert desk.seen[-1].reason is EndReason.LOST
    entry = desk.hub.entries.get(ENTRY)
    assert entry is not None
    assert entry.state is EntryState.AUTH_NEEDED
