"""The addresses of a company's own systems: what is taken, and the sentence for what is not."""

from __future__ import annotations

import pytest

from dialer.core.fields import FieldError
from dialer.core.hook_fields import PopUpUrl, WebhookUrl
from dialer.core.settings import DECLARED
from dialer.core.strings import Strings
from tests.core.test_links import HOSTILE

POP_UP, WEBHOOK = PopUpUrl(key="p", required=False), WebhookUrl(key="w", required=False)


@pytest.mark.parametrize(
    "text",
    [
        "https://crm.example/search?phone={e164}",
        "https://crm.example?phone={number}&who={name}#{call}",
        "https://crm.example:8443/contact/{contact}/{name}",
        "http://127.0.0.1:8080/pop?n={e164}",
        "https://crm.example/fixed",
    ],
)
def test_a_page_to_open_is_taken_as_it_is(text: str) -> None:
    assert POP_UP.parse(f" {text} ") == text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://{name}/", "place_in_host"),
        ("https://crm.example{name}", "place_in_host"),
        ("https://crm.example:{number}/", "place_in_host"),
        ("https://{name}@crm.example/", "place_in_host"),
        ("{name}://crm.example/", "not_address"),
        ("{e164}", "not_address"),
        ("https://crm.example/{phone}", "unknown_place"),
        ("https://crm.example/{{name}}", "unknown_place"),
        ("https://crm.example/{", "unknown_place"),
        ("https://jan:secret@crm.example/?n={e164}", "login"),
        ("http://crm.example/?n={e164}", "not_https"),
        ("https://crm.exämple/?n={e164}", "not_address"),
        ("https://crm.example/a b?n={e164}", "not_address"),
        (r"https://crm.example\@evil.example/{name}", "login"),
        ("crm.example/{e164}", "not_address"),
    ],
)
def test_a_page_that_is_not_safe_says_what_to_do(text: str, key: str) -> None:
    with pytest.raises(FieldError) as caught:
        POP_UP.parse(text)
    assert caught.value.key == f"hooks.field.{key}"
    assert Strings().has(caught.value.key)


@pytest.mark.parametrize("text", [link for link in HOSTILE if not str(link).startswith("https://")])
@pytest.mark.parametrize("field", [POP_UP, WEBHOOK])
def test_nothing_but_https_is_taken(field: PopUpUrl | WebhookUrl, text: object) -> None:
    try:
        taken = field.parse(text)
    except FieldError:
        return
    assert taken is None or str(taken).startswith("https://")  # blanks around it do no harm


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://hooks.example/x?key={name}", "not_address"),
        ("https://hooks.example/x#part", "not_address"),
        ("https://u:p@hooks.example/x", "login"),
        ("http://hooks.example/x", "not_https"),
    ],
)
def test_a_listener_is_a_complete_address(text: str, key: str) -> None:
    assert WEBHOOK.parse("https://hooks.example/x?key=1") == "https://hooks.example/x?key=1"
    assert WEBHOOK.parse("http://localhost:9/x") == "http://localhost:9/x"
    with pytest.raises(FieldError) as caught:
        WEBHOOK.parse(text)
    assert caught.value.key == f"hooks.field.{key}"


def test_both_are_off_by_default() -> None:
    assert isinstance(DECLARED["pop_up_url"], PopUpUrl)
    assert isinstance(DECLARED["webhook_url"], WebhookUrl)
    assert {DECLARED[key].default for key in ("pop_up_url", "webhook_url")} == {None}
    assert POP_UP.parse("") is None
