"""Reading what a WebDAV server answers: `multistatus` of RFC 4918, section 13, and nothing else.

The reader is strict on purpose: a web page or a document that was cut off must never pass for an address
book without people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

DAV = "{DAV:}"
CARDDAV = "{urn:ietf:params:xml:ns:carddav}"
OK = 200

_SPACE = b" \t\r\n"
_STATUS = re.compile(r"HTTP/[0-9.]+ ([0-9]{3})(?: |$)")


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer says about one address.

    Attributes:
        href: the address as it stands in the answer.
        status: what became of it as a whole; 0 where only its properties have a status.
        properties: those that it has, by their names.
        failed: the worst status of a property that it does not have; 0 if there is none.
    """

    href: str
    status: int
    properties: Mapping[str, Element] = field(repr=False)
    failed: int = 0

    def text(self, name: str) -> str:
        """Return the text of a property; empty where it has none."""
        element = self.properties.get(name)
        return (element.text or "") if element is not None else ""

    def hrefs(self, name: str) -> list[str]:
        """Return the addresses in a property."""
        element = self.properties.get(name)
        found = [] if element is None else element.iter(f"{DAV}href")
        return [text for each in found if (text := (each.text or "").strip())]

    def holds(self, name: str, inner: str) -> bool:
        """Whether an element stands somewhere in a property."""
        element = self.properties.get(name)
        return element is not None and next(element.iter(inner), None) is not None


@dataclass(frozen=True, slots=True)
class Multistatus:
    """An answer.

    Attributes:
        found: what it says, address by address.
        token: where a later question goes on (RFC 6578); empty where it does not say.
    """

    found: tuple[Found, ...]
    token: str = ""


def read(body: bytes) -> Multistatus:
    """Read an answer.

    Raises:
        ApiError: it is anything but one complete answer.
    """
    root = parse(body)
    if root is None or root.tag != f"{DAV}multistatus":
        raise _unreadable()
    token = root.find(f"{DAV}sync-token")
    text = (token.text or "").strip() if token is not None else ""
    return Multistatus(tuple(_found(each) for each in root.findall(f"{DAV}response")), text)


def parse(body: bytes) -> Element | None:
    """Return the root of a document; None where it is none, or one that asks to be refused."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(body.lstrip(_SPACE), forbid_dtd=True)
    except (ParseError, LookupError, ValueError, DefusedXmlException):  # LookupError: an unknown encoding
        return None
    return root


def _found(response: Element) -> Found:
    hrefs = [(each.text or "").strip() for each in response.findall(f"{DAV}href")]
    if len(hrefs) != 1 or not hrefs[0]:
        raise _unreadable()
    statuses = [_status(each) for each in response.findall(f"{DAV}status")]
    properties: dict[str, Element] = {}
    failed = 0
    for status, element in _properties(response):
        if status == OK:
            properties[element.tag] = element
        else:
            failed = max(failed, status)
    return Found(hrefs[0], statuses[0] if statuses else 0, properties, failed)


def _properties(response: Element) -> Iterator[tuple[int, Element]]:
    for propstat in response.findall(f"{DAV}propstat"):
        statuses = [_status(each) for each in propstat.findall(f"{DAV}status")]
        if len(statuses) != 1:
            raise _unreadable()
        for prop in propstat.findall(f"{DAV}prop"):
            yield from ((statuses[0], element) for element in prop)


def _status(element: Element) -> int:
    found = _STATUS.match((element.text or "").strip())
    if found is None:
        raise _unreadable()
    return int(found.group(1))


def _unreadable() -> ApiError:
    return ApiError("carddav.error.unreadable", ErrorKind.PROTOCOL)
