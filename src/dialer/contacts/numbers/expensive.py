"""Numbers that can cost a lot where their type in the numbering plans does not tell.

Sources: the list of assigned country codes (ITU-T E.164, Operational Bulletin No. 991, annex of
1 November 2011, and its amendments) and the UK's National Telephone Numbering Plan (Ofcom, part A).
"""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """Numbers that begin alike.

    Attributes:
        prefix: how they begin, in E.164 form.
        what: who is behind them.
    """

    prefix: str
    what: str


RANGES = (
    Range("+870", "Inmarsat: satellite"),
    Range("+878", "Universal Personal Telecommunications: forwarding of no country"),
    Range("+881", "Global Mobile Satellite System: Iridium, Globalstar"),
    Range("+882", "international networks: satellite, ships, aircraft; the classic revenue share"),
    Range("+883", "international networks, as +882"),
    Range("+979", "International Premium Rate Service"),
    Range("+4470", "United Kingdom: personal numbers, which forward at the caller's cost"),
)

PREFIXES = tuple(each.prefix for each in RANGES)
