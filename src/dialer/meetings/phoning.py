"""Phoning somebody into a meeting that goes on: one press, at most one request, under the rules of a call."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.contacts.numbers.abroad import check_abroad
from dialer.contacts.numbers.dialling import MAY_STILL_RUN, PREMIUM, ConfirmNeeded, read_number
from dialer.core.errors import (
    ApiError,
    DialerError,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SafetyError,
    StorageError,
)
from dialer.core.ids import new_id
from dialer.meetings.accounts import note_failure
from dialer.meetings.asking import carried_out
from dialer.meetings.model import THERE
from dialer.meetings.phoned import Phoned, PhonedChanged, PhonedRows, PhonedState, in_doubt
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.requests import PressDropped, PressGate
from dialer.meetings.there import at_provider

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope
    from dialer.meetings.ledger import Ledger
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingProvider

_LOGGER = logging.getLogger(__name__)

DOUBT_WINDOW = timedelta(minutes=3)
"""How long after a press of unknown outcome the next one asks first (SAFETY R8)."""


@dataclass(frozen=True, kw_only=True)
class PhoneRequest:
    """One press of Phone.

    Attributes:
        number: the number, as typed or from a contact.
        name: what the others in the meeting are to see; empty for the number.
        private: nothing but the id may be kept of this person on this computer.
        confirmed: the second steps that the user has taken.
    """

    meeting_id: str
    number: str
    name: str = ""
    contact_id: str | None = None
    private: bool = False
    confirmed: frozenset[str] = field(default_factory=frozenset)


class Phoning:
    """Has people phoned, where their meeting's provider has DIAL_OUT."""

    def __init__(self, hub: Hub, ledger: Ledger, scope: Scope) -> None:
        """Know meetings from this ledger; what is under way belongs to `scope`."""
        self._hub, self._ledger, self._scope = hub, ledger, scope
        self._rows = PhonedRows(hub.database)
        self._gate = PressGate(hub.clock)
        self._pressed: set[str] = set()
        self._under_way: dict[str, Phoned] = {}
        self._stopping = False

    async def phone(self, request: PhoneRequest) -> Phoned:
        """Have somebody phoned for one press; return once the provider has taken it on.

        Whoever is cancelled while waiting for that recalls nothing: the row tells what became of it.

        Raises:
            InputError: the number or the meeting does not do.
            SafetyError: a safety rule refuses it, or asks for a second step first; nothing was sent.
            PressDropped: it is the press just before it.
            StorageError: it could not be written down, so nothing was sent.
            ApiError: nobody is phoned; `OutcomeUnknown` where nobody knows.
        """
        if self._stopping:
            raise SafetyError("meeting_doings.phone.stopping")
        if request.meeting_id in self._pressed:
            raise PressDropped
        self._pressed.add(request.meeting_id)
        try:
            candidate = await read_number(request.number, self._hub.settings.region)
            press = f"{request.meeting_id} {candidate.e164}"
            self._gate.enter(press)
        except BaseException:
            self._pressed.discard(request.meeting_id)
            raise
        try:
            async with self._hub.counting:
                meeting, provider = await self._checked(request, candidate)
                phoned = await self._write_first(request, candidate, meeting)
        except BaseException:
            self._leave(request, press, done=False)
            raise
        work = self._carry_out(request, press, meeting, provider, phoned, candidate)
        done, error = await asyncio.shield(self._scope.spawn(work, "phone somebody in"))
        if error is not None:
            raise error
        return done

    async def phoned(self, meeting_id: str) -> list[Phoned]:
        """Return who was to be phoned into a meeting, the first one first."""
        rows = await self._rows.of_meeting(meeting_id)
        return [self._as_known(row) for row in rows]

    def stop(self) -> None:
        """Phone nobody any more; what is under way goes on as long as its scope."""
        self._stopping = True

    def _leave(self, request: PhoneRequest, press: str, *, done: bool) -> None:
        self._pressed.discard(request.meeting_id)
        self._gate.leave(press, done=done)

    async def _checked(self, request: PhoneRequest, candidate: Candidate) -> tuple[Meeting, MeetingProvider]:
        """Return whom to ask, once all second steps are taken."""
        meeting, provider = await at_provider(
            self._hub,
            self._ledger,
            request.meeting_id,
            MeetingFeature.DIAL_OUT,
            "meeting_doings.phone.cannot",
        )
        if meeting.state not in THERE:
            raise InputError("meeting_doings.phone.over")
        await check_abroad(self._hub, candidate, request.confirmed)
        if candidate.confirm and PREMIUM not in request.confirmed:
            raise ConfirmNeeded(PREMIUM, number=candidate.international or candidate.raw)
        since = self._hub.clock.now() - DOUBT_WINDOW
        before = [self._as_known(row) for row in await self._rows.of_account(meeting.entry_id, since)]
        if any(row.state is PhonedState.UNKNOWN for row in before) and MAY_STILL_RUN not in request.confirmed:
            raise ConfirmNeeded(MAY_STILL_RUN)
        return meeting, provider

    async def _write_first(self, request: PhoneRequest, candidate: Candidate, meeting: Meeting) -> Phoned:
        private = request.private or meeting.private
        phoned = Phoned(
            id=new_id(),
            meeting_id=meeting.id,
            entry_id=meeting.entry_id,
            number="" if private else str(candidate.e164),
            name="" if private else request.name,
            contact_id=request.contact_id,
            at=self._hub.clock.now(),
        )
        self._under_way[phoned.id] = phoned
        try:
            await self._rows.insert(phoned)
        except StorageError as error:
            del self._under_way[phoned.id]
            raise StorageError("meeting_doings.phone.not_written") from error
        except asyncio.CancelledError:  # it is written all the same
            self._scope.spawn(self._became(phoned, PhonedState.NOT_SENT), "close a row")
            raise
        if self._stopping:
            await self._became(phoned, PhonedState.NOT_SENT)
            raise SafetyError("meeting_doings.phone.stopping")
        self._hub.bus.fire(PhonedChanged(phoned))
        return phoned

    async def _carry_out(  # one press and what belongs to it
        self,
        request: PhoneRequest,
        press: str,
        meeting: Meeting,
        provider: MeetingProvider,
        phoned: Phoned,
        candidate: Candidate,
    ) -> tuple[Phoned, DialerError | None]:
        """Send the request; return what became of it, and why it is not simply taken on."""
        state, error = PhonedState.UNKNOWN, None
        number, region, id_ = str(candidate.e164), candidate.region or "", str(meeting.provider_id)
        try:
            await carried_out(
                meeting.domain, lambda: provider.async_dial(id_, number, request.name, region=region)
            )
            state = PhonedState.TAKEN_ON
        except (ApiError, InputError) as failure:
            state, error = _failed(failure)
            if isinstance(failure, ApiError):
                await note_failure(self._hub, meeting.entry_id, provider, failure)
        finally:
            done = await self._became(phoned, state)
            self._leave(request, press, done=state in {PhonedState.TAKEN_ON, PhonedState.UNKNOWN})
        return done, error

    async def _became(self, phoned: Phoned, state: PhonedState) -> Phoned:
        """Write down what became of a press."""
        done = replace(phoned, state=state)
        self._under_way.pop(phoned.id, None)
        try:
            await self._rows.update(done)
        except DialerError as error:  # it stays open, which is read as "it may have rung"
            _LOGGER.warning("what became of a press cannot be written: %s", error.key)
        self._hub.bus.fire(PhonedChanged(done))
        return done

    def _as_known(self, row: Phoned) -> Phoned:
        open_ = row.state is PhonedState.REQUESTED
        return in_doubt(row) if open_ and row.id not in self._under_way else row


def _failed(failure: ApiError | InputError) -> tuple[PhonedState, DialerError]:
    """Return what a failure means for a press, and what is said of it."""
    match failure:
        case NotSent() | InputError():
            return PhonedState.NOT_SENT, failure
        case Refused():
            return PhonedState.REFUSED, failure
        case _:
            why = failure.placeholders.get("why", failure)
            doubt = OutcomeUnknown("meeting_doings.phone.doubt", failure.kind, code=failure.code, why=why)
            return PhonedState.UNKNOWN, doubt
