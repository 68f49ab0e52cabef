"""The meetings' rows: one for each press of Create meeting, written before anything is sent.

Links and details are not among them: they let people in.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dialer.core.places import next_place
from dialer.meetings import schema
from dialer.meetings.model import Meeting, MeetingState, NotMade

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.core.database import Database
    from dialer.meetings.provider import MeetingPerson

_COLUMNS = (
    "id", "entry_id", "domain", "account", "subject", "start", "minutes", "ends_utc", "requested_at",
    "immediate", "people", "state", "reason", "provider_id", "error_key", "private",
    "recurrence", "zone",
)  # fmt: skip


class MeetingHistory:
    """The rows of one home."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database, in which `schema.MIGRATIONS` are applied."""
        self._database = database

    async def insert(self, meeting: Meeting) -> None:
        """Write a new row to the disk.

        Raises:
            StorageError: it could not be written, so nothing may be sent.
        """
        await self._database.write(lambda connection: insert(connection, meeting))

    async def update(self, meeting: Meeting) -> None:
        """Write what is known of a meeting now; when it was asked for stays as it was written at first.

        Raises:
            StorageError: it could not be written.
        """
        values = dict(zip(_COLUMNS, row_of(meeting), strict=True)) | {"found_by": _words_of(meeting)}
        del values["requested_at"]
        sets = ", ".join(f"{name} = ?" for name in values)
        await self._write(
            f"UPDATE meeting SET {sets} WHERE id = ?",  # noqa: S608  # our own column names
            [*values.values(), meeting.id],
        )

    async def get(self, meeting_id: str) -> Meeting | None:
        """Return one row."""
        found = await self._read("WHERE id = ?", (meeting_id,))
        return found[0] if found else None

    async def ending_after(self, moment: datetime) -> list[Meeting]:
        """Return what is not over at a moment, in the order of the presses."""
        return await self._read("WHERE ends_utc >= ? ORDER BY row", (schema.utc(moment),))

    async def ended_before(self, moment: datetime, limit: int) -> list[Meeting]:
        """Return what was over at a moment, the last first; all of it where the limit is 0."""
        # SQLite takes a negative limit for none.
        values = (schema.utc(moment), limit or -1)
        return await self._read("WHERE ends_utc < ? ORDER BY ends_utc DESC, row DESC LIMIT ?", values)

    async def recent(self, limit: int = 50) -> list[Meeting]:
        """Return the newest rows first."""
        return await self._read("ORDER BY row DESC LIMIT ?", (limit,))

    async def of_account(self, entry_id: str) -> list[Meeting]:
        """Return an account's rows."""
        return await self._read("WHERE entry_id = ? ORDER BY row", (entry_id,))

    async def with_contact(self, contact_id: str, limit: int = 10) -> list[Meeting]:
        """Return the meetings with one contact, and with those that were merged into it, the newest first."""
        among = (
            "SELECT 1 FROM json_each(people) WHERE value ->> 'contact_id' IN (SELECT ?1 UNION ALL"
            " SELECT 'c' || old FROM contact_successor WHERE contact = CAST(substr(?1, 2) AS INTEGER))"
        )
        return await self._read(
            f"WHERE EXISTS ({among}) ORDER BY ends_utc DESC LIMIT ?2", (contact_id, limit)
        )

    async def open_meetings(self) -> list[Meeting]:
        """Return the rows of which nobody knows yet what became."""
        return await self._read("WHERE state IN ('requested', 'unknown') ORDER BY row", ())

    async def unfinished(self, before: datetime) -> list[Meeting]:
        """Return the rows that are not settled, or were over before a moment and are not closed."""
        return await self._read(f"WHERE {schema.UNFINISHED}", (schema.utc(before),))

    async def _write(self, sql: str, values: Sequence[Any]) -> None:
        def write(connection: apsw.Connection) -> None:
            connection.execute(sql, values)

        await self._database.write(write)

    async def _read(self, where: str, values: Sequence[Any]) -> list[Meeting]:
        sql = f"SELECT {', '.join(_COLUMNS)} FROM meeting {where}"  # noqa: S608  # our own column names

        def read(connection: apsw.Connection) -> list[Meeting]:
            return [_meeting(row) for row in connection.execute(sql, values)]

        return await self._database.read(read)


def insert(connection: apsw.Connection, meeting: Meeting) -> None:
    """Write a new row, at the next place of the history."""
    marks = ", ".join("?" * (len(_COLUMNS) + 2))
    sql = f"INSERT INTO meeting({', '.join(_COLUMNS)}, found_by, place) VALUES ({marks})"  # noqa: S608  # our own column names
    place = next_place(connection, meeting.requested_at)
    connection.execute(sql, [*row_of(meeting), _words_of(meeting), place])


def newest(
    connection: apsw.Connection, where: str, values: Sequence[Any], below: int, limit: int
) -> list[tuple[int, Meeting]]:
    """Return the newest rows of which a condition holds, each with its place, which is below this one."""
    sql = f"SELECT place, {', '.join(_COLUMNS)} FROM meeting WHERE ({where}) AND place < ?"  # noqa: S608  # our own conditions
    rows = connection.execute(f"{sql} ORDER BY place DESC LIMIT ?", (*values, below, limit))
    return [(place, _meeting(row)) for place, *row in rows]


def row_of(meeting: Meeting) -> list[Any]:
    """Return what is written of a meeting."""
    from dialer.meetings.repeats import last_end  # whoever only reads calls needs neither rules nor zones

    people = [_kept(person, private=meeting.private) for person in meeting.people]
    values = {
        "subject": "" if meeting.private else meeting.subject,
        "start": meeting.start.isoformat(),
        "ends_utc": schema.utc(last_end(meeting)),
        "requested_at": meeting.requested_at.isoformat(),
        "immediate": int(meeting.immediate),
        "people": json.dumps(people, ensure_ascii=False),
        "state": meeting.state.value,
        "reason": meeting.reason and meeting.reason.value,
        "private": int(meeting.private),
    }
    return [values[name] if name in values else getattr(meeting, name) for name in _COLUMNS]


def _words_of(meeting: Meeting) -> str:
    """Return what is kept of a meeting to look for it by."""
    if meeting.private:
        return ""
    return schema.words_of(meeting.subject, [person.name for person in meeting.people if not person.private])


def _kept(person: MeetingPerson, *, private: bool) -> dict[str, Any]:
    if private or person.private:
        return {"name": "", "contact_id": person.contact_id, "private": True}
    return {key: value for key, value in asdict(person).items() if value}


def _meeting(row: Sequence[Any]) -> Meeting:
    from dialer.meetings.provider import MeetingPerson  # as above

    values = dict(zip(_COLUMNS, row, strict=True))
    del values["ends_utc"]
    values["people"] = tuple(MeetingPerson(**person) for person in json.loads(values["people"]))
    for name in ("start", "requested_at"):
        values[name] = datetime.fromisoformat(values[name])
    for name in ("immediate", "private"):
        values[name] = bool(values[name])
    values["state"] = MeetingState(values["state"])
    values["reason"] = values["reason"] and NotMade(values["reason"])
    return Meeting(**values)
