"""What a press of Call would send, told before: the number as the provider gets it, and which phone rings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.calls.own_phones import label_of, rings
from dialer.calls.provider import telephony

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.hub import Hub


@dataclass(frozen=True, kw_only=True)
class DialPreview:
    """What would be sent for a number.

    Attributes:
        sent: the number as the account's provider gets it.
        account: the account that pays.
        phone: the user's own phone that rings first; empty where it is not known.
    """

    sent: str
    account: str
    phone: str = ""


async def preview_of(hub: Hub, candidate: Candidate) -> DialPreview | None:
    """Return what would be sent for a number now; None where it cannot be called, or no account is ready.

    The account is that of a press that names none: the first one that is ready.
    """
    accounts = telephony(hub)
    if candidate.e164 is None or not candidate.callable or not accounts:
        return None
    entry, provider = accounts[0]
    # Writing a number needs the numbering plans, which must not hold up the window.
    sent = await asyncio.to_thread(provider.sent_as, candidate.e164)
    number = rings(hub.settings, provider) or ""
    label = label_of(hub.settings, number) if number else ""
    return DialPreview(sent=sent, account=entry.title, phone=f"{label} ({number})" if label else number)
