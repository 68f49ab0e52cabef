"""What an LDAP account asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors
from dialer.core.errors import ApiError
from dialer.core.fields import Choice, Field, FieldError, Integer, SecretField, Text, Toggle
from dialer.integrations.ldap import filters, people
from dialer.integrations.ldap.client import LdapClient
from dialer.integrations.ldap.directory import CHECK_SECONDS, sign_in
from dialer.integrations.ldap.place import LdapUrl, Place

if TYPE_CHECKING:
    from dialer.core.flow_check import Check

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*|[0-9]+(\.[0-9]+)+")  # RFC 4512, 1.4: descr or numericoid
_LABEL = re.compile(r"[^=,]{1,40}")
_RDN = re.compile(r"(?<!\\)[,+]")
_ESCAPED = re.compile(rb"\\([0-9A-Fa-f]{2}|.)", re.DOTALL)
_FIELDS = {
    "ldap.error.no_base": "base_dn",
    "ldap.error.bad_base": "base_dn",
    "ldap.error.elsewhere": "base_dn",
    "ldap.error.wants_encryption": "start_tls",
}
"""Errors of the server that one of the fields is to blame for."""


class Names(Field):
    """Names of attributes or object classes, separated by commas."""

    def _read(self, raw: object) -> object:
        names = people.names(str(raw))
        if not names or not all(_NAME.fullmatch(name) for name in names):
            raise FieldError("ldap.error.not_names")
        return ", ".join(names)


@dataclass(frozen=True, kw_only=True)
class Pairs(Field):
    """Attributes and what they are.

    Attributes:
        parts: what they can be; any label where that is empty.
    """

    parts: tuple[str, ...] = ()

    def _read(self, raw: object) -> object:
        pairs = people.pairs(str(raw))
        for name, part in pairs:
            if not _NAME.fullmatch(name) or not _LABEL.fullmatch(part):
                raise FieldError("ldap.error.not_pairs")
            if self.parts and part not in self.parts:
                raise FieldError("ldap.error.not_a_part")
        return ", ".join(f"{name}={part}" for name, part in pairs)


class LdapFlow(ConfigFlow):
    """Asks for a server, who signs in, and where the people are."""

    domain = "ldap"
    FIELDS = (
        LdapUrl(key="url"),
        Toggle(key="start_tls", default=False),
        Text(key="bind_dn", personal=True),
        SecretField(key="password"),
        Text(key="base_dn"),
    )
    OPTIONS = (
        Choice(key="match", options=filters.MATCHES, default=filters.INSIDE, advanced=True),
        Names(
            key="search_attributes",
            default="cn, sn, givenName, displayName, mail, company, o, department, ou, title",
            advanced=True,
        ),
        Pairs(key="attributes", default=people.DETAILS, parts=people.PARTS, advanced=True),
        Pairs(key="numbers", default=people.NUMBERS, advanced=True),
        Names(key="object_classes", default="person, user, contact", advanced=True),
        Integer(key="page_size", default=100, minimum=10, maximum=1000, advanced=True),
    )

    async def async_check(self, check: Check) -> Account:
        """Sign in once, and look whether the place is there.

        Raises:
            FieldErrors: the address is not safe, or there is no such place.
            ApiError: the sign-in is refused, or the server cannot be reached.
        """
        data = check.data
        place = Place.of(data)
        if not place.is_safe:
            raise FieldErrors({"url": "ldap.error.not_safe"})
        client = LdapClient(check.hub, place, data["bind_dn"], check.secrets["password"])
        try:
            await sign_in(client, data["base_dn"], deadline=CHECK_SECONDS)
        except ApiError as error:
            if error.key not in _FIELDS:
                raise
            raise FieldErrors({_FIELDS[error.key]: error.key}) from None
        finally:
            await client.close()
        who = f"{data['bind_dn']} {data['base_dn']}".casefold()
        return Account(
            unique_id=f"{place.host}:{place.port} {who}",
            title=f"{_readable(data['base_dn'])} ({place.host})",
        )


def _readable(dn: str) -> str:
    """Return what people call a place: ``acme.example`` for ``dc=acme,dc=example``, else its first value."""
    rdns = [rdn.partition("=") for rdn in _RDN.split(dn)]
    values = [_unescaped(value.strip()) for _, _, value in rdns]
    if all(name.strip().lower() == "dc" for name, _, _ in rdns):
        return ".".join(values)
    return values[0] or dn


def _unescaped(value: str) -> str:
    """Return an attribute value of RFC 4514 as people read it."""

    def meant(escape: re.Match[bytes]) -> bytes:
        one = escape.group(1)
        return bytes([int(one, 16)]) if len(one) > 1 else one

    return _ESCAPED.sub(meant, value.encode("utf-8", "ignore")).decode("utf-8", "replace")
