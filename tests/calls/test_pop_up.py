"""The address of the page that opens for a call: whatever a contact is called, it leads where it should."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialer.calls.model import Call, CallState
from dialer.calls.pop_up import is_moment, pop_up_link
from dialer.core.links import shown_host
from tests.fakes import START

CALL = Call(id="a1", entry_id="e1", account="Desk", number="+31205550142", started_at=START)
TEMPLATE = "https://crm.example/find/{contact}/{name}?n={number}&e={e164}&who={name}&id={call}#{name}"
TURNING = "\u202e"


def test_the_facts_of_a_call_are_filled_in() -> None:
    call = replace(CALL, name="Anne & Zoë", contact_id="c7")
    assert pop_up_link(TEMPLATE, call) == (
        "https://crm.example/find/c7/Anne%20%26%20Zo%C3%AB?n=31205550142&e=%2B31205550142"
        "&who=Anne%20%26%20Zo%C3%AB&id=a1#Anne%20%26%20Zo%C3%AB"
    )
    assert pop_up_link("https://crm.example/fixed", call) == "https://crm.example/fixed"


def test_what_is_not_known_is_empty() -> None:
    assert pop_up_link("https://crm.example/?c={contact}&w={name}", CALL) == "https://crm.example/?c=&w="


@given(st.text(max_size=400))
@example('"><script>alert(1)</script>')
@example("Jan\r\nHost: evil.example")
@example("{e164}{name}{call}")
@example("https://evil.example/?a=b&c=d#e")
@example("//evil.example\\@x:y")
@example(f"{TURNING}moc.live{TURNING}")
@example("\ud800")
@example("%2e%2e%2f")
def test_a_name_is_never_more_than_a_value(name: str) -> None:
    link = pop_up_link(TEMPLATE, replace(CALL, name=name, contact_id="c7"))
    if link is None:
        assert set(name.strip()) <= {"."} or name.isspace() or len(name) > 200
        return
    assert link.isascii()
    assert link.isprintable()
    assert shown_host(link) == "crm.example"
    parts = urlsplit(link)
    assert len(parts.path.split("/")) == 4
    assert unquote(parts.path.split("/")[3]) not in {".", ".."}
    query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True, errors="strict"))
    assert list(query) == ["n", "e", "who", "id"]
    assert (query["n"], query["e"], query["id"]) == ("31205550142", "+31205550142", "a1")
    assert TURNING not in query["who"]
    if name.isprintable() and len(name) <= 200:
        assert query["who"] == name.strip()


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("https://crm.example/find/{name}", ".."),
        ("https://crm.example/find/{name}/x", "."),
        ("https://crm.example/find/.{name}/x", "."),
        ("https://crm.example/find/%2{name}/x", "e"),
        ("https://crm.example/" + "x" * 1_900 + "/{name}", "ë" * 100),
    ],
)
def test_what_would_lead_elsewhere_or_is_too_long_is_not_opened(template: str, name: str) -> None:
    assert pop_up_link(template, replace(CALL, name=name)) is None
    assert pop_up_link(template, replace(CALL, name="Jan")) is not None


STATES = {
    "requested": replace(CALL),
    "source": replace(CALL, state=CallState.SOURCE_RINGING, accepted_at=START),
    "ringing": replace(CALL, state=CallState.DESTINATION_RINGING, accepted_at=START),
    "connected": replace(CALL, state=CallState.CONNECTED, accepted_at=START),
    "not_followed": replace(CALL, followed=False, accepted_at=START),
    "ended": replace(CALL, state=CallState.ENDED, accepted_at=START),
    "not_sent": replace(CALL, state=CallState.ENDED),
    "found_again": replace(CALL, state=CallState.CONNECTED, accepted_at=START, found_again=True),
}


@pytest.mark.parametrize(
    ("when", "moments"),
    [
        ("ringing", {"ringing", "connected", "not_followed"}),
        ("connected", {"connected", "not_followed"}),
        ("ended", {"ended"}),
    ],
)
def test_the_moment_is_the_one_that_was_chosen(when: str, moments: set[str]) -> None:
    assert {name for name, call in STATES.items() if is_moment(call, when)} == moments
