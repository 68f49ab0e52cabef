"""Names in the parts that Idiligo wants: of people, and of documents."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

DOCUMENT = "document"

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_LONGEST_NAME = 100


def split_name(name: str) -> tuple[str, str]:
    """Return first and last name; a single name is the first one, and prefixes belong to the last name."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first:
        return first, last
    first, _, last = " ".join(name.split()).partition(" ")
    return first, last


def file_name(url: str) -> str:
    """Return what a document at an address is called."""
    name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return _UNSAFE.sub("_", name).strip(" .")[-_LONGEST_NAME:] or DOCUMENT
