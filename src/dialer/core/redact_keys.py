"""Secrets that nobody told us of, by the key they stand next to."""

from __future__ import annotations

import re
from functools import cache

# What makes a key telling wherever it stands in it: access_token, X-API-KEY, userPassword.
_WORDS = (
    "password|passwd|passphrase|guid|token|ticket|api[_-]?key|secret|credential|cookie|authorization|bearer"
)
_KEYS = rf"(?:[\w-]{{0,40}}(?:{_WORDS})[\w-]{{0,20}}|login|key|pwd|pin)"
_HEADERS = "x-api-key|authorization|proxy-authorization|cookie|set-cookie"
_QUOTE = r"(?:\\+[\"']|&quot;|&#0*34;|&#x0*22;|%(?:25)*22)"
_COLON = "(?:[:,]|%(?:25)*(?:3a|2c))"
_GAP = r"(?:\s|\+|%(?:25)*20)*"

_TELLING = re.compile(rf"{_WORDS}|login|key|pwd|pin|://|basic\s", re.IGNORECASE)
_PATTERNS = (
    # in JSON, and in the repr of dictionaries and of header pairs, quoted or not
    rf"(?P<before>([\"']){_KEYS}\2\s*[:,]\s*b?([\"']))(?:\\.|(?!\3).)*(?P<after>\3|$)",
    rf"(?P<before>([\"']){_KEYS}\2\s*:\s*)(?!true\b|false\b|null\b)[^\s\"',}}\]\[{{]+(?P<after>)",
    # in such a text that was itself put into JSON, HTML or an address
    rf"(?P<before>({_QUOTE}){_KEYS}\2{_GAP}{_COLON}{_GAP}({_QUOTE}))(?:(?!\3)(?:\\+.|.))*(?P<after>\3|$)",
    # in XML
    rf"(?P<before><({_KEYS})(?:\s[^<>]*)?>)[^<]*(?P<after>)",
    # in a query string, also one that was itself put into an address
    rf"(?P<before>(?<![\w-]){_KEYS}=([\"'])).*?(?P<after>\2)",
    rf"(?P<before>(?<![\w-]){_KEYS}(?:=|%(?:25)*3d))[^\s&\"'<>]+?(?P<after>%(?:25)*26|[\s&\"'<>]|$)",
    # as a header
    rf"(?P<before>(?<![\w-])(?:{_HEADERS}):\s*)[^\r\n]+(?P<after>)",
    r"(?P<before>\b(?:bearer|basic)\s+)(?=\S*[0-9=])[\w.~+/=-]{6,}(?P<after>)",
    # in plain words
    rf"(?P<before>(?<![a-z0-9])(?:{_WORDS}):\s*)[^\s,;\"']+(?P<after>)",
    # before the host of an address
    r"(?P<before>://)[^/\s@\"']+(?P<after>@)",
)


def is_telling(key: str) -> bool:
    """Whether what is kept under this key may be a secret."""
    return re.fullmatch(_KEYS, key, re.IGNORECASE) is not None


def take_out_by_key(text: str) -> str:
    """Return the text without what stands next to a telling key."""
    if _TELLING.search(text) is None:
        return text
    for pattern in _compiled():
        text = pattern.sub(r"\g<before>***\g<after>", text)
    return text


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    """Return the patterns; they cost time and memory, and most programs that log never need them."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)
