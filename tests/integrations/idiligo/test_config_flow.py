"""Adding, changing and signing in again: by password or by ticket, proved by a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind, NotSent
from dialer.core.fields import FieldError
from dialer.integrations.idiligo.fields import SCRIPT, Link, ScriptChoice, script_field, scripts
from dialer.testing import PASSWORD
from dialer.testing.bench import Bench
from dialer.testing.faults import Fault
from dialer.testing.recipe import Answer
from tests.integrations.idiligo.recipe import IdiligoRecipe
from tests.integrations.idiligo.server import APIKEY, USERNAME, xml

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

TICKET = "canary-ticket-e02b%&"


class TicketRecipe(IdiligoRecipe):
    secrets: Mapping[str, str] = {"apikey": APIKEY, "password": PASSWORD, "ticket": TICKET}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.open(TicketRecipe(), tmp_path) as bench:
        yield bench


def asked(bench: Bench) -> list[str]:
    assert isinstance(bench.recipe, IdiligoRecipe)
    return [method for method, _ in bench.recipe.idiligo.asked]


def account(bench: Bench, **more: object) -> dict[str, object]:
    return {**bench.recipe.data(bench.server.base_url), "apikey": APIKEY, **more}


@pytest.mark.parametrize(
    ("secret", "method"), [({"password": PASSWORD}, "Login"), ({"ticket": TICKET}, "Impersonate")]
)
async def test_an_account_signs_in_with_what_it_has(
    bench: Bench, secret: dict[str, str], method: str
) -> None:
    entry, flow = await bench.submit(account(bench, **secret, trajectCode="advice"))
    assert entry is not None, flow.errors
    assert (entry.state, entry.title) == (EntryState.LOADED, f"Idiligo ({USERNAME})")
    assert asked(bench) == [method, method]  # the test, and the set-up
    assert set(entry.secret_keys) == {"apikey", *secret}
    assert entry.options == {SCRIPT: "advice", "returnUrl": None}


UNFIT: list[tuple[dict[str, str], dict[str, str]]] = [
    ({}, {"password": "idiligo.error.password_or_ticket"}),
    ({"password": ""}, {"password": "idiligo.error.password_or_ticket"}),
    ({"password": PASSWORD, "ticket": TICKET}, {"ticket": "idiligo.error.password_and_ticket"}),
    ({"password": PASSWORD, "apikey": ""}, {"apikey": "core.field.required"}),
    ({"password": PASSWORD, "base_url": "http://idiligo.example/"}, {"base_url": "core.field.not_https"}),
    ({"password": PASSWORD, "trajectCode": ","}, {"trajectCode": "idiligo.error.no_code"}),
    ({"password": PASSWORD, "returnUrl": "javascript:x"}, {"returnUrl": "core.field.not_url"}),
]


async def test_what_does_not_fit_is_said_at_its_field_and_not_sent(bench: Bench) -> None:
    for given, errors in UNFIT:
        entry, flow = await bench.submit({**account(bench), **given})
        assert (entry, flow.errors, asked(bench)) == (None, errors, [])


async def test_a_refusal_in_either_form_is_one_and_the_same_form_goes_on(bench: Bench) -> None:
    recipe = bench.recipe
    assert isinstance(recipe, IdiligoRecipe)
    flow = bench.hub.flows.start("idiligo")
    for refusal in (recipe.idiligo.refusal, xml("string", " "), Answer(status=403)):
        recipe.idiligo.refusal = refusal
        assert await flow.submit(account(bench, password="wrong")) is None
        assert isinstance(flow.error, ApiError)
        assert flow.error.kind is ErrorKind.AUTH
    assert asked(bench) == ["Login"] * 3
    assert bench.hub.entries.all == []
    assert await flow.submit(account(bench, password=PASSWORD)) is not None


async def test_a_service_that_does_not_answer_rightly_is_not_reached(bench: Bench) -> None:
    # A fault as plain text is how a sign-in is refused; a slow answer comes last, for it shortens deadlines.
    faults = [fault for fault in Fault if fault not in {Fault.ERROR_500, Fault.SLOW}]
    for fault in (*faults, Fault.SLOW):
        if fault is Fault.SLOW:
            await bench.hurry()
        await bench.server.break_(fault, meets=lambda _request: True)
        entry, flow = await bench.submit(account(bench, password=PASSWORD))
        assert entry is None
        assert isinstance(flow.error, NotSent), fault
        await bench.server.mend()
    assert bench.hub.entries.all == []


async def test_the_same_user_is_the_same_account_however_it_signs_in(bench: Bench) -> None:
    await bench.submit(account(bench, password=PASSWORD))
    twin, flow = await bench.submit(account(bench, ticket=TICKET, username=USERNAME.upper()))
    assert (twin, flow.errors) == (None, {flow.BASE: "core.flow.already_there"})


async def test_the_other_way_to_sign_in_takes_the_place_of_the_first(bench: Bench) -> None:
    entry, _ = await bench.submit(account(bench, password=PASSWORD))
    assert entry is not None
    for kind, new in (
        (FlowKind.RECONFIGURE, {"ticket": TICKET}),
        (FlowKind.REAUTH, {"password": PASSWORD}),
        (FlowKind.REAUTH, {"ticket": TICKET, "apikey": APIKEY}),
    ):
        flow = bench.hub.flows.start("idiligo", kind, entry)
        assert await flow.submit(new) is entry, flow.errors
        assert entry.state is EntryState.LOADED
        kept = {key: await bench.hub.entries.secret(entry, key) for key in ("password", "ticket")}
        assert {key for key, secret in kept.items() if secret is not None} == new.keys() - {"apikey"}
        assert set(entry.secret_keys) == {"apikey", *new}
    assert asked(bench) == ["Login"] * 2 + ["Impersonate"] * 2 + ["Login"] * 2 + ["Impersonate"] * 2


async def test_a_new_password_alone_signs_in_again(bench: Bench) -> None:
    entry, _ = await bench.submit(account(bench, password=PASSWORD))
    assert entry is not None
    bench.recipe.secrets = {**bench.recipe.secrets, "password": "canary-new-61"}
    await bench.hub.entries.reload(entry)
    assert entry.auth_refused
    flow = bench.hub.flows.start("idiligo", FlowKind.REAUTH, entry)
    assert [field.key for field in flow.fields] == ["apikey", "password", "ticket"]
    assert await flow.submit({"password": "canary-new-61"}) is entry, flow.errors
    assert entry.state is EntryState.LOADED


async def test_another_server_gets_no_secret_that_was_not_given_for_it(bench: Bench) -> None:
    entry, _ = await bench.submit(account(bench, password=PASSWORD))
    assert entry is not None
    before = len(asked(bench))
    flow = bench.hub.flows.start("idiligo", FlowKind.RECONFIGURE, entry)
    moved = bench.server.base_url.replace("127.0.0.1", "localhost")
    assert await flow.submit({"base_url": moved}) is None
    assert flow.errors
    assert len(asked(bench)) == before


async def test_a_key_ring_without_the_secret_asks_to_sign_in_and_sends_nothing(bench: Bench) -> None:
    entry, _ = await bench.submit(account(bench, password=PASSWORD))
    assert entry is not None
    await bench.hub.secrets.delete(f"{entry.id}/password")
    before = len(asked(bench))
    await bench.hub.entries.reload(entry)
    assert (entry.state, entry.auth_refused) == (EntryState.AUTH_NEEDED, False)
    assert len(asked(bench)) == before


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("advice", {"advice": "advice"}),
        (" advice = Mortgage advice ,, claim ", {"advice": "Mortgage advice", "claim": "claim"}),
        ("a=One,a=Two,=x", {"a": "One"}),
        ("", {}),
        (None, {}),
    ],
)
def test_scripts_have_names(text: str | None, known: dict[str, str]) -> None:
    assert scripts(text) == known


def test_the_scripts_name_or_code_chooses_one_and_another_code_does_too() -> None:
    field = script_field("a=One, b=Two")
    assert isinstance(field, ScriptChoice)
    texts: list[Any] = [None, "b", "Two", "c"]
    assert [field.parse(text) for text in texts] == ["a", "b", "b", "c"]
    assert script_field("a=One").parse(None) == "a"
    with pytest.raises(FieldError):
        script_field("").parse(None)


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://x.example/a%20b.pdf?sig=1&t=2#p", True),
        ("http://x.example/a.pdf", False),
        ("https://user:pw@x.example/a.pdf", False),
        ("https:///a.pdf", False),
        ("file:///etc/passwd", False),
        ("https://x.example/a b.pdf", False),
        ("https://x.example:port/a.pdf", False),
        ("a.pdf", False),
    ],
)
def test_documents_are_https_addresses(url: str, fits: bool) -> None:
    try:
        assert Link(key="document").parse(url) == url
    except FieldError:
        assert not fits
    else:
        assert fits
