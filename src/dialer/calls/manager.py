"""The call manager: the one door through which calls are placed, watched, ended and remembered."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from dialer.calls import leaving
from dialer.calls.events import CallChanged
from dialer.calls.gate import (
    END_CURRENT,
    DialGate,
    DialRequest,
    check_features,
    check_source,
    check_steps,
    find_account,
)
from dialer.calls.history import History
from dialer.calls.leaving import sign_out
from dialer.calls.marking import Marking
from dialer.calls.model import Call
from dialer.calls.own_phones import with_own_phone
from dialer.calls.provider import DialOrder, TelephonyProvider, telephony
from dialer.calls.records import CallRecords
from dialer.calls.recovery import Recovery
from dialer.calls.running import RunningCall
from dialer.calls.sessions import KeptSessions
from dialer.contacts.numbers.abroad import check_abroad
from dialer.contacts.numbers.dialling import check_own_phone, read_number
from dialer.core.deadline import Deadline
from dialer.core.errors import EntryAuthFailed, SafetyError, StorageError
from dialer.core.ids import new_id
from dialer.core.power import ComputerWoke
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from dialer.contacts.book import ContactBook
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)
_MOST_NAMES = 3


class CallManager(Marking):
    """Places one call at a time, whatever the number of accounts.

    Attributes:
        history: the call records.
        records: writes them.
    """

    def __init__(self, hub: Hub, contacts: ContactBook) -> None:
        """Belong to a hub whose database is open."""
        self._hub = hub
        self._contacts = contacts
        self.history = History(hub.database)
        self._gate = DialGate(hub.clock)
        self._scope = Scope("calls")
        self.records = CallRecords(hub, self.history, self._scope)
        self._sessions = KeptSessions(hub)
        self._running: RunningCall | None = None
        self._placing: asyncio.Task[None] | None = None
        self._refusing: asyncio.Task[None] | None = None
        self._recovery = Recovery(hub, self.history, self.records, self._sessions, self._take_over)
        hub.bus.listen(ComputerWoke, self._on_woke)

    @property
    def current(self) -> Call | None:
        """The running call, or the last one of this session."""
        return self._running.call if self._running else None

    @property
    def gate(self) -> DialGate:
        """What lets one press in at a time."""
        return self._gate

    @property
    def dialling(self) -> bool:
        """Whether a press is on its way: Call is greyed out so long."""
        return self._gate.dialling

    @property
    def talk_seconds(self) -> float | None:
        """How long the current call's parties have talked."""
        return self._running.time.talked(self._running.call) if self._running else None

    @property
    def seconds(self) -> float | None:
        """How long the current call takes by now, whatever the wall clock says."""
        return self._running.time.passed if self._running else None

    async def dial(self, request: DialRequest) -> Call:
        """Place a call for one press; return once it is written down and on its way.

        Raises:
            InputError: the number, the account or the contact cannot be called.
            SafetyError: a safety rule refuses it, or asks for a second step first.
            Refused: the account's sign-in was refused before; nothing is sent.
            StorageError: it could not be written down, so nothing is sent.
        """
        self._gate.enter()
        try:
            async with self._hub.counting:
                running, order = await self._prepare(request)
                await self._write_first(running.call)
        except BaseException:
            self._gate.leave()
            raise
        self._running = running
        self._hub.bus.fire(CallChanged(running.call))
        self._placing = self._scope.spawn(self._place(running, order), "place a call")
        return running.call

    async def hang_up(self) -> Call | None:
        """End the running call; return it as it is then."""
        if self._running is None:
            return None
        self._gate.forget_last()
        await self._running.hang_up()
        return self._running.call

    async def put_away(self) -> None:
        """Be done with a call that its provider does not let us follow; another call is left as it is."""
        running = self._running
        if running is not None and running.call.live and not running.call.followed:
            self._gate.forget_last()
            await running.put_away()

    async def sign_out(self) -> None:
        """End the session of the call that is over; the next call signs in again."""
        if self._running is not None and not self._running.call.live:
            await sign_out(self._running.provider, kept=False)

    async def recover(self) -> None:
        """Settle what a crash left open: find the call again, or close its record as unknown; never dial."""
        await self._recovery.run()

    async def stop(self, *, keep_call: bool) -> None:
        """Place nothing more, leave or end the running call, sign out, and write what is not written yet."""
        self.records.stopping = True
        deadline = Deadline(leaving.STOP_DEADLINE)
        self._recovery.stop()
        providers = [provider for _, provider in telephony(self._hub)]
        kept = None
        if (running := self._running) is not None and running.call.live:
            if await leaving.leave(running, self._placing, keep_call=keep_call):
                kept = running.provider
            if self._is_orphaned(running.provider) and running.call.live:
                providers.append(running.provider)
        patience = leaving.QUIT_SIGN_OUT_DEADLINE
        await asyncio.gather(*(sign_out(each, kept=each is kept, patience=patience) for each in providers))
        await self.records.finish(deadline.left)
        await self._scope.close(leaving.LAST_TURN)

    async def _prepare(self, request: DialRequest) -> tuple[RunningCall, DialOrder]:
        self.records.refuse_when_stopping()
        await self._recovery.finished()
        check_source(request.source)
        candidate = await read_number(request.number, self._hub.settings.region)
        entry, provider = find_account(self._hub, request.entry_id)
        request = with_own_phone(request, self._hub.settings, provider)
        check_features(request, provider.features)
        if (rung := request.source or next(iter(provider.sources), None)) is not None:
            await check_own_phone(rung, self._hub.settings.region, request.confirmed)
        self._gate.refuse_repeat(str(candidate.e164), entry.id)
        try:
            last = await self.history.last_of_account(entry.id)
            current = self.current if self.current is not None and self.current.followed else None
            await check_abroad(self._hub, candidate, request.confirmed)
            check_steps(request, candidate, current=current, last=last, now=self._hub.clock.now())
            await self._end_current(request)
            call = await self._new_call(request, candidate, entry)
            # Ending a call takes long enough for an account to be changed.
            entry, provider = find_account(self._hub, entry.id)
        except BaseException:
            # The press was not carried out: the next one, with the second step taken, is no repeat of it.
            self._gate.forget_last()
            raise
        order = DialOrder(
            attempt_id=call.id,
            destination=call.number,
            source=request.source,
            both_at_once=request.both_at_once,
        )
        return self._run(call, provider), order

    def _run(self, call: Call, provider: TelephonyProvider) -> RunningCall:
        hub, heard = self._hub, (self._announce, self._on_refused)
        return RunningCall(call, provider, hub.clock, self._scope, *heard, reconnect=hub.http.renew)

    def _on_woke(self, _event: ComputerWoke) -> None:
        if self._running is not None:
            self._running.wake()

    async def _end_current(self, request: DialRequest) -> None:
        running = self._running
        if running is None:
            return
        await running.put_away()  # only the telephone shows whether it still goes on
        if running.call.live and END_CURRENT in request.confirmed:
            await running.hang_up()
            if running.call.live:
                raise SafetyError("calls.safety.still_talking")
        await running.rest()

    async def _new_call(self, request: DialRequest, candidate: Candidate, entry: ConfigEntry) -> Call:
        contact_id, name = request.contact_id, request.name
        if contact_id is None and name is None:
            found = await self._contacts.who(str(candidate.e164))
            people = [person for person in found if not person.private]  # the record is on the disk
            contact_id = people[0].id if len(people) == 1 else None
            name = ", ".join(person.name for person in people[:_MOST_NAMES]) or None
        return Call(
            id=new_id(),
            entry_id=entry.id,
            account=entry.title,
            number=str(candidate.e164),
            started_at=self._hub.clock.now(),
            source=request.source,
            both_at_once=bool(request.both_at_once),
            contact_id=contact_id,
            name=name,
            private=request.private,
        )

    async def _write_first(self, call: Call) -> None:
        try:
            await self.records.begin(call)
        except StorageError:
            self._gate.forget_last()
            raise
        if call.contact_id is not None and not call.private:
            touched = self._contacts.touch(call.contact_id, call.started_at)
            self.records.spawn(touched, "note a called contact")

    async def _place(self, running: RunningCall, order: DialOrder) -> None:
        try:
            await running.place(order)
            # Before the gate opens: a second press must not send the refused password again.
            if self._refusing is not None:
                await asyncio.wait({self._refusing})
        finally:
            self._gate.leave()
        self._hub.bus.fire(CallChanged(running.call))
        running.watch()
        await self._sessions.keep(running)

    def _on_refused(self, call: Call) -> None:
        """Keep an account silent whose sign-in was refused, until a person signs in again."""
        self._gate.forget_last()  # nobody was called; after a new sign-in the same number is meant
        if self._running is None or self._is_orphaned(self._running.provider):
            return  # late news: the account may have another password by now
        if (entry := self._hub.entries.get(call.entry_id)) is not None:
            refusing = self._hub.entries.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
            self._refusing = self.records.spawn(refusing, "remember a refused sign-in")

    def _announce(self, call: Call) -> None:
        """Tell everyone, and write it down."""
        self._hub.bus.fire(CallChanged(call))
        self.records.keep(call)
        if not call.live and self._running is not None:
            self._count(call)
            self.records.spawn(self._clear_up(call, self._running.provider), "clear up after a call")

    def _count(self, call: Call) -> None:
        self._hub.counters[f"calls.{call.reason}"] += 1
        if (entry := self._hub.entries.get(call.entry_id)) is not None:
            entry.counters[f"calls.{call.reason}"] += 1

    async def _clear_up(self, call: Call, provider: TelephonyProvider) -> None:
        await self._sessions.forget(call)
        if provider.session is not None and self._is_orphaned(provider):
            await sign_out(provider, kept=False)

    def _is_orphaned(self, provider: TelephonyProvider) -> bool:
        """Whether its account was changed or removed in mid-call, so that nobody else ends its session."""
        return not any(provider is ready for _, ready in telephony(self._hub))

    def _take_over(self, call: Call, provider: TelephonyProvider) -> None:
        """Go on with a call that an earlier run of Dialer began."""
        self._running = self._run(call, provider)
        self._running.watch()
        self._hub.bus.fire(CallChanged(call))
