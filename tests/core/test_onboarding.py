"""A set-up link fills in what is no secret; whatever else somebody writes into one is refused."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialer.core import loader, onboarding
from dialer.core.config_flow import Account, ConfigFlow
from dialer.core.entry import ConfigEntry
from dialer.core.errors import InputError
from dialer.core.fields import (
    Choice,
    Field,
    FilePath,
    Host,
    Integer,
    MultiChoice,
    Phone,
    SecretField,
    Text,
    Toggle,
    Url,
)

if TYPE_CHECKING:
    from dialer.core.flow_check import Check
    from dialer.core.hub import Hub
    from tests.core.conftest import ExampleIntegration

START = "https://dialer.example/setup#add=every"


class EveryFlow(ConfigFlow):
    """Asks for one of each kind."""

    domain = "every"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Url(key="base_url", default="https://pbx.example/"),
        Host(key="ldap", required=False),
        Text(key="tenant", required=False),
        Text(key="login", personal=True),
        SecretField(key="password"),
        Phone(key="source", multiple=True, personal=True),
        FilePath(key="ca", required=False),
    )
    OPTIONS: ClassVar[tuple[Field, ...]] = (
        Choice(key="format", options=("plain", "plus"), default="plain"),
        MultiChoice(key="books", options=("own", "team"), default=["own"]),
        Integer(key="limit", default=10),
        Toggle(key="quick", default=False),
    )

    async def async_check(self, check: Check) -> Account:
        return Account(unique_id="1", title="Every")


@pytest.fixture(autouse=True)
def _every(integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "find", lambda name: object() if name == "every" else None)
    monkeypatch.setattr(loader, "load_flow", lambda _domain: EveryFlow())


def entry(**data: object) -> ConfigEntry:
    return ConfigEntry(
        id="e1", domain="every", title="Every", unique_id="1",
        data={"base_url": "https://voip.example.com:8443/api/", **data},
        options={"format": "plus", "books": ["own", "team"], "limit": 3, "quick": True},
    )  # fmt: skip


def test_a_link_carries_what_others_need_and_nothing_personal() -> None:
    link = onboarding.link_for(
        entry(tenant="Acme & Sons +1=/#é", login="anna", source="101", ca="/home/anna/ca.pem")
    )
    assert link == (
        "https://dialer.example/setup#add=every&base_url=https%3A%2F%2Fvoip.example.com%3A8443%2Fapi%2F"
        "&tenant=Acme%20%26%20Sons%20%2B1%3D%2F%23%C3%A9&format=plus&books=own%2Cteam&limit=3&quick=True"
    )
    read = onboarding.parse(f"\n {link}\n")
    assert (read.domain, read.host) == ("every", "dialer.example")
    assert read.values == {
        "base_url": "https://voip.example.com:8443/api/", "tenant": "Acme & Sons +1=/#é", "format": "plus",
        "books": ["own", "team"], "limit": 3, "quick": True,
    }  # fmt: skip


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tenant=st.text(alphabet=st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=60))
def test_whatever_is_in_it_comes_out_again(tenant: str) -> None:
    assert onboarding.parse(onboarding.link_for(entry(tenant=tenant))).values["tenant"] == tenant


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.text(alphabet="&=#%+/:@\\ aeglnorstuvy_0123456789\x00\u202eé", max_size=40))
def test_any_text_is_a_link_or_an_error_of_ours(tail: str) -> None:
    values = {}
    with contextlib.suppress(InputError):
        values = dict(onboarding.parse(f"{START}&{tail}").values)
    assert values.keys() <= {field.key for field in (*EveryFlow.FIELDS, *EveryFlow.OPTIONS)} - {"password"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "not_one"),
        ("hello", "not_one"),
        ("https://dialer.example/setup", "not_one"),
        ("https://dialer.example/setup#", "not_one"),
        ("https://dialer.example/setup?add=every", "not_one"),
        ("https://dialer.example/setup#base_url=https%3A%2F%2Fa.example", "not_one"),
        ("https://dialer.example/setup#add=", "not_one"),
        ("https://dialer.example/setup#add=Every", "not_one"),
        ("https://dialer.example/setup#add=../every", "not_one"),
        ("http://dialer.example/setup#add=every", "not_one"),
        ("dialer://setup#add=every", "not_one"),
        ("tel:+31205550142", "not_one"),
        ("file:///etc/passwd#add=every", "not_one"),
        ("https://you@dialer.example/setup#add=every", "not_one"),
        ("https://good.example\\@evil.example/#add=every", "not_one"),
        (f"{START}\x00", "not_one"),
        (f"{START}&tenant=a\nb", "not_one"),
        (f"{START}&tenant=\u202eabc", "not_one"),
        (f"{START}&add=every", "not_one"),
        (f"{START}&tenant=a&tenant=b", "not_one"),
        (f"{START}&tenant", "not_one"),
        (f"{START}&=x", "not_one"),
        (f"{START}&tenant=%ff", "not_one"),
        ("https://dialer.example/setup#add=nobody", "unknown_provider"),
        (f"{START}&password=geheim", "secret"),
        (f"{START}&colour=red", "unknown_field"),
        (f"{START}&ca=%2Fetc%2Fpasswd", "unknown_field"),
        (f"{START}&base_url=http%3A%2F%2Fpbx.example%2F", "value"),
        (f"{START}&base_url=https%3A%2F%2Fyou%40pbx.example%2F", "value"),
        (f"{START}&ldap=a%20b", "value"),
        (f"{START}&tenant=a%0Ab", "value"),
        (f"{START}&tenant=a%E2%80%AEb", "value"),
        (f"{START}&tenant=a%00b", "value"),
        (f"{START}&login=", "value"),
        (f"{START}&format=other", "value"),
        (f"{START}&limit=many", "value"),
        (f"{START}&tenant={'a' * 2048}", "too_long"),
    ],
)  # fmt: skip
def test_hostile_links_are_refused(text: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        onboarding.parse(text)
    assert refused.value.key == f"flow.link.{key}"
    assert "geheim" not in repr(refused.value.placeholders)


def test_http_is_for_this_computer_only() -> None:
    assert onboarding.parse(f"{START}&base_url=http%3A%2F%2F127.0.0.1%3A8080").values == {
        "base_url": "http://127.0.0.1:8080/"
    }


def test_an_account_that_does_not_fit_into_a_link_is_told() -> None:
    with pytest.raises(InputError, match=r"flow\.link\.too_long"):
        onboarding.link_for(entry(tenant="é" * 2000))


def test_the_places_that_an_account_talks_to_are_shown() -> None:
    values = {"base_url": "https://voip.example.com:8443/api/", "ldap": "ldap.example.com", "tenant": "x"}
    assert onboarding.places(values, EveryFlow.FIELDS) == ["voip.example.com:8443", "ldap.example.com"]
    assert onboarding.places({}, EveryFlow.FIELDS) == []


def test_a_flow_begins_with_what_the_link_says(hub: Hub) -> None:
    read = onboarding.parse(f"{START}&tenant=Acme&format=plus")
    flow = hub.flows.start_from(read)
    assert flow.onboarding is read
    assert (flow.values["tenant"], flow.values["format"], flow.values["login"]) == ("Acme", "plus", None)
    assert "password" not in flow.values


def test_a_link_is_drawn_as_a_code_with_its_corners() -> None:
    rows = onboarding.qr_code(onboarding.link_for(entry()))
    assert {len(row) for row in rows} == {len(rows)}
    corner = [
        "1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111",
    ]  # fmt: skip
    assert ["".join(map(str, row[:7])) for row in rows[:7]] == corner
    assert ["".join(map(str, row[-7:])) for row in rows[:7]] == corner
