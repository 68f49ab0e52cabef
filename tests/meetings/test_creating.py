"""One press, one request, one row; what is shown is what is known."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dialer.cli.exitcodes import of_error
from dialer.core.entry import EntryState
from dialer.core.errors import (
    ApiError,
    EntryAuthFailed,
    EntryError,
    EntryNotReady,
    ErrorKind,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SafetyError,
    StorageError,
)
from dialer.core.fields import Choice, Integer, Text, Toggle
from dialer.core.secrets import Secret
from dialer.meetings import creation
from dialer.meetings.history import MeetingHistory
from dialer.meetings.model import MeetingState, NotMade
from dialer.meetings.provider import MeetingFeature, ProviderMeeting
from dialer.meetings.requests import MeetingRequest, OptionErrors, PressDropped
from dialer.meetings.sentences import sentence
from tests.fakes import START, integrate, settle
from tests.meetings.conftest import ANNE, ENTRY
from tests.meetings.fakes import BASE_URL, CANARY, FakeMeetings

if TYPE_CHECKING:
    from tests.meetings.conftest import Desk


async def test_a_meeting_is_made_at_once(desk: Desk, provider: FakeMeetings) -> None:
    provider.steps = ("meetings.step.created",)
    meeting = await desk.made()
    assert (meeting.state, meeting.provider_id, meeting.start) == (MeetingState.READY, "m1", START)
    assert meeting.host is not None
    assert meeting.guest is not None
    assert meeting.host.reveal() == f"{BASE_URL}host/{CANARY}-m1"
    assert meeting.guest.text == f"{BASE_URL}guest/m1"
    assert [step.key for step in meeting.steps] == ["meetings.step.created"]
    assert provider.log == ["create"]
    assert desk.seen[0].state is MeetingState.REQUESTED


async def test_the_row_is_written_before_anything_is_sent(desk: Desk, provider: FakeMeetings) -> None:
    provider.gate = asyncio.Event()
    meeting = await desk.press()
    assert [row.id for row in await desk.meetings.history.open_meetings()] == [meeting.id]
    assert provider.orders[0].attempt_id == meeting.id
    provider.gate.set()


async def test_nothing_is_sent_when_it_cannot_be_written(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_meeting: object) -> None:
        raise StorageError("core.database.full")

    with monkeypatch.context() as patched:
        patched.setattr(desk.meetings.history, "insert", full)
        with pytest.raises(StorageError) as caught:
            await desk.press()
    assert caught.value.key == "meetings.error.not_written"
    assert provider.log == []
    assert (await desk.made()).state is MeetingState.READY


async def test_fifty_presses_at_once_make_one_meeting(desk: Desk, provider: FakeMeetings) -> None:
    provider.gate = asyncio.Event()
    presses = await asyncio.gather(*(desk.press() for _ in range(50)), return_exceptions=True)
    assert sum(isinstance(press, PressDropped) for press in presses) == 49
    provider.gate.set()
    await settle()
    with pytest.raises(PressDropped):  # a late bounce of the same key
        await desk.press()
    assert provider.log == ["create"]
    assert len(await desk.meetings.history.recent()) == 1


async def test_another_meeting_and_a_later_one_are_no_repeats(desk: Desk, provider: FakeMeetings) -> None:
    await desk.press("One")
    await desk.press("Two")
    await desk.clock.advance(6)
    await desk.press("One")
    await settle()
    assert provider.log == ["create"] * 3


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (NotSent("core.net.dns"), NotMade.NOT_SENT),
        (Refused("core.error.outcome_unknown", ErrorKind.VALIDATION, code=422), NotMade.REFUSED),
        (InputError("core.field.required"), NotMade.REFUSED),
    ],
)
async def test_a_clear_no_is_final_and_may_be_repeated_by_the_user(
    desk: Desk, provider: FakeMeetings, failure: Exception, reason: NotMade
) -> None:
    provider.creates = [(failure, False), (None, True)]
    meeting = await desk.made()
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, reason)
    assert provider.log == ["create"]
    assert (await desk.press()).id != meeting.id  # at once: the press came to nothing


async def test_a_refused_sign_in_silences_the_account_across_restarts(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.creates = [(Refused("core.entry.auth_refused", ErrorKind.AUTH), False)]
    assert (await desk.made()).reason is NotMade.AUTH_FAILED
    for _ in range(2):
        entry = desk.app.hub.entries.get(ENTRY)
        assert entry is not None
        assert entry.state is EntryState.AUTH_NEEDED
        with pytest.raises(Refused) as caught:
            await desk.press("Another")
        assert caught.value.kind is ErrorKind.AUTH
        await desk.meetings.refresh()
        await desk.again()
    assert provider.log == ["create"]


async def test_a_late_refusal_of_the_old_key_does_not_silence_the_new_one(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.gate = asyncio.Event()
    provider.creates = [(Refused("core.entry.auth_refused", ErrorKind.AUTH), False)]
    meeting = await desk.press()
    entry = desk.app.hub.entries.get(ENTRY)
    assert entry is not None
    desk.integration.provider = FakeMeetings(desk.clock)
    secrets = {"api_key": Secret("another")}
    await desk.app.hub.entries.change(entry, data=entry.data, options={}, title="Meet", secrets=secrets)
    provider.gate.set()
    assert (await desk.meetings.finished(meeting.id)).reason is NotMade.AUTH_FAILED
    assert entry.state is EntryState.LOADED


@pytest.mark.parametrize("failure", [OutcomeUnknown(), RuntimeError(CANARY), KeyError("id")])
@pytest.mark.parametrize("made", [True, False])
async def test_a_lost_answer_is_settled_by_the_list(
    desk: Desk, provider: FakeMeetings, failure: Exception, made: bool
) -> None:
    provider.creates = [(failure, made)]
    meeting = await desk.made()
    assert provider.log.count("create") == 1
    assert len(await desk.meetings.coming()) == 1
    expected = MeetingState.READY if made else MeetingState.NOT_MADE
    assert (meeting.state, meeting.host is not None) == (expected, made)
    assert meeting.reason is (None if made else NotMade.NOT_FOUND)


@pytest.mark.parametrize("away", [timedelta(days=400), timedelta(days=1600)])
async def test_a_lost_meeting_is_looked_for_where_it_was_planned(
    desk: Desk, provider: FakeMeetings, away: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = provider.async_list

    async def of_that_time(start: datetime, end: datetime) -> list[ProviderMeeting]:
        return [one for one in await everything(start, end) if one.start and start <= one.start <= end]

    monkeypatch.setattr(provider, "async_list", of_that_time)
    provider.creates = [(OutcomeUnknown(), True), (OutcomeUnknown(), False)]
    assert (await desk.made(start=START + away)).state is MeetingState.READY
    # The same when it is in doubt and the next list settles it.
    late = await desk.made(subject="Late", start=START + away)
    assert late.reason is NotMade.NOT_FOUND
    provider.there["m9"] = provider.meeting("m9", provider.orders[1])
    await desk.meetings.refresh()
    assert (late.id, MeetingState.READY) in [(one.id, one.state) for one in await desk.meetings.coming()]


async def test_without_a_list_a_lost_answer_stays_in_doubt(desk: Desk, provider: FakeMeetings) -> None:
    provider.features &= ~MeetingFeature.LIST
    provider.creates = [(OutcomeUnknown(), True)]
    meeting = await desk.made()
    await desk.again()
    assert [row.state for row in await desk.meetings.coming()] == [MeetingState.UNKNOWN]
    assert provider.log == ["create"]
    assert "Nothing was repeated" in sentence(meeting, desk.app.hub.strings)


async def test_several_that_fit_leave_it_in_doubt(desk: Desk, provider: FakeMeetings) -> None:
    for id_ in ("x1", "x2"):
        provider.there[id_] = ProviderMeeting(provider_id=id_, subject="Mortgage", start=START)
    provider.creates = [(OutcomeUnknown(), False)]
    assert (await desk.made()).state is MeetingState.UNKNOWN


async def test_a_meeting_of_ours_is_not_taken_for_the_lost_one(desk: Desk, provider: FakeMeetings) -> None:
    first = await desk.made()
    await desk.clock.advance(6)
    provider.creates = [(OutcomeUnknown(), False)]
    second = await desk.made()
    assert (first.provider_id, second.reason) == ("m1", NotMade.NOT_FOUND)


async def test_a_reference_tells_for_sure(desk: Desk, provider: FakeMeetings) -> None:
    provider.creates = [(OutcomeUnknown(), False)]
    meeting = await desk.press()
    for id_, reference in (("x1", "somebody-elses"), ("x2", meeting.id)):
        provider.there[id_] = ProviderMeeting(
            provider_id=id_, subject="Mortgage", start=START, reference=reference
        )
    await desk.clock.advance(10)
    assert (await desk.meetings.finished(meeting.id)).provider_id == "x2"


async def test_a_late_meeting_is_adopted_when_the_list_is_read_again(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.creates = [(OutcomeUnknown(), False)]
    meeting = await desk.made()
    assert meeting.reason is NotMade.NOT_FOUND
    provider.there["m1"] = provider.meeting("m1", provider.orders[0])
    await desk.meetings.refresh()
    [now] = await desk.meetings.coming()
    assert (now.id, now.state, now.reason) == (meeting.id, MeetingState.READY, None)


async def test_what_was_made_before_a_failure_is_shown_and_can_be_called_off(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.partly = True
    provider.creates = [(Refused("core.error.outcome_unknown", ErrorKind.VALIDATION), True)]
    meeting = await desk.made()
    assert (meeting.state, meeting.provider_id) == (MeetingState.INCOMPLETE, "m1")
    await desk.again()
    assert (await desk.meetings.cancel(meeting.id)).state is MeetingState.CANCELLED
    assert provider.there == {}


async def test_giving_up_keeps_the_row_and_the_list_settles_it(desk: Desk, provider: FakeMeetings) -> None:
    provider.gate = asyncio.Event()
    meeting = await desk.press()
    await desk.meetings.give_up(meeting.id)
    [row] = await desk.meetings.coming()
    assert row.state is MeetingState.UNKNOWN
    provider.there["m1"] = provider.meeting("m1", provider.orders[0])  # it was carried out all the same
    await desk.meetings.refresh()
    [row] = await desk.meetings.coming()
    assert (row.id, row.state) == (meeting.id, MeetingState.READY)
    assert provider.log.count("create") == 1


async def test_a_provider_that_hangs_is_given_up(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creation, "DEADLINE", 0.02)
    provider.gate = asyncio.Event()
    await desk.press()
    await asyncio.sleep(0.03)
    assert (await desk.made("Another")).reason is NotMade.NOT_FOUND
    assert provider.log.count("create") == 2


@pytest.mark.parametrize(
    "answer",
    [
        None,
        ProviderMeeting(provider_id=""),
        ProviderMeeting(provider_id=7),  # type: ignore[arg-type]  # an integration that nobody checked
        ProviderMeeting(provider_id="m1", subject=["x"]),  # type: ignore[arg-type]  # as above
        ProviderMeeting(provider_id="m1", start=datetime(2026, 3, 2, 9)),  # noqa: DTZ001  # that is the fault
    ],
)
async def test_an_answer_that_is_none_is_no_meeting(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch, answer: ProviderMeeting
) -> None:
    async def create(*_: object) -> ProviderMeeting:
        return answer

    monkeypatch.setattr(provider, "async_create", create)
    assert (await desk.made()).reason is NotMade.NOT_FOUND


async def test_the_plain_subject_names_whom_one_meets(desk: Desk, provider: FakeMeetings) -> None:
    await desk.press("  ")
    await desk.press("", people=())
    assert [order.subject for order in provider.orders] == ["Meeting with Anne Vermeer", "Meeting"]


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        ({"minutes": 0}, "meetings.error.minutes"),
        ({"minutes": -5}, "meetings.error.minutes"),
        ({"minutes": 1441}, "meetings.error.minutes"),
        ({"start": START - timedelta(hours=2)}, "meetings.error.over"),
        ({"start": START - timedelta(minutes=10)}, None),  # still going on
        ({"options": {"unheard": "x"}}, "meetings.error.no_option"),
    ],
)
async def test_orders_that_cannot_be_are_refused_before_anything(
    desk: Desk, provider: FakeMeetings, request_: dict[str, Any], key: str | None
) -> None:
    if key is None:
        await desk.press(**request_)
        assert provider.log == ["create"]
        return
    with pytest.raises(InputError) as caught:
        await desk.press(**request_)
    assert caught.value.key == key
    assert (provider.log, await desk.meetings.history.recent()) == ([], [])


async def test_a_later_start_needs_a_provider_that_keeps_it_or_knows_no_time(
    desk: Desk, provider: FakeMeetings
) -> None:
    later = START + timedelta(days=1)
    provider.features &= ~MeetingFeature.SCHEDULE
    with pytest.raises(InputError) as caught:
        await desk.press(start=later)
    assert caught.value.key == "meetings.error.only_now"
    provider.features |= MeetingFeature.ANY_TIME
    assert (await desk.made(start=later)).start == later


async def test_options_are_read_by_their_fields(desk: Desk, provider: FakeMeetings) -> None:
    provider.options = (
        Text(key="security_pin", required=False),
        Toggle(key="secure_url", default=False),
        Choice(key="layout", options=("standard", "video"), required=False),
        Integer(key="seats", required=False, minimum=1, maximum=9),
    )
    provider.open_options = (Text(key="value"),)
    await desk.press(options={"security_pin": "012345", "seats": "4", "value.NAME": "Anne"})
    assert provider.orders[0].options == {
        "security_pin": "012345", "secure_url": False, "seats": 4, "value.NAME": "Anne",
    }  # fmt: skip
    with pytest.raises(OptionErrors) as caught:
        await desk.press(options={"seats": "many", "layout": "round", "value.NAME": ""})
    assert caught.value.errors == {
        "layout": "core.field.not_a_choice",
        "seats": "core.field.not_number",
        "value.NAME": "core.field.required",
    }
    assert provider.log == ["create"]


async def test_what_a_provider_does_not_take_is_refused_by_its_own_check(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(_order: object) -> None:
        raise InputError("core.field.required")

    monkeypatch.setattr(provider, "check", check)
    with pytest.raises(InputError):
        await desk.press()
    assert provider.log == []


async def test_an_account_that_is_not_there_or_cannot_meet(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError) as caught:
        await desk.meetings.create(MeetingRequest(entry_id="nobody", people=(ANNE,)))
    assert caught.value.key == "meetings.error.no_account"
    entry = desk.app.hub.entries.get(ENTRY)
    assert entry is not None
    await desk.app.hub.entries.set_disabled(entry, True)
    with pytest.raises(InputError) as caught:
        await desk.press()
    assert caught.value.key == "meetings.error.account_off"
    await desk.app.hub.entries.set_disabled(entry, False)
    await desk.app.hub.entries.settled()
    integrate(monkeypatch, "scripted", desk.integration, kinds=("telephony",))
    await desk.app.hub.entries.unload(entry)
    with pytest.raises(InputError) as caught:
        await desk.press()
    assert caught.value.key == "meetings.error.cannot_meet"


@pytest.mark.parametrize(
    ("failure", "code", "words"),
    [
        (EntryNotReady("core.net.refused"), 5, "does not accept connections now"),
        (EntryError("core.entry.slow"), 5, "did not answer in time"),
        (EntryAuthFailed("core.entry.auth_refused"), 4, "refused the sign-in"),
        (RuntimeError("a bug"), 5, "because of a fault in Dialer"),
    ],
)
async def test_an_account_that_is_not_ready_says_why_nothing_was_sent(
    desk: Desk, provider: FakeMeetings, failure: Exception, code: int, words: str
) -> None:
    desk.integration.failure = failure
    await desk.again()
    with pytest.raises(ApiError) as caught:
        await desk.press()
    said = desk.app.hub.strings.text(caught.value.key, **caught.value.placeholders)
    assert words in said
    assert "keeps the account Meet from meeting; nothing was sent" in said
    assert of_error(caught.value) == code
    await desk.meetings.refresh()
    [(entry_id, why)] = desk.meetings.unheard().items()
    assert (entry_id, words in desk.app.hub.strings.text(why.key, **why.placeholders)) == (ENTRY, True)
    assert provider.log == []


async def test_quitting_waits_for_an_answer_and_leaves_no_open_row(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialer.meetings.manager.QUIT_DEADLINE", 0.05)
    provider.gate = asyncio.Event()
    meeting = await desk.press()
    manager = desk.meetings
    await desk.stop()
    with pytest.raises(SafetyError):
        await manager.create(desk_request())
    await desk.start()
    row = await desk.meetings.get(meeting.id)
    assert row is not None
    assert row.state is MeetingState.UNKNOWN
    await settle()
    assert provider.log == ["create", "list"]  # the next start looks for it


def desk_request() -> MeetingRequest:
    return MeetingRequest(entry_id=ENTRY)


async def test_a_broken_integration_is_logged_without_its_words(
    desk: Desk, provider: FakeMeetings, caplog: pytest.LogCaptureFixture
) -> None:
    provider.creates = [(RuntimeError(CANARY), False)]
    await desk.made()
    assert CANARY not in caplog.text
    assert "fakes.py" in caplog.text


async def test_errors_that_are_no_clear_no_leave_it_in_doubt(desk: Desk, provider: FakeMeetings) -> None:
    provider.features &= ~MeetingFeature.LIST
    provider.creates = [(ApiError("core.error.outcome_unknown", ErrorKind.VALIDATION), False)]
    assert (await desk.made()).state is MeetingState.UNKNOWN


async def test_a_lost_meeting_beyond_the_reach_of_the_list_stays_in_doubt(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.lists_ahead = timedelta(days=540)
    provider.creates = [(OutcomeUnknown(), False), (OutcomeUnknown(), False)]
    within = await desk.made(subject="Within", start=START + timedelta(days=500))
    assert within.reason is NotMade.NOT_FOUND
    beyond = await desk.made(subject="Beyond", start=START + timedelta(days=600))
    assert beyond.state is MeetingState.UNKNOWN
    await desk.meetings.refresh()
    states = {one.subject: one.state for one in await desk.meetings.coming()}
    assert states == {"Within": MeetingState.NOT_MADE, "Beyond": MeetingState.UNKNOWN}


@pytest.mark.parametrize("still_full", [False, True])
@pytest.mark.parametrize("listed", [True, False])
async def test_a_meeting_that_was_made_while_the_disk_was_full_is_there_after_a_restart(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch, listed: bool, still_full: bool
) -> None:
    """Meanwhile the user is told, and its links are shown all the same (SAFETY M07)."""

    async def full(_history: object, _meeting: object) -> None:
        raise StorageError("core.database.full")

    if not listed:
        provider.features &= ~(MeetingFeature.LIST | MeetingFeature.FETCH)
    with monkeypatch.context() as patched:
        patched.setattr(MeetingHistory, "update", full)
        made = await desk.made()
        assert (made.state, made.host is not None) == (MeetingState.READY, True)
        assert [issue.key for issue in desk.app.hub.issues.all] == ["repairs.issue.unwritten"]
        await desk.stop()
        if still_full:
            await desk.start()
    if still_full:
        await desk.clock.advance(11)
    else:
        await desk.start()
    [found] = await desk.meetings.coming()
    assert (found.id, found.state, found.provider_id) == (made.id, MeetingState.READY, made.provider_id)
    assert (await desk.meetings.read(made.id)).host is not None
    assert provider.log.count("create") == 1
    await settle()
    assert [row.state for row in await desk.meetings.history.recent()] == [MeetingState.READY]
    assert await desk.secrets.get(f"{ENTRY}/meeting-{made.id}-made") is None


async def test_what_could_not_be_written_is_written_once_there_is_room(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_history: object, _meeting: object) -> None:
        raise StorageError("core.database.full")

    with monkeypatch.context() as patched:
        patched.setattr(MeetingHistory, "update", full)
        made = await desk.made()
    await desk.clock.advance(11)
    assert [row.state for row in await desk.meetings.history.recent()] == [MeetingState.READY]
    assert desk.app.hub.issues.all == []
    assert await desk.secrets.get(f"{ENTRY}/meeting-{made.id}-made") is None
