"""What is taken out of a text, and what stays readable."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.redact import Redactor, mask_number

CANARY = 'p@ss/w&rd +é"<%'


def _encodings(secret: str) -> list[str]:
    octets = secret.encode()
    return [
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        re.sub("%..", lambda octet: octet[0].lower(), quote(secret)),
        quote(quote(secret)),
        html.escape(secret),
        html.escape(secret).encode("ascii", "xmlcharrefreplace").decode(),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(secret))[3:-3],
        repr(secret)[1:-1],
        repr(octets)[2:-1],
        base64.b64encode(octets).decode(),
        base64.urlsafe_b64encode(octets).decode(),
        base64.b64encode(octets).decode().rstrip("="),
        str(httpx.URL("https://h/", params={"x": secret})).partition("=")[2],
    ]


@pytest.mark.parametrize("form", _encodings(CANARY))
def test_a_known_secret_is_found_in_every_encoding(form: str) -> None:
    redactor = Redactor()
    redactor.register(CANARY)
    assert redactor.redact(f"before {form} after") == "before *** after"


@pytest.mark.parametrize("user", ["", "u", "us", "use", "user"])
def test_a_known_secret_is_found_inside_other_base64(user: str) -> None:
    redactor = Redactor()
    redactor.register(CANARY)
    pair = base64.b64encode(f"{user}:{CANARY}".encode()).decode()
    middle = base64.b64encode(CANARY.encode()[3:9]).decode().rstrip("=")
    left = redactor.redact(f"x {pair} y")
    assert "***" in left
    assert middle not in left
    assert len(left) < len(pair)


@given(st.text(min_size=6, max_size=24), st.integers(0, 16))
def test_no_secret_survives_in_any_encoding(secret: str, which: int) -> None:
    try:
        form = _encodings(secret)[which]
    except UnicodeEncodeError:
        return
    redactor = Redactor()
    redactor.register(secret)
    assert redactor.redact(f"({form})").startswith("(***")


def test_a_short_secret_does_not_take_words_out_of_the_log() -> None:
    redactor = Redactor()
    redactor.register("a")
    redactor.register("")
    assert redactor.redact("a call was placed") == "a call was placed"


def test_the_newest_secrets_are_remembered() -> None:
    redactor = Redactor()
    for number in range(300):
        redactor.register(f"session-{number}")
    assert redactor.redact("x session-299 x session-0 x") == "x *** x session-0 x"


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("GET https://h/x?login=me&password=a%20b&cmd=1", "GET https://h/x?login=***&password=***&cmd=1"),
        (urlencode({"next": "https://h/?guid=abc&x=1"}), "next=https%3A%2F%2Fh%2F%3Fguid%3D***%26x%3D1"),
        ('{"api_token": "ab\\"c", "n": 1}', '{"api_token": "***", "n": 1}'),
        ('{"token":12345}', '{"token":***}'),
        ("{'X-API-KEY': 'abc'}", "{'X-API-KEY': '***'}"),
        ("(b'Authorization', b'Basic abc')", "(b'Authorization', b'***')"),
        ("Authorization: Basic abc def\nHost: h", "Authorization: ***\nHost: h"),
        ("<guid>abc</guid><code>103</code>", "<guid>***</guid><code>103</code>"),
        ("moderator_token=abc", "moderator_token=***"),
        ("password: hunter2, again", "password: ***, again"),
        ("password='two words'", "password='***'"),
        ("https://user:word@host/x", "https://***@host/x"),
    ],
)
def test_what_stands_next_to_a_telling_key_is_taken_out(text: str, redacted: str) -> None:
    assert Redactor().redact(text) == redacted


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("to +31612345678.", "to +316•••••678."),
        ("to tel:+31 (6) 12-34 56 78", "to tel:+316•••••678"),
        ("to 06-12 34 56 78", "to 061••••678"),
        ("to 0031612345678", "to 003•••••••678"),
        ("dest=%2B31612345678", "dest=+316•••••678"),
        ("dest=31612345678", "dest=316•••••678"),
        ("from jan.p+x@example.co.uk now", "from •••@example.co.uk now"),
    ],
)
def test_numbers_and_addresses_of_people_are_masked(text: str, redacted: str) -> None:
    assert Redactor().redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "at 2026-11-22 02:14:28,123 +0100",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "in 0.123456789 s, pi is 3.14159265358979",
        "GET 127.0.0.1, login: 200 in 0.023 s",
        "key ring: core.secrets.locked (KeyringLocked)",
        "code 103, port 12345, 65536 bytes",
    ],
)
def test_what_is_neither_stays_readable(text: str) -> None:
    assert Redactor().redact(text) == text


def test_a_number_is_masked_in_full_when_it_is_short() -> None:
    assert mask_number("112") == "•••"
    assert mask_number("+31612345678") == "+316•••••678"
