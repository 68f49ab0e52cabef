"""What the calls of the history add up to, in the time of the desk at which they were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dialer.journal.filter import NO_CONDITION, REACHED, of_calls

if TYPE_CHECKING:
    import apsw

    from dialer.journal.filter import Filter

_HOURS = 24
_SUMS = (
    f"count(*), count(CASE ({REACHED}) WHEN 1 THEN 1 END), count(CASE ({REACHED}) WHEN 0 THEN 1 END),"
    " total(talk_seconds)"
)


@dataclass(frozen=True)
class Tally:
    """Some calls.

    Attributes:
        calls: how many there are.
        reached: of how many both ends were connected.
        not_reached: of how many that is known not to be so.
        talk_seconds: how long people talked in all of them.
    """

    calls: int = 0
    reached: int = 0
    not_reached: int = 0
    talk_seconds: float = 0.0

    @property
    def unknown(self) -> int:
        """Of how many nobody knows: they run still, or nobody saw how they ended."""
        return self.calls - self.reached - self.not_reached

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(
            self.calls + other.calls,
            self.reached + other.reached,
            self.not_reached + other.not_reached,
            self.talk_seconds + other.talk_seconds,
        )


@dataclass(frozen=True)
class Destination:
    """A number that was called.

    Attributes:
        number: in E.164 form.
        name: who it was at the last call, if that is known.
        contact_id: whose contact it was then.
    """

    number: str
    name: str | None
    contact_id: str | None
    tally: Tally


@dataclass(frozen=True)
class Statistics:
    """What some calls add up to.

    Attributes:
        total: all of them.
        per_day: each day with calls, the first first.
        per_hour: the hours of the day, from 0 to 23, all days together.
        top: the numbers that were called most, the most first; private and forgotten ones are in none.
    """

    total: Tally
    per_day: tuple[tuple[date, Tally], ...]
    per_hour: tuple[Tally, ...]
    top: tuple[Destination, ...]

    @property
    def reached(self) -> int:
        """How many calls reached somebody."""
        return self.total.reached

    @property
    def not_reached(self) -> int:
        """How many calls reached nobody."""
        return self.total.not_reached

    @property
    def talk_seconds(self) -> float:
        """How long people talked."""
        return self.total.talk_seconds


def read_hours(connection: apsw.Connection, which: Filter) -> list[tuple[date, int, Tally]]:
    """Return what the calls that are meant add up to, by day and hour."""
    asked = of_calls(which)
    if asked is None:
        return []
    # The hour is in the text of the moment, by the desk's own clock: no change to summer time moves it.
    sql = f"SELECT substr(started_at, 1, 13), {_SUMS} FROM call WHERE {asked.sql} GROUP BY 1"  # noqa: S608  # our own conditions
    return [
        (date.fromisoformat(moment[:10]), int(moment[11:]), Tally(*sums))
        for moment, *sums in connection.execute(sql, asked.values)
    ]


def read_top(connection: apsw.Connection, which: Filter, top: int) -> tuple[Destination, ...]:
    """Return the numbers that were called most, the most first; of two, the one that was called last."""
    asked = of_calls(which)
    if asked is None:
        return ()
    # All else is read for those few alone. Where each row is looked at anyway, the index is a way round.
    source = "call" if asked.sql == NO_CONDITION else "call NOT INDEXED"
    most = (
        f"SELECT number, max(row) FROM {source} WHERE number <> '' AND {asked.sql}"  # noqa: S608  # our own conditions
        " GROUP BY number ORDER BY count(*) DESC, max(row) DESC LIMIT ?"
    )
    sums = f"SELECT {_SUMS} FROM call WHERE number = ? AND {asked.sql}"  # noqa: S608  # as above
    found = []
    numbers: Any = connection.execute(most, (*asked.values, top)).fetchall()
    for number, last in numbers:
        who: Any = connection.execute("SELECT name, contact_id FROM call WHERE row = ?", (last,)).fetchone()
        tally: Any = connection.execute(sums, (number, *asked.values)).fetchone()
        found.append(Destination(number, who[0], who[1], Tally(*tally)))
    return tuple(found)


def added_up(hours: list[tuple[date, int, Tally]], top: tuple[Destination, ...]) -> Statistics:
    """Return the statistics that these make."""
    by_day: dict[date, Tally] = {}
    by_hour = [Tally()] * _HOURS
    for day, hour, tally in hours:
        by_day[day] = by_day.get(day, Tally()) + tally
        by_hour[hour] += tally
    return Statistics(sum(by_hour, Tally()), tuple(sorted(by_day.items())), tuple(by_hour), top)
