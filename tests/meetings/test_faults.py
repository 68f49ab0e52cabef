"""A bug in an add-on is told as one, in the name of whoever made it, and never as "nothing was done"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.core import loader
from dialer.core.errors import DialerError, ErrorKind, OutcomeUnknown, Refused
from dialer.meetings.model import MeetingState, NotMade
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.requests import MeetingEdit
from dialer.meetings.sentences import sentence
from tests.fakes import START
from tests.meetings.conftest import ENTRY
from tests.meetings.fakes import CANARY

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from dialer.meetings.model import Meeting
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

BLAMED = "There is a fault in Zaaltje. Ask whoever made the package dialer-zaaltje; the log has the details."


@pytest.fixture
async def theirs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The scripted integration comes in a package of others."""
    manifest = loader.find("scripted")
    assert manifest is not None
    package = replace(manifest, name="Zaaltje", third_party=True, distribution="dialer-zaaltje")
    find = loader.find
    monkeypatch.setattr(loader, "find", lambda name: package if name == "scripted" else find(name))
    await desk.again()
    return desk


def says(desk: Desk, error: DialerError) -> str:
    return desk.app.hub.strings.text(error.key, **error.placeholders)


def told(desk: Desk, meeting: Meeting) -> str:
    return sentence(meeting, desk.app.hub.strings)


async def test_a_creation_is_in_doubt_and_the_add_on_is_named_also_after_a_restart(
    theirs: Desk, provider: FakeMeetings, caplog: pytest.LogCaptureFixture
) -> None:
    provider.features &= ~MeetingFeature.LIST
    provider.creates = [(KeyError(CANARY), True)]
    meeting = await theirs.made()
    assert (meeting.state, provider.log) == (MeetingState.UNKNOWN, ["create"])
    assert "do not know whether the meeting was made. Nothing was repeated" in told(theirs, meeting)
    assert told(theirs, meeting).endswith(BLAMED)
    assert "Traceback" not in caplog.text  # its last line would be the message
    assert "raise error" in caplog.text
    assert "KeyError" in caplog.text
    assert CANARY not in caplog.text
    await theirs.again()
    [row] = await theirs.meetings.coming()
    assert told(theirs, row).endswith(BLAMED)


async def test_what_the_list_settles_is_told_with_its_reason(theirs: Desk, provider: FakeMeetings) -> None:
    provider.creates = [(KeyError(CANARY), False)]
    meeting = await theirs.made()
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, NotMade.NOT_FOUND)
    assert told(theirs, meeting) == f"The meeting is not in the list of Meet: it was not made. {BLAMED}"
    provider.creates = [(KeyError(CANARY), True)]
    assert told(theirs, await theirs.made("Another")) == "The meeting is ready."


async def test_what_was_made_half_way_names_it_too(theirs: Desk, provider: FakeMeetings) -> None:
    provider.partly = True
    provider.creates = [(KeyError(CANARY), True)]
    meeting = await theirs.made()
    assert meeting.state is MeetingState.INCOMPLETE
    assert told(theirs, meeting).startswith(f"{BLAMED} The meeting was made, but not everything")


async def test_a_bug_of_dialers_own_integration_blames_no_package(desk: Desk, provider: FakeMeetings) -> None:
    provider.creates = [(KeyError(CANARY), False)]
    ours = "There is a fault in Dialer. The log has the details for your helpdesk."
    assert told(desk, await desk.made()).endswith(ours)


@pytest.mark.parametrize("act", ["change", "cancel", "end"])
async def test_what_is_read_back_is_as_it_was_because_of_the_add_on(
    theirs: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    meeting = await theirs.made()
    break_(monkeypatch, provider, f"async_{act}")
    with pytest.raises(Refused) as caught:
        await doing(theirs, meeting, act)
    assert says(theirs, caught.value) == f"The meeting is as it was. {BLAMED}"
    assert caught.value.kind is ErrorKind.PROVIDER


@pytest.mark.parametrize("act", ["change", "cancel", "end"])
async def test_what_cannot_be_read_back_is_in_doubt_because_of_the_add_on(
    theirs: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    provider.features &= ~(MeetingFeature.LIST | MeetingFeature.FETCH)
    meeting = await theirs.made()
    break_(monkeypatch, provider, f"async_{act}")
    with pytest.raises(OutcomeUnknown) as caught:
        await doing(theirs, meeting, act)
    assert says(theirs, caught.value) == (
        f"We do not know whether this was carried out. Nothing was repeated. {BLAMED}"
    )


@pytest.mark.parametrize("method", ["async_fetch", "async_list", "is_same"])
async def test_a_question_that_fails_names_it(
    theirs: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    provider.creates = [(OutcomeUnknown(), True)]
    provider.features &= ~MeetingFeature.LIST
    doubted = await theirs.made()
    assert doubted.state is MeetingState.UNKNOWN
    provider.creates = [(None, True)]
    made = await theirs.made("Another", start=START + timedelta(hours=4))
    provider.features |= MeetingFeature.LIST
    break_(monkeypatch, provider, method)
    error = await trouble(theirs, made, method)
    assert says(theirs, error) == f"The meetings could not be read. {BLAMED}"


async def test_a_check_that_fails_sends_nothing(
    theirs: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_(monkeypatch, provider, "check")
    with pytest.raises(DialerError) as caught:
        await theirs.press()
    assert says(theirs, caught.value) == f"Nothing was sent. {BLAMED}"
    assert (provider.log, await theirs.meetings.history.recent()) == ([], [])


async def test_an_answer_of_the_wrong_type_is_a_fault_as_well(
    theirs: Desk, provider: FakeMeetings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None:
        return None

    meeting = await theirs.made()
    monkeypatch.setattr(provider, "async_change", nothing)
    with pytest.raises(Refused) as caught:
        await theirs.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert says(theirs, caught.value).endswith(BLAMED)


def break_(monkeypatch: pytest.MonkeyPatch, provider: FakeMeetings, method: str) -> None:
    def bug(*_: object) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(provider, method, bug)


def doing(desk: Desk, meeting: Meeting, act: str) -> Awaitable[Meeting]:
    ways = {
        "change": lambda: desk.meetings.change(meeting.id, MeetingEdit(subject="New")),
        "cancel": lambda: desk.meetings.cancel(meeting.id),
        "end": lambda: desk.meetings.end(meeting.id),
    }
    return ways[act]()


async def trouble(desk: Desk, meeting: Meeting, method: str) -> DialerError:
    """What reading one meeting, or all, comes to."""
    if method == "async_fetch":
        with pytest.raises(DialerError) as caught:
            await desk.meetings.read(meeting.id)
        return caught.value
    await desk.meetings.refresh()
    return desk.meetings.errors[ENTRY]


async def test_a_question_without_an_answer_leaves_nothing_in_doubt_and_a_change_does(
    desk: Desk, provider: FakeMeetings
) -> None:
    meeting = await desk.made()
    provider.trouble = OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK)
    with pytest.raises(OutcomeUnknown) as caught:
        await desk.meetings.read(meeting.id)
    why = "The provider did not answer in time. Try again later."
    assert says(desk, caught.value) == why
    with pytest.raises(OutcomeUnknown) as caught:
        await desk.meetings.cancel(meeting.id)
    assert says(desk, caught.value) == (
        f"We do not know whether this was carried out. Nothing was repeated. {why}"
    )
