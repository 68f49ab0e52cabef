"""What is dialled and what is not: the same for a call, and for somebody who is phoned into a meeting.

Emergency numbers never, expensive ones and those of other countries after a deliberate second step only
(SAFETY T21, T22); what is abroad, and how much of it a day, says ``abroad``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.contacts.numbers.own_phone import SAY_INTERNAL, check_own
from dialer.contacts.numbers.reading import NumberType
from dialer.core.errors import InputError, SafetyError

if TYPE_CHECKING:
    from collections.abc import Collection

    from dialer.contacts.numbers.reading import Candidate

PREMIUM = "premium"
ABROAD = "abroad"
MAY_STILL_RUN = "may_still_run"


class ConfirmNeeded(SafetyError):
    """The user has to say yes to something first; the same request with it in ``confirmed`` goes on."""

    def __init__(self, what: str, **placeholders: object) -> None:
        """Name the step; its question is the sentence ``calls.confirm.<what>``."""
        super().__init__(f"calls.confirm.{what}", **placeholders)
        self.what = what


async def read_number(text: str, region: str) -> Candidate:
    """Read the number that a press is for.

    Raises:
        InputError: it is none, or none that can be called.
        SafetyError: it is an emergency number.
    """
    # phonenumbers is heavy to import and must not hold up the window.
    return await asyncio.to_thread(_read_number, text, region)


async def check_own_phone(text: str, region: str, confirmed: Collection[str]) -> None:
    """See to the phone that rings first: the provider calls it as it calls everybody.

    What is no number of the network is an internal one, which the provider knows.

    Raises:
        SafetyError: it is an emergency number, and no internal one by the company's rules.
        ConfirmNeeded: it is an expensive one, and the user has not said yes to that.
    """
    candidate = await asyncio.to_thread(check_own, text, region)
    if candidate.type is NumberType.EMERGENCY:
        if candidate.reason == SAY_INTERNAL:
            raise SafetyError(SAY_INTERNAL)
        raise SafetyError("calls.safety.emergency", number=candidate.raw)
    if candidate.confirm and PREMIUM not in confirmed:
        raise ConfirmNeeded(PREMIUM, number=text)


def _read_number(text: str, region: str) -> Candidate:
    from dialer.contacts.numbers.numbers import check  # heavy

    candidate = check(text, region)
    if candidate.type is NumberType.EMERGENCY:
        raise SafetyError("calls.safety.emergency", number=candidate.raw)
    if not candidate.callable or candidate.e164 is None:
        raise InputError(candidate.reason or "calls.error.not_a_number")
    return candidate
