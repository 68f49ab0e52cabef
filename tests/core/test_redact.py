"""What is taken out of a text, and what stays readable."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlencode

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialer.core.redact import REDACTOR, Redactor, mask_number
from dialer.core.secrets import MemorySecrets, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

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


@given(st.text(min_size=6, max_size=20), st.integers(0, 16))
@settings(max_examples=40)
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


def test_the_newest_sessions_are_remembered() -> None:
    redactor = Redactor()
    for number in range(600):
        redactor.register(f"{number:03}session")
    assert redactor.redact("x 599session x 000session x") == "x *** x 000session x"


def test_a_password_is_never_pushed_out_by_the_sessions_of_a_long_day() -> None:
    redactor = Redactor()
    redactor.register(CANARY)
    redactor.register(CANARY, lasting=True)
    for number in range(1000):
        redactor.register(f"session-{number}")
    assert redactor.redact(f"x {CANARY} x") == "x *** x"


async def test_what_the_key_ring_gave_is_remembered_for_good() -> None:
    secrets = MemorySecrets()
    await secrets.set("entry/password", Secret(CANARY))
    await secrets.get("entry/password")
    for number in range(1000):
        Secret(f"session-{number}")
    assert REDACTOR.redact(f"x {quote_plus(CANARY)} x") == "x *** x"


def test_secrets_that_share_a_part_leave_nothing_of_each_other() -> None:
    redactor = Redactor()
    for secret in ("abcd", "abcd-efgh", "efgh-ijkl"):
        redactor.register(secret)
    assert redactor.redact("x abcd-efgh-ijkl x") == "x *** x"


@pytest.mark.parametrize("secret", ["1234", "a/b+", "pin7", "x<y>", "é&ü!", '"\\"\\'])
@pytest.mark.parametrize("around", ["{}", "{}:x", "user:{}", "ab:{}:cd"])
def test_short_secrets_are_found_in_base64(secret: str, around: str) -> None:
    redactor = Redactor()
    redactor.register(secret)
    text = base64.b64encode(around.format(secret).encode()).decode()
    assert "***" in redactor.redact(f"basic {text}")
    assert secret.encode() not in base64.b64decode(redactor.redact(text).replace("***", "AAAA") + "===")


_ONCE: list[Callable[[str], str]] = [
    quote,
    lambda text: quote(text, safe=""),
    quote_plus,
    html.escape,
    lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace").decode(),
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    lambda text: text.replace("<", "\\u003C").replace("&", "\\u0026"),
]


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=6, max_size=16),
    st.lists(st.sampled_from(_ONCE), max_size=3),
)
@example('p@ss/w&rd +é"<%', [quote, html.escape])
@example('p@ss/w&rd +é"<%', [html.escape, quote_plus, html.escape])
@settings(max_examples=30)
def test_no_secret_survives_encodings_of_encodings(
    secret: str, encodings: list[Callable[[str], str]]
) -> None:
    redactor = Redactor()
    redactor.register(secret)
    form = secret
    for encode in encodings:
        form = encode(form)
    assert redactor.redact(f"({form})") == "(***)"


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=16),
    st.sampled_from([quote, quote_plus, html.escape, _ONCE[5]]),
    st.binary(max_size=4),
    st.booleans(),
)
@settings(max_examples=30)
def test_no_encoded_secret_survives_in_base64(
    secret: str, encode: Callable[[str], str], before: bytes, in_address: bool
) -> None:
    redactor = Redactor()
    redactor.register(secret)
    form = base64.b64encode(before + encode(secret).encode()).decode()
    left = redactor.redact(f"({quote(form, safe='') if in_address else form})")
    assert "***" in left


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
        ("?accessToken=abc&n=1", "?accessToken=***&n=1"),
        ('{"client_secret": "abc", "n": 1}', '{"client_secret": "***", "n": 1}'),
        (r'"{\"password\": \"a\\\"b c\", \"n\": 1}"', r'"{\"password\": \"***\", \"n\": 1}"'),
        ("{&quot;token&quot;: &quot;a b&quot;}", "{&quot;token&quot;: &quot;***&quot;}"),
        ("q=%7B%22token%22%3A+%22abc%22%7D", "q=%7B%22token%22%3A+%22***%22%7D"),
        ("sent Bearer abc.def-1 to", "sent Bearer *** to"),
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
        ("to 31612345678.", "to 316•••••678."),
        ("at tel:0612345678", "at tel:061••••678"),
        ("GET /call/31612345678/now", "GET /call/316•••••678/now"),
        ("GET /call-0612345678", "GET /call-061••••678"),
        ("?dest=020%20555%200112&", "?dest=020••••112&"),
        ("?dest=%252B31612345678", "?dest=+316•••••678"),
        ("next%3Ddest%3D31612345678%26", "next%3Ddest%3D316•••••678%26"),
        ("dest%3D%2B31+%280%2920+555%2D0112", "dest%3D+310••••••112"),
        ("dest=%2F0612345678", "dest=%2F061••••678"),
        ("to (020) 555 01 12", "to 020••••112"),
        ("to +31 (0)20 - 555 01 12", "to +310••••••112"),
        ("to (212) 555-0123", "to (212••••123"),
        ("to 1-212-555-0123", "to 121•••••123"),
        ("to 22 55 01 12", "to 22••••12"),
        ("to 912.345.678", "to 91•••••78"),
        ("to 06.12.34.56.78", "to 061••••678"),
        ("to +31\u00a06\u201112345678", "to +316•••••678"),
        ("to &#43;31612345678", "to +316•••••678"),
        (r"to \u002b31612345678", "to +316•••••678"),
        ("from 31612345678312055501129999", "from 316••••••••••••••••••••999"),
        ("from jan.p+x@example.co.uk now", "from •••@example.co.uk now"),
        ("mailto:jan%40example.nl", "mailto:•••@example.nl"),
        (r"jan\u0040example.nl", "•••@example.nl"),
        ("call 2026.11.19.34 or 2026.11.19 34", "call 202••••934 or 202••••934"),
        ("call +2026.11.1934, 020 2026.11.19", "call +202••••934, 020•••••119"),
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
        "entry 3f2504e04f8911d39a0c0305e82c3301 at 192.168.100.123",
        "Windows 10.0.19045, Python 3.11.12, at 2026-11-22T02:14:28.123456+01:00",
        '"regex": "2026.11.19", "tzdata": "2026.2.1",',
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
