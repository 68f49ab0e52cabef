"""The phone that rings first: read as other numbers are, save that a company's internal numbers count."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.contacts.numbers.company_rules import rules_of
from dialer.contacts.numbers.reading import NumberType

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Candidate

SAY_INTERNAL = "number_rules.reason.own_emergency"
"""The sentence for an emergency number that the company's rules may say is an internal one."""

_PLAIN = re.compile(r"[0-9]{2,6}")


def check_own(text: str, region: str) -> Candidate:
    """Read a phone of the user's own; heavy libraries are loaded.

    It is not read by the company's rules, as an internal phone is rung as that. Only what they say of
    internal numbers counts where a country has an emergency number that looks like one: 100 and 101 in
    Belgium. Then it is no emergency number, but a short one that nobody outside can call. Numbers that
    reach help everywhere stay what they are, whatever the rules say (SAFETY T22).

    Args:
        text: what was typed.
        region: the home's country, with the company's rules.
    """
    from dialer.contacts.numbers.numbering import EMERGENCY_EVERYWHERE  # heavy
    from dialer.contacts.numbers.numbers import check

    found, written = check(text, str(region)), text.strip()
    may_be_internal = _PLAIN.fullmatch(written) and written not in EMERGENCY_EVERYWHERE
    if found.type is not NumberType.EMERGENCY or not may_be_internal:
        return found
    rules = rules_of(region)
    if rules is not None and rules.has_internal(len(written)):
        return replace(found, type=NumberType.SHORT, reason="number_rules.reason.internal")
    return replace(found, reason=SAY_INTERNAL)
