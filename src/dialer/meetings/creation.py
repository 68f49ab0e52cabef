"""One creation under way: asking the provider, once, and what its answer means."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.core.errors import (
    DialerError,
    ErrorKind,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SecretsUnavailable,
)
from dialer.meetings.asking import BUG_HALF_WAY, BUG_IN_CREATION, HOW_LOST, BrokenIntegrationError, note_bug
from dialer.meetings.model import Meeting, MeetingState, NotMade, Step
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.reading import sound, taken_over

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dialer.core.clock import Clock
    from dialer.meetings.provider import MeetingOrder, MeetingProvider

DEADLINE = 120.0
"""Seconds that a provider has for everything; each of its requests has a shorter deadline of its own."""


class Creation:
    """Creates one meeting; ``changed`` hears of each step, and is given the meeting as it is then."""

    def __init__(
        self, meeting: Meeting, clock: Clock, addresses: Sequence[str], changed: Callable[[Meeting], object]
    ) -> None:
        """Take over a row that is already written."""
        self.meeting = meeting
        self._clock = clock
        self._addresses = addresses
        self._changed = changed
        self._step_began = clock.monotonic()

    def step(self, key: str, **placeholders: object) -> None:
        """A step is done."""
        now = self._clock.monotonic()
        done = Step(key=key, seconds=now - self._step_began, placeholders=placeholders)
        self._step_began = now
        self._set(replace(self.meeting, steps=(*self.meeting.steps, done)))

    def made(self, provider_id: str) -> None:
        """The meeting exists at the provider, although it is not complete yet."""
        self._set(replace(self.meeting, provider_id=provider_id))

    async def run(self, provider: MeetingProvider, order: MeetingOrder) -> DialerError | None:
        """Ask the provider for the meeting, once; return the error where it was not simply made."""
        try:
            async with asyncio.timeout(DEADLINE):
                told = sound(await provider.async_create(order, self))
        except asyncio.CancelledError:
            # The request may be on its way: the provider can still carry it out.
            listed = MeetingFeature.LIST in provider.features
            doubt = "meetings.error.given_up" if listed else "meetings.error.given_up_unlisted"
            self._failed(MeetingState.UNKNOWN, None, doubt if self.meeting.provider_id is None else None)
            raise
        except (NotSent, SecretsUnavailable) as error:
            return self._failed(MeetingState.NOT_MADE, NotMade.NOT_SENT, error.key, error)
        except (Refused, InputError) as error:
            auth = isinstance(error, Refused) and error.kind is ErrorKind.AUTH
            reason = NotMade.AUTH_FAILED if auth else NotMade.REFUSED
            return self._failed(MeetingState.NOT_MADE, reason, error.key, error)
        except OutcomeUnknown as error:
            # How an answer got lost matters less than that nobody knows.
            key = None if error.key.startswith(HOW_LOST) else error.key
            return self._failed(MeetingState.UNKNOWN, None, key, error)
        except TimeoutError:
            return self._failed(MeetingState.UNKNOWN, None, None, OutcomeUnknown())
        except Exception as bug:  # noqa: BLE001  # an integration's bug must not pass for "nothing was made"
            domain = self.meeting.domain
            note_bug(domain, "creating a meeting", bug)
            key = BUG_IN_CREATION if self.meeting.provider_id is None else BUG_HALF_WAY
            return self._failed(MeetingState.UNKNOWN, None, key, BrokenIntegrationError(domain, key))
        if not self.meeting.steps:
            self.step("meetings.step.created")
        self._set(taken_over(self.meeting, told, self._addresses))
        return None

    def _failed(
        self,
        state: MeetingState,
        reason: NotMade | None,
        key: str | None,
        error: DialerError | None = None,
    ) -> DialerError | None:
        if (
            self.meeting.provider_id is not None
        ):  # what was made by then is there, whatever became of the rest
            state, reason = MeetingState.INCOMPLETE, None
        self._set(replace(self.meeting, state=state, reason=reason, error_key=key))
        return error

    def _set(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self._changed(meeting)
