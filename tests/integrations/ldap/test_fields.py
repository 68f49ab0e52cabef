"""What can be filled in."""

from __future__ import annotations

import pytest

from dialer.core.fields import FieldError
from dialer.integrations.ldap.config_flow import LdapFlow
from dialer.integrations.ldap.place import Encryption, Place

FIELDS = {field.key: field for field in (*LdapFlow.FIELDS, *LdapFlow.OPTIONS)}


@pytest.mark.parametrize(
    ("url", "start_tls", "place", "is_safe"),
    [
        ("ldaps://Directory.Example", False, Place("directory.example", 636, Encryption.TLS), True),
        ("ldaps://directory.example", True, Place("directory.example", 636, Encryption.TLS), True),
        ("LDAP://directory.example/", True, Place("directory.example", 389, Encryption.START_TLS), True),
        ("ldap://directory.example:3890", False, Place("directory.example", 3890, Encryption.NONE), False),
        ("ldap://127.0.0.1", False, Place("127.0.0.1", 389, Encryption.NONE), True),
        ("ldap://[::1]:3890", False, Place("::1", 3890, Encryption.NONE), True),
        ("ldap://localhost.example", False, Place("localhost.example", 389, Encryption.NONE), False),
    ],
)
def test_an_address_is_a_place(url: str, *, start_tls: bool, place: Place, is_safe: bool) -> None:
    found = Place.of({"url": FIELDS["url"].parse(url), "start_tls": start_tls})
    assert (found, found.is_safe) == (place, is_safe)


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("url", "directory.example", "ldap.error.not_address"),
        ("url", "http://127.0.0.1", "ldap.error.not_address"),
        ("url", "ldapi:///var/run/slapd", "ldap.error.not_address"),
        ("url", "ldaps://user:secret@directory.example", "ldap.error.not_address"),
        ("url", "ldaps://directory.example/dc=example?cn", "ldap.error.not_address"),
        ("url", "ldaps://directory.example:99999", "ldap.error.not_address"),
        ("url", "ldaps://", "ldap.error.not_address"),
        ("attributes", "cn", "ldap.error.not_pairs"),
        ("attributes", "cn=surname", "ldap.error.not_a_part"),
        ("numbers", "mobile phone=mobile", "ldap.error.not_pairs"),
        ("numbers", "mobile=", "ldap.error.not_pairs"),
        ("search_attributes", "cn)(uid", "ldap.error.not_names"),
        ("search_attributes", ", ,", "ldap.error.not_names"),
        ("object_classes", "person*", "ldap.error.not_names"),
        ("page_size", "1", "core.field.not_number"),
        ("match", "somewhere", "core.field.not_a_choice"),
    ],
)
def test_what_does_not_fit_is_told(key: str, value: str, error: str) -> None:
    with pytest.raises(FieldError) as refused:
        FIELDS[key].parse(value)
    assert refused.value.key == error


@pytest.mark.parametrize("key", [field.key for field in LdapFlow.OPTIONS])
def test_a_default_is_what_could_be_typed(key: str) -> None:
    assert FIELDS[key].parse(FIELDS[key].default) == FIELDS[key].default
