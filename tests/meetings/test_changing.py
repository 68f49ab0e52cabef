"""Changing, calling off, ending: asked once, told as it is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock

import pytest

from dialer.core.errors import (
    ApiError,
    ErrorKind,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SecretsUnavailable,
)
from dialer.core.fields import Choice, Text, Toggle
from dialer.meetings.model import Meeting, MeetingState
from dialer.meetings.provider import MeetingFeature, MeetingPerson
from dialer.meetings.requests import MeetingEdit, PressDropped
from tests.fakes import START, settle
from tests.meetings.conftest import ANNE, ENTRY
from tests.meetings.fakes import CANARY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.meetings.manager import MeetingManager
    from dialer.meetings.provider import MeetingOrder, ProviderMeeting
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

TOMORROW = START + timedelta(days=1)
LACKING = {"change": MeetingFeature.CHANGE, "privacy": MeetingFeature(0)}
BOB = MeetingPerson(name="Bob", contact_id="c2")


@pytest.fixture
async def planned(desk: Desk) -> Meeting:
    return await desk.made(start=TOMORROW, minutes=45)


async def test_only_what_is_given_changes(desk: Desk, provider: FakeMeetings, planned: Meeting) -> None:
    provider.options = (Toggle(key="record", default=True),)
    changed = await desk.meetings.change(planned.id, MeetingEdit(start=TOMORROW + timedelta(hours=1)))
    assert (changed.subject, changed.minutes, changed.people) == ("Mortgage", 45, (ANNE,))
    assert changed.start == TOMORROW + timedelta(hours=1)
    assert provider.orders[-1].options == {}  # a default is no wish
    await desk.meetings.change(
        planned.id, MeetingEdit(people=(BOB,), subject=" New ", options={"record": "no"})
    )
    order = provider.orders[-1]
    assert (order.subject, order.people, order.options) == ("New", (BOB,), {"record": False})
    assert provider.log == ["create", "change m1", "change m1"]
    await desk.again()
    [now] = await desk.meetings.coming()
    assert (now.subject, now.people, now.start) == ("New", (BOB,), TOMORROW + timedelta(hours=1))


async def test_a_change_tells_the_whole_meeting_with_its_options_also_after_a_restart(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.options = (
        Toggle(key="record", default=False),
        Text(key="security_pin", required=False),
        Choice(key="language", options=("nl", "en"), default="nl"),
    )
    provider.open_options = (Text(key="value"),)
    given = {"record": "yes", "security_pin": CANARY, "value.NAME": "Anne"}
    meeting = await desk.made(start=TOMORROW, options=given)
    whole = {"record": True, "security_pin": CANARY, "language": "nl", "value.NAME": "Anne"}
    await desk.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert provider.orders[-1].options == whole
    await desk.again()
    await desk.meetings.refresh()
    await desk.meetings.change(meeting.id, MeetingEdit(options={"language": "en", "value.NAME": "Bob"}))
    assert provider.orders[-1].options == {**whole, "language": "en", "value.NAME": "Bob"}
    await desk.again()
    assert CANARY.encode() not in desk.written()
    await desk.meetings.change(meeting.id, MeetingEdit(options={"value.DESK": "4"}))
    await desk.meetings.change(meeting.id, MeetingEdit(options={"value.DESK": ""}))
    assert provider.orders[-1].options == {**whole, "language": "en", "value.NAME": "Bob"}
    provider.options = provider.options[:2]  # another version of the add-on
    await desk.meetings.change(meeting.id, MeetingEdit(options={"security_pin": ""}))
    assert provider.orders[-1].options == {"record": True, "value.NAME": "Bob"}
    await desk.meetings.cancel(meeting.id)
    await settle()
    assert await desk.secrets.get(f"{ENTRY}/meeting-{meeting.id}-options") is None


async def test_options_that_the_key_ring_does_not_tell_are_not_changed_away(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.options = (Toggle(key="record", default=False),)
    meeting = await desk.made(start=TOMORROW, options={"record": "yes"})
    await desk.again()
    with monkeypatch.context() as locked:
        locked.setattr(desk.secrets, "get", AsyncMock(side_effect=SecretsUnavailable("core.secrets.locked")))
        known = await desk.meetings.get(meeting.id)
        assert known is not None
        assert known.subject == "Mortgage"
        with pytest.raises(SecretsUnavailable):
            await desk.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert provider.log[1:] == [], "nothing was sent"
    await desk.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert provider.orders[-1].options == {"record": True}


async def test_options_that_are_too_long_to_keep_do_not_leave_old_ones(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.options = (Text(key="agenda", required=False),)
    meeting = await desk.made(start=TOMORROW, options={"agenda": "old"})
    await desk.meetings.change(meeting.id, MeetingEdit(options={"agenda": "x" * 2000}))
    await desk.again()
    await desk.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert provider.orders[-1].options == {}


async def test_what_is_changed_names_only_what_is_new(desk: Desk, provider: FakeMeetings) -> None:
    provider.options = (Toggle(key="record", default=False),)
    meeting = await desk.made(start=TOMORROW, options={"record": "yes"})
    change, named = provider.async_change, []

    async def note(id_: str, order: MeetingOrder, changed: frozenset[str]) -> ProviderMeeting:
        named.append(changed)
        return await change(id_, order, changed)

    provider.async_change = note  # type: ignore[assignment,method-assign]  # listens
    await desk.meetings.change(meeting.id, MeetingEdit(minutes=20))
    await desk.meetings.change(meeting.id, MeetingEdit(options={"record": "no"}))
    assert named == [{"minutes"}, {"options"}]


@pytest.mark.parametrize("lacks", ["change", "privacy"])
async def test_options_that_nobody_asks_for_again_or_that_are_private_are_not_kept(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    provider.options = (Toggle(key="record", default=False),)
    monkeypatch.setattr(type(provider), "private", lacks == "privacy")
    monkeypatch.setattr(provider, "features", provider.features & ~LACKING[lacks])
    meeting = await desk.made(start=TOMORROW)
    assert await desk.secrets.get(f"{ENTRY}/meeting-{meeting.id}-options") is None


async def test_options_of_a_meeting_that_was_not_made_do_not_stay(desk: Desk, provider: FakeMeetings) -> None:
    provider.options = (Toggle(key="record", default=False),)
    provider.creates = [(NotSent("core.net.dns"), False)]
    meeting = await desk.made(start=TOMORROW)
    await settle()
    assert await desk.secrets.get(f"{ENTRY}/meeting-{meeting.id}-options") is None


async def test_nothing_to_change_asks_nothing(desk: Desk, provider: FakeMeetings, planned: Meeting) -> None:
    assert await desk.meetings.change(planned.id, MeetingEdit()) == planned
    assert provider.log == ["create"]


async def test_a_lost_answer_to_a_change_is_read_back(
    desk: Desk, provider: FakeMeetings, planned: Meeting
) -> None:
    change = provider.async_change

    async def lost(*args: object) -> None:
        await change(*args)  # type: ignore[arg-type]  # handed on
        raise OutcomeUnknown

    provider.async_change = lost  # type: ignore[assignment,method-assign]  # the fault
    changed = await desk.meetings.change(planned.id, MeetingEdit(subject="New"))
    assert (changed.subject, changed.busy) == ("New", False)
    provider.async_change = _unknown  # type: ignore[assignment,method-assign]  # the fault
    with pytest.raises(Refused) as caught:
        await desk.meetings.change(planned.id, MeetingEdit(subject="Newer"))
    assert caught.value.key == "meetings.error.not_changed"
    with pytest.raises(OutcomeUnknown):  # whom it is with, nobody tells
        await desk.meetings.change(planned.id, MeetingEdit(people=(BOB,)))
    assert (await one(desk)).subject == "New"


async def test_a_lost_change_of_a_name_is_not_done_while_the_provider_knows_none(
    desk: Desk, provider: FakeMeetings
) -> None:
    planned = await desk.made(start=TOMORROW)
    provider.there["m1"] = replace(provider.there["m1"], subject="Anne's Meeting", unnamed=True)
    provider.async_change = _unknown  # type: ignore[assignment,method-assign]  # the fault
    with pytest.raises(Refused) as caught:
        await desk.meetings.change(planned.id, MeetingEdit(subject="New"))
    assert caught.value.key == "meetings.error.not_changed"


async def _unknown(*_: object) -> None:
    raise OutcomeUnknown


async def test_dialer_keeps_the_time_where_the_provider_knows_none(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.features = MeetingFeature.ANY_TIME | MeetingFeature.FETCH
    meeting = await desk.made(start=TOMORROW)
    provider.there["m1"] = provider.there["m1"].__class__(provider_id="m1")
    later = TOMORROW + timedelta(hours=3)
    assert (await desk.meetings.change(meeting.id, MeetingEdit(start=later, minutes=20))).start == later
    with pytest.raises(InputError) as caught:
        await desk.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert caught.value.key == "meetings.error.cannot_change"
    await desk.again()
    await desk.meetings.refresh()
    now = await one(desk)
    assert (now.start, now.minutes) == (later, 20)


async def test_a_time_that_dialer_keeps_is_changed_with_the_links_in_the_answer(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.features = MeetingFeature.ANY_TIME | MeetingFeature.FETCH | MeetingFeature.GUEST_LINK
    meeting = await desk.made(start=TOMORROW)
    provider.there["m1"] = replace(provider.there["m1"], start=None, end=None)
    await desk.again()
    changed = await desk.meetings.change(meeting.id, MeetingEdit(minutes=20))
    assert changed.host is not None
    assert changed.guest is not None
    assert changed.minutes == 20
    assert (await one(desk)).host == changed.host


@dataclass(frozen=True)
class Way:
    """One way to be done with a meeting."""

    act: str
    feature: MeetingFeature
    key: str
    state: MeetingState


WAYS = [
    Way("cancel", MeetingFeature.CANCEL, "meetings.error.cannot_cancel", MeetingState.CANCELLED),
    Way("end", MeetingFeature.END, "meetings.error.cannot_end", MeetingState.ENDED),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.act)
class TestFinishing:
    async def test_it_is_done_once(self, desk: Desk, provider: FakeMeetings, way: Way) -> None:
        meeting = await desk.made()
        assert (await does(desk, way.act)(meeting.id)).state is way.state
        again = await does(desk, way.act)(meeting.id)
        assert (again.state, again.host, again.guest, again.busy) == (way.state, None, None, False)
        assert provider.log == ["create", f"{way.act} m1"]
        await desk.meetings.refresh()
        assert (await one(desk)).state is way.state

    async def test_what_the_provider_cannot_do_is_refused(
        self, desk: Desk, provider: FakeMeetings, way: Way
    ) -> None:
        meeting = await desk.made()
        provider.features &= ~way.feature
        with pytest.raises(InputError) as caught:
            await does(desk, way.act)(meeting.id)
        assert caught.value.key == way.key
        assert provider.log == ["create"]

    async def test_what_is_gone_already_is_done(self, desk: Desk, provider: FakeMeetings, way: Way) -> None:
        meeting = await desk.made()
        provider.there.clear()
        assert (await does(desk, way.act)(meeting.id)).state is way.state

    @pytest.mark.parametrize(
        "trouble", [NotSent("core.net.dns"), OutcomeUnknown(), ApiError("core.net.dns", ErrorKind.PROVIDER)]
    )
    async def test_what_is_not_confirmed_is_not_done_and_can_be_tried_again(
        self, desk: Desk, provider: FakeMeetings, way: Way, trouble: ApiError
    ) -> None:
        meeting = await desk.made()
        provider.trouble = trouble
        with pytest.raises(ApiError):
            await does(desk, way.act)(meeting.id)
        now = await one(desk)
        assert (now.state, now.busy) == (MeetingState.READY, False)
        provider.trouble = None
        assert (await does(desk, way.act)(meeting.id)).state is way.state

    async def test_a_lost_answer_is_read_back(self, desk: Desk, provider: FakeMeetings, way: Way) -> None:
        meeting = await desk.made()
        real = getattr(provider, f"async_{way.act}")

        async def lost(provider_id: str) -> None:
            await real(provider_id)
            raise OutcomeUnknown

        setattr(provider, f"async_{way.act}", lost)
        assert (await does(desk, way.act)(meeting.id)).state is way.state

    async def test_a_second_press_is_dropped(self, desk: Desk, provider: FakeMeetings, way: Way) -> None:
        meeting = await desk.made()
        presses = await asyncio.gather(
            *(does(desk, way.act)(meeting.id) for _ in range(5)), return_exceptions=True
        )
        assert sum(isinstance(press, PressDropped) for press in presses) == 4
        assert provider.log == ["create", f"{way.act} m1"]

    async def test_what_was_never_made_cannot_be(self, desk: Desk, provider: FakeMeetings, way: Way) -> None:
        provider.creates = [(NotSent("core.net.dns"), False)]
        meeting = await desk.made()
        with pytest.raises(InputError) as caught:
            await does(desk, way.act)(meeting.id)
        assert caught.value.key == "meetings.error.not_there"
        with pytest.raises(InputError) as caught:
            await does(desk, way.act)("no such id")
        assert caught.value.key == "meetings.error.no_such"


async def test_a_sign_in_that_is_refused_while_reading_back_silences_the_account(
    desk: Desk, provider: FakeMeetings
) -> None:
    meeting = await desk.made()
    provider.async_cancel = _unknown  # type: ignore[assignment,method-assign]  # the fault
    provider.trouble = Refused("core.entry.auth_refused", ErrorKind.AUTH)
    for _ in range(2):
        with pytest.raises(Refused):
            await desk.meetings.cancel(meeting.id)
    assert provider.log == ["create", "fetch m1"]


def does(desk: Desk, act: str) -> Callable[[str], Awaitable[Meeting]]:
    doing: Callable[[str], Awaitable[Meeting]] = getattr(desk.meetings, act)
    return doing


async def one(desk: Desk) -> Meeting:
    manager: MeetingManager = desk.meetings
    [meeting] = await manager.coming()
    return meeting
