"""Which rows of the history are meant, and the conditions that each table is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dialer.contacts.search.found_by import matches

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

NO_CONDITION = "1"
CALL, MEETING = "call", "meeting"
KINDS = frozenset({CALL, MEETING})

_SAME_PERSON = (
    "IN (SELECT ? UNION ALL"
    " SELECT 'c' || old FROM contact_successor WHERE contact = CAST(substr(?, 2) AS INTEGER))"
)
REACHED = (
    "CASE WHEN both_connected THEN 1 WHEN state <> 'ended' THEN NULL"
    " WHEN coalesce(reason, 'unknown') IN ('unknown', 'lost')"
    " THEN CASE outcome WHEN 'reached' THEN 1 END ELSE 0 END"
)
"""`Call.reached` in SQL."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which rows are meant: those that all of this holds of. Without any, all rows are.

    What only calls have (outcome, tags, whether somebody was reached) leaves all meetings out.

    Attributes:
        text: words, each of which occurs in name, note, tags or subject, or a part of a number in any format.
        since: the first day, in local time.
        until: the last day.
        contact_id: whom it was with; whoever was merged into it counts.
        entry_ids: by which accounts; empty for any.
        outcomes: with one of these; the empty text is no outcome yet.
        tags: with at least one of these, whatever the capitals.
        reached: whether somebody was; None for any.
        kinds: calls, meetings, or both.
        private: only calls that are private, or none that is; None for any. Meetings are none.
    """

    text: str = ""
    since: date | None = None
    until: date | None = None
    contact_id: str | None = None
    entry_ids: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    reached: bool | None = None
    kinds: frozenset[str] = KINDS
    private: bool | None = None


class Condition(NamedTuple):
    """What a table is asked with."""

    sql: str
    values: tuple[object, ...]


def of_calls(which: Filter) -> Condition | None:
    """Return what the calls' table is asked with; None where no call can be meant."""
    if CALL not in which.kinds:
        return None
    asked = _Asked(which, "started_at")
    if which.contact_id is not None:
        asked.add(f"contact_id {_SAME_PERSON}", which.contact_id, which.contact_id)
    if which.outcomes:
        asked.add(f"outcome IN ({_marks(which.outcomes)})", *sorted(which.outcomes))
    if which.tags:
        any_tag = f"FROM json_each(tags) WHERE value COLLATE NOCASE IN ({_marks(which.tags)})"
        asked.add(f"tags <> '[]' AND EXISTS (SELECT 1 {any_tag})", *sorted(which.tags))
    if which.reached is not None:
        asked.add(f"({REACHED}) = ?", int(which.reached))
    if which.private is not None:
        asked.add("private = ?", int(which.private))
    return asked.condition


def of_meetings(which: Filter) -> Condition | None:
    """Return what the meetings' table is asked with; None where no meeting can be meant."""
    if MEETING not in which.kinds or which.outcomes or which.tags or which.reached is not None:
        return None
    if which.private:
        return None
    asked = _Asked(which, "requested_at")
    if which.contact_id is not None:
        among = f"FROM json_each(people) WHERE value ->> 'contact_id' {_SAME_PERSON}"
        asked.add(f"EXISTS (SELECT 1 {among})", which.contact_id, which.contact_id)
    return asked.condition


class _Asked:
    """Conditions as they come together, with what both tables have."""

    def __init__(self, which: Filter, at: str) -> None:
        self._parts: list[str] = []
        self._values: list[object] = []
        # A moment is written in local time: its day is the first ten letters.
        if which.since is not None:
            self.add(f"substr({at}, 1, 10) >= ?", which.since.isoformat())
        if which.until is not None:
            self.add(f"substr({at}, 1, 10) <= ?", which.until.isoformat())
        if which.entry_ids:
            self.add(f"entry_id IN ({_marks(which.entry_ids)})", *sorted(which.entry_ids))
        if which.text.strip():
            sql, values = matches(which.text)
            self.add(sql, *values)

    @property
    def condition(self) -> Condition:
        return Condition(" AND ".join(self._parts) or NO_CONDITION, tuple(self._values))

    def add(self, sql: str, *values: object) -> None:
        self._parts.append(sql)
        self._values += values


def _marks(values: Collection[str] | Sequence[str]) -> str:
    return ", ".join("?" * len(values))
