"""Where a directory is, and how what is said to it is kept from others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.fields import FieldError, Url, is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

_PORTS = {"ldap": 389, "ldaps": 636}


class LdapUrl(Url):
    """The address of an LDAP server, as RFC 4516 writes it, without what else that allows."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        try:
            parts = urlsplit(text)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise FieldError("ldap.error.not_address") from None
        if parts.scheme not in _PORTS or not host or parts.username is not None or port == 0:
            raise FieldError("ldap.error.not_address")
        if parts.path not in {"", "/"} or parts.query or parts.fragment or " " in text or "\\" in text:
            raise FieldError("ldap.error.not_address")
        return f"{parts.scheme}://{parts.netloc.lower()}"


class Encryption(StrEnum):
    """How a connection is encrypted."""

    TLS = "tls"
    START_TLS = "start_tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A server."""

    host: str
    port: int
    encryption: Encryption

    @property
    def is_safe(self) -> bool:
        """Whether a password may be sent there."""
        return self.encryption is not Encryption.NONE or is_loopback(self.host)

    @classmethod
    def of(cls, data: Mapping[str, object]) -> Place:
        """Return the place of an account."""
        parts = urlsplit(str(data["url"]))
        encryption = Encryption.START_TLS if data["start_tls"] else Encryption.NONE
        if parts.scheme == "ldaps":
            encryption = Encryption.TLS
        return cls(parts.hostname or "", parts.port or _PORTS[parts.scheme], encryption)
