"""A contact as the rows that there are of it, to put it back as it was.

Whatever is kept of a contact comes back, also what this file knows nothing of.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from dialer.contacts import store
from dialer.contacts.model import LOCAL

if TYPE_CHECKING:
    import apsw

Rows = dict[str, list[dict[str, Any]]]

_PARTS = ("contact_number", "contact_email", "contact_extra", "contact_reread", "contact_link")


def of(connection: apsw.Connection, row: int) -> Rows:
    """Return everything that is kept of a contact, as the rows that there are."""
    found = {"contact": _select(connection, "contact", "id=?", row)}
    for table in _PARTS:
        found[table] = _select(connection, table, "contact=?", row)
    found["contact_successor"] = _select(connection, "contact_successor", "contact=?", row)
    found["contact_distinct"] = _select(connection, "contact_distinct", "?1 IN (one, other)", row)
    return found


def _select(connection: apsw.Connection, table: str, where: str, row: int) -> list[dict[str, Any]]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}", (row,))  # noqa: S608  # constants
    found = []
    for values in cursor:
        names = [description[0] for description in cursor.getdescription()]
        found.append({name: _kept(value) for name, value in zip(names, values, strict=True)})
    return found


def _kept(value: Any) -> Any:
    return {"bytes": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def restore(connection: apsw.Connection, rows: Rows) -> bool:
    """Put a contact back as it was; return whether that was done: a directory's own people may be gone."""
    (contact,) = rows["contact"]
    row = contact["id"]
    if contact["source"] != LOCAL:
        return _restore_link(connection, row, rows)
    if store.unindex(connection, row):
        called = connection.execute("SELECT last_called FROM contact WHERE id=?", (row,)).get
        # Somebody may have been called since.
        _update(
            connection, {**contact, "last_called": max(called or "", contact["last_called"] or "") or None}
        )
        for table in _PARTS:
            connection.execute(f"DELETE FROM {table} WHERE contact=?", (row,))  # noqa: S608  # constants
    else:
        _insert(connection, "contact", {**contact, "uid": _free_uid(connection, contact["uid"])})
    for table in _PARTS:
        for each in rows[table]:
            _insert(connection, table, each)
    store.reindex(connection, row)
    return True


def _restore_link(connection: apsw.Connection, row: int, rows: Rows) -> bool:
    connection.execute("DELETE FROM contact_link WHERE contact=?", (row,))
    if connection.execute("SELECT 1 FROM contact WHERE id=?", (row,)).fetchone() is None:
        return False
    for each in rows["contact_link"]:
        _insert(connection, "contact_link", each)
    return True


def _free_uid(connection: apsw.Connection, uid: str) -> str:
    """Return a key that nobody has: a file may have brought its card again meanwhile."""
    free, again = uid, 1
    while connection.execute("SELECT 1 FROM contact WHERE source=? AND uid=?", (LOCAL, free)).fetchone():
        again += 1
        free = f"{uid}#{again}"
    return free


def put_successor(connection: apsw.Connection, values: dict[str, Any]) -> None:
    """Put back where somebody went, in place of what is known of that now."""
    connection.execute("DELETE FROM contact_successor WHERE old=?", (values["old"],))
    _insert(connection, "contact_successor", values)


def _insert(connection: apsw.Connection, table: str, values: dict[str, Any]) -> None:
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    connection.execute(
        f"INSERT INTO {table}({names}) VALUES({marks})",
        [_given(value) for value in values.values()],
    )


def _update(connection: apsw.Connection, values: dict[str, Any]) -> None:
    names = ", ".join(f"{name}=?" for name in values)
    connection.execute(
        f"UPDATE contact SET {names} WHERE id=?",  # noqa: S608  # names of columns
        [*(_given(value) for value in values.values()), values["id"]],
    )


def _given(value: Any) -> Any:
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value
