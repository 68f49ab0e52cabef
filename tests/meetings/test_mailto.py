"""The link that opens the mail program, read back as a mail program reads it."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.core.errors import InputError
from dialer.core.mail import LONGEST, MailLink, is_mail_link, plain
from dialer.core.strings import LANGUAGES, Strings
from dialer.meetings.invitation import Invitation, invitation
from dialer.meetings.links import GuestLink
from dialer.meetings.mailto import mail_link
from tests.meetings.shares import GUEST, share

SPECIAL = [*'\n\r\t &?%#+=;,:"<>/\\é👩\u200d\u202e']
PASTED = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(SPECIAL)), max_size=60)
LOCAL_PART = st.text(st.sampled_from([*"abz09.!#$%&'*+/=?^_`{|}~-,;:()[]\"é"]), min_size=1, max_size=20)


def _read(link: MailLink) -> tuple[list[str], str, str]:
    """Addresses, subject and text of a link (RFC 6068, section 2)."""
    parts = urlsplit(link.url)
    assert parts.scheme == "mailto"
    assert "+" not in parts.query  # some read it as a space, some do not
    fields = dict(parse_qsl(parts.query, strict_parsing=True, keep_blank_values=True))
    assert fields.keys() == {"subject", "body"}
    addresses = [unquote(each, errors="strict") for each in parts.path.split(",") if each]
    return addresses, fields["subject"], fields["body"]


def _message(subject: str = "Hello", text: str = "One\nTwo\n", short: str = "Two\n") -> Invitation:
    return Invitation(subject=subject, text=text, short=short)


def test_lines_end_as_mail_has_them_and_spaces_are_spaces() -> None:
    link = mail_link(["anne@example.com"], _message(subject="Now & then", text="50% off?\nyes = yes\n"))
    assert link.url == (
        "mailto:anne@example.com?subject=Now%20%26%20then&body=50%25%20off%3F%0D%0Ayes%20%3D%20yes"
    )
    assert is_mail_link(link.url)
    assert not link.is_short


@settings(max_examples=150, deadline=None)
@given(names=st.lists(LOCAL_PART, unique=True, max_size=4), subject=PASTED, text=PASTED)
def test_whatever_is_written_comes_back(names: list[str], subject: str, text: str) -> None:
    addresses = [f"{name}@example.com" for name in names]
    link = mail_link(addresses, _message(subject=subject, text=text))
    assert is_mail_link(link.url)
    to, about, body = _read(link)
    assert to == addresses
    assert about == plain(subject)
    assert body == "\r\n".join(text.splitlines())


@settings(max_examples=60, deadline=None)
@given(subject=PASTED)
def test_a_whole_invitation_comes_back(subject: str) -> None:
    strings = Strings("fr")
    message = invitation(share(subject=plain(subject)), strings)
    to, about, body = _read(mail_link(["anne@example.com"], message))
    assert (to, about) == (["anne@example.com"], plain(message.subject))  # no tied space in a header
    assert body.split("\r\n") == message.text.splitlines()


@pytest.mark.parametrize(
    "address", ["", "anne", "a@b@c", "a@", "@b", "a b@c", "a@c\r\nBcc: x@y", "<a@b>", "a@b>", "a@\x00b"]
)
def test_what_is_no_address_is_passed_over(address: str) -> None:
    assert _read(mail_link([address, "anne@example.com"], _message()))[0] == ["anne@example.com"]


def test_each_address_is_there_once_and_other_letters_are_utf8() -> None:
    link = mail_link([" anne@example.com", "anne@example.com", "jos@müller.example"], _message())
    assert link.url.startswith("mailto:anne@example.com,jos@m%C3%BCller.example?")


def test_what_is_too_long_becomes_the_way_in_alone() -> None:
    message = _message(subject="é" * 400, text="x" * 3000, short=f"{GUEST}\n")
    link = mail_link(["anne@example.com"], message)
    to, subject, body = _read(link)
    assert link.is_short
    assert len(link.url) <= LONGEST
    assert (to, body) == (["anne@example.com"], GUEST)
    assert "é" * 100 in subject


def test_guests_who_do_not_fit_are_named_and_the_way_in_is_there() -> None:
    crowd = [f"guest.number.{number}@company.example" for number in range(100)]
    link = mail_link(crowd, _message(text="x" * 500, short=f"{GUEST}\n"))
    to, _, body = _read(link)
    assert len(link.url) <= LONGEST
    assert body == GUEST
    assert [*to, *link.left_out] == crowd
    assert to
    assert link.left_out


def test_a_link_that_fits_into_no_mail_link_is_refused() -> None:
    endless = GuestLink("https://meet.example.com/" + "%20" * 650)
    with pytest.raises(InputError) as refused:
        mail_link([], invitation(share(guest=endless), Strings()))
    assert refused.value.key == "invitation.error.too_long"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_invitation_fits_in_full(language: str) -> None:
    meeting = share(dial_in="+31 20 555 0199", codes={"access_code": "1234567"})
    assert not mail_link(["anne@example.com"], invitation(meeting, Strings(language))).is_short


@pytest.mark.parametrize(
    "link",
    [
        "mailto:a@b?subject=x&body=y&attach=/etc/passwd",
        "mailto:a@b?body=y&subject=x",
        "mailto:a@b?subject=x&body=y&cc=z@b",
        "mailto:a@b?subject=x&body=a b",
        "MAILTO:a@b?subject=x&body=y",
        "mailto:a@b",
        "mailto:a@b?subject=x&body=y\n",
        'mailto:a@b"?subject=x&body=y',
        "https://example.com/?subject=x&body=y",
        "mailto:a@b?subject=x&body=" + "y" * 2000,
        "",
    ],
)
def test_nothing_else_passes_for_a_mail_link(link: str) -> None:
    assert not is_mail_link(link)


def test_it_shows_nobody_and_no_way_in() -> None:
    assert repr(mail_link(["anne@example.com"], _message())) == "MailLink(is_short=False)"
