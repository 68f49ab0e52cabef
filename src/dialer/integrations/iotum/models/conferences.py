"""Conferences: what is planned, what goes on, and what has been."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - as below
from typing import Any, ClassVar

import msgspec

from dialer.core.answers import Id  # noqa: TC001 - the models' fields are read from their annotations
from dialer.integrations.iotum.reading import Code, Record


class Recording(Record, frozen=True, kw_only=True):
    """A recording of a conference.

    Attributes:
        type: audio or video.
        publishing_state: processing, or published: only then there is a ``download_link``.
        size: bytes by format, such as mp3 and mp4.
    """

    id: Id | None = None
    start_time: str | None = None
    end_time: str | None = None
    type: str | None = None
    publishing_state: str | None = None
    download_link: str | None = None
    transcription_segments: tuple[Any, ...] = ()
    transcription_tags: tuple[Any, ...] = ()
    size: dict[str, int] | int | None = None


class ParticipantEmail(Record, frozen=True, kw_only=True):
    """Somebody who was invited by e-mail address."""

    email: str | None = None
    moderator: bool | None = None


class ParticipantHost(Record, frozen=True, kw_only=True):
    """Another host of the company who was invited."""

    host_id: Id | None = None
    moderator: bool | None = None


class BroadcastStream(Record, frozen=True, kw_only=True):
    """A video that is streamed; ``state`` is None, NEW, STARTED, STOPPED or FAILED."""

    source: str | None = None
    state: str | None = None


class Conference(Record, frozen=True, kw_only=True):
    """A conference.

    Attributes:
        start: such as ``2020-09-19 13:00:00``, on a clock in ``time_zone``.
        end_time: as ``start``.
        active: it is its time, or somebody is in it.
        duration: in minutes.
        one_time_access_code: the code; or what was asked for, where it says no more; None where it says
            nothing. Ask ``access_code``.
        room_url: leads a guest in; a code that is encrypted in it is part of it.
        moderator_token: makes a moderator of whoever opens ``room_url`` with it: a secret.
        participants: the ids of their contacts; the organiser is one of them.
        moderators: the ids of their contacts.
        is_master: it stands for the whole series.
        master_id: which conference stands for the series that this one is of.
        schedule: the series' rule, perhaps in other words than it was given.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {
        "start": "start_time",
        "broadcast_stream": "broadcast_stream_url",
    }

    conference_id: Id
    subject: str | None = None
    agenda: str | None = None
    start: str | None = None
    end_time: str | None = None
    active: bool | None = None
    time_zone: str | None = None
    duration: int | None = None
    auto_record: str | None = None
    auto_stream: str | None = None
    auto_transcribe: bool | None = None
    one_time_access_code: bool | Code | None = None
    secure_url: bool | None = None
    host_initiated_recording: bool | None = None
    security_pin: Code | None = None
    mute_mode: str | None = None
    room_url: str | None = None
    recordings: tuple[Recording, ...] = ()
    participants: tuple[Id, ...] = ()
    moderators: tuple[Id, ...] = ()
    is_streaming: bool | None = None
    moderator_token: str | None = None
    participant_emails: tuple[ParticipantEmail, ...] = ()
    participant_hosts: tuple[ParticipantHost, ...] = ()
    broadcast_stream: BroadcastStream | str | None = None
    is_master: bool | None = None
    master_id: Id | None = None
    schedule: str | None = None

    def __post_init__(self) -> None:
        """A conference without an agenda may say so with the word."""
        if self.agenda == "null":
            msgspec.structs.force_setattr(self, "agenda", None)

    @property
    def access_code(self) -> str | None:
        """The one-time code that people type in; None if it has none."""
        code = self.one_time_access_code
        return None if isinstance(code, bool) or not code else code


class MinuteUsage(Record, frozen=True, kw_only=True):
    """What a participant's minutes cost."""

    minutes: int | float | None = None
    billing_group: str | None = None
    rate: int | float | str | None = None
    cost: int | float | str | None = None
    chargeable_minutes: int | float | None = None


class LiveCallRecord(Record, frozen=True, kw_only=True):
    """One connection of a participant; without ``end_time`` it is still there. Times are in UTC."""

    id: Id | None = None
    ani: str | None = None
    dnis: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    is_internet: bool | None = msgspec.field(name="is_internet?", default=None)
    minute_usage: MinuteUsage | None = None


class Participant(Record, frozen=True, kw_only=True):
    """Somebody who was invited or was there, and when."""

    id: Id | None = None
    person_id: Id | None = None
    name: str | None = None
    email: str | None = None
    live_cdrs: tuple[LiveCallRecord, ...] = ()


class Moderator(Record, frozen=True, kw_only=True):
    """Somebody who leads a conference."""

    person_id: Id | None = None
    name: str | None = None
    email: str | None = None


class ChatMessage(Record, frozen=True, kw_only=True):
    """Something that was written to all."""

    id: Id | None = None
    content: str | None = None
    participant_id: Id | None = None
    created_at: str | None = None


class Slide(Record, frozen=True, kw_only=True):
    """A page of a document."""

    page_number: int | None = None
    width: int | None = None
    height: int | None = None
    image_preview_link: str | None = None


class UploadedDocument(Record, frozen=True, kw_only=True):
    """A file that was shown or sent in a conference; ``size`` is in bytes."""

    id: Id | None = None
    filename: str | None = None
    size: int | None = None
    key: str | None = None
    presentation_status: str | None = None
    content_library: bool | None = None
    participant_id: Id | None = None
    chat_message_id: Id | None = None
    mimetype: str | None = None
    download_link: str | None = None
    image_preview_link: str | None = None
    presentation_slides: tuple[Slide, ...] = ()


class DetailedConference(Record, frozen=True, kw_only=True):
    """A conference with all that happened in it (``output`` is ``detail``): other fields, partly other types.

    Attributes:
        participants: who was invited or was there; ``host/conferences`` may tell only how many.
        one_time_access_code: as in `Conference`.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"start_time": "start"}

    conference_id: Id
    subject: str | None = None
    agenda: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    day: str | None = None
    month: str | None = None
    year: str | None = None
    active: bool | None = None
    time_zone: str | None = None
    duration: int | None = None
    conference_mode: str | None = None
    mute_mode: str | None = None
    recurrence: Any = None
    one_time_access_code: bool | Code | None = None
    additional_security_type: int | str | None = None
    cancelled: bool | None = None
    participants: tuple[Participant, ...] | int = ()
    moderators: tuple[Moderator, ...] = ()
    invited_count: int | None = None
    attended_count: int | None = None
    live_wall_posts: tuple[Any, ...] = ()
    chat_messages: tuple[ChatMessage, ...] = ()
    uploaded_documents: tuple[UploadedDocument, ...] = ()
    recordings: tuple[Recording, ...] = ()
    sentiment_available: bool | None = None
    sentiment_mean: int | float | None = None
    sentiment_max: int | float | None = None
    sentiment_min: int | float | None = None
    has_video: bool | None = None
    has_audio: bool | None = None
    is_streaming: bool | None = None
    room_url: str | None = None
    moderator_token: str | None = None

    def __post_init__(self) -> None:
        """As for `Conference`."""
        if self.agenda == "null":
            msgspec.structs.force_setattr(self, "agenda", None)

    @property
    def access_code(self) -> str | None:
        """The one-time code that people type in; None if it has none."""
        code = self.one_time_access_code
        return None if isinstance(code, bool) or not code else code

    @property
    def people(self) -> tuple[Participant, ...]:
        """Who was invited or was there, where it says so."""
        return () if isinstance(self.participants, int) else self.participants


class ViewerCount(Record, frozen=True, kw_only=True):
    """How many watch the stream now."""

    count: int


class Dialout(Record, frozen=True, kw_only=True):
    """That a number is going to be dialled; ``dialout_status`` is always ``new`` and says no more."""

    dialout_status: str | None = None
