"""Phone numbers and e-mail addresses, masked so that two of them can still be told apart."""

from __future__ import annotations

import re
from functools import cache

# The limits keep a long word from being searched again from each of its letters.
_EMAIL = (
    r"(?<![\w.+%-])[\w.+%-]{1,64}(?:@|%(?:25)*40|&(?:amp;)*\#(?:0*64|x0*40);|\\+u0040)"
    r"(?=[\w-]+(?:\.[\w-]+)+)"
)

# What people, addresses and HTML put between the digits of a number.
_BETWEEN = (
    r"(?:[ \u00a0\u2007\u2009\u202f().\-\u2010\u2011\u2012\u2013/+]|%(?:25)*(?:20|28|29|2[bdef]|c2%(?:25)*a0)"
    r"|&nbsp;|&\#160;|\\+u(?:00a0|2009|202f|2011))"
)
_PLUS = r"(?:\+|%(?:25)*2b|&(?:amp;)*(?:\#43|\#x2b|plus);|\\+u002b)"
_MORE = rf"(?:{_BETWEEN}{{0,3}}[0-9])"
_NUMBER = (
    # What looks like a number and is none: ids, moments, addresses, fractions, versions.
    r"(?P<kept>(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])"
    r"|(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{32}(?![0-9a-z])"
    r"|(?<![0-9])[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?![0-9])"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,6})?)?)?(?:\ ?[+-][0-9]{2}:?[0-9]{2})?(?![0-9])"
    r"|(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9.])"
    r"|(?<![0-9.])[02-689]\.[0-9]+(?![0-9.])"
    r"|(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,6}(?![0-9.])"
    # A version that is a date, with nothing behind it that could go on as a number does.
    rf"|(?<![0-9.])20[0-9]{{2}}\.(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12][0-9]|3[01])(?!{_BETWEEN}{{0,3}}[0-9]))"
    # With a leading plus or zero; without one, eight digits and more, as providers and some countries write.
    rf"|{_PLUS}{_BETWEEN}{{0,2}}(?P<international>[1-9]{_MORE}{{6,}})"
    rf"|(?<![0-9])(?P<national>\(?0{_BETWEEN}{{0,2}}0?{_BETWEEN}{{0,2}}[1-9]{_MORE}{{6,}})"
    rf"|(?<![0-9])(?P<plain>[1-9]{_MORE}{{7,}})"
)
# Quick to ask, and mostly the answer is no: the rest is made ready when it is needed first.
_MAY_BE_EMAIL = re.compile(r"@|%40|%2540|&\#|u0040", re.IGNORECASE)
_MAY_BE_NUMBER = re.compile(r"(?:[0-9][^0-9]{0,24}){7}")
_LONG = 10
_SHOWN_LONG, _SHOWN_SHORT = 3, 2
_SHORTEST = 7


def mask_people(text: str) -> str:
    """Return the text with phone numbers and e-mail addresses masked."""
    if _MAY_BE_EMAIL.search(text) is not None:
        text = _compiled(_EMAIL).sub("•••@", text)
    if _MAY_BE_NUMBER.search(text) is not None:
        text = _compiled(_NUMBER).sub(_masked, text)
    return text


def mask_number(number: str) -> str:
    """Return a phone number as a log may hold it: ``+316•••••678``."""
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) < _SHORTEST:
        return "•" * len(digits)
    shown = _SHOWN_LONG if len(digits) >= _LONG else _SHOWN_SHORT
    plus = "+" if number.startswith("+") else ""
    return f"{plus}{digits[:shown]}{'•' * (len(digits) - 2 * shown)}{digits[-shown:]}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _masked(match: re.Match[str]) -> str:
    if match["kept"] is not None:
        return match["kept"]
    if match["international"] is not None:
        return mask_number("+" + _compiled(_BETWEEN).sub("", match["international"]))
    return mask_number(_compiled(_BETWEEN).sub("", match["national"] or match["plain"]))
