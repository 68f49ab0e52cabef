"""When contacts were last called: taken back where that is nobody's business any more."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    import apsw


def take_back(connection: apsw.Connection, contact_id: str, at: datetime, before: datetime | None) -> None:
    """Let a contact have been called last at a moment before, or never, where this call was the last one."""
    connection.execute(
        "UPDATE contact SET last_called = ? WHERE id = CAST(substr(?, 2) AS INTEGER) AND last_called = ?",
        (before and _utc(before), contact_id, _utc(at)),
    )


def forget(connection: apsw.Connection, contact_ids: Collection[str], numbers: Collection[str]) -> None:
    """Let these contacts, and whoever has one of these numbers, never have been called."""
    ids = ", ".join(["CAST(substr(?, 2) AS INTEGER)"] * len(contact_ids))
    having = ", ".join("?" * len(numbers))
    connection.execute(
        f"UPDATE contact SET last_called = NULL WHERE last_called IS NOT NULL AND (id IN ({ids})"  # noqa: S608  # marks
        f" OR id IN (SELECT contact FROM contact_number WHERE e164 IN ({having})))",
        (*contact_ids, *numbers),
    )


def own_numbers(connection: apsw.Connection, contact_id: str) -> list[str]:
    """Return a contact's numbers, in E.164 form, that no other contact has."""
    rows = connection.execute(
        "SELECT DISTINCT e164 FROM contact_number AS mine"
        " WHERE contact = CAST(substr(?, 2) AS INTEGER) AND e164 IS NOT NULL AND NOT EXISTS("
        " SELECT 1 FROM contact_number AS other"
        " WHERE other.e164 = mine.e164 AND other.contact <> mine.contact)",
        (contact_id,),
    )
    return [number for (number,) in rows]


def all_ids(connection: apsw.Connection, contact_id: str) -> list[str]:
    """Return a contact's id, and those of whoever was merged into it."""
    merged = "SELECT 'c' || old FROM contact_successor WHERE contact = CAST(substr(?, 2) AS INTEGER)"
    return [contact_id, *(old for (old,) in connection.execute(merged, (contact_id,)))]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
