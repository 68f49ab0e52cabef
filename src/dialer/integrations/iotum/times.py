"""Times as Iotum has them: what a clock on a wall shows, and the IANA name of the zone that it hangs in."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.meetings.zones import zone

if TYPE_CHECKING:
    from dialer.integrations.iotum.models import Conference

UTC_NAME = "UTC"
_WIRE = "%Y-%m-%d %H:%M:%S"
_LINK, _FOLDER = "/etc/localtime", "zoneinfo/"
# A computer that keeps one of these has not been told where it is.
_NOWHERE = ("Etc/", "UTC", "GMT", "UCT", "Zulu", "Universal")


def usual_zone(of_host: str) -> str:
    """Return the zone to plan meetings in where nobody says: this computer's, or else the host's."""
    for name in (*_of_this_computer(), of_host):
        if name and not name.startswith(_NOWHERE) and zone(name) is not None:
            return name
    return UTC_NAME


def on_the_wall(moment: datetime, name: str) -> tuple[str, str] | None:
    """Return a moment as it is sent, with its zone; None where the zone's clocks show it twice.

    In autumn they go back over an hour; of the two moments that look alike then, only the first can be sent.
    """
    exact = moment.astimezone(UTC).replace(microsecond=0)
    home = _zone(name)
    wall = exact.astimezone(home).replace(fold=0)
    return (wall.strftime(_WIRE), name) if wall.astimezone(UTC) == exact else None


def begins(conference: Conference) -> datetime | None:
    """Return when a conference begins; None where that cannot be told."""
    return _moment(conference.start, conference.time_zone)


def ends(conference: Conference) -> datetime | None:
    """Return when a conference is planned to be over."""
    start = begins(conference)
    if start is not None and conference.duration:
        return start + timedelta(minutes=conference.duration)
    return _moment(conference.end_time, conference.time_zone)


def _moment(text: str | None, name: str | None) -> datetime | None:
    if not text:
        return None
    home = UTC if not name else zone(name)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        if home is None:
            return None
        moment = moment.replace(tzinfo=home)
    return moment.astimezone(UTC)


def _zone(name: str) -> tzinfo:
    return zone(name) or UTC


def _of_this_computer() -> tuple[str, ...]:
    """Return what this computer says of its zone, the most telling first."""
    names = [os.environ.get("TZ", "").lstrip(":")]
    try:
        target = str(Path(_LINK).resolve())
        names.append(target.partition(_FOLDER)[2] if _FOLDER in target else "")
    except OSError:
        pass
    return tuple(names)
