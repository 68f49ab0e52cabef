"""What comes of an answer that is none: sorted by its status, in sentences of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from tests.integrations.iotum.client_bench import PAGE, Bench, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# The document's texts of errors, with our sentences.
DOCUMENTED = {
    "Recording feature not enabled": "no_recording",
    "Video recording feature not enabled": "no_video_recording",
    "Transcription feature not enabled": "no_transcription",
    "One time access code feature not available": "no_one_time_code",
    "Must enable one_time_access_code to use security_pin": "pin_needs_code",
    "Participants must be an array of contacts'": "participants_list",
    "Participants has one or more contact that does not exist in the host's list.": "participants_unknown",
    "Can only include schedule details in the master conference": "schedule_master",
    "Failed to parse the schedule rule. Unknown part FREK of Jane's meeting": "schedule_unreadable",
    "Schedule FREQ must be DAILY, WEEKLY or MONTHLY": "schedule_frequency",
    "Schedule MONTHLY BYDAY only supports one item": "schedule_one_weekday",
    "Schedule MONTHLY BYMONTHDAY only supports one item": "schedule_one_date",
    "Schedule MONTHLY supports BYDAY or BYMONTHDAY, cannot use both": "schedule_weekday_or_date",
    "Schedule MONTHLY BYDAY must include number and day": "schedule_which_week",
    "Schedule MONTHLY must include BYDAY or BYMONTHDAY": "schedule_month_day",
    "Schedule WEEKLY must include BYDAY": "schedule_week_day",
}

BODIES = (b'{"message": "Sorry"}', b'{"error": ["Sorry"]}', b"Sorry", PAGE.encode(), b"")


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


async def _fails(bench: Bench, response: httpx.Response | Exception) -> ApiError:
    """Have a conference made; return what went wrong, and see that it was asked for once."""
    route = bench.answers("conference/create", response, httpx.Response(200, json={"conference_id": 1}))
    before = route.call_count
    with pytest.raises(ApiError) as caught:
        await bench.client.conference_create(
            host_id=1, subject="Jane", start="2026-11-23 10:00:00", time_zone="Europe/Amsterdam", duration=30
        )
    assert route.call_count == before + 1
    shown = f"{caught.value!r} {caught.value.placeholders}"
    assert not any(word in shown for word in ("token-1", "Sorry", "Jane", "enabled"))
    return caught.value


@pytest.mark.parametrize(
    ("status", "key", "kind"),
    [
        (400, "answers.refused", ErrorKind.VALIDATION),
        (403, "answers.not_allowed", ErrorKind.PERMISSION),
        (404, "answers.not_found", ErrorKind.NOT_FOUND),
        (409, "answers.conflict", ErrorKind.VALIDATION),
        (422, "answers.refused", ErrorKind.VALIDATION),
        (429, "answers.too_many", ErrorKind.PROVIDER),
    ],
)
async def test_a_clear_no_is_one_whatever_the_body(
    bench: Bench, status: int, key: str, kind: ErrorKind
) -> None:
    for body in BODIES:
        error = await _fails(bench, httpx.Response(status, content=body, headers={"retry-after": "7"}))
        assert isinstance(error, Refused)
        assert (error.key, error.kind, error.code, error.retry_after) == (key, kind, status, 7.0)


@pytest.mark.parametrize(
    ("status", "key"), [(500, "answers.server_error"), (502, "answers.server_error"), (302, "answers.moved")]
)
async def test_a_fault_of_the_server_leaves_it_open(bench: Bench, status: int, key: str) -> None:
    for body in BODIES:
        error = await _fails(bench, httpx.Response(status, content=body))
        assert isinstance(error, OutcomeUnknown)
        assert (error.key, error.code) == (key, status)


async def test_a_proxy_that_wants_a_sign_in_let_nothing_through(bench: Bench) -> None:
    assert isinstance(await _fails(bench, httpx.Response(407)), NotSent)


@pytest.mark.parametrize("status", [200, 400, 422, 500])
async def test_a_documented_reason_has_a_sentence_of_its_own(bench: Bench, status: int) -> None:
    name = "error" if status == 422 else "message"
    for text, key in DOCUMENTED.items():
        said = text.upper() if status == 400 else text
        error = await _fails(bench, httpx.Response(status, json={name: said}))
        assert isinstance(error, Refused)
        assert (error.key, error.kind) == (f"iotum.error.{key}", ErrorKind.VALIDATION)
        assert error.code == status


async def test_what_is_not_there_stays_that(bench: Bench) -> None:
    error = await _fails(bench, httpx.Response(404, json={"message": "Schedule WEEKLY must include BYDAY"}))
    assert error.kind is ErrorKind.NOT_FOUND


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout("Jane"), httpx.ReadError("token-1"), httpx.WriteError("x")]
)
async def test_a_lost_answer_leaves_it_open(bench: Bench, failure: Exception) -> None:
    assert isinstance(await _fails(bench, failure), OutcomeUnknown)


async def test_what_did_not_leave_is_known_not_to_have_left(bench: Bench) -> None:
    assert isinstance(await _fails(bench, httpx.ConnectError("token-1")), NotSent)
