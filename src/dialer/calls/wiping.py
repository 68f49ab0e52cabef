"""What becomes of call records and call-backs in the end: forgotten at a wish, or deleted as too old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.places import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import apsw

WIPED = "number = '', name = NULL, contact_id = NULL, note = '', tags = '[]', found_by = ''"
"""Sets what there is no more of a call that is private or forgotten."""

# As `CallBack.without`: that it was removed is told to colleagues, and no word of it.
_WITHOUT = (
    "UPDATE call_back SET removed = 1, number = '', name = '', note = '', owner = '', done_by = '',"
    " contact_id = NULL, call_id = NULL, unsent = 1 WHERE NOT removed AND "
)
_TO_BE_CALLED_BACK = (
    "SELECT call_id FROM call_back WHERE call_id IS NOT NULL AND done_at IS NULL AND NOT removed"
)


def forget(
    connection: apsw.Connection, contact_ids: Sequence[str], numbers: Sequence[str], *, others: bool
) -> tuple[list[str], int]:
    """Wipe who somebody is; return from which calls, and from how many call-backs.

    Args:
        connection: in a transaction.
        contact_ids: the ids under which a contact was called.
        numbers: the numbers.
        others: whether calls to the numbers count that are known to be other contacts'.
    """
    ids, called = ", ".join("?" * len(contact_ids)), ", ".join("?" * len(numbers))
    whose = "" if others else "AND contact_id IS NULL"
    which = f"(contact_id IN ({ids}) OR (number IN ({called}) {whose}))"
    values = (*contact_ids, *numbers)
    wipe = f"UPDATE call SET {WIPED} WHERE {which} RETURNING id"  # noqa: S608  # marks and constants
    calls = [str(call_id) for (call_id,) in connection.execute(wipe, values).fetchall()]
    connection.execute(_WITHOUT + which, values)
    return calls, connection.changes()


def drop_old(connection: apsw.Connection, before: datetime, limit: int) -> int:
    """Delete calls from before a moment; return how many: this many at most.

    A call that runs stays, and one that somebody is to be called back about.
    """
    old = f"place < ? AND state = 'ended' AND id NOT IN ({_TO_BE_CALLED_BACK}) ORDER BY place LIMIT ?"
    connection.execute(
        f"DELETE FROM call WHERE row IN (SELECT row FROM call WHERE {old})",  # noqa: S608  # constant
        (place_of(before), limit),
    )
    return connection.changes()


def drop_done(connection: apsw.Connection, before: datetime) -> int:
    """Wipe the call-backs that were done before a moment; return how many."""
    connection.execute(f"{_WITHOUT} unixepoch(done_at) < ?", (int(before.timestamp()),))
    return connection.changes()
