"""Set-up links: a text that fills in an account's address and asks for the secret.

Such a link is an https address whose fragment holds the values, ``https://…#add=connect_call&base_url=https%3A…``.
Dialer never opens or fetches it, and no program hands it over: a person pastes it. There is no scheme of our
own that a web page could begin something with (SAFETY T27). The part before the ``#`` may lead to a page of
the organisation's own that explains it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from dialer.core import loader
from dialer.core.errors import InputError
from dialer.core.fields import Field, FieldError, FilePath, Host, SecretField, Url
from dialer.core.links import LONGEST, shown_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.config_flow import ConfigFlow
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow

PAGE = "https://dialer.example/setup"
_ADD = "add"
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True)
class Onboarding:
    """What a set-up link says.

    Attributes:
        domain: the integration.
        values: what it fills in, as the fields read it.
        host: the host that the link itself names; whoever wrote it chose that.
    """

    domain: str
    values: Mapping[str, Any]
    host: str


def link_for(entry: ConfigEntry) -> str:
    """Return the link that sets the same account up for somebody else: no secret, nothing personal.

    Raises:
        EntryError: its integration is not there.
        InputError: its values are too long for a link.
    """
    flow = loader.load_flow(entry.domain)
    known = {**entry.data, **entry.options}
    values = [(_ADD, entry.domain)]
    for field in _fields(flow):
        value = known.get(field.key)
        if value is not None and not field.personal:
            values.append((field.key, _write(value)))
    link = f"{PAGE}#" + "&".join(f"{key}={quote(value, safe='')}" for key, value in values)
    if len(link) > LONGEST:
        raise InputError("flow.link.too_long", limit=LONGEST)
    return link


async def read(text: str) -> Onboarding:
    """Read a set-up link, and import its integration first without holding up the loop.

    Raises:
        InputError: it is none, or one that is not to be trusted; the key says why.
        EntryError: its integration cannot be imported.
    """
    await loader.prepare(_split(text)[0])
    return parse(text)


def parse(text: str) -> Onboarding:
    """Read a set-up link.

    Raises:
        InputError: it is none, or one that is not to be trusted; the key says why.
        EntryError: its integration cannot be imported.
    """
    domain, host, raw = _split(text)
    flow = loader.load_flow(domain)
    secret = next((field.key for field in flow.secret_fields if field.key in raw), None)
    if secret is not None:
        raise InputError("flow.link.secret", field=secret)
    fields = {field.key: field for field in _fields(flow)}
    if unknown := [key for key in raw if key not in fields]:
        raise InputError("flow.link.unknown_field", field=unknown[0])
    return Onboarding(domain, {key: _read(fields[key], value) for key, value in raw.items()}, host)


def places(values: Mapping[str, object], fields: tuple[Field, ...]) -> list[str]:
    """Return the hosts that an account with these values talks to, as a person is shown them."""
    found = []
    for field in fields:
        value = str(values.get(field.key) or "")
        if isinstance(field, Url):
            found.append(shown_host(value) or urlsplit(value).hostname or "")
        elif isinstance(field, Host):
            found.append(value)
    return [place for place in dict.fromkeys(found) if place]


def notice(flow: Flow) -> tuple[str, dict[str, object]]:
    """Return what a person reads before a secret is asked for: a sentence, and what it is filled in with."""
    manifest, hosts = loader.find(flow.domain), ", ".join(places(flow.values, flow.fields))
    provider = manifest.name if manifest is not None else flow.domain
    link_host = flow.onboarding.host if flow.onboarding is not None else ""
    if not hosts:
        return "flow.link.notice", {"link_host": link_host, "provider": provider}
    return "flow.link.notice_host", {"link_host": link_host, "provider": provider, "host": hosts}


def qr_code(link: str) -> tuple[bytes, ...]:
    """Return a link as the rows of a QR code: a byte is 1 where it is dark. It needs a light edge of four."""
    import segno  # not in the start-up path

    return tuple(bytes(row) for row in segno.make_qr(link, error="m").matrix)


def _fields(flow: ConfigFlow) -> list[Field]:
    """Return what a link may fill in: neither secrets nor files of this computer."""
    return [field for field in (*flow.FIELDS, *flow.OPTIONS) if not isinstance(field, SecretField | FilePath)]


def _write(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _split(text: str) -> tuple[str, str, dict[str, str]]:
    """Return integration, host and values of a link, as they are written."""
    link = text.strip()
    if len(link) > LONGEST:
        raise InputError("flow.link.too_long", limit=LONGEST)
    host = shown_host(link)
    raw = _read_fragment(link) if host is not None else {}
    domain = raw.pop(_ADD, "")
    if host is None or not _KEY.fullmatch(domain):
        raise InputError("flow.link.not_one")
    if loader.find(domain) is None:
        raise InputError("flow.link.unknown_provider", provider=domain)
    return domain, host, raw


def _read_fragment(link: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for part in link.partition("#")[2].split("&"):
        key, equals, value = part.partition("=")
        if not (equals and _KEY.fullmatch(key)) or key in values:
            raise InputError("flow.link.not_one")
        try:
            values[key] = unquote(value, errors="strict")
        except UnicodeDecodeError:
            raise InputError("flow.link.not_one") from None
    return values


def _read(field: Field, value: str) -> object:
    try:
        # What is not printable is there to deceive: it turns round or hides what is read.
        if value.isprintable():
            return field.parse(value)
    except FieldError:
        pass
    raise InputError("flow.link.value", field=field.key)
