"""Adding an account: signed in to, and its host found by number or chosen from lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.diagnostics import describe
from dialer.core.entry import EntryState
from dialer.core.errors import ErrorKind, Refused
from dialer.core.fields import Choice
from dialer.core.secrets import Secret
from dialer.testing import TOKEN, Answer, Bench, Request
from tests.integrations.iotum.server import COMPANY, HOST, ZONE

if TYPE_CHECKING:
    from dialer.core.flow import Flow
    from tests.integrations.iotum.recipe import IotumRecipe
    from tests.integrations.iotum.server import Platform


def _begun(bench: Bench) -> tuple[Flow, dict[str, object]]:
    return bench.hub.flows.start("iotum"), {"base_url": bench.server.base_url, "api_token": TOKEN}


def _question(flow: Flow) -> Choice:
    [question] = flow.fields
    assert isinstance(question, Choice)
    return question


async def test_a_host_that_is_given_needs_no_lists(bench: Bench, platform: Platform) -> None:
    entry = await bench.add()
    assert (entry.title, entry.state) == ("Iotum (John Host)", EntryState.LOADED)
    assert platform.calls == ["authenticate", "host/fetch", "authenticate"]
    assert entry.data["host_id"] == str(HOST)
    assert (entry.data["time_zone"], entry.data["access_code"]) == (ZONE, "0123456")
    assert await bench.hub.entries.secret(entry, "api_token") == Secret(TOKEN)
    assert TOKEN not in bench.written()


async def test_a_company_chooses_its_host_from_a_list(bench: Bench, platform: Platform) -> None:
    flow, given = _begun(bench)
    assert await flow.submit(given) is None
    assert (flow.errors, flow.page.step) == ({}, "host")
    assert dict(_question(flow).labels) == {
        str(HOST): "John Host (john@company.tld)",
        "184": "Jane Host (jane@company.tld)",
    }
    assert _question(flow).options == ("184", str(HOST)), "by name"
    entry = await flow.submit({"host": "184"})
    assert entry is not None
    assert (entry.title, entry.data["host_id"]) == ("Iotum (Jane Host)", "184")
    assert "company_id" not in platform.wanted["host/fetch_all"]


async def test_a_reseller_chooses_the_company_first(bench: Bench, platform: Platform) -> None:
    platform.reseller = True
    flow, given = _begun(bench)
    assert await flow.submit(given) is None
    assert flow.page.step == "company"
    assert _question(flow).labels[str(COMPANY)] == "The Joe Company (joe)"
    assert await flow.submit({"company": str(COMPANY)}) is None
    assert flow.page.step == "host"
    entry = await flow.submit({"host": str(HOST)})
    assert entry is not None
    assert (entry.data["company_id"], entry.data["host_id"]) == (str(COMPANY), str(HOST))
    assert platform.wanted["host/fetch_all"] == {"company_id": COMPANY}


async def test_a_company_without_hosts_is_told_as_that(bench: Bench, platform: Platform) -> None:
    platform.reseller = True
    flow, given = _begun(bench)
    assert await flow.submit({**given, "company_id": "9"}) is None
    assert flow.errors == {"base": "iotum.error.no_hosts"}
    assert "company/fetch_all" not in platform.calls


async def test_a_host_that_is_not_there_is_a_clear_no(bench: Bench) -> None:
    flow, given = _begun(bench)
    assert await flow.submit({**given, "host_id": "999"}) is None
    assert flow.errors == {"base": "iotum.error.no_host"}
    assert isinstance(flow.error, Refused)
    assert flow.error.kind is ErrorKind.NOT_FOUND
    assert bench.hub.entries.all == []


async def test_a_token_that_may_list_hosts_but_not_read_one_will_do(
    bench: Bench, recipe: IotumRecipe
) -> None:
    known = recipe.answer

    def answer(request: Request) -> Answer:
        if request.path.endswith("host/fetch"):
            return Answer.json({"message": "Not allowed"}, status=403)
        return known(request)

    recipe.answer = answer  # type: ignore[method-assign]  # another role
    entry = await bench.add()
    assert (entry.title, entry.data["access_code"]) == ("Iotum (John Host)", "0123456")
    assert entry.state is EntryState.LOADED


async def test_a_list_of_companies_without_their_numbers_asks_for_the_number(
    bench: Bench, recipe: IotumRecipe, platform: Platform
) -> None:
    """As the document's own sample is."""
    platform.reseller = True
    known = recipe.answer

    def answer(request: Request) -> Answer:
        if request.path.endswith("company/fetch_all"):
            return Answer.json([{"subdomain": "joe", "name": "Joe", "hosts": [6]}, {"subdomain": "jane"}])
        return known(request)

    recipe.answer = answer  # type: ignore[method-assign]  # another answer
    flow, given = _begun(bench)
    assert await flow.submit(given) is None
    assert flow.errors == {"company_id": "iotum.error.company_needed"}


@pytest.mark.parametrize("status", [403, 404, 429, 500])
async def test_a_sign_in_that_fails_keeps_nothing(bench: Bench, recipe: IotumRecipe, status: int) -> None:
    recipe.answer = lambda _request: Answer.json({"message": "no"}, status=status)  # type: ignore[method-assign,assignment]
    flow, given = _begun(bench)
    assert await flow.submit({**given, "host_id": str(HOST)}) is None
    assert flow.error is not None
    assert flow.error.key.startswith("answers.")
    assert bench.hub.entries.all == []


async def test_another_host_is_another_account_and_the_same_one_is_not(bench: Bench) -> None:
    await bench.add()
    second = await bench.add(host_id="184")
    assert [entry.data["host_id"] for entry in bench.hub.entries.all] == [str(HOST), "184"]
    assert second.state is EntryState.LOADED
    flow, given = _begun(bench)
    bare = str(given["base_url"]).rstrip("/")
    assert await flow.submit({**given, "base_url": bare, "host_id": "184"}) is None
    assert flow.errors == {"base": "core.flow.already_there"}


async def test_a_new_sign_in_asks_for_the_token_only(bench: Bench, recipe: IotumRecipe) -> None:
    entry = await bench.add()
    recipe.secrets = {"api_token": "another-token"}
    flow = bench.hub.flows.start("iotum", FlowKind.REAUTH, entry)
    assert [field.key for field in flow.fields] == ["api_token"]
    assert await flow.submit({"api_token": TOKEN}) is None
    assert flow.errors == {"base": "iotum.error.token_refused"}
    assert await flow.submit({"api_token": "another-token"}) is entry
    assert (entry.state, entry.data["host_id"]) == (EntryState.LOADED, str(HOST))


async def test_of_an_account_that_is_preset_for_all_each_chooses_the_host(
    bench: Bench,
) -> None:
    preset = {"base_url": bench.server.base_url, "company_id": None, "host_id": None}
    options = {"one_time_access_code": True, "secure_url": False}
    entry = await bench.hub.entries.add(
        domain="iotum", title="Meetings", unique_id="", data=preset, options=options, secrets={}
    )
    assert entry.state is EntryState.AUTH_NEEDED
    flow = bench.hub.flows.start("iotum", FlowKind.REAUTH, entry)
    assert await flow.submit({"api_token": TOKEN}) is None
    assert flow.page.step == "host"
    assert await flow.submit({"host": "184"}) is entry
    assert {key: entry.data[key] for key in preset} == preset, "which the organisation decides"
    assert [each.state for each in bench.hub.entries.all] == [EntryState.LOADED]
    again = bench.hub.flows.start("iotum", FlowKind.REAUTH, entry)
    assert await again.submit({"api_token": TOKEN}) is entry, "nobody chooses twice"


async def test_another_host_can_be_chosen_later(bench: Bench) -> None:
    entry = await bench.add()
    flow = bench.hub.flows.start("iotum", FlowKind.RECONFIGURE, entry)
    assert flow.values["host_id"] == str(HOST)
    assert await flow.submit({"host_id": ""}) is None
    assert flow.page.step == "host"
    assert await flow.submit({"host": "184"}) is entry
    assert (entry.title, entry.data["host_id"]) == ("Iotum (Jane Host)", "184")
    assert entry.state is EntryState.LOADED


async def test_diagnostics_name_no_person(bench: Bench) -> None:
    entry = await bench.add()
    told = await describe(bench.hub, entry)
    assert ZONE in told
    assert [word for word in (TOKEN, "John", "0123456", "555 0199", str(HOST)) if word in told] == []
