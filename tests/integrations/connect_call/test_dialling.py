"""One press, at most one dial: what goes over the wire, and which class each answer falls in."""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused, SecretsUnavailable
from dialer.core.secrets import Secret
from dialer.integrations.connect_call import client
from dialer.integrations.connect_call.client import ConnectCallClient, ConnectionType
from tests.integrations.connect_call.conftest import PASSWORD
from tests.integrations.connect_call.server import GUID, Reply, answer, xml

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.integrations.connect_call.conftest import Bench

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "testdata" / "hostile" / "xml_bodies.json"
PAGE = b"<!DOCTYPE html><html><body>Runtime Error</body></html>"


async def _outcome(dialling: Awaitable[None]) -> ApiError | None:
    try:
        await dialling
    except ApiError as error:
        return error
    return None


# The wire.


async def test_the_first_call_logs_in(bench: Bench) -> None:
    await bench.dial()
    [request] = bench.server.requests
    assert request.target.partition("?")[0] == "/api/connectcall.aspx"
    assert request.parameters == [
        ("login", "reception"),
        ("password", PASSWORD),
        ("dest", "31206241111"),
        ("source", "31206241100"),
        ("type", "1"),
    ]
    assert request.headers["cache-control"] == "no-store"
    assert request.headers["accept-encoding"] == "identity"
    assert bench.telephony.session == Secret(GUID)


async def test_the_next_call_stays_in_the_session(bench: Bench) -> None:
    await bench.dial()
    await bench.dial(destination="+3222098888")
    assert bench.server.commands == ["login", "hangUp", "connect"]
    _, hang_up, connect = bench.server.requests
    assert hang_up.parameters == [("guid", GUID), ("cmd", "hangUp")]
    assert connect.parameters == [
        ("guid", GUID),
        ("cmd", "connect"),
        ("source", "31206241100"),
        ("dest", "3222098888"),
        ("type", "1"),
    ]


async def test_every_dial_has_a_connection_of_its_own(bench: Bench) -> None:
    await bench.dial()
    await bench.telephony.async_status()
    await bench.telephony.async_status()
    await bench.dial()
    login, _, _, hang_up, connect = bench.server.requests
    others = [request.connection for request in bench.server.requests if request is not connect]
    assert connect.connection not in others
    assert login.connection != hang_up.connection


async def test_status_and_end(bench: Bench) -> None:
    await bench.dial()
    await bench.telephony.async_status()
    await bench.telephony.async_end_session()
    _, status, end = bench.server.requests
    assert status.parameters == [("guid", GUID), ("cmd", "getStatus")]
    assert end.parameters == [("guid", GUID), ("cmd", "end")]


async def test_an_address_without_a_slash_keeps_its_path(bench: Bench) -> None:
    plain = ConnectCallClient(bench.hub.http, bench.server.base_url.rstrip("/"))
    await plain.get_status(Secret(GUID))
    assert bench.server.requests[0].target.startswith("/api/connectcall.aspx?")


@pytest.mark.parametrize(
    ("account", "press", "sent"),
    [("1", None, "1"), ("2", None, "2"), ("1", True, "2"), ("2", False, "1")],
)
async def test_connection_types(
    add: Callable[..., Awaitable[Bench]], account: str, press: bool | None, sent: str
) -> None:
    bench = await add(type=account)
    await bench.dial(both_at_once=press)
    await bench.dial(both_at_once=press)
    types = [dict(request.parameters).get("type") for request in bench.server.requests]
    assert types == [sent, None, sent]


@pytest.mark.parametrize(
    ("style", "source", "dest"),
    [
        ("e164", "31206241100", "31206241111"),
        ("e164_plus", "+31206241100", "+31206241111"),
        ("international_00", "0031206241100", "0031206241111"),
        ("national", "0206241100", "0206241111"),
    ],
)
async def test_number_formats(
    add: Callable[..., Awaitable[Bench]], style: str, source: str, dest: str
) -> None:
    bench = await add(number_format=style)
    await bench.dial()
    parameters = dict(bench.server.requests[0].parameters)
    assert (parameters["source"], parameters["dest"]) == (source, dest)


@pytest.mark.parametrize(
    ("chosen", "sent"), [(None, "31206241100"), ("201", "201"), ("+31612345678", "31612345678")]
)
async def test_the_phone_that_rings(bench: Bench, chosen: str | None, sent: str) -> None:
    await bench.dial(source=chosen)
    assert dict(bench.server.requests[0].parameters)["source"] == sent


@pytest.mark.parametrize("chosen", ["112", "abc", "31206241100&dest=0900", "1"])
async def test_a_phone_that_cannot_ring_sends_nothing(bench: Bench, chosen: str) -> None:
    with pytest.raises(NotSent):
        await bench.dial(source=chosen)
    assert bench.server.requests == []


async def test_a_parameter_cannot_smuggle_another(bench: Bench) -> None:
    raw = ConnectCallClient(bench.hub.http, bench.server.base_url)
    await raw.login(
        login="a&dest=1",
        password=Secret("b#c&cmd=end"),
        dest="1%26dest=2",
        source="3 4",
        connection_type=ConnectionType.SOURCE_FIRST,
    )
    assert bench.server.requests[0].parameters == [
        ("login", "a&dest=1"),
        ("password", "b#c&cmd=end"),
        ("dest", "1%26dest=2"),
        ("source", "3 4"),
        ("type", "1"),
    ]


# The classes of an answer to the first call.


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (101, ErrorKind.PROVIDER),
        (102, ErrorKind.AUTH),
        (104, ErrorKind.VALIDATION),
    ],
)
async def test_clear_refusals(bench: Bench, code: int, kind: ErrorKind) -> None:
    bench.server.script("login", answer(code))
    with pytest.raises(Refused) as caught:
        await bench.dial()
    assert (caught.value.kind, caught.value.code) == (kind, code)
    assert bench.server.commands == ["login"]
    assert bench.telephony.session is None


@pytest.mark.parametrize("code", [3, 4, 9, 27, 30, 33, 100, 105, 106, 199, 0])
async def test_codes_that_tell_nothing_of_a_dial(bench: Bench, code: int) -> None:
    bench.server.script("login", answer(code))
    with pytest.raises(OutcomeUnknown) as caught:
        await bench.dial()
    assert caught.value.code == code
    assert bench.server.commands == ["login"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 429])
async def test_http_refusals(bench: Bench, status: int) -> None:
    bench.server.script("login", Reply(status=status, body=PAGE))
    with pytest.raises(Refused) as caught:
        await bench.dial()
    assert (caught.value.kind is ErrorKind.AUTH) == (status in {401, 403})
    assert bench.server.commands == ["login"]


async def test_a_proxy_that_wants_a_login_has_sent_nothing_on(bench: Bench) -> None:
    bench.server.script("login", Reply(status=407))
    with pytest.raises(NotSent):
        await bench.dial()


@pytest.mark.parametrize(
    "status",
    [201, 204, 206, *range(300, 309), 402, 408, 409, 410, 418, 422, 451, *range(500, 505), 599],
)
async def test_every_other_http_status_leaves_it_open(bench: Bench, status: int) -> None:
    bodyless = status in {204, 304}
    headers = ("Location: http://127.0.0.1:9/error.htm", "Retry-After: 1")
    body = b"" if bodyless else xml(103, GUID)
    bench.server.script("login", Reply(status=status, body=body, headers=headers))
    with pytest.raises(OutcomeUnknown):
        await bench.dial()
    assert bench.server.commands == ["login"]
    assert bench.telephony.session is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b""),
        Reply(body=PAGE),
        Reply(body=b"OK"),
        Reply(body=b'{"code": 103}'),
        Reply(body=xml(103, GUID), headers=("Content-Encoding: gzip",)),
        Reply(body=xml(103, GUID), cut=True),
        Reply(body=b" " * 70_000 + xml(103, GUID)),
        Reply(silent=True),
    ],
    ids=["empty", "page", "words", "json", "not gzip", "cut", "too long", "silent"],
)
async def test_anything_but_an_answer_leaves_it_open(bench: Bench, reply: Reply) -> None:
    bench.server.script("login", reply)
    with pytest.raises(OutcomeUnknown):
        await bench.dial()
    assert bench.server.commands == ["login"]
    assert bench.telephony.session is None


async def test_a_web_page_is_told_apart(bench: Bench) -> None:
    bench.server.script("login", Reply(body=PAGE))
    error = await _outcome(bench.dial())
    assert error is not None
    assert error.key == "connect_call.error.web_page"


async def test_cut_at_every_byte_on_the_wire(bench: Bench) -> None:
    whole = xml(103, GUID)
    accepted = []
    for cut in range(len(whole) + 1):
        bench.server.script("login", Reply(body=whole[:cut]))
        bench.telephony.release()
        if await _outcome(bench.dial()) is None:
            accepted.append(cut)
    assert accepted == [len(whole)]


async def test_hostile_bodies(bench: Bench) -> None:
    if not HOSTILE.exists():
        pytest.skip("the hostile answers are not here")
    await bench.dial()
    accepted = set()
    for name, body in json.loads(HOSTILE.read_bytes()).items():
        bench.server.script("connect", Reply(body=base64.b64decode(body)))
        if await _outcome(bench.dial()) is None:
            accepted.add(name)
    assert accepted == {"bom", "lead-newline+decl"}
    assert bench.server.commands.count("login") == 1


async def test_nobody_listening(bench: Bench) -> None:
    await bench.server.stop()
    with pytest.raises(NotSent):
        await bench.dial()


async def test_no_answer_in_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "DIAL_DEADLINE", 1.0)
    bench.server.script("login", Reply(hold=asyncio.Event()))
    with pytest.raises(OutcomeUnknown):
        await bench.dial()
    assert bench.server.commands == ["login"]


@pytest.mark.parametrize(
    "guid",
    [
        "",
        " ",
        f" {GUID}",
        f"{GUID} ",
        "a b",
        "a&amp;cmd=end",
        "a&lt;b",
        "../x",
        "a/b",
        "a?b",
        "a%26b",
        "a#b",
        "a+b",
        "a=b",
        "é",
        "٣",
        "a\nb",
        "x" * 129,
        "x" * 10_240,
    ],
)
async def test_a_call_without_a_usable_session(bench: Bench, guid: str) -> None:
    bench.server.script("login", answer(103, guid))
    with pytest.raises(OutcomeUnknown) as caught:
        await bench.dial()
    assert caught.value.key == "connect_call.error.no_session"
    assert bench.telephony.session is None
    for ask in (bench.telephony.async_status, bench.telephony.async_hang_up):
        with pytest.raises(ApiError):
            await ask()
    await bench.telephony.async_end_session()
    assert bench.server.commands == ["login"]


@pytest.mark.parametrize("guid", ["x", "x" * 128, "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}", "a.b_c-1"])
async def test_a_guid_goes_back_as_it_came(bench: Bench, guid: str) -> None:
    bench.server.script("login", answer(103, guid))
    await bench.dial()
    await bench.telephony.async_status()
    assert bench.server.requests[-1].parameters[0] == ("guid", guid)


# Later calls in a session.


@pytest.mark.parametrize("code", [101, 102])
async def test_an_expired_session_logs_in_once_within_the_press(bench: Bench, code: int) -> None:
    await bench.dial()
    bench.server.script("connect", answer(code))
    bench.server.script("login", answer(103, "second"))
    await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "connect", "login"]
    assert bench.telephony.session == Secret("second")


async def test_a_refused_log_in_after_an_expired_session_is_the_end(bench: Bench) -> None:
    await bench.dial()
    bench.server.script("connect", answer(102))
    bench.server.script("login", answer(102))
    with pytest.raises(Refused) as caught:
        await bench.dial()
    assert caught.value.kind is ErrorKind.AUTH
    assert bench.server.commands == ["login", "hangUp", "connect", "login"]
    assert bench.telephony.session is None


@pytest.mark.parametrize(
    "reply",
    [
        answer(103, "other"),
        answer(105),
        answer(9),
        answer(199),
        answer("100 "),
        Reply(status=500),
        Reply(status=302),
        Reply(body=PAGE),
        Reply(silent=True),
        Reply(body=xml(100), cut=True),
    ],
)
async def test_an_unclear_answer_is_not_followed_by_a_log_in(bench: Bench, reply: Reply) -> None:
    await bench.dial()
    bench.server.script("connect", reply)
    with pytest.raises(OutcomeUnknown):
        await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "connect"]
    assert bench.telephony.session == Secret(GUID), "with the session, the status can be asked"


async def test_a_time_out_in_a_session_is_not_followed_by_a_log_in(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.dial()
    monkeypatch.setattr(client, "DIAL_DEADLINE", 1.0)
    bench.server.script("connect", Reply(hold=asyncio.Event()))
    with pytest.raises(OutcomeUnknown):
        await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "connect"]
    bench.server.script("getStatus", answer(27))
    update = await bench.telephony.async_status()
    assert update is not None
    assert update.code == 27


@pytest.mark.parametrize("reply", [answer(104), Reply(status=404), Reply(status=401)])
async def test_other_refusals_in_a_session_end_the_press(bench: Bench, reply: Reply) -> None:
    await bench.dial()
    bench.server.script("connect", reply)
    with pytest.raises(Refused):
        await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "connect"]
    assert bench.telephony.session == Secret(GUID)


@pytest.mark.parametrize("code", [100, 101, 105])
async def test_with_the_earlier_call_over_the_next_one_is_placed(bench: Bench, code: int) -> None:
    await bench.dial()
    bench.server.script("hangUp", answer(code))
    await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "connect"]


@pytest.mark.parametrize("code", [102, 104])
async def test_a_forgotten_session_is_noticed_before_the_next_call(bench: Bench, code: int) -> None:
    await bench.dial()
    bench.server.script("hangUp", answer(code))
    bench.server.script("login", answer(103, "second"))
    await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "login"]
    assert bench.telephony.session == Secret("second")


@pytest.mark.parametrize(
    "reply",
    [answer(103), answer(9), answer(199), Reply(status=500), Reply(body=PAGE), Reply(silent=True)],
)
async def test_with_the_earlier_call_in_doubt_nothing_is_placed(bench: Bench, reply: Reply) -> None:
    await bench.dial()
    bench.server.script("hangUp", reply)
    with pytest.raises(NotSent) as caught:
        await bench.dial()
    assert caught.value.key == "connect_call.error.earlier_call"
    assert bench.server.commands == ["login", "hangUp"]


async def test_without_a_connection_the_next_call_is_not_placed(bench: Bench) -> None:
    await bench.dial()
    await bench.server.stop()
    with pytest.raises(NotSent) as caught:
        await bench.dial()
    assert caught.value.key.startswith("core.net.")


# The password.


async def test_a_locked_key_ring_sends_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def locked(ref: str) -> Secret | None:
        raise SecretsUnavailable("core.secrets.locked")

    monkeypatch.setattr(bench.hub.secrets, "get", locked)
    with pytest.raises(NotSent) as caught:
        await bench.dial()
    assert caught.value.key == "core.secrets.locked"
    assert bench.server.requests == []


async def test_a_lost_password_sends_nothing(bench: Bench) -> None:
    await bench.hub.secrets.delete(f"{bench.entry.id}/password")
    with pytest.raises(NotSent) as caught:
        await bench.dial()
    assert caught.value.key == "connect_call.error.no_password"
    assert bench.server.requests == []


async def test_a_session_needs_no_password(bench: Bench) -> None:
    await bench.dial()
    await bench.hub.secrets.delete(f"{bench.entry.id}/password")
    await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "connect"]
