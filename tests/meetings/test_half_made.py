"""Meetings that broke off half-way, and the links of providers that tell nothing but links."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import ErrorKind, OutcomeUnknown, Refused
from dialer.meetings.listing import LINKS_GOOD_FOR
from dialer.meetings.model import MeetingState
from dialer.meetings.provider import MeetingFeature
from tests.fakes import settle

if TYPE_CHECKING:
    from dialer.meetings.provider import Progress, ProviderMeeting
    from tests.meetings.conftest import Desk

LINKS_ONLY = MeetingFeature.ANY_TIME | MeetingFeature.FETCH | MeetingFeature.GUEST_LINK


async def test_what_broke_off_half_way_has_the_links_that_can_be_had(desk: Desk) -> None:
    desk.provider.partly, desk.provider.creates = True, [(OutcomeUnknown(), True)]
    meeting = await desk.made()
    assert meeting.state is MeetingState.INCOMPLETE
    assert meeting.host is not None
    assert meeting.guest is not None
    assert desk.provider.log == ["create", "fetch m1"]


async def test_a_refused_sign_in_half_way_is_not_tried_again_for_the_links(desk: Desk) -> None:
    refused = Refused("answers.sign_in_refused", ErrorKind.AUTH)
    desk.provider.partly, desk.provider.creates = True, [(refused, True)]
    meeting = await desk.made()
    assert (meeting.state, meeting.host) == (MeetingState.INCOMPLETE, None)
    assert desk.provider.log == ["create"]


async def test_links_are_read_anew_each_hour_and_not_each_minute(desk: Desk) -> None:
    desk.provider.features = LINKS_ONLY
    await desk.made()
    for _ in range(3):
        await desk.app.meetings.refresh()
    assert desk.provider.log == ["create"]
    await desk.clock.advance(LINKS_GOOD_FOR)
    for _ in range(3):
        await desk.app.meetings.refresh()
    assert desk.provider.log == ["create", "fetch m1"]


@pytest.mark.parametrize("features", [LINKS_ONLY, MeetingFeature.SCHEDULE | MeetingFeature.FETCH])
async def test_what_one_meeting_cannot_tell_keeps_nothing_from_the_others(
    desk: Desk, features: MeetingFeature, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.provider.features = features
    first, second = await desk.made(subject="One"), await desk.made(subject="Two")
    await desk.again()

    async def fetch(provider_id: str) -> ProviderMeeting | None:
        if provider_id == first.provider_id:
            raise OutcomeUnknown("answers.server_error")
        return desk.provider.there[provider_id]

    monkeypatch.setattr(desk.provider, "async_fetch", fetch)
    await desk.app.meetings.refresh()
    assert [error.key for error in desk.app.meetings.errors.values()] == ["answers.server_error"]
    found = {one.id: one.host is not None for one in await desk.app.meetings.coming()}
    assert found == {first.id: False, second.id: True}


@pytest.mark.parametrize(
    ("features", "asked"), [(LINKS_ONLY, []), (LINKS_ONLY | MeetingFeature.LIST, ["list"])]
)
async def test_a_start_asks_for_what_is_in_doubt_only_where_a_list_can_tell(
    desk: Desk, features: MeetingFeature, asked: list[str]
) -> None:
    desk.provider.features = LINKS_ONLY
    await desk.made(subject="One")
    desk.provider.creates = [(OutcomeUnknown(), False)]
    assert (await desk.made(subject="Two")).state is MeetingState.UNKNOWN
    desk.provider.features = features
    desk.provider.log.clear()
    await desk.again()
    await settle()
    assert desk.provider.log == asked


@pytest.mark.parametrize(
    ("features", "made", "key"),
    [
        (LINKS_ONLY | MeetingFeature.LIST, False, "meetings.error.given_up"),
        (LINKS_ONLY, False, "meetings.error.given_up_unlisted"),
        (LINKS_ONLY, True, None),  # it is known that it was made
    ],
)
async def test_giving_up_says_only_what_is_in_doubt(
    desk: Desk, features: MeetingFeature, made: bool, key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.provider.features = features

    async def create(_order: object, progress: Progress) -> ProviderMeeting:
        if made:
            progress.made("m1")
        return await asyncio.Future()

    monkeypatch.setattr(desk.provider, "async_create", create)
    meeting = await desk.press()
    await settle()
    await desk.meetings.give_up(meeting.id)
    state = MeetingState.INCOMPLETE if made else MeetingState.UNKNOWN
    assert [(row.state, row.error_key) for row in await desk.meetings.coming()] == [(state, key)]
    desk.provider.features = LINKS_ONLY
    await desk.again()
    assert [(row.state, row.error_key) for row in await desk.meetings.coming()] == [(state, key)]
