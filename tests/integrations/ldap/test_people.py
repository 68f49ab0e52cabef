"""What an entry says, however odd it is."""

from __future__ import annotations

import uuid

import pytest

from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.integrations.ldap.people import DETAILS, NUMBERS, AttributeMap
from dialer.integrations.ldap.session import Entry

MAP = AttributeMap.of({"attributes": DETAILS, "numbers": NUMBERS})
GUID = uuid.UUID("c1b2a3d4-0001-0002-0003-000000000004")


def entry(dn: str = "cn=Jan,dc=example", /, **values: bytes | list[bytes]) -> Entry:
    given = {name: tuple(value) if isinstance(value, list) else (value,) for name, value in values.items()}
    return Entry(dn, given)


def person(dn: str = "cn=Jan,dc=example", /, **values: bytes | list[bytes]) -> ContactDraft:
    found = MAP.person(entry(dn, **values))
    assert found is not None
    return found


def test_an_empty_entry_is_somebody_without_anything() -> None:
    assert person() == ContactDraft(uid="cn=Jan,dc=example")


def test_a_value_that_is_no_text_is_left_out_and_takes_nothing_along() -> None:
    found = person(
        cn=[b"\xff\xfe\x00binary", b"  ", b"Jan"], telephonenumber=[b"\x80", b"020 555 0100"], mail=b"\xe9@x"
    )
    assert found == ContactDraft(
        uid="cn=Jan,dc=example", name="Jan", numbers=(NumberDraft(raw="020 555 0100", label="work"),)
    )


def test_a_number_that_is_there_twice_is_one() -> None:
    found = person(telephonenumber=b"020 555 0100", othertelephone=[b"020 555 0100", b"020 555 0101"])
    assert [number.raw for number in found.numbers] == ["020 555 0100", "020 555 0101"]


def test_the_name_to_show_goes_before_the_common_one() -> None:
    assert person(cn=b"jsmit", displayname=b"Jan Smit").name == "Jan Smit"
    assert person(cn=b"jsmit", displayname=b" ").name == "jsmit"


@pytest.mark.parametrize(
    ("values", "is_left_out"),
    [
        ({"objectclass": [b"top", b"person", b"user"]}, False),
        ({"objectclass": [b"top", b"person", b"user", b"Computer"]}, True),
        ({"useraccountcontrol": b"512"}, False),
        ({"useraccountcontrol": b"514"}, True),
        ({"useraccountcontrol": b"66050"}, True),
        ({"useraccountcontrol": b"-2147483136"}, False),
        ({"useraccountcontrol": b"\xff"}, False),
    ],
)
def test_computers_and_accounts_that_are_switched_off_are_nobody(
    values: dict[str, bytes | list[bytes]], *, is_left_out: bool
) -> None:
    assert (MAP.person(entry(**values)) is None) is is_left_out


def test_the_key_stays_when_somebody_is_renamed() -> None:
    assert person(entryuuid=b"0A0B").uid == "0a0b"
    assert person(objectguid=GUID.bytes_le).uid == str(GUID)
    assert person(objectguid=b"short").uid == "cn=Jan,dc=example"
    assert person(entryuuid=b"\xff", objectguid=GUID.bytes_le).uid == str(GUID)


@pytest.mark.parametrize("dn", ["cn=" + "x" * 2000, "cn=a\nb,dc=example", ""])
def test_a_name_that_is_no_key_gives_one(dn: str) -> None:
    key = person(dn).uid
    assert 0 < len(key) < 100
    assert key.isprintable()
    assert person(dn).uid == key != person(dn + ",dc=other").uid
