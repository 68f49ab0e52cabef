"""What is done in a meeting that goes on, and asked about one that is over."""

from __future__ import annotations

import asyncio
import os
import stat
from typing import TYPE_CHECKING, TypeVar

from dialer.core.errors import ApiError, ErrorKind, InputError, OutcomeUnknown
from dialer.meetings.accounts import note_failure
from dialer.meetings.asking import BrokenIntegrationError, asked, carried_out, note_bug
from dialer.meetings.in_and_after import Attendee
from dialer.meetings.model import THERE
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.requests import PressGate
from dialer.meetings.there import at_provider

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from dialer.core.hub import Hub
    from dialer.meetings.ledger import Ledger
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingProvider

T = TypeVar("T")

LONGEST_MESSAGE = 1000
"""Characters: more is not read in a meeting."""

LARGEST_UPLOAD = 2_000_000_000
"""Bytes that a document may have."""

UPLOAD_DEADLINE = 3600.0
"""Seconds that an upload may take."""


def _unheard(*_: object) -> None:
    """Nobody wants to know."""


class Doings:
    """Writes to meetings, tells who was in them, and shares documents, where their provider can."""

    def __init__(self, hub: Hub, ledger: Ledger) -> None:
        """Know meetings from this ledger."""
        self._hub, self._ledger = hub, ledger
        self._gate = PressGate(hub.clock)

    async def message(self, meeting_id: str, text: str) -> None:
        """Show everybody in a meeting that goes on a message: one press.

        Raises:
            InputError: there is nothing to show, or it cannot be shown there.
            PressDropped: it is the press just before it.
            ApiError: it was not shown; `OutcomeUnknown` where nobody knows.
        """
        said = text.strip()
        if not said:
            raise InputError("meeting_doings.message.empty")
        if len(said) > LONGEST_MESSAGE:
            raise InputError("meeting_doings.message.too_long", most=LONGEST_MESSAGE)
        press = f"{meeting_id} {said}"
        self._gate.enter(press)
        done = False
        try:
            meeting, provider = await self._asked_for(
                meeting_id, MeetingFeature.MESSAGE, "meeting_doings.message.cannot"
            )
            if meeting.state not in THERE:
                raise InputError("meeting_doings.message.over")
            id_ = str(meeting.provider_id)
            done = True  # a lost answer does not make the same press mean another message
            work = carried_out(meeting.domain, lambda: provider.async_message(id_, said))
            await self._noted(meeting, provider, work)
        except ApiError as error:
            done = isinstance(error, OutcomeUnknown)
            raise
        finally:
            self._gate.leave(press, done=done)

    async def attendance(self, meeting_id: str) -> Sequence[Attendee]:
        """Return who was in a meeting and when, and who was invited and did not come; none of it is kept.

        Raises:
            InputError: there is no such meeting, or its provider does not tell.
            ApiError: the provider did not tell.
        """
        meeting, provider = await self._asked_for(
            meeting_id, MeetingFeature.ATTENDANCE, "meeting_doings.attendance.cannot"
        )
        id_ = str(meeting.provider_id)
        work = asked(meeting.domain, lambda: _told(provider, id_))
        return await self._noted(meeting, provider, work)

    async def upload(
        self, meeting_id: str, path: Path, progress: Callable[[int, int], None] = _unheard
    ) -> None:
        """Put a file where the host can show it in a meeting; whoever is cancelled stops sending.

        Args:
            meeting_id: the meeting that somebody means to show it in.
            path: the file.
            progress: hears how many bytes are on their way, and of how many.

        Raises:
            InputError: the file or the meeting does not do; nothing was sent.
            PressDropped: the same file is on its way there.
            ApiError: it is not there; `OutcomeUnknown` where nobody knows.
        """
        press = f"{meeting_id} {path}"
        self._gate.enter(press)
        try:
            await asyncio.to_thread(_check, path)
            meeting, provider = await self._asked_for(
                meeting_id, MeetingFeature.UPLOAD, "meeting_doings.upload.cannot"
            )
            await self._noted(meeting, provider, _upload(meeting, provider, path, progress))
        finally:
            self._gate.leave(press, done=False)

    async def _asked_for(
        self, meeting_id: str, feature: MeetingFeature, cannot: str
    ) -> tuple[Meeting, MeetingProvider]:
        return await at_provider(self._hub, self._ledger, meeting_id, feature, cannot)

    async def _noted(self, meeting: Meeting, provider: MeetingProvider, work: Awaitable[T]) -> T:
        """Do something with a provider; a refused sign-in silences the account."""
        try:
            return await work
        except ApiError as error:
            await note_failure(self._hub, meeting.entry_id, provider, error)
            raise


async def _told(provider: MeetingProvider, provider_id: str) -> list[Attendee]:
    """Return who was there, by the time of coming; what is nobody is a bug of the integration."""
    found = list(await provider.async_attendance(provider_id))
    if not all(isinstance(one, Attendee) for one in found):
        raise TypeError
    came = sorted((one for one in found if one.times), key=lambda one: min(each.since for each in one.times))
    return came + [one for one in found if not one.times]


def _check(path: Path) -> None:
    """Refuse what is no file that can be sent.

    Raises:
        InputError: why.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or not os.access(path, os.R_OK):
            raise InputError("meeting_doings.upload.no_file", file=path.name)
    except OSError:
        raise InputError("meeting_doings.upload.no_file", file=path.name) from None
    if about.st_size == 0:
        raise InputError("meeting_doings.upload.empty", file=path.name)
    if about.st_size > LARGEST_UPLOAD:
        raise InputError(
            "meeting_doings.upload.too_large", file=path.name, most=LARGEST_UPLOAD // 1_000_000_000
        )


async def _upload(
    meeting: Meeting, provider: MeetingProvider, path: Path, progress: Callable[[int, int], None]
) -> None:
    try:
        async with asyncio.timeout(UPLOAD_DEADLINE):
            await provider.async_upload(str(meeting.provider_id), path, progress)
    except OutcomeUnknown as lost:
        raise OutcomeUnknown("meeting_doings.upload.doubt", lost.kind, code=lost.code, why=lost) from None
    except TimeoutError:
        raise OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK) from None
    except (ApiError, InputError):
        raise
    except Exception as bug:  # noqa: BLE001  # an integration's bug must not get any further
        note_bug(meeting.domain, "uploading a document", bug)
        raise BrokenIntegrationError(meeting.domain, "meetings.error.doubt") from None
