"""Message slips: what they say, in whose language, and that nothing smuggles a header into the message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.calls.slips import Message, Slip, message, slip_link
from dialer.core.errors import InputError
from dialer.core.mail import LONGEST, is_mail_link
from dialer.core.strings import LANGUAGES, Strings

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
SLIP = Slip(
    name="Ms Jansen",
    number="+31 20 555 0142",
    at=NOW.replace(minute=14),
    note="invoice 2231",
    organisation="Acme",
)
ENGLISH = Strings("en")


def test_it_says_who_when_what_about_and_where() -> None:
    made = message(SLIP, "", "Anna", NOW, ENGLISH)
    assert made.subject == "Message: Ms Jansen called for you"
    assert made.text == (
        "Good day,\n\nMs Jansen called for you at 10:14.\nAcme\nAbout: invoice 2231\n"
        "Please call back on +31 20 555 0142.\n\nAnna\n"
    )


def test_what_is_not_known_leaves_its_line_out() -> None:
    bare = Slip(name="", number="+31 20 555 0142", at=NOW - timedelta(days=1))
    made = message(bare, "", "", NOW, ENGLISH)
    assert made.text == (
        "Good day,\n\n+31 20 555 0142 called for you at 10:30 on 01/03/2026.\n"
        "Please call back on +31 20 555 0142.\n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_recipients_language(language: str) -> None:
    made = message(SLIP, "", "Anna", NOW, Strings(language))
    for word in ("Ms Jansen", "10:14", "invoice 2231", "+31 20 555 0142", "Anna"):
        assert word in made.text
    assert "{" not in made.text + made.subject


def test_the_companys_own_text_is_filled_in_once() -> None:
    slip = Slip(name="{note}", number="1", at=NOW, note="{my_name}{nothing}")
    made = message(slip, "{name} / {note} / {unknown} / {my_name}", "Anna", NOW, ENGLISH)
    assert made.text == "{note} / {my_name}{nothing} / {unknown} / Anna\n"


SMUGGLED = st.text(st.sampled_from("a\r\n\0&?=%,;:@<>\"' \u2028\u202e{}#/+\ud800é"), max_size=60)


@given(SMUGGLED, SMUGGLED, SMUGGLED)
def test_no_header_and_no_recipient_is_smuggled_in(name: str, note: str, my_name: str) -> None:
    slip = Slip(name=name, number="+31205550142", at=NOW, note=note, organisation=note)
    made = message(slip, "", my_name, NOW, ENGLISH)
    assert "\n" not in made.subject
    link = slip_link("anne@vermeer.example", made)
    assert is_mail_link(link.url)
    parts = urlsplit(link.url)
    assert unquote(parts.path) == "anne@vermeer.example"
    assert set(parse_qs(parts.query, keep_blank_values=True)) == {"subject", "body"}
    assert "\r" not in made.text


@pytest.mark.parametrize(
    "recipient", ["Anne", "a@b, c@d", "a@b\nBcc: c@d", "a@b c@d", "<a@b>", "a@b?cc=c@d\0", "@", "a@"]
)
def test_a_recipient_is_one_address(recipient: str) -> None:
    with pytest.raises(InputError, match=r"slips\.error\.no_address"):
        slip_link(recipient, Message("s", "t"))


def test_an_odd_address_stays_one_address() -> None:
    link = slip_link("a?cc=b,c&d@e.example", Message("s", "t"))
    assert unquote(urlsplit(link.url).path) == "a?cc=b,c&d@e.example"
    assert parse_qs(urlsplit(link.url).query) == {"subject": ["s"], "body": ["t"]}


def test_a_long_one_loses_its_end_and_says_so() -> None:
    link = slip_link("", Message("s", "é" * 3000))
    assert len(link.url) <= LONGEST
    assert link.is_short
    assert is_mail_link(link.url)
