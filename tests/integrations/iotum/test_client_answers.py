"""The shapes in which answers come, and those in which they should not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.core.answers import to_json
from dialer.core.errors import ErrorKind, OutcomeUnknown
from dialer.integrations.iotum import models
from dialer.integrations.iotum.models import Conference, Contact, DetailedConference, Host, HostSummary
from dialer.integrations.iotum.reading import Record, parse, shaped
from tests.integrations.iotum.client_bench import PAGE, Bench, opened
from tests.integrations.iotum.client_table import CONFERENCE, CONTACT, HOST

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SHAPES = [shape for name in models.__all__ if issubclass(shape := getattr(models, name), Record)]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


# --- the document's traps -----------------------------------------------------------------------------------


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


DETAILED = {
    "agenda": None,
    "subject": "Wes's Meeting",
    "start_time": "2022-06-03 16:30:00",
    "end_time": "2022-06-03 16:43:00",
    "day": "Friday",
    "year": "2022",
    "one_time_access_code": False,
    "additional_security_type": 1,
    "cancelled": False,
    "participants": [
        {
            "id": 128,
            "person_id": 1,
            "name": "Wes",
            "live_cdrs": [
                {
                    "id": 35,
                    "ani": "+4361891128",
                    "dnis": 2342342,
                    "is_internet?": True,
                    "minute_usage": {"minutes": 1, "rate": None},
                }
            ],
        }
    ],
    "attended_count": 1,
    "chat_messages": [{"id": 318, "content": "message 1", "participant_id": 128}],
    "uploaded_documents": [{"id": 12, "size": 319419, "presentation_slides": [{"page_number": 1}]}],
    "recordings": [{"transcription_segments": [], "size": {}}, {"size": {"mp4": 527562, "mp3": 445797}}],
    "sentiment_mean": None,
    "conference_id": 109,
    "moderators": [{"person_id": 1, "name": "Wes"}],
    "room_url": "https://wes.callbridge.com/conf/call/4361891",
    "moderator_token": "xEQQUzqh_VZn",
    "duration": 1,
}


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


# --- what is missing or wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [None, {}, [], "x", 5, True, [{"id": []}], {"number": {}}])
def test_what_is_not_needed_may_be_missing_or_wrong(wrong: object) -> None:
    for name in set(CONFERENCE) - {"conference_id"}:
        found = shaped({**CONFERENCE, name: wrong}, Conference)
        assert found.conference_id == "183"
        if name != "room_url":
            assert found.room_url == CONFERENCE["room_url"]


@pytest.mark.parametrize("wrong", [None, "", " ", True, 1.5, {}, []])
async def test_a_conference_without_its_id_may_have_been_made(bench: Bench, wrong: object) -> None:
    route = bench.answers_json("conference/create/reservationless", {**CONFERENCE, "conference_id": wrong})
    with pytest.raises(OutcomeUnknown) as caught:
        await bench.client.conference_create_reservationless(host_id=1, one_time_access_code=True)
    assert caught.value.key == "answers.unreadable"
    assert route.call_count == 1


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"", "answers.unreadable"),
        (b"{", "answers.unreadable"),
        (b"null", "answers.unreadable"),
        (b"[]", "answers.unreadable"),
        (b'"OK"', "answers.unreadable"),
        (b"[" * 100_000, "answers.unreadable"),
        (b"\xff\xfe", "answers.unreadable"),
        (PAGE.encode(), "answers.web_page"),
    ],
)
async def test_another_body_tells_nothing(bench: Bench, body: bytes, key: str) -> None:
    bench.answers("conference/create/reservationless", httpx.Response(200, content=body))
    with pytest.raises(OutcomeUnknown) as caught:
        await bench.client.conference_create_reservationless(host_id=1, one_time_access_code=True)
    assert (caught.value.key, caught.value.kind) == (key, ErrorKind.PROTOCOL)


async def test_a_web_page_is_not_a_word_that_it_is_done(bench: Bench) -> None:
    bench.answers("conference/cancel", httpx.Response(200, text=PAGE))
    with pytest.raises(OutcomeUnknown):
        await bench.client.conference_cancel(conference_id=1)


def test_a_mark_of_the_byte_order_is_no_part_of_it() -> None:
    assert shaped(parse(b'\xef\xbb\xbf{"contact_id": 1}'), Contact).contact_id == "1"


def test_what_has_people_and_keys_in_it_does_not_show_them() -> None:
    for value, shape in (
        (CONFERENCE, Conference),
        (HOST, Host),
        (CONTACT, Contact),
        (DETAILED, DetailedConference),
    ):
        found = shaped(value, shape)
        assert repr(found) == str(found) == f"<{shape.__name__}>"


@settings(max_examples=40, deadline=None)
@given(value=JSON)
def test_any_value_is_read_or_refused(value: object) -> None:
    for shape in SHAPES:
        try:
            found = shaped(value, shape)
        except OutcomeUnknown:
            continue
        json.dumps(to_json(found))


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_field_that_is_wrong_harms_no_other(data: st.DataObject) -> None:
    samples: list[tuple[Any, dict[str, Any]]] = [
        (Conference, CONFERENCE),
        (Host, HOST),
        (DetailedConference, DETAILED),
    ]
    shape, whole = data.draw(st.sampled_from(samples))
    key = data.draw(st.sampled_from(sorted(set(whole) - {"conference_id", "host_id"})))
    found: Any = to_json(shaped({**whole, key: data.draw(JSON)}, shape))
    right: Any = to_json(shaped(whole, shape))
    touched = {key, "broadcast_stream"} if key == "broadcast_stream_url" else {key}
    assert {name: each for name, each in found.items() if name not in touched} == {
        name: each for name, each in right.items() if name not in touched
    }
    json.dumps(found)
