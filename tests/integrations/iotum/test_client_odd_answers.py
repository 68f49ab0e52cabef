"""Answers in which something is missing or wrong."""

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
from dialer.integrations.iotum.models import Conference, Contact, DetailedConference, Host
from dialer.integrations.iotum.reading import Record, parse, shaped
from tests.integrations.iotum.client_bench import PAGE, Bench, opened
from tests.integrations.iotum.client_samples import CONFERENCE, CONTACT, DETAILED, HOST

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
