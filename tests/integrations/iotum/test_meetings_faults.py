"""What the platform refuses, loses, cuts off or tells wrongly, and what a user is told of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, NotSent, OutcomeUnknown, Refused
from dialer.meetings.model import MeetingState, NotMade
from dialer.meetings.requests import MeetingEdit
from dialer.testing import Answer, Bench, Fault, Request
from dialer.testing.uses import ANNE
from tests.integrations.iotum.desk import BEN, LATER, NOW, UPDATE, made, press

if TYPE_CHECKING:
    from tests.integrations.iotum.recipe import IotumRecipe
    from tests.integrations.iotum.server import Platform

NOES = {
    400: "answers.refused",
    403: "answers.not_allowed",
    404: "answers.not_found",
    409: "answers.conflict",
    422: "answers.refused",
    429: "answers.too_many",
}


async def test_more_meetings_than_one_page_holds_are_all_there(bench: Bench, platform: Platform) -> None:
    first = await made(bench, start=LATER)
    template = platform.conferences[int(str(first.provider_id))]
    for id_ in range(100, 135):
        platform.conferences[id_] = {**template, "conference_id": id_, "subject": f"Meeting {id_}"}
    far = {**template, "conference_id": 200, "start": "2036-01-15 12:00:00"}
    platform.conferences[200] = far
    [(entry, provider)] = bench.hub.providers(type(_provider(bench)))
    told = await provider.async_list(LATER - timedelta(days=1), LATER + timedelta(days=1))
    assert len({one.provider_id for one in told}) == 36
    assert platform.calls.count("conference/fetch_all") == 4
    assert entry.state is EntryState.LOADED


async def test_a_meeting_whose_time_cannot_be_read_is_there_all_the_same(
    bench: Bench, platform: Platform
) -> None:
    """Or it would be taken for removed."""
    meeting = await made(bench, start=LATER)
    platform.conferences[int(str(meeting.provider_id))]["time_zone"] = "Mars/Base"
    [told] = await _provider(bench).async_list(LATER - timedelta(days=1), LATER + timedelta(days=1))
    assert (told.provider_id, told.start) == (meeting.provider_id, None)


async def test_a_session_that_is_over_is_renewed_without_a_second_meeting(
    bench: Bench, platform: Platform
) -> None:
    await bench.add()
    platform.expire()
    await made(bench)
    assert platform.calls[-3:] == [NOW, "authenticate", NOW]
    assert len(platform.conferences) == 1


async def test_a_no_is_told_as_what_it_is(bench: Bench) -> None:
    await bench.add()
    for status, key in NOES.items():
        asked = len(bench.server.acts)
        bench.server.answer_acts(Answer.text("<html>No server-words-5d0c</html>", status, "text/html"))
        meeting = await press(bench, start=LATER, subject=f"No {status}")
        assert (meeting.state, meeting.error_key) == (MeetingState.NOT_MADE, key)
        assert (meeting.reason, len(bench.server.acts)) == (NotMade.REFUSED, asked + 1)


async def test_a_plan_without_one_time_codes_is_told_with_what_to_do(
    bench: Bench, platform: Platform
) -> None:
    platform.one_time_codes = False
    meeting = await press(bench)
    assert (meeting.reason, meeting.error_key) == (NotMade.REFUSED, "iotum.error.no_one_time_code")
    assert platform.conferences == {}


async def test_an_account_can_do_without_one_time_codes(bench: Bench, platform: Platform) -> None:
    platform.one_time_codes = False
    await bench.add(one_time_access_code=False)
    await made(bench)
    assert platform.wanted[NOW]["one_time_access_code"] is False


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.ERROR_500, Fault.WRONG_TYPES])
@pytest.mark.parametrize("start", [None, LATER])
async def test_a_lost_answer_is_found_with_its_links(
    bench: Bench, platform: Platform, fault: Fault, start: datetime | None
) -> None:
    await bench.add()
    await bench.server.break_(fault)
    start = start and bench.clock.now().replace(microsecond=0, second=0) + timedelta(hours=2)
    meeting = await made(bench, start=start)
    assert meeting.guest is not None
    assert meeting.host is not None
    assert (meeting.subject, len(platform.conferences)) == ("Advice", 1)


@pytest.mark.parametrize(("days", "state"), [(500, MeetingState.NOT_MADE), (600, MeetingState.UNKNOWN)])
async def test_what_the_platform_does_not_list_may_have_been_made(
    bench: Bench, recipe: IotumRecipe, days: int, state: MeetingState
) -> None:
    await bench.add()
    known = recipe.answer

    def answer(request: Request) -> Answer:
        return Answer(status=500) if request.path.endswith("conference/create") else known(request)

    recipe.answer = answer  # type: ignore[method-assign]  # nobody knows
    start = bench.clock.now().replace(microsecond=0, second=0) + timedelta(days=days)
    assert (await press(bench, start=start)).state is state


async def test_a_meeting_of_somebody_else_is_not_taken_for_the_one_that_was_lost(
    bench: Bench, platform: Platform, recipe: IotumRecipe
) -> None:
    """Or its link would let a client into the board's meeting."""
    soon = bench.clock.now() + timedelta(minutes=1)
    board = await made(bench, start=soon, subject="Board", people=(ANNE, BEN))
    theirs = platform.conferences.pop(int(str(board.provider_id)))
    platform.conferences[77] = {**theirs, "conference_id": 77}
    known = recipe.answer

    def answer(request: Request) -> Answer:
        return Answer(status=500) if request.path.endswith(NOW) else known(request)

    recipe.answer = answer  # type: ignore[method-assign]  # it is not made
    meeting = await press(bench)
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, NotMade.NOT_FOUND)
    assert meeting.guest is None


@pytest.mark.parametrize(("seconds", "found"), [(7, True), (0, False)])
async def test_the_participants_that_the_document_shows_do_not_hide_a_lost_one(
    bench: Bench, platform: Platform, recipe: IotumRecipe, seconds: int, found: bool
) -> None:
    """Its sample of a conference that began at once has three of them; a planned one begins with a minute."""
    await bench.add()
    known = recipe.answer

    def answer(request: Request) -> Answer:
        answered = known(request)
        if not request.path.endswith(NOW):
            return answered
        [conference] = platform.conferences.values()
        begun = datetime.strptime(conference["start"], "%Y-%m-%d %H:%M:%S").replace(second=seconds)  # noqa: DTZ007
        conference.update(start=f"{begun}", subject="Test Conference", participants=[1, 2, 3])
        del conference["participant_emails"]
        return Answer(status=500)

    recipe.answer = answer  # type: ignore[method-assign]  # it is made, and the answer is lost
    meeting = await press(bench)
    assert (meeting.state is MeetingState.READY, meeting.guest is not None) == (found, found)


async def test_what_does_not_go_on_cannot_be_ended(bench: Bench, recipe: IotumRecipe) -> None:
    meeting = await made(bench, start=LATER)
    known = recipe.answer

    def answer(request: Request) -> Answer:
        if request.path.endswith("conference/end"):
            return Answer.json({"message": "Conference is not active"}, status=422)
        return known(request)

    recipe.answer = answer  # type: ignore[method-assign]  # stricter
    with pytest.raises(Refused) as caught:
        await bench.app.meetings.end(meeting.id)
    assert caught.value.key == "iotum.error.not_going_on"


async def test_a_change_that_cannot_be_prepared_is_not_sent(bench: Bench, platform: Platform) -> None:
    meeting = await made(bench, start=LATER)
    await bench.server.break_(
        Fault.ERROR_500, meets=lambda request: request.path.endswith("conference/fetch")
    )
    with pytest.raises(NotSent):
        await bench.app.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert UPDATE not in platform.calls


async def test_a_lost_answer_to_a_change_is_read_back(bench: Bench, platform: Platform) -> None:
    meeting = await made(bench, start=LATER)
    await bench.server.break_(Fault.CUT, meets=lambda request: request.path.endswith(UPDATE))
    changed = await bench.app.meetings.change(meeting.id, MeetingEdit(subject="New"))
    assert (changed.subject, platform.calls.count(UPDATE)) == ("New", 1)


async def test_links_that_lead_elsewhere_are_not_shown(bench: Bench, platform: Platform) -> None:
    await bench.add()
    platform.rooms = "https://evil.example"
    meeting = await made(bench)
    assert (meeting.host, meeting.guest, meeting.refused_links) == (None, None, True)


async def test_a_list_that_breaks_off_is_an_error(bench: Bench) -> None:
    await bench.add()
    provider = _provider(bench)
    await bench.server.break_(Fault.CUT, meets=lambda request: request.path.endswith("active_calls"))
    with pytest.raises(OutcomeUnknown):
        await provider.async_list(LATER, LATER)
    await bench.server.mend()
    await bench.server.break_(Fault.WRONG_TYPES, meets=lambda request: request.path.endswith("fetch_all"))
    with pytest.raises(ApiError):
        await provider.async_list(LATER, LATER)


def _provider(bench: Bench) -> Any:
    [provider] = [provider for provider in bench.providers() if provider.kind == "meetings"]
    return provider
