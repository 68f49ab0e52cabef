"""The session: one sign-in for all, a new one when it is over, and no request twice."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.core.secrets import Secret
from dialer.integrations.iotum.client import IotumClient
from tests.integrations.iotum.client_bench import API_TOKEN, BASE_URL, PAGE, Bench, bodies, opened, tokens

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EXPIRED = httpx.Response(401, json={"message": "Session expired"})
MADE = httpx.Response(200, json={"conference_id": 183})
MINUTE = 60.0


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


async def _now(bench: Bench) -> None:
    found = await bench.client.conference_create_reservationless(host_id=1, one_time_access_code=True)
    assert found.conference_id == "183"


async def test_one_sign_in_is_enough(bench: Bench) -> None:
    route = bench.answers("conference/create/reservationless", MADE, MADE)
    await _now(bench)
    await _now(bench)
    assert bench.sign_ins == 1
    assert tokens(route) == ["token-1", "token-1"]


async def test_who_asks_at_once_shares_a_sign_in(bench: Bench) -> None:
    route = bench.answers("conference/create/reservationless", *[MADE] * 5)
    await asyncio.gather(*(_now(bench) for _ in range(5)))
    assert bench.sign_ins == 1
    assert tokens(route) == ["token-1"] * 5


@pytest.mark.parametrize("text", ["Session expired", "Invalid token", "Missing auth_token", "<html>"])
async def test_a_session_that_is_over_is_begun_anew_and_the_request_sent_once_more(
    bench: Bench, text: str
) -> None:
    over = httpx.Response(401, json={"message": text}) if text[0] != "<" else httpx.Response(401, text=text)
    route = bench.answers("conference/create/reservationless", MADE, over, MADE)
    await _now(bench)
    await _now(bench)
    assert bench.sign_ins == 2
    assert tokens(route) == ["token-1", "token-1", "token-2"]
    assert bodies(route) == [{"host_id": 1, "one_time_access_code": True}] * 3


async def test_a_session_that_is_over_for_many_is_begun_anew_once(bench: Bench) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return EXPIRED if b"token-1" in request.content else MADE

    route = bench.router.post(f"{BASE_URL}/enterprise_api/conference/create/reservationless").mock(
        side_effect=answer
    )
    await asyncio.gather(*(_now(bench) for _ in range(4)))
    assert bench.sign_ins == 2
    assert sorted(tokens(route)) == ["token-1"] * 4 + ["token-2"] * 4


async def test_a_second_no_is_one(bench: Bench) -> None:
    route = bench.answers("conference/create/reservationless", EXPIRED, EXPIRED, MADE)
    with pytest.raises(Refused) as caught:
        await _now(bench)
    assert caught.value.kind is ErrorKind.AUTH
    assert (route.call_count, bench.sign_ins) == (2, 2)
    await _now(bench)
    assert tokens(route)[-1] == "token-3"


async def test_a_page_in_the_middle_of_a_list_is_asked_for_again(bench: Bench) -> None:
    first = httpx.Response(200, json={"conferences": [{"conference_id": 1}], "next_page": "c2"})
    last = httpx.Response(200, json=[{"conference_id": 2}])
    route = bench.answers("conference/fetch_all", first, EXPIRED, last)
    found = await bench.client.conference_fetch_all(host_id=1)
    assert [each.conference_id for each in found] == ["1", "2"]
    assert bodies(route) == [{"host_id": 1}, {"host_id": 1, "page": "c2"}, {"host_id": 1, "page": "c2"}]


async def test_a_refused_api_token_is_tried_once_for_all_who_wait(bench: Bench) -> None:
    bench.tokens = [httpx.Response(401, json={"message": "Invalid credentials"})] * 2
    route = bench.answers("conference/create/reservationless", MADE)
    outcomes = await asyncio.gather(*(_now(bench) for _ in range(4)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Refused] * 4
    assert {outcome.kind for outcome in outcomes if isinstance(outcome, Refused)} == {ErrorKind.AUTH}
    assert (bench.sign_ins, route.call_count) == (1, 0)


async def test_who_comes_after_a_refusal_may_try(bench: Bench) -> None:
    bench.tokens = [httpx.Response(401)]
    with pytest.raises(Refused):
        await _now(bench)
    bench.answers("conference/create/reservationless", MADE, MADE)
    await asyncio.gather(_now(bench), _now(bench))
    assert bench.sign_ins == 2


async def test_an_api_token_that_is_refused_meanwhile_ends_it(bench: Bench) -> None:
    bench.tokens = [httpx.Response(200, json={"auth_token": "token-1"}), httpx.Response(401)]
    route = bench.answers("conference/create/reservationless", EXPIRED, MADE)
    with pytest.raises(Refused) as caught:
        await _now(bench)
    assert caught.value.kind is ErrorKind.AUTH
    assert (bench.sign_ins, route.call_count) == (2, 1)


@pytest.mark.parametrize(
    ("response", "key"),
    [
        (httpx.Response(500, text="Sorry"), "answers.server_error"),
        (httpx.Response(302), "answers.moved"),
        (httpx.Response(200, text=PAGE), "answers.web_page"),
        (httpx.Response(200, json={}), "answers.unreadable"),
        (httpx.Response(200, json={"auth_token": None}), "answers.unreadable"),
        (httpx.Response(200, json={"auth_token": ""}), "answers.unreadable"),
        (httpx.Response(200, json="OK"), "answers.unreadable"),
        (httpx.Response(200, content=b""), "answers.unreadable"),
    ],
)
async def test_without_a_session_nothing_is_made(bench: Bench, response: httpx.Response, key: str) -> None:
    bench.tokens = [response]
    route = bench.answers("conference/create/reservationless", MADE)
    with pytest.raises(NotSent) as caught:
        await _now(bench)
    assert caught.value.key == key
    assert route.call_count == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_a_service_that_is_not_there_is_no_meeting_that_is_gone(bench: Bench, status: int) -> None:
    bench.tokens = [httpx.Response(status, text=PAGE)]
    with pytest.raises(Refused) as caught:
        await bench.client.conference_cancel(conference_id=1)
    assert (caught.value.kind, caught.value.key) == (ErrorKind.PROVIDER, "answers.wrong_address")


@pytest.mark.parametrize("token", [{"auth_token": 123456789}, {"auth_token": "123456789", "more": {}}])
async def test_a_token_may_be_a_number(bench: Bench, token: dict[str, Any]) -> None:
    bench.tokens = [httpx.Response(200, json=token)]
    route = bench.answers("conference/create/reservationless", MADE)
    await _now(bench)
    assert tokens(route) == ["123456789"]


async def test_a_session_lives_an_hour_beyond_its_last_use(bench: Bench) -> None:
    route = bench.answers("conference/create/reservationless", *[MADE] * 4)
    for pause in (0, 58, 58, 60):
        bench.now[0] += pause * MINUTE
        await _now(bench)
    assert tokens(route) == ["token-1", "token-1", "token-1", "token-2"]


async def test_only_a_success_is_a_use(bench: Bench) -> None:
    route = bench.answers("conference/create/reservationless", MADE, httpx.Response(500), MADE)
    await _now(bench)
    bench.now[0] += 40 * MINUTE
    with pytest.raises(OutcomeUnknown):
        await _now(bench)
    bench.now[0] += 40 * MINUTE
    await _now(bench)
    assert tokens(route) == ["token-1", "token-1", "token-2"]


async def test_who_gives_up_while_signing_in_takes_nobody_along(bench: Bench) -> None:
    asked, go = asyncio.Event(), asyncio.Event()

    async def sign_in(request: httpx.Request) -> httpx.Response:
        asked.set()
        await go.wait()
        return await bench.sign_in(request)

    bench.router.post(f"{BASE_URL}/enterprise_api/authenticate").mock(side_effect=sign_in)
    bench.answers("conference/create/reservationless", MADE)
    first, second = asyncio.create_task(_now(bench)), asyncio.create_task(_now(bench))
    await asked.wait()
    first.cancel()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    await second


async def test_signing_in_by_hand_begins_a_new_session(bench: Bench) -> None:
    route = bench.answers("conference/create/reservationless", MADE, MADE)
    await _now(bench)
    assert (await bench.client.authenticate()).auth_token == "***"
    await _now(bench)
    assert tokens(route) == ["token-1", "token-2"]


@pytest.mark.parametrize("ending", ["", "/", "/enterprise_api", "/enterprise_api/"])
async def test_how_the_address_ends_does_not_matter(bench: Bench, ending: str) -> None:
    route = bench.answers("conference/create/reservationless", MADE)
    client = IotumClient(bench.client.session.http, BASE_URL + ending, Secret(API_TOKEN))
    await client.conference_create_reservationless(host_id=1, one_time_access_code=True)
    assert route.call_count == 1


async def test_no_token_reaches_the_log_or_an_error(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bench.answers("conference/create/reservationless", EXPIRED, httpx.Response(500, text="token-2"))
    with pytest.raises(ApiError) as caught:
        await _now(bench)
    shown = f"{caplog.text} {caught.value!r} {caught.value.placeholders} {caught.value.__context__!r}"
    assert "conference/create/reservationless" in shown
    assert not any(secret in shown for secret in ("token-1", "token-2", API_TOKEN))


async def test_an_id_of_ours_goes_back_as_the_number_that_it_was(bench: Bench) -> None:
    route = bench.answers_json(
        "contact/fetch_all", [{"contact_id": 35}, {"contact_id": "0x"}, {"contact_id": "07"}]
    )
    ids = [each.contact_id for each in await bench.client.contact_fetch_all(host_id=1)]
    update = bench.answers("conference/update", MADE)
    await bench.client.conference_update(conference_id=ids[0], participants=ids, subject="half \ud83d")
    assert bodies(route) == [{"host_id": 1}]
    assert bodies(update) == [
        {"conference_id": 35, "participants": [35, "0x", "07"], "subject": "half \ud83d"}
    ]
