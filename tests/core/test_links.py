"""Which links of a server may be opened: only what everybody reads alike, on the account's own host."""

from __future__ import annotations

import pytest

from dialer.core.links import is_own_link, link_place, shown_host

ACCOUNT = ("https://meet.example.com/api/",)

HOSTILE = [
    "file:///etc/passwd",
    "smb://attacker.example/share",
    r"\\attacker.example\share",
    "//meet.example.com/join",
    "javascript:alert(1)",
    "data:text/html,hello",
    "ms-msdt:/id PCWDiagnostic",
    "search-ms:query=x",
    "zoommtg://zoom.us/join",
    "vbscript:msgbox(1)",
    "ftp://meet.example.com/",
    "http://meet.example.com/join",
    "https://evil.com/join",
    "https://meet.example.com.evil.com/join",
    "https://evilmeet.example.com/join",
    "https://sub.meet.example.com/join",
    "https://meet.example.com@evil.com/join",
    "https://user@meet.example.com/join",
    "https://user:word@meet.example.com/join",
    "https://@meet.example.com/join",
    r"https://meet.example.com\@evil.com/join",
    r"https://evil.com\.meet.example.com/join",
    "https://meet.example.com:8443/join",
    "https://meet.example.com:99999/join",
    "https://meet.example.com:/join",
    " https://meet.example.com/join",
    "\thttps://meet.example.com/join",
    "\0https://meet.example.com/join",
    "https://meet.example.com/join\n",
    "https://meet.example.com/jo\tin",
    "https://meet.example.com/jo in",
    "https://meet.example.com/\u202ejoin",
    "https://mееt.example.com/join",
    "https:/meet.example.com/join",
    "https:meet.example.com/join",
    "https://[meet.example.com]/join",
    "https://meet.example.com/" + "a" * 5000,
    "",
    None,
    42,
    ["https://meet.example.com/join"],
]


@pytest.mark.parametrize("link", HOSTILE)
def test_hostile_links_are_nobodys(link: object) -> None:
    assert not is_own_link(link, ACCOUNT)


@pytest.mark.parametrize(
    "link",
    [
        "https://meet.example.com/join?code=8F2K-77Q&name=Anne%20Vermeer#top",
        "HTTPS://MEET.example.COM/join",
        "https://meet.example.com:443/conf/call/eyJ--ab==?encrypted_pin=true",
        "https://meet.example.com",
    ],
)
def test_links_to_the_own_host_are_fine(link: str) -> None:
    assert is_own_link(link, ACCOUNT)


@pytest.mark.parametrize(
    ("link", "fine"),
    [
        ("http://127.0.0.1:8080/host/1", True),
        ("https://127.0.0.1:8080/host/1", True),
        ("http://127.0.0.1:8081/host/1", False),
        ("http://localhost:8080/host/1", False),
    ],
)
def test_an_account_on_this_computer_has_links_at_its_own_port(link: str, fine: bool) -> None:
    assert is_own_link(link, ["http://127.0.0.1:8080/"]) is fine


def test_http_beside_an_address_elsewhere_is_never_fine() -> None:
    assert not is_own_link("http://meet.example.com/join", ["http://meet.example.com/"])


def test_an_account_with_two_addresses_has_links_to_both() -> None:
    addresses = ["https://eapi.example.com/", "https://app.example.com/wachtkamer/{token}"]
    assert not is_own_link("https://app.example.com/wachtkamer/8F2K", addresses[:1])
    assert is_own_link("https://app.example.com/wachtkamer/8F2K", addresses)
    assert not is_own_link("https://app.example.com/wachtkamer/8F2K", ["https://{host}/wachtkamer/"])


def test_a_place_is_read_in_small_letters() -> None:
    assert link_place("https://[::1]:8443/x") == ("https", "::1", 8443)
    assert link_place("HTTP://LOCALHOST/") == ("http", "localhost", 80)


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://Login.Example.com/device?x=1#y", "login.example.com"),
        ("https://login.example.com:443/", "login.example.com"),
        ("https://login.example.com:8443/", "login.example.com:8443"),
        ("https://xn--mnchen-3ya.example/", "xn--mnchen-3ya.example"),
        ("https://[2001:DB8::1]:8443/", "[2001:db8::1]:8443"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("http://localhost/", "localhost"),
        ("http://login.example.com/", None),
        ("https://you@login.example.com/", None),
        (r"https://login.example.com\@evil.example/", None),
        ("https://münchen.example/", None),
        ("file:///etc/passwd", None),
        (None, None),
    ],
)
def test_the_host_of_a_link_is_shown_or_the_link_is_not(link: object, host: str | None) -> None:
    assert shown_host(link) == host
