"""The documents that a client sends, by RFC 4918 (PROPFIND), 6352 (address books) and 6578 (what changed)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"'

DISCOVERY = (
    f"{_HEAD}<d:propfind {_SPACES}><d:prop><d:resourcetype/><d:displayname/><d:current-user-principal/>"
    "<d:current-user-privilege-set/><c:addressbook-home-set/></d:prop></d:propfind>"
).encode()
"""What is it, who am I, and where are my address books?"""

VERSIONS = (
    f"{_HEAD}<d:propfind {_SPACES}><d:prop><d:resourcetype/><d:getetag/></d:prop></d:propfind>"
).encode()
"""Which cards are in a book, in which version?"""


def changes(token: str) -> bytes:
    """Ask which cards of a book are others than at a token; without one, which there are."""
    return (
        f"{_HEAD}<d:sync-collection {_SPACES}><d:sync-token>{escape(token)}</d:sync-token>"
        "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"
    ).encode()


def cards(paths: Iterable[str]) -> bytes:
    """Ask for these cards, with their versions."""
    hrefs = "".join(f"<d:href>{escape(path)}</d:href>" for path in paths)
    return (
        f"{_HEAD}<c:addressbook-multiget {_SPACES}><d:prop><d:getetag/><c:address-data/></d:prop>"
        f"{hrefs}</c:addressbook-multiget>"
    ).encode()
