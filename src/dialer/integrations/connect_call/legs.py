"""The numbers of the two legs, as an account sends them."""

from __future__ import annotations

import re

from dialer.core.errors import InputError

STYLES = ("e164", "e164_plus", "international_00", "national")
"""The ways to write a number on the wire; which one a server wants is documented nowhere."""

_TYPED = re.compile(r"[0-9 ().+/-]+")
_EXTENSION = re.compile(r"[0-9]{2,6}")


def split(sources: str) -> tuple[str, ...]:
    """Return the user's own numbers from the account's field; the first one rings by default."""
    return tuple(number.strip() for number in sources.split(",") if number.strip())


def own_number(text: str, region: str) -> str:
    """Return one of the user's own numbers in E.164 form, or an internal one as it is.

    Raises:
        InputError: it cannot be rung, or must not be.
    """
    from dialer.contacts.numbers.own_phone import check_own
    from dialer.contacts.numbers.reading import NumberType

    number = check_own(text, region)
    # Unless the company says it is an internal number, ringing this "own phone" would call the fire brigade.
    if number.type is NumberType.EMERGENCY:
        raise InputError("connect_call.error.source_emergency")
    # Reading finds a number within other words, too; a field for a number holds nothing else.
    if number.e164 is not None and _TYPED.fullmatch(text):
        return number.e164
    if _EXTENSION.fullmatch(text):
        return text
    raise InputError("connect_call.error.source")


def written(number: str, style: str, region: str) -> str:
    """Return a number from ``own_number`` or the dial gate as the account's style writes it."""
    if _EXTENSION.fullmatch(number):
        return number
    from dialer.contacts.numbers.numbers import format_for

    return format_for(number, style, region)
