"""Calls to other countries: asked about once, and no more of them a day than the settings allow (SAFETY T21).

The countries of the setting ``abroad`` are called like the own one, and are not counted. Counted is what was
sent, in calls and into meetings alike, on this day of the local calendar; the provider's own limit is the
real barrier, and this one is beside it.

A call whose record does not say any more whom it was made to, as it is private or forgotten, counts as one
abroad, wherever it went: the limit guards money, so what is not known is counted, and a call cannot be made
private to get round it. To keep just whether it went abroad would tell of a private call what its record
promises not to. So the sentence about the limit says that such calls are among those counted, and is the
same for a private call inland and for one abroad.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dialer.contacts.numbers.dialling import ABROAD, ConfirmNeeded
from dialer.contacts.numbers.reading import NumberType
from dialer.core.errors import DialerError, SafetyError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import apsw

    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.database import Database
    from dialer.core.hub import Hub

_MOST_ROWS = 5000
# Parts of a country that have a region of their own and are called at its price.
_PARTS = {
    "AU": {"CC", "CX"},
    "FI": {"AX"},
    "GP": {"BL", "MF"},
    "IT": {"VA"},
    "NO": {"SJ"},
}
# The tables belong to the rooms above, whose records are the only truth about what was sent.
_CALLS = "SELECT number, started_at FROM call WHERE reason IS NOT 'not_sent' ORDER BY row DESC LIMIT ?"
_PHONED = "SELECT number, at FROM meeting_phoned WHERE state <> 'not_sent' ORDER BY row DESC LIMIT ?"


async def check_abroad(hub: Hub, candidate: Candidate, confirmed: Collection[str]) -> None:
    """Refuse or ask about a number of another country; one that is dear is asked about as such.

    Raises:
        SafetyError: so many such numbers were called today already.
        ConfirmNeeded: the user has not said yes to another country.
    """
    home, allowed = str(hub.settings.region), _regions(hub.settings.get("abroad"))
    if not is_abroad(candidate, home, allowed):
        return
    most = hub.settings.get("abroad_per_day")
    if isinstance(most, int) and most > 0:
        numbers = await _dialled_on(hub.database, hub.clock.now())
        if await asyncio.to_thread(_count, numbers, home, allowed) >= most:
            raise SafetyError("calls.safety.abroad_per_day", most=most)
    if candidate.confirm or ABROAD in confirmed:
        return
    shown = candidate.international or candidate.raw
    region = candidate.region or ""
    country = DialerError(f"ui_countries.{region}" if region else "calls.confirm.no_country")
    raise ConfirmNeeded(ABROAD, number=shown, country=country, region=region)


def asks_abroad(hub: Hub, candidate: Candidate) -> bool:
    """Whether a number is asked about because of its country."""
    home, allowed = str(hub.settings.region), _regions(hub.settings.get("abroad"))
    return not candidate.confirm and is_abroad(candidate, home, allowed)


def is_abroad(candidate: Candidate, home: str, allowed: Collection[str] = ()) -> bool:
    """Whether a number is neither of the home's country, nor of an allowed one, nor free everywhere."""
    region = candidate.region
    if region is None:
        return candidate.type is not NumberType.TOLL_FREE
    near = {home, *allowed}
    return region not in near and not any(region in _PARTS.get(each, ()) for each in near)


def is_of_day(at: str, now: datetime) -> bool:
    """Whether what a record says of its moment was on this day of the local calendar."""
    moment = datetime.fromisoformat(at)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    # The offset of then counts too: when the clocks go back, the day has an hour more.
    return now.date() in {moment.date(), aware.astimezone(now.tzinfo).date()}


def _regions(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list | tuple) else frozenset()


async def _dialled_on(database: Database, now: datetime) -> list[str]:
    """Return the numbers that were dialled on a day, the newest of those that the records hold."""

    def read(connection: apsw.Connection) -> list[str]:
        found = []
        for sql in (_CALLS, _PHONED):
            for number, at in connection.execute(sql, (_MOST_ROWS,)):
                if is_of_day(str(at), now):
                    found.append(str(number))
        return found

    return await database.read(read)


def _count(numbers: Iterable[str], home: str, allowed: Collection[str]) -> int:
    from dialer.contacts.numbers.numbers import check_stored  # heavy

    # Of a record that was wiped nobody knows where it went: else the limit would hold for nobody.
    return sum(not number or is_abroad(check_stored(number, home), home, allowed) for number in numbers)
