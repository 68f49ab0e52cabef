"""What the providers' JSON interfaces answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.answers import Answer, Id, check_status, read_json, to_json
from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.core.http import Response


class Room(Answer, frozen=True, kw_only=True):
    """An answer."""

    id: Id
    duration: int | None = None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ErrorKind.VALIDATION),
        (401, ErrorKind.AUTH),
        (403, ErrorKind.PERMISSION),
        (404, ErrorKind.NOT_FOUND),
        (409, ErrorKind.VALIDATION),
        (422, ErrorKind.VALIDATION),
        (429, ErrorKind.PROVIDER),
    ],
)
def test_a_clear_no_is_a_refusal(status: int, kind: ErrorKind) -> None:
    with pytest.raises(Refused) as caught:
        check_status(Response(status, {}, b"the server's words"))
    assert (caught.value.kind, caught.value.code) == (kind, status)
    assert "words" not in repr(caught.value.placeholders)


@pytest.mark.parametrize("status", [301, 302, 500, 502, 503, 599])
def test_anything_else_leaves_the_outcome_open(status: int) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        check_status(Response(status, {}, b""))
    assert caught.value.code == status


def test_a_proxy_that_wants_a_sign_in_let_nothing_through() -> None:
    with pytest.raises(NotSent):
        check_status(Response(407, {}, b""))


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_success_is_none_of_these(status: int) -> None:
    check_status(Response(status, {}, b""))


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30.0), ("", None), ("Sun, 22 Nov 2026 10:00:00 GMT", None), ("-1", None)]
)
def test_it_is_known_how_long_to_leave_the_provider_alone(header: str, seconds: float | None) -> None:
    with pytest.raises(Refused) as caught:
        check_status(Response(429, {"retry-after": header}, b""))
    assert caught.value.retry_after == seconds


def test_ids_are_text_and_numbers_may_be_written_as_text() -> None:
    room = read_json(b'{"id": 12345678901234567890, "duration": "60", "unknown": {}}', Room)
    assert room == Room(id=Id("12345678901234567890"), duration=60)
    assert to_json([room]) == [{"id": "12345678901234567890", "duration": 60}]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"id": true}',
        b'{"id": 1.5}',
        b'{"id": 1, "duration": "x"}',
        b"NaN",
        b"[" * 99_999,
    ],
)
def test_what_is_no_such_answer_is_unreadable(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        read_json(body, Room)
    assert caught.value.key == "answers.unreadable"


def test_a_web_page_is_called_one() -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        read_json(b"\xef\xbb\xbf\r\n<!doctype html><p>Oops", Room)
    assert caught.value.key == "answers.web_page"


@given(st.binary(max_size=200))
def test_no_body_breaks_the_reading(body: bytes) -> None:
    try:
        room = read_json(body, Room)
    except ApiError:
        return
    assert isinstance(room.id, Id)
