"""The list of versions that a publisher signs: what it may hold, and how it is read.

It is a JSON object in UTF-8::

    {"version": "0.5.0", "date": "2026-11-20", "expires": "2027-02-18",
     "page": "https://dialer.example/0.5", "notes": {"en": "…", "nl": "…"}}

Its signature is minisign's (https://jedisct1.github.io/minisign/, "Signature format"), in a file beside it.
All text in it comes from outside, signed or not: it is shown plain, without what turns lines around, and
never followed by more than the page that it names being opened in the browser, when a person asks for that.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import msgspec
from packaging.version import InvalidVersion, Version

from dialer.core.links import LONGEST, link_place

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 65_536
"""The bytes that a list may have."""

LONGEST_NOTES = 4000
"""The characters that the notes of one language may have."""

MOST_LANGUAGES = 20
LONGEST_LIFE = dt.timedelta(days=400)
"""For how long a list may hold: one that never ends would do for ever, for whoever holds back newer ones."""

_LONGEST_VERSION = 32
_KEPT_CONTROL = "\n"
_FALLBACK = "en"
# Unicode's general categories (UAX 44): controls, formatting such as turning the direction, private use,
# surrogates, what nobody has assigned yet, and the separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


class NotAList(ValueError):
    """What was read is no list of versions, or goes beyond its limits."""


class NotSigned(Exception):
    """A list is not signed with any of the keys."""


class _Document(msgspec.Struct):
    version: Annotated[str, msgspec.Meta(max_length=_LONGEST_VERSION)]
    date: dt.date
    expires: dt.date
    page: Annotated[str, msgspec.Meta(max_length=LONGEST)]
    notes: Annotated[dict[str, str], msgspec.Meta(min_length=1, max_length=MOST_LANGUAGES)]


@dataclass(frozen=True)
class Manifest:
    """What a list of versions says.

    Attributes:
        version: the newest version, in the order of PEP 440.
        dated: the day on which the list was made.
        expires: the last day on which it holds.
        page: the https address of the page about the version.
        notes: what is new, by language; plain text of one or more lines.
    """

    version: Version
    dated: dt.date
    expires: dt.date
    page: str
    notes: Mapping[str, str] = field(hash=False)

    def notes_in(self, language: str) -> str:
        """Return what is new in a language, else in English, else in the first that there is."""
        return self.notes.get(language) or self.notes.get(_FALLBACK) or next(iter(self.notes.values()))

    def document(self) -> bytes:
        """Return the list as it is published."""
        content = {
            "version": str(self.version),
            "date": self.dated.isoformat(),
            "expires": self.expires.isoformat(),
            "page": self.page,
            "notes": dict(self.notes),
        }
        return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


def read_manifest(content: bytes) -> Manifest:
    """Return what a list says.

    Raises:
        NotAList: it is not one, or goes beyond its limits.
    """
    if len(content) > MOST_BYTES:
        raise NotAList
    try:
        document = msgspec.json.decode(content, type=_Document)
        version = Version(document.version)
    except (msgspec.MsgspecError, InvalidVersion, ValueError, RecursionError):
        raise NotAList from None
    place = link_place(document.page)
    life = document.expires - document.date
    if (
        version.local is not None
        or version.epoch
        or place is None
        or place[0] != "https"
        or not dt.timedelta() <= life <= LONGEST_LIFE
        or any(len(text) > LONGEST_NOTES for text in document.notes.values())
    ):
        raise NotAList
    notes = {plain(language): plain(text) for language, text in document.notes.items()}
    return Manifest(version, document.date, document.expires, document.page, notes)


def plain(text: str) -> str:
    """Return a text of several lines without what cannot be seen or turns others around (SAFETY T25, T48)."""
    lines = text.replace("\t", " ").replace("\r\n", "\n")
    kept = (char for char in lines if char == _KEPT_CONTROL or unicodedata.category(char) not in _UNSEEN)
    return "".join(kept).strip()


def check_signature(content: bytes, signature: bytes, keys: str) -> None:
    """Make sure that one of these keys has signed a list.

    Args:
        content: the list, byte for byte.
        signature: the file beside it.
        keys: minisign's public keys, with blanks between them.

    Raises:
        NotSigned: none of them has: the list may be anybody's.
    """
    import minisign  # with its cryptography it weighs 8 MB, and most lists were seen before

    try:
        read = minisign.Signature.from_bytes(signature)
    except (minisign.Error, ValueError):
        raise NotSigned from None
    for key in keys.split():
        try:
            minisign.PublicKey.from_base64(key).verify(content, read)
        except (minisign.Error, ValueError):
            continue
        return
    raise NotSigned
