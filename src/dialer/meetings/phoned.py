"""The rows of those who were phoned into meetings: one for each press, written before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from dialer.meetings.schema import utc

if TYPE_CHECKING:
    import apsw

    from dialer.core.database import Database

_COLUMNS = ("id", "meeting", "entry_id", "number", "name", "contact_id", "at", "at_utc", "state")
_SELECT = "SELECT id, meeting, entry_id, number, name, contact_id, at, state FROM meeting_phoned"


class PhonedState(StrEnum):
    """What is known of a phone that was to be rung.

    Attributes:
        REQUESTED: the provider was asked and has not answered.
        TAKEN_ON: the provider is going to ring; whether it rings, or who answers, it does not say.
        REFUSED: the provider said no.
        NOT_SENT: the provider was not reached.
        UNKNOWN: it may have rung.
    """

    REQUESTED = "requested"
    TAKEN_ON = "taken_on"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Phoned:
    """One press of Phone.

    Attributes:
        id: ours.
        meeting_id: which meeting the person was to come into.
        number: E.164; empty where nothing but the id may be kept of the person.
        name: as the others in the meeting see it; empty for the number.
    """

    id: str
    meeting_id: str
    entry_id: str
    number: str
    name: str
    contact_id: str | None
    at: datetime
    state: PhonedState = PhonedState.REQUESTED


@dataclass(frozen=True)
class PhonedChanged:
    """Somebody is to be phoned into a meeting, or it is known what became of that."""

    phoned: Phoned


class PhonedRows:
    """The rows of one home."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database, in which `schema.MIGRATIONS` are applied."""
        self._database = database

    async def insert(self, phoned: Phoned) -> None:
        """Write a new row to the disk.

        Raises:
            StorageError: it could not be written, so nothing may be sent.
        """
        marks = ", ".join("?" * len(_COLUMNS))
        sql = f"INSERT INTO meeting_phoned({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608  # our own
        values = (
            phoned.id, phoned.meeting_id, phoned.entry_id, phoned.number, phoned.name, phoned.contact_id,
            phoned.at.isoformat(), utc(phoned.at), phoned.state.value,
        )  # fmt: skip

        def write(connection: apsw.Connection) -> None:
            connection.execute(sql, values)

        await self._database.write(write)

    async def update(self, phoned: Phoned) -> None:
        """Write what became of it.

        Raises:
            StorageError: it could not be written.
        """

        def write(connection: apsw.Connection) -> None:
            sql = "UPDATE meeting_phoned SET state = ? WHERE id = ?"
            connection.execute(sql, (phoned.state.value, phoned.id))

        await self._database.write(write)

    async def of_meeting(self, meeting_id: str) -> list[Phoned]:
        """Return a meeting's rows, the first one first."""
        return await self._read("WHERE meeting = ? ORDER BY row", meeting_id)

    async def of_account(self, entry_id: str, since: datetime) -> list[Phoned]:
        """Return an account's rows since a moment."""
        return await self._read("WHERE entry_id = ? AND at_utc >= ? ORDER BY row", entry_id, utc(since))

    async def _read(self, where: str, *values: str) -> list[Phoned]:
        def read(connection: apsw.Connection) -> list[Phoned]:
            return [_phoned(*row) for row in connection.execute(f"{_SELECT} {where}", values)]

        return await self._database.read(read)


def _phoned(  # noqa: PLR0917  # the columns
    id_: str,
    meeting_id: str,
    entry_id: str,
    number: str,
    name: str,
    contact_id: str | None,
    at: str,
    state: str,
) -> Phoned:
    return Phoned(
        id=id_,
        meeting_id=meeting_id,
        entry_id=entry_id,
        number=number,
        name=name,
        contact_id=contact_id,
        at=datetime.fromisoformat(at),
        state=PhonedState(state),
    )


def in_doubt(phoned: Phoned) -> Phoned:
    """Return a row that an earlier run left open as what is known of it: it may have rung."""
    return replace(phoned, state=PhonedState.UNKNOWN)
