"""The shapes in which answers come, and those in which they should not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.answers import to_json
from dialer.core.errors import OutcomeUnknown
from dialer.integrations.iotum.models import Conference, DetailedConference, Host, HostSummary
from dialer.integrations.iotum.reading import shaped
from tests.integrations.iotum.client_bench import Bench, opened
from tests.integrations.iotum.client_samples import CONFERENCE, DETAILED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


@pytest.mark.parametrize(
    ("wire", "field", "code"),
    [
        ({"one_time_access_code": 987654321}, "987654321", "987654321"),
        ({"one_time_access_code": "012345"}, "012345", "012345"),
        ({"one_time_access_code": True}, True, None),
        ({"one_time_access_code": False}, False, None),
        ({"one_time_access_code": ""}, "", None),
        ({"one_time_access_code": None}, None, None),
        ({}, None, None),
    ],
)
@pytest.mark.parametrize("shape", [Conference, DetailedConference])
def test_a_one_time_code_comes_in_four_shapes(
    wire: dict[str, Any],
    field: object,
    code: str | None,
    shape: type[Conference | DetailedConference],
) -> None:
    found = shaped({"conference_id": 1, **wire}, shape)
    assert found.one_time_access_code is field or found.one_time_access_code == field
    assert type(found.one_time_access_code) is type(field)
    assert found.access_code == code


@pytest.mark.parametrize(
    ("wire", "code"),
    [
        (1234567, "1234567"),
        ("0234567", "0234567"),
        ({"number": "0234567", "id": None}, "0234567"),
        ({"number": 234567}, "234567"),
        ({"number": None}, None),
        ({}, None),
        (None, None),
        (False, None),
        ([], None),
    ],
)
def test_codes_and_pins_are_text_however_they_come(wire: object, code: str | None) -> None:
    host = shaped({"host_id": 1, "access_code": wire, "moderator_pin": wire}, Host)
    assert (host.access_code, host.moderator_pin) == (code, code)
    assert shaped({"host_id": 1, "access_code": wire}, HostSummary).access_code == code


@pytest.mark.parametrize("wire", [{"agenda": "null"}, {"agenda": None}, {}])
@pytest.mark.parametrize("shape", [Conference, DetailedConference])
def test_no_agenda_comes_in_three_shapes(
    wire: dict[str, Any], shape: type[Conference | DetailedConference]
) -> None:
    assert shaped({"conference_id": 1, **wire}, shape).agenda is None


@pytest.mark.parametrize("name", ["broadcast_stream", "broadcast_stream_url"])
@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (
            {"source": "https://v.example/a.mp4", "state": "NEW"},
            {"source": "https://v.example/a.mp4", "state": "NEW"},
        ),
        ({}, {"source": None, "state": None}),
        ("https://v.example/a.mp4", "https://v.example/a.mp4"),
        (None, None),
    ],
)
def test_a_stream_has_two_names(name: str, wire: object, expected: object) -> None:
    assert to_json(shaped({"conference_id": 1, name: wire}, Conference).broadcast_stream) == expected


async def test_details_have_a_form_of_their_own(bench: Bench) -> None:
    bench.answers_json("conference/fetch", DETAILED)
    found = await bench.client.conference_fetch(conference_id=109, output="detail")
    assert isinstance(found, DetailedConference)
    assert (found.start_time, found.year, found.cancelled) == ("2022-06-03 16:30:00", "2022", False)
    [person] = found.people
    [connection] = person.live_cdrs
    assert (person.name, connection.is_internet, connection.dnis) == ("Wes", True, "2342342")
    assert [recording.size for recording in found.recordings] == [{}, {"mp4": 527562, "mp3": 445797}]
    assert found.moderators[0].name == "Wes"
    printed: Any = to_json(found)
    assert printed["participants"][0]["live_cdrs"][0]["is_internet?"] is True


async def test_details_may_come_in_the_usual_form_all_the_same(bench: Bench) -> None:
    bench.answers_json("conference/fetch_all", [CONFERENCE])
    [found] = await bench.client.conference_fetch_all(host_id=1, output="detail")
    assert (found.conference_id, found.start_time, found.people) == ("183", "2020-09-19 13:00:00", ())


async def test_past_conferences_may_only_count_who_was_there(bench: Bench) -> None:
    bench.answers_json("host/conferences", [{"Conference_id": 1, "Subject": "S", "Participants": 5}])
    [found] = await bench.client.host_conferences(host_id=1, output="detail")
    assert (found.conference_id, found.subject, found.participants, found.people) == ("1", "S", 5, ())


@pytest.mark.parametrize("count", ["4", 4, 4.0])
async def test_viewers_are_counted_in_text(bench: Bench, count: object) -> None:
    bench.answers_json("conference/fetch_livestream_viewer_count", {"count": count})
    found = await bench.client.conference_fetch_livestream_viewer_count(conference_id=1)
    assert found.count == 4


@pytest.mark.parametrize("name", ["id", "company_id"])
async def test_a_companys_id_has_two_names(bench: Bench, name: str) -> None:
    bench.answers_json("company/fetch_all", [{name: 5, "name": "Joe"}])
    [company] = await bench.client.company_fetch_all()
    assert company.company_id == "5"


async def test_domains_are_a_tree(bench: Bench) -> None:
    leaf = {"id": 4, "domain": "b.example", "descendants": []}
    bench.answers_json("domain/descendants", [{"id": 3, "domain": "a.example", "descendants": [leaf]}])
    [domain] = await bench.client.domain_descendants()
    assert [below.domain for below in domain.descendants] == ["b.example"]


@pytest.mark.parametrize("depth", [300, 100_000])  # too deep for us, and too deep for JSON
async def test_a_tree_that_never_ends_is_refused(bench: Bench, depth: int) -> None:
    deep = '{"domain": "a", "descendants": [' * depth + "]}" * depth
    bench.answers("domain/descendants", httpx.Response(200, content=deep.encode()))
    with pytest.raises(OutcomeUnknown) as caught:
        await bench.client.domain_descendants()
    assert caught.value.key == "answers.unreadable"


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(200, json="OK"), "OK"),
        (httpx.Response(200, json={"message": "OK"}), "OK"),
        (httpx.Response(200, content=b"OK\n"), "OK"),
        (httpx.Response(202, json="OK"), "OK"),
        (httpx.Response(200, json={}), None),
    ],
)
async def test_done_is_said_in_many_ways(bench: Bench, response: httpx.Response, message: str | None) -> None:
    bench.answers("conference/cancel", response)
    done = await bench.client.conference_cancel(conference_id=1)
    assert done is not None
    assert done.message == message


@pytest.mark.parametrize("status", [200, 202, 204])
@pytest.mark.parametrize("body", [b"", b" \r\n", b"null"])
async def test_done_is_said_with_nothing(bench: Bench, status: int, body: bytes) -> None:
    bench.answers("host/delete", httpx.Response(status, content=body))
    assert await bench.client.host_delete(host_id=1) is None
