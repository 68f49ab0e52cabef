"""What is found, counted and added up, against a plain model of it."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialer.calls.model import CallState, EndReason
from dialer.core.home import Home
from dialer.journal.filter import KINDS, Filter
from dialer.meetings.model import Meeting
from tests.fakes import START
from tests.journal.conftest import BAKKER, JANSEN, Room

if TYPE_CHECKING:
    from dialer.calls.model import Call

_ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
_MOMENTS = st.builds(
    lambda minutes, zone: (START + timedelta(minutes=minutes)).astimezone(zone), st.integers(0, 4000), _ZONES
)
_NAMES = st.sampled_from(["Sanne Jansen", "Zoë Bakker", None])
_CALLS = st.fixed_dictionaries(
    {
        "at": _MOMENTS,
        "number": st.sampled_from([JANSEN, BAKKER]),
        "name": _NAMES,
        "contact_id": st.sampled_from(["c1", "c2", None]),
        "entry_id": st.sampled_from(["e1", "e2"]),
        "state": st.sampled_from([CallState.ENDED, CallState.ENDED, CallState.SOURCE_RINGING]),
        "reason": st.sampled_from([EndReason.COMPLETED, EndReason.BUSY, EndReason.LOST]),
        "both_connected": st.booleans(),
        "talk_seconds": st.sampled_from([None, 0.0, 12.5, 600.0]),
        "note": st.sampled_from(["", "dossier 4711"]),
        "outcome": st.sampled_from(["", "reached", "voicemail"]),
        "tags": st.sampled_from([(), ("VIP",), ("vip", "sales")]),
        "private": st.sampled_from([False, False, True]),
    }
)
_MEETINGS = st.fixed_dictionaries({"at": _MOMENTS, "subject": st.sampled_from(["Advice", "4711"])})
_FILTERS = st.builds(
    Filter,
    text=st.sampled_from(["", "", "zoe", "4711", "0142", "020 555 01", "sanne dossier"]),
    since=st.sampled_from([None, date(2026, 3, 2), date(2026, 3, 4)]),
    until=st.sampled_from([None, date(2026, 3, 2), date(2026, 3, 4)]),
    contact_id=st.sampled_from([None, None, "c1"]),
    entry_ids=st.sampled_from([frozenset(), frozenset({"e1"}), frozenset({"e2", "m1"})]),
    outcomes=st.sampled_from([frozenset(), frozenset({""}), frozenset({"reached", "voicemail"})]),
    tags=st.sampled_from([frozenset(), frozenset({"Vip"})]),
    reached=st.sampled_from([None, None, True, False]),
    kinds=st.sampled_from([KINDS, frozenset({"call"}), frozenset({"meeting"})]),
    private=st.sampled_from([None, False, True]),
)


def _holds(which: Filter, row: Call | Meeting) -> bool:
    at = row.requested_at if isinstance(row, Meeting) else row.started_at
    if (which.since and at.date() < which.since) or (which.until and at.date() > which.until):
        return False
    if which.entry_ids and row.entry_id not in which.entry_ids:
        return False
    if isinstance(row, Meeting):
        only_calls = which.outcomes or which.tags or which.reached is not None or which.private
        ids = {person.contact_id for person in row.people}
        text = " ".join([row.subject, *(person.name for person in row.people)])
        return (
            "meeting" in which.kinds
            and not only_calls
            and (which.contact_id is None or which.contact_id in ids)
            and _found(which.text, text, "")
        )
    return (
        "call" in which.kinds
        and (which.contact_id is None or row.contact_id == which.contact_id)
        and (not which.outcomes or row.outcome in which.outcomes)
        and (not which.tags or any(tag.lower() == "vip" for tag in row.tags))
        and (which.reached is None or row.reached is which.reached)
        and (which.private is None or row.private is which.private)
        and _found(which.text, f"{row.name or ''} {row.note}", row.number)
    )


def _found(typed: str, text: str, number: str) -> bool:
    text = f"{text} {number}".lower().replace("ë", "e")
    digits = typed.replace(" ", "")
    if digits.isdigit() and digits.lstrip("0") in number:
        return True
    return all(word in text for word in typed.split())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    drafts=st.lists(st.one_of(_CALLS, _MEETINGS), max_size=12),
    filters=st.lists(_FILTERS, min_size=1, max_size=6),
    limit=st.integers(1, 5),
)
def test_what_is_meant_is_found_counted_and_added_up(
    drafts: list[dict[str, object]], filters: list[Filter], limit: int
) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Home.open(Path(folder)))
            await room.open()
            try:
                for draft in drafts:
                    await (room.meeting if "subject" in draft else room.call)(**draft)  # type: ignore[arg-type]  # drawn
                rows = [row.call or row.meeting for row in (await room.journal.page()).rows]
                assert len(rows) == len(drafts)
                for which in filters:
                    await _check(room, which, [row for row in rows if row and _holds(which, row)], limit)
            finally:
                await room.close()

    asyncio.run(run())


async def _check(room: Room, which: Filter, expected: list[Call | Meeting], limit: int) -> None:
    seen, after = [], None
    while True:
        page = await room.journal.page(which, after, limit)
        seen += [row.call or row.meeting for row in page.rows]
        assert len(page.rows) <= limit
        if (after := page.next) is None:
            break
        assert len(page.rows) == limit
    assert seen == expected
    assert await room.journal.count(which) == len(expected)
    calls = [row for row in expected if not isinstance(row, Meeting)]
    sums = await room.journal.statistics(which)
    assert sums.total.calls == len(calls)
    assert sums.reached == sum(call.reached is True for call in calls)
    assert sums.not_reached == sum(call.reached is False for call in calls)
    assert sums.talk_seconds == sum(call.talk_seconds or 0 for call in calls)
    assert {day: tally.calls for day, tally in sums.per_day} == Counter(c.started_at.date() for c in calls)
    assert [day for day, _ in sums.per_day] == sorted(day for day, _ in sums.per_day)
    by_hour = Counter(call.started_at.hour for call in calls)
    assert [tally.calls for tally in sums.per_hour] == [by_hour[hour] for hour in range(24)]
    assert {each.number: each.tally.calls for each in sums.top} == Counter(
        c.number for c in calls if c.number
    )
    for each in sums.top:
        [last, *_] = [call for call in calls if call.number == each.number]
        assert (each.name, each.contact_id) == (last.name, last.contact_id)
