"""Adding and changing an account: by the form alone, because logging in is dialling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.secrets import Secret
from dialer.integrations.connect_call.client import DEFAULT_BASE_URL
from tests.integrations.connect_call.conftest import PASSWORD

if TYPE_CHECKING:
    from dialer.core.hub import Hub
    from tests.integrations.connect_call.conftest import Bench

GOOD = {"login": "reception", "password": PASSWORD, "source": "020 624 1100"}


async def test_the_least_that_is_asked(hub: Hub) -> None:
    flow = hub.flows.start("connect_call")
    assert [field.key for field in flow.fields] == [
        "base_url",
        "login",
        "password",
        "source",
        "type",
        "number_format",
    ]
    entry = await flow.submit(GOOD)
    assert entry is not None
    assert entry.title == "Connect Call (reception)"
    assert entry.data == {"base_url": DEFAULT_BASE_URL, "login": "reception", "source": "020 624 1100"}
    assert entry.options == {"type": "1", "number_format": "e164"}
    assert await hub.entries.secret(entry, "password") == Secret(PASSWORD)


async def test_everything_that_can_be_given(hub: Hub) -> None:
    flow = hub.flows.start("connect_call")
    entry = await flow.submit(
        {
            **GOOD,
            "base_url": "https://Calls.Example.test/custom",
            "source": "201,+32 2 209 88 88",
            "type": "2",
            "number_format": "national",
        }
    )
    assert entry is not None
    assert entry.data["base_url"] == "https://Calls.Example.test/custom/"
    assert entry.options == {"type": "2", "number_format": "national"}


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("base_url", "http://calls.example.test/api/", "core.field.not_https"),
        ("base_url", "ftp://127.0.0.1/", "core.field.not_url"),
        ("base_url", "portal", "core.field.not_url"),
        ("login", "", "core.field.required"),
        ("login", "a\nb", "core.field.not_text"),
        ("password", "", "core.field.required"),
        ("source", "", "core.field.required"),
        ("source", "reception", "core.field.not_phone"),
        ("source", "201,", "core.field.not_phone"),
        ("source", "1234567", "connect_call.error.source"),
        ("source", "020 624 1100, 112", "connect_call.error.source_emergency"),
        ("type", "3", "core.field.not_a_choice"),
        ("number_format", "sip", "core.field.not_a_choice"),
    ],
)
async def test_what_does_not_fit_can_be_mended(hub: Hub, field: str, value: str, key: str) -> None:
    flow = hub.flows.start("connect_call")
    assert await flow.submit({**GOOD, field: value}) is None
    assert flow.errors == {field: key}
    assert hub.entries.all == []
    assert PASSWORD not in map(str, flow.values.values())
    fixed = {**GOOD, "base_url": "", "type": "", "number_format": ""}
    assert await flow.submit(fixed) is not None


async def test_an_account_is_added_once(bench: Bench) -> None:
    flow = bench.hub.flows.start("connect_call")
    again = {**GOOD, "base_url": bench.server.base_url.rstrip("/")}
    assert await flow.submit(again) is None
    assert flow.errors == {"base": "core.flow.already_there"}
    assert await flow.submit({**again, "login": "other"}) is not None
    assert await flow.submit({**again, "base_url": DEFAULT_BASE_URL}) is not None
    assert len(bench.hub.entries.all) == 3


async def test_nothing_is_ever_sent_to_check_an_account(bench: Bench) -> None:
    for kind, given in (
        (FlowKind.REAUTH, {"password": "another"}),
        (FlowKind.RECONFIGURE, {"password": "another"}),
        (FlowKind.OPTIONS, {}),
    ):
        flow = bench.hub.flows.start("connect_call", kind, bench.entry)
        assert await flow.submit(given) is bench.entry
    assert bench.server.requests == []


async def test_signing_in_again(bench: Bench) -> None:
    flow = bench.hub.flows.start("connect_call", FlowKind.REAUTH, bench.entry)
    assert [field.key for field in flow.fields] == ["password"]
    assert await flow.submit({"password": "another"}) is bench.entry
    assert await bench.hub.entries.secret(bench.entry, "password") == Secret("another")
    await bench.dial()
    assert dict(bench.server.requests[0].parameters)["password"] == "another"


async def test_another_own_number(bench: Bench) -> None:
    flow = bench.hub.flows.start("connect_call", FlowKind.RECONFIGURE, bench.entry)
    assert "password" not in flow.values
    assert await flow.submit({"source": "202"}) is bench.entry
    await bench.dial()
    parameters = dict(bench.server.requests[0].parameters)
    assert (parameters["source"], parameters["password"]) == ("202", PASSWORD)


async def test_another_server_does_not_get_the_password(bench: Bench) -> None:
    flow = bench.hub.flows.start("connect_call", FlowKind.RECONFIGURE, bench.entry)
    assert await flow.submit({"base_url": "https://elsewhere.example.test/"}) is None
    assert flow.errors == {"password": "core.flow.secret_again"}


async def test_options(bench: Bench) -> None:
    flow = bench.hub.flows.start("connect_call", FlowKind.OPTIONS, bench.entry)
    assert await flow.submit({"type": "2", "number_format": "e164_plus"}) is bench.entry
    await bench.dial()
    parameters = dict(bench.server.requests[0].parameters)
    assert (parameters["type"], parameters["dest"]) == ("2", "+31206241111")
