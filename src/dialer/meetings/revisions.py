"""How often what guests know of a meeting has changed: SEQUENCE in its calendar files (RFC 5545, 3.8.7.4).

A calendar takes a file for an update only if its number is higher than the one before, so the number is kept,
for meetings that were made elsewhere too. What it is compared with is kept as a digest.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING

from dialer.meetings.shared import CALLED_OFF

if TYPE_CHECKING:
    import apsw

    from dialer.core.database import Database
    from dialer.meetings.model import Meeting


class Revisions:
    """The numbers of one home's meetings."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database, in which `schema.MIGRATIONS` are applied."""
        self._database = database

    async def note(self, meeting: Meeting, *, changed: bool = False) -> int:
        """Return the number of a meeting as it is now.

        Args:
            meeting: the meeting.
            changed: it was just changed, also where guests may see nothing of that.

        Raises:
            StorageError: the number could not be written.
        """
        told, link = _told(meeting), _digest(meeting.guest.text) if meeting.guest else ""
        return await self._database.write(partial(_note, meeting.id, told, link, changed))


def _note(meeting_id: str, told: str, link: str, changed: bool, connection: apsw.Connection) -> int:  # noqa: FBT001  # as above
    row = connection.execute(
        "SELECT sequence, told, link FROM meeting_revision WHERE meeting = ?", (meeting_id,)
    ).fetchone()
    if row is None:
        sequence = int(changed)
    else:
        sequence, told_before, link_before = row
        # A link that is not known at the moment is no other link.
        other = told != told_before or bool(link and link_before and link != link_before)
        sequence += int(changed or other)
        link = link or link_before
    connection.execute(
        "INSERT INTO meeting_revision VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT DO UPDATE SET sequence = ?2, told = ?3, link = ?4",
        (meeting_id, sequence, told, link),
    )
    return int(sequence)


def _told(meeting: Meeting) -> str:
    facts: list[object] = [
        int(meeting.start.timestamp()) // 60,
        meeting.minutes,
        meeting.state in CALLED_OFF,
        meeting.recurrence,
        meeting.zone,
    ]
    if not meeting.private:  # of a private one the rest is forgotten at the program's end
        facts += [meeting.subject, [(person.name, person.email) for person in meeting.people]]
    return _digest(json.dumps(facts))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
