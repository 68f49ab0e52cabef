"""What becomes of meetings' rows in the end: forgotten at somebody's wish, or deleted as too old."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dialer.meetings.schema import utc, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    import apsw

# What is not settled, or whose links are kept still, is closed first.
_CLOSED = "state NOT IN ('requested', 'unknown', 'ready', 'incomplete') AND ends_utc < ?"


def forget(
    connection: apsw.Connection, contact_ids: Sequence[str], numbers: Sequence[str], now: datetime
) -> list[str]:
    """Wipe somebody from the meetings that are over, with what they were about; return the meetings' ids."""
    ids, called = ", ".join("?" * len(contact_ids)), ", ".join("?" * len(numbers))
    among = f"value ->> 'contact_id' IN ({ids}) OR value ->> 'number' IN ({called})"
    values = (*contact_ids, *numbers)
    found: list[Any] = connection.execute(
        f"SELECT id, people FROM meeting WHERE ends_utc < ?"  # noqa: S608  # marks
        f" AND EXISTS (SELECT 1 FROM json_each(people) WHERE {among})",
        (utc(now), *values),
    ).fetchall()
    for meeting_id, people in found:
        left = [_nobody(each, contact_ids, numbers) for each in json.loads(people)]
        words = words_of("", [str(person.get("name", "")) for person in left])
        connection.execute(
            "UPDATE meeting SET subject = '', people = ?, found_by = ? WHERE id = ?",
            (json.dumps(left, ensure_ascii=False), words, meeting_id),
        )
    connection.execute(
        f"UPDATE meeting_phoned SET number = '', name = '', contact_id = NULL"  # noqa: S608  # marks
        f" WHERE contact_id IN ({ids}) OR number IN ({called})",
        values,
    )
    return [meeting_id for meeting_id, _ in found]


def drop_old(connection: apsw.Connection, before: datetime, limit: int) -> list[str]:
    """Delete meetings that were over before a moment, with all that is kept of them; return their ids."""
    moment = utc(before)
    found: list[Any] = connection.execute(
        f"SELECT id FROM meeting WHERE {_CLOSED} ORDER BY ends_utc LIMIT ?",  # noqa: S608  # constant
        (moment, limit),
    ).fetchall()
    for statement in (
        "DELETE FROM meeting_revision WHERE meeting = ?",
        "DELETE FROM meeting_phoned WHERE meeting = ?",
        "DELETE FROM meeting WHERE id = ?",
    ):
        connection.executemany(statement, found)
    # Of meetings that were made elsewhere there is nothing but this.
    connection.execute(
        "DELETE FROM meeting_phoned WHERE at_utc < ? AND meeting NOT IN (SELECT id FROM meeting)", (moment,)
    )
    return [meeting_id for (meeting_id,) in found]


def _nobody(
    person: dict[str, object], contact_ids: Collection[str], numbers: Collection[str]
) -> dict[str, object]:
    if person.get("contact_id") in contact_ids or person.get("number") in numbers:
        return {"name": "", "private": True}
    return person
