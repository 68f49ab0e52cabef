"""A meeting: planned or at once, who is in it, and what is left of it afterwards."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.sandbox.iotum.clock import Clock
    from dialer.sandbox.iotum.world import Host

# Scenario seconds: until somebody who is phoned is in the meeting, and until a recording can be fetched.
PICKS_UP_AFTER = 6.0
PUBLISHED_AFTER = 20.0
# Who comes this early has begun the meeting.
EARLY = timedelta(hours=1)
# A meeting without an end, where nobody ends it.
FORGOTTEN_AFTER = timedelta(hours=12)


@dataclass(kw_only=True)
class Attendee:
    """Somebody who came, or was phoned.

    Attributes:
        since: the scenario second from which the person is in; infinite for a phone that nobody answered.
        joined: the same moment by the calendar.
        phone: the number, for somebody on the phone.
    """

    id: int
    name: str
    email: str | None
    moderator: bool
    since: float
    joined: datetime
    contact_id: int | None = None
    phone: str | None = None

    def came(self, now: float) -> bool:
        """Whether the person is or was in."""
        return self.since <= now


@dataclass(kw_only=True)
class Recording:
    """What was recorded: published some time after the end."""

    id: int
    kind: str
    start: datetime
    end: datetime
    published_at: float
    transcript: list[str] = field(default_factory=list)
    key: str = field(default_factory=lambda: secrets.token_hex(6))

    @property
    def file_name(self) -> str:
        """The last part of its link."""
        return f"{self.key}.{'mp4' if self.kind == 'video' else 'mp3'}"


@dataclass(kw_only=True)
class Message:
    """What was written in a meeting."""

    id: int
    text: str
    at: datetime
    author: int | None = None


@dataclass(kw_only=True)
class Meeting:
    """A conference of the documents.

    Attributes:
        start: when it begins, or began.
        minutes: how long it is planned to take.
        code: the digits that are dialled, and the last part of the room's address.
        sealed: what stands in the address in place of the code, for a secure one.
        token: makes a visitor a moderator.
        scheduled: whether it was planned; the others began when they were created.
        rule: the recurrence, as the server writes it; ``master`` is the first of the series.
        number: which of its series it is, counted from 0, the master.
        ended: when somebody ended it, or when its time was over.
    """

    id: int
    host: Host
    subject: str
    start: datetime
    minutes: int
    zone: str
    code: str
    token: str
    agenda: str | None = None
    one_time: bool = False
    sealed: str = ""
    scheduled: bool = True
    auto_record: str = "none"
    auto_stream: str = "none"
    auto_transcribe: bool = False
    security_pin: str | None = None
    mute_mode: str = "conversation"
    participants: list[int] = field(default_factory=list)
    moderators: list[int] = field(default_factory=list)
    emails: list[dict[str, Any]] | None = None
    broadcast: str | None = None
    rule: str = ""
    master: int | None = None
    number: int = 0
    cancelled: bool = False
    ended: datetime | None = None
    stream_stopped: bool = False
    attendees: list[Attendee] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)

    @property
    def end(self) -> datetime:
        """When it ended, or is planned to end."""
        return self.ended or self.start + timedelta(minutes=self.minutes)

    @property
    def is_master(self) -> bool:
        """Whether it stands for its whole series."""
        return self.master == self.id

    @property
    def over(self) -> bool:
        """Whether nobody can join any more; true only once ``settle`` has seen it."""
        return self.cancelled or self.ended is not None

    def active(self, clock: Clock) -> bool:
        """Whether it is held: its time has come, or somebody is in it."""
        if self.over:
            return False
        return not self.scheduled or self.start <= clock.utc() or bool(self.attendees)

    def streaming(self, clock: Clock) -> bool:
        """Whether it is streamed at the moment."""
        return self.auto_stream != "none" and not self.stream_stopped and self.active(clock)

    def settle(self, clock: Clock) -> None:
        """End it if its time is over."""
        last = self.start + (timedelta(minutes=self.minutes) if self.scheduled else FORGOTTEN_AFTER)
        if not self.over and clock.utc() >= last:
            self.finish(last, clock)

    def finish(self, moment: datetime, clock: Clock) -> None:
        """End it: phones stop ringing, and what was recorded is made ready."""
        now = clock.now()
        self.ended = max(moment, self.start)
        for attendee in self.attendees:
            if not attendee.came(now):
                attendee.since = float("inf")
        if self.auto_record != "none":
            self.recordings.append(
                Recording(
                    id=secrets.randbelow(10**9) + 2**53,
                    kind=self.auto_record,
                    start=self.start,
                    end=self.ended,
                    published_at=now + PUBLISHED_AFTER,
                    transcript=list(_SPOKEN) if self.auto_transcribe else [],
                )
            )


_SPOKEN = (
    "Goedemorgen, fijn dat u er bent.",
    "Goedemorgen. Ik heb het voorstel gelezen en heb nog twee vragen.",
    "Dan nemen we ze een voor een door.",
)
