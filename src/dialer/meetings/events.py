"""What the meetings room announces on the bus without anybody having to know its meetings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingsWiped:
    """Meetings that are over were forgotten or deleted; only their rows, if those, say what is left."""

    meeting_ids: frozenset[str]
