"""What the providers have: today's and coming meetings, each once, whoever made them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.meetings.model import MeetingState, NotMade
from dialer.meetings.provider import MeetingFeature, MeetingPerson, ProviderMeeting
from tests.fakes import START, settle
from tests.meetings.conftest import ACCOUNT, ENTRY
from tests.meetings.fakes import BASE_URL, CANARY

if TYPE_CHECKING:
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

ELSEWHERE = ProviderMeeting(
    provider_id="x1", subject="Board", start=START + timedelta(hours=2), end=START + timedelta(hours=3),
    people=("Sanne de Vries",),
)  # fmt: skip


async def test_meetings_that_were_made_elsewhere_are_shown_too(desk: Desk, provider: FakeMeetings) -> None:
    provider.there["x1"] = ELSEWHERE
    ours = await desk.made()
    await desk.meetings.refresh()
    await desk.meetings.refresh()
    first, second = await desk.meetings.coming()
    assert (first.id, first.listed) == (ours.id, False)
    assert (second.subject, second.minutes, second.listed) == ("Board", 60, True)
    assert [person.name for person in second.people] == ["Sanne de Vries"]
    await desk.again()
    await desk.meetings.refresh()
    assert [meeting.id for meeting in await desk.meetings.coming()] == [first.id, second.id]
    assert (await desk.meetings.cancel(second.id)).state is MeetingState.CANCELLED
    assert "x1" not in provider.there


async def test_a_list_read_while_a_meeting_is_made_does_not_show_it_twice(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.gate = asyncio.Event()
    meeting = await desk.press()
    provider.there["m1"] = provider.meeting("m1", provider.orders[0])  # but the answer is not there yet
    await desk.meetings.refresh()
    assert [one.listed for one in await desk.meetings.coming()] == [False]
    provider.gate.set()
    await desk.meetings.finished(meeting.id)
    assert [one.id for one in await desk.meetings.coming()] == [meeting.id]


async def test_a_name_of_the_providers_own_does_not_take_the_place_of_ours(
    desk: Desk, provider: FakeMeetings
) -> None:
    ours = await desk.made(subject="Advice")
    unnamed = replace(provider.there["m1"], subject="Anne's Meeting", unnamed=True)
    provider.there = {"m1": unnamed, "x1": replace(unnamed, provider_id="x1")}
    await desk.meetings.refresh()
    found = {meeting.id: meeting.subject for meeting in await desk.meetings.coming()}
    assert found.pop(ours.id) == "Advice"
    assert list(found.values()) == ["Anne's Meeting"]
    provider.there["m1"] = replace(unnamed, subject="Board", unnamed=False)
    await desk.meetings.refresh()
    assert (await desk.meetings.read(ours.id)).subject == "Board"


async def test_what_was_changed_elsewhere_is_seen(desk: Desk, provider: FakeMeetings) -> None:
    meeting = await desk.made(start=START + timedelta(hours=4))
    later = START + timedelta(hours=6)
    provider.there["m1"] = replace(
        provider.there["m1"], subject="Moved", start=later, end=later + timedelta(minutes=45)
    )
    await desk.meetings.refresh()
    [now] = await desk.meetings.coming()
    assert (now.id, now.subject, now.start, now.minutes) == (meeting.id, "Moved", later, 45)


async def test_what_was_removed_elsewhere_is_gone_but_not_at_once(desk: Desk, provider: FakeMeetings) -> None:
    await desk.made(start=START + timedelta(hours=4))
    provider.there.clear()
    await desk.meetings.refresh()
    assert [one.state for one in await desk.meetings.coming()] == [MeetingState.READY]  # lists may lag
    await desk.clock.advance(180)
    await desk.meetings.refresh()
    [now] = await desk.meetings.coming()
    assert (now.state, now.host, now.guest) == (MeetingState.GONE, None, None)
    assert provider.log.count("create") == 1


async def test_a_meeting_that_runs_is_not_gone_because_the_list_has_coming_ones_only(
    desk: Desk, provider: FakeMeetings
) -> None:
    await desk.made()
    provider.there.clear()
    await desk.clock.advance(180)
    await desk.meetings.refresh()
    assert [one.state for one in await desk.meetings.coming()] == [MeetingState.READY]


async def test_a_meeting_beyond_the_time_that_is_asked_for_is_not_gone(
    desk: Desk, provider: FakeMeetings
) -> None:
    await desk.made(start=START + timedelta(days=700))
    provider.there.clear()
    await desk.clock.advance(180)
    await desk.meetings.refresh()
    assert [one.state for one in await desk.meetings.coming()] == [MeetingState.READY]


async def test_a_list_that_fails_changes_nothing_and_is_named(desk: Desk, provider: FakeMeetings) -> None:
    await desk.made()
    for trouble in (NotSent("core.net.dns"), OutcomeUnknown(), RuntimeError("a bug")):
        provider.trouble = trouble
        await desk.meetings.refresh()
        assert list(desk.meetings.errors) == [ENTRY]
        assert [one.state for one in await desk.meetings.coming()] == [MeetingState.READY]
    provider.trouble = None
    await desk.meetings.refresh()
    assert desk.meetings.errors == {}


async def test_a_list_with_an_item_that_is_none_is_no_list(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.made(start=START + timedelta(hours=4))
    await desk.clock.advance(180)

    async def damaged(*_: object) -> list[object]:
        return [{"id": "m1"}]

    monkeypatch.setattr(provider, "async_list", damaged)
    await desk.meetings.refresh()
    assert list(desk.meetings.errors) == [ENTRY]
    assert [one.state for one in await desk.meetings.coming()] == [MeetingState.READY]


async def test_a_refused_list_silences_the_account(desk: Desk, provider: FakeMeetings) -> None:
    provider.trouble = ApiError("core.entry.auth_refused", ErrorKind.AUTH)
    await desk.meetings.refresh()
    await desk.meetings.refresh()
    entry = desk.app.hub.entries.get(ENTRY)
    assert entry is not None
    assert entry.state is EntryState.AUTH_NEEDED
    assert provider.log == ["list"]


async def test_a_sign_in_that_is_refused_while_looking_is_refused_once(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.creates = [(OutcomeUnknown(), True)]
    provider.trouble = Refused("core.entry.auth_refused", ErrorKind.AUTH)
    meeting = await desk.made()
    entry = desk.app.hub.entries.get(ENTRY)
    assert entry is not None
    assert (meeting.state, entry.state) == (MeetingState.UNKNOWN, EntryState.AUTH_NEEDED)
    assert provider.log == ["create", "list"]


async def test_a_meeting_in_doubt_stays_so_while_the_list_fails(desk: Desk, provider: FakeMeetings) -> None:
    provider.creates = [(OutcomeUnknown(), True)]
    provider.trouble = NotSent("core.net.dns")
    meeting = await desk.made()
    for _ in range(2):
        await desk.again()
        await settle()
        [now] = await desk.meetings.coming()
        assert (now.id, now.state) == (meeting.id, MeetingState.UNKNOWN)
    provider.trouble = None
    await desk.again()
    await settle()
    [now] = await desk.meetings.coming()
    assert (now.id, now.state) == (meeting.id, MeetingState.READY)
    assert provider.log.count("create") == 1


async def test_links_are_read_again_where_the_provider_tells_them(desk: Desk, provider: FakeMeetings) -> None:
    meeting = await desk.made()
    await desk.again()
    found = await desk.meetings.get(meeting.id)
    assert found is not None
    assert found.host is None
    read = await desk.meetings.read(meeting.id)
    assert read.host is not None
    assert read.guest == meeting.guest
    assert await stored_secrets(desk, meeting.id) == []


async def test_links_are_kept_in_the_key_ring_where_the_provider_does_not_tell_them(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.features &= ~MeetingFeature.FETCH
    meeting = await desk.made()
    await desk.again()
    found = await desk.meetings.get(meeting.id)
    assert found is not None
    assert (found.host, found.guest, found.details) == (meeting.host, meeting.guest, meeting.details)
    assert len(await stored_secrets(desk, meeting.id)) == 3
    await desk.meetings.cancel(meeting.id)
    await settle()
    assert await stored_secrets(desk, meeting.id) == []


async def test_links_of_what_is_over_or_of_a_removed_account_do_not_stay(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.features &= ~(MeetingFeature.FETCH | MeetingFeature.LIST)
    meeting = await desk.made()
    await desk.stop()
    desk.clock.jump_wall(timedelta(days=2))
    await desk.start()
    await settle()
    assert await stored_secrets(desk, meeting.id) == []
    other = await desk.made()
    entry = desk.app.hub.entries.get(ENTRY)
    assert entry is not None
    assert len(await stored_secrets(desk, other.id)) == 3
    await desk.app.hub.entries.remove(entry)
    await desk.stop()
    assert await stored_secrets(desk, other.id) == []
    await desk.start()


async def test_links_that_are_kept_do_not_go_with_the_account_to_another_server(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.features &= ~MeetingFeature.FETCH
    meeting = await desk.made()
    await desk.stop()
    text = desk.home.accounts_file.read_text()
    desk.home.accounts_file.write_text(
        text.replace(ACCOUNT["data"]["base_url"], "https://other.example.com/")
    )
    await desk.start()
    found = await desk.meetings.get(meeting.id)
    assert found is not None
    assert (found.host, found.guest) == (None, None)


async def test_no_link_or_detail_is_written_or_logged(
    desk: Desk, provider: FakeMeetings, caplog: pytest.LogCaptureFixture
) -> None:
    provider.features &= ~MeetingFeature.FETCH
    caplog.set_level("DEBUG")
    meeting = await desk.made()
    await desk.meetings.refresh()
    await desk.stop()
    for secret in (CANARY, f"{BASE_URL}guest/m1", "+31205550199"):
        assert secret not in caplog.text
        assert secret.encode() not in desk.written()
        assert secret not in repr(meeting)
    await desk.start()


async def test_nothing_about_people_is_written_for_a_private_provider(
    desk: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(provider), "private", True)
    meeting = await desk.made("Knee of Ms Vermeer")
    assert meeting.people[0].name == "Anne Vermeer"
    await desk.stop()
    for word in (b"Vermeer", b"Knee", b"anne@"):
        assert word not in desk.written()
    await desk.start()
    await desk.meetings.refresh()
    [now] = await desk.meetings.coming()
    assert (now.id, now.subject, now.people[0].contact_id) == (meeting.id, "Knee of Ms Vermeer", "c1")


async def test_nothing_about_a_private_person_is_written(desk: Desk, provider: FakeMeetings) -> None:
    patient = MeetingPerson(name="Jan Geheim", email="jan@example.org", contact_id="live-1", private=True)
    meeting = await desk.made("", people=(patient,))
    assert meeting.subject == "Meeting"
    await desk.stop()
    assert b"Geheim" not in desk.written()
    assert b"jan@" not in desk.written()
    await desk.start()


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example.com/",
        "http://meet.example.com/",
        "https://meet.example.com@evil.com/",
        "javascript:",
    ],
)
async def test_links_to_other_places_are_not_taken(desk: Desk, provider: FakeMeetings, place: str) -> None:
    provider.places = (place, f"{BASE_URL}guest/")
    meeting = await desk.made()
    assert meeting.host is None
    assert meeting.guest is not None
    assert (meeting.state, meeting.refused_links) == (MeetingState.READY, True)


async def test_an_old_meeting_is_not_adopted_for_a_new_one_that_was_not_found(
    desk: Desk, provider: FakeMeetings
) -> None:
    provider.creates = [(OutcomeUnknown(), False)]
    await desk.made()
    desk.clock.jump_wall(timedelta(hours=2))
    provider.there["x9"] = ProviderMeeting(provider_id="x9", subject="Mortgage", start=START)
    await desk.meetings.refresh()
    ours, listed = sorted(await desk.meetings.coming(), key=lambda one: one.listed)
    assert (ours.reason, listed.listed) == (NotMade.NOT_FOUND, True)


async def stored_secrets(desk: Desk, meeting_id: str) -> list[str]:
    refs = [f"{ENTRY}/meeting-{meeting_id}-{part}" for part in ("host", "guest", "details")]
    return [ref for ref in refs if await desk.secrets.get(ref) is not None]
