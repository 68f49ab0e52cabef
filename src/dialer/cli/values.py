"""Reading what stands on the command line beside the names of commands and options."""

from __future__ import annotations

import math
from datetime import datetime

_LAST_PORT = 0xFFFF


def seconds(text: str) -> float:
    """Read a time span, as seconds.

    Raises:
        ValueError: it is none.
    """
    value = float(text)
    if not (math.isfinite(value) and value >= 0):
        raise ValueError
    return value


def count(text: str) -> int:
    """Read a number of things.

    Raises:
        ValueError: it is none.
    """
    value = int(text)
    if value < 0:
        raise ValueError
    return value


def moment(text: str) -> datetime:
    """Read a date and time; without an offset it is this computer's.

    Raises:
        ValueError: it is none.
    """
    from dialer.meetings.requests import local_time  # few commands read a time

    typed = datetime.fromisoformat(text)
    if len(text) <= len("2026-03-29"):  # a day alone is no time
        raise ValueError
    return local_time(typed) if typed.tzinfo is None else typed


def port(text: str) -> int:
    """Read a port; 0 means any that is free.

    Raises:
        ValueError: it is none.
    """
    if not 0 <= (value := int(text)) <= _LAST_PORT:
        raise ValueError
    return value


def region(text: str) -> str:
    """Read a country, as its two letters.

    Raises:
        ValueError: it is none.
    """
    from dialer.contacts.numbers.plans import plan_for  # heavy, and few commands name a country

    if plan_for(text.upper()) is None:
        raise ValueError
    return text.upper()


def pair(text: str) -> tuple[str, str]:
    """Read ``key=value``.

    Raises:
        ValueError: it is none.
    """
    key, separator, value = text.partition("=")
    if not (key and separator):
        raise ValueError
    return key, value
