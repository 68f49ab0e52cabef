"""The document's five operations through `dialer api`: wire format, session, and what is never shown."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from dialer.calls.provider import SessionGone
from dialer.core.api import Api
from dialer.core.errors import ErrorKind, InputError, OutcomeUnknown, Refused
from tests.integrations.connect_call.conftest import PASSWORD
from tests.integrations.connect_call.server import GUID, Reply, answer

if TYPE_CHECKING:
    from tests.integrations.connect_call.conftest import Bench

LOGIN = {"dest": 31206241111, "source": "+31206241100", "type": 1}


def _api(bench: Bench) -> Api:
    [(_, api)] = bench.hub.providers(Api)
    return api


async def test_the_operations_have_the_documents_names(bench: Bench) -> None:
    api = _api(bench)
    assert {name: api.parameters(name) for name in api.names} == {
        "login": {"dest": True, "source": True, "type": True},
        "hangUp": {},
        "connect": {"source": True, "dest": True, "type": True},
        "end": {},
        "getStatus": {},
    }


async def test_a_session_from_login_to_end(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    api, server = _api(bench), bench.server
    server.script("getStatus", answer(27, "Source is alerting"), answer(105, "NoChanges"))
    calls = [
        ("login", LOGIN),
        ("getStatus", {}),
        ("getStatus", {}),
        ("hangUp", {}),
        ("connect", LOGIN),
        ("end", {}),
    ]
    answers = [await api.call(name, values) for name, values in calls]
    assert answers == [
        {"code": 103, "message": "***"},
        {"code": 27, "message": "Source is alerting"},
        {"code": 105, "message": "NoChanges"},
        {"code": 100, "message": "OK"},
        {"code": 100, "message": "OK"},
        {"code": 100, "message": "OK"},
    ]
    assert [request.parameters for request in server.requests] == [
        [
            ("login", "reception"), ("password", PASSWORD), ("dest", "31206241111"),
            ("source", "+31206241100"), ("type", "1"),
        ],
        [("guid", GUID), ("cmd", "getStatus")],
        [("guid", GUID), ("cmd", "getStatus")],
        [("guid", GUID), ("cmd", "hangUp")],
        [
            ("guid", GUID), ("cmd", "connect"), ("source", "+31206241100"), ("dest", "31206241111"),
            ("type", "1"),
        ],
        [("guid", GUID), ("cmd", "end")],
    ]  # fmt: skip
    assert [word for word in (GUID, "31206241111") if word in caplog.text] == []


async def test_the_session_outlives_the_program_and_ends_with_end(bench: Bench) -> None:
    await _api(bench).call("login", LOGIN)
    await bench.hub.entries.reload(bench.entry)
    await _api(bench).call("hangUp", {})
    await _api(bench).call("end", {})
    await bench.hub.entries.reload(bench.entry)
    sent = len(bench.server.requests)
    with pytest.raises(InputError):
        await _api(bench).call("getStatus", {})
    assert len(bench.server.requests) == sent


@pytest.mark.parametrize("name", ["hangUp", "getStatus", "end", "connect"])
async def test_without_a_session_nothing_is_sent(bench: Bench, name: str) -> None:
    with pytest.raises(InputError) as caught:
        await _api(bench).call(name, LOGIN if name == "connect" else {})
    assert (caught.value.key, bench.server.requests) == ("connect_call.error.log_in_first", [])


async def test_a_session_goes_to_no_other_address(bench: Bench) -> None:
    await _api(bench).call("login", LOGIN)
    bench.entry.unique_id = "elsewhere reception"
    await bench.hub.entries.reload(bench.entry)
    with pytest.raises(InputError):
        await _api(bench).call("getStatus", {})
    assert len(bench.server.requests) == 1


async def test_a_removed_account_leaves_no_session_behind(bench: Bench) -> None:
    await _api(bench).call("login", LOGIN)
    secrets = bench.hub.secrets
    ref = f"{bench.entry.id}/api_session"
    assert await secrets.get(ref) is not None
    await bench.hub.entries.remove(bench.entry)
    assert await secrets.get(ref) is None


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer(102, "AutorizationFailed"), ErrorKind.AUTH),
        (answer(101, "Failed"), ErrorKind.PROVIDER),
        (answer(104, "WrongParameters"), ErrorKind.VALIDATION),
        (Reply(status=403), ErrorKind.AUTH),
    ],
)
async def test_a_refused_login_rang_nobody(bench: Bench, reply: Reply, kind: ErrorKind) -> None:
    bench.server.script("login", reply)
    with pytest.raises(Refused) as caught:
        await _api(bench).call("login", LOGIN)
    assert (caught.value.kind, len(bench.server.requests)) == (kind, 1)


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(silent=True), answer(103, "no guid!"), answer(100)]
)
async def test_a_lost_answer_is_never_repeated(bench: Bench, reply: Reply) -> None:
    bench.server.script("login", reply)
    with pytest.raises(OutcomeUnknown):
        await _api(bench).call("login", LOGIN)
    assert len(bench.server.requests) == 1


async def test_a_session_that_the_server_forgot_is_forgotten(bench: Bench) -> None:
    await _api(bench).call("login", LOGIN)
    bench.server.script("getStatus", answer(104, "WrongParameters"))
    with pytest.raises(SessionGone):
        await _api(bench).call("getStatus", {})
    with pytest.raises(InputError):
        await _api(bench).call("getStatus", {})


async def test_it_leaves_the_session_of_dialers_own_calls_alone(bench: Bench) -> None:
    await bench.dial()
    with pytest.raises(InputError):
        await _api(bench).call("getStatus", {})
    assert bench.telephony.session is not None
