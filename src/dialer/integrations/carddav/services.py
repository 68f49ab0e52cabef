"""Which server a domain names for its address books, by the records of RFC 6764."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from dialer.core.fields import is_loopback

_SERVICE = "_carddavs._tcp"
_PATIENCE = 4.0
_HTTPS = 443


@dataclass(frozen=True, slots=True)
class Service:
    """A server that a domain names.

    Attributes:
        host: its name.
        port: where it listens.
        path: where to begin on it; the usual place where the domain does not say.
    """

    host: str
    port: int = _HTTPS
    path: str = "/"

    @property
    def url(self) -> str:
        """Its address: nothing but https comes into question."""
        return f"https://{self.host}" + (f":{self.port}" if self.port != _HTTPS else "") + self.path

    def belongs_to(self, domain: str) -> bool:
        """Whether the server's name is in the domain itself."""
        return self.host == domain or self.host.endswith(f".{domain}")


async def named_by(url: str) -> Service | None:
    """Return the server that the domain of an address names.

    None where it names none, where no name server answers, or where the address itself says which server it
    is: by a path, a port or a number.
    """
    parts = urlsplit(url)
    domain = (parts.hostname or "").lower()
    if parts.path not in {"", "/"} or parts.port is not None or "." not in domain or is_loopback(domain):
        return None
    return await asyncio.to_thread(_look_up, domain)


def _look_up(domain: str) -> Service | None:
    import dns.exception
    import dns.resolver

    name = f"{_SERVICE}.{domain}."
    try:
        answer = dns.resolver.resolve(name, "SRV", lifetime=_PATIENCE)
        best = min(answer, key=lambda record: (record.priority, -record.weight))
        host = best.target.to_text(omit_final_dot=True).lower()
    except (dns.exception.DNSException, OSError, ValueError):
        return None
    if not host or host == "." or not host.isascii() or not host.replace(".", "").replace("-", "").isalnum():
        return None
    return Service(host, best.port, _path(name))


def _path(name: str) -> str:
    import dns.exception
    import dns.resolver

    try:
        records = [record.strings for record in dns.resolver.resolve(name, "TXT", lifetime=_PATIENCE)]
    except (dns.exception.DNSException, OSError, ValueError):
        return "/"
    texts = [text.decode("utf-8", "replace") for strings in records for text in strings]
    paths = [text.removeprefix("path=") for text in texts if text.startswith("path=/")]
    return paths[0] if paths and paths[0].isprintable() and " " not in paths[0] else "/"
