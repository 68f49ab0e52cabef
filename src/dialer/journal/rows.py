"""The rows of the history as they are shown: one for each press, a page at a time, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from dialer.calls import history as calls
from dialer.journal.filter import CALL, MEETING, of_calls, of_meetings
from dialer.meetings import history as meetings

if TYPE_CHECKING:
    from datetime import datetime

    import apsw

    from dialer.calls.model import Call
    from dialer.journal.filter import Filter
    from dialer.meetings.model import Meeting


@dataclass(frozen=True, kw_only=True)
class JournalRow:
    """One press and what became of it: a call, or a meeting.

    Attributes:
        kind: ``call`` or ``meeting``; the attribute of that name is set, the other is None.
        at: when it was pressed, in local time. A meeting may begin long after: see ``meeting.start``.
    """

    kind: str
    at: datetime
    call: Call | None = None
    meeting: Meeting | None = None

    @property
    def id(self) -> str:
        """The call's or the meeting's id."""
        return self.call.id if self.call is not None else self.meeting.id if self.meeting is not None else ""


@dataclass(frozen=True)
class Page:
    """A part of the list.

    Attributes:
        next: what to ask the next page with; None at the end of the list.
    """

    rows: tuple[JournalRow, ...]
    next: str | None


def read_page(connection: apsw.Connection, which: Filter, after: str | None, limit: int) -> Page:
    """Return the next rows, by the order of the presses; what was written meanwhile moves none of them.

    Raises:
        ValueError: ``after`` comes from no page.
    """
    found: list[tuple[tuple[int, int], JournalRow]] = []
    for rank, kind in enumerate((MEETING, CALL)):
        # Rows that were there before both had one order may share a place: the call comes first.
        below = _bound(after, rank)
        if kind == CALL and (asked := of_calls(which)) is not None:
            for place, call in calls.newest(connection, asked.sql, asked.values, below, limit + 1):
                found.append(((place, rank), JournalRow(kind=kind, at=call.started_at, call=call)))
        elif kind == MEETING and (asked := of_meetings(which)) is not None:
            for place, meeting in meetings.newest(connection, asked.sql, asked.values, below, limit + 1):
                found.append(((place, rank), JournalRow(kind=kind, at=meeting.requested_at, meeting=meeting)))
    found.sort(key=itemgetter(0), reverse=True)
    shown = found[:limit]
    more = len(found) > limit and shown
    return Page(tuple(row for _, row in shown), "{}.{}".format(*shown[-1][0]) if more else None)


def read_one(connection: apsw.Connection, beginning: str) -> list[JournalRow]:
    """Return what an id, or its beginning, may mean: two rows at most."""
    where, values, last = "substr(id, 1, length(?)) = ?", (beginning, beginning), 1 << 62
    rows = [
        JournalRow(kind=CALL, at=call.started_at, call=call)
        for _, call in calls.newest(connection, where, values, last, 2)
    ]
    rows += [
        JournalRow(kind=MEETING, at=meeting.requested_at, meeting=meeting)
        for _, meeting in meetings.newest(connection, where, values, last, 2)
    ]
    return [row for row in rows if row.id == beginning] or rows


def _bound(after: str | None, rank: int) -> int:
    """Return below which place a table's next rows are."""
    if after is None:
        return 1 << 62
    place, _, last = after.partition(".")
    return int(place) + (rank < int(last))
