"""Pictures and other files inside a card."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from dialer.contacts.exchange.card_lines import Property

_DATA = re.compile(r"data:([^;,]*)((?:;[^;,]*)*?)(;base64)?,", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
# What a file says of itself counts for more than what the card calls it.
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
_KINDS = {"PHOTO": "image", "LOGO": "image", "SOUND": "audio", "KEY": "application"}


def content_of(property_: Property) -> tuple[str, bytes]:
    """Return the media type and the content of a property that holds a file; empty if it holds none."""
    data, declared = property_.data, ""
    if not data and property_.value[: len("data:")].lower() == "data:":
        found = _DATA.match(property_.value)
        if found is None:
            return "", b""
        declared = found[1].strip().lower()
        data = _content(property_.value[found.end() :], is_base64=bool(found[3]))
    if not data:
        return "", b""
    return _media_type(property_, data, declared), data


def to_uri(media_type: str, data: bytes) -> str:
    """Return a file as the URI that vCard 4.0 wants."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _content(written: str, *, is_base64: bool) -> bytes:
    content = unquote_to_bytes(written)
    if not is_base64:
        return content
    try:
        return base64.b64decode(b"".join(content.replace(b"\\", b"").split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _media_type(property_: Property, data: bytes, declared: str) -> str:
    for beginning, media_type in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    types = property_.types
    named = (declared, *property_.parameters.get("MEDIATYPE", ()), *types)
    kind = _KINDS.get(property_.name, "application")
    for one in (*named, *(f"{kind}/{word}" for word in types)):
        if _MEDIA_TYPE.fullmatch(one.lower()):
            return one.lower()
    return "application/octet-stream"
