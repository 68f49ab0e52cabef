"""The call manager: the one door through which calls are placed, watched, ended and remembered."""

from __future__ import annotations

import asyncio
import logging
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dialer.calls import machine
from dialer.calls.events import CallChanged, HistoryChanged
from dialer.calls.gate import END_CURRENT, DialGate, DialRequest, check_source, check_steps, read_number
from dialer.calls.history import History
from dialer.calls.model import Call, EndReason
from dialer.calls.provider import DialOrder, TelephonyFeature, TelephonyProvider, telephony
from dialer.calls.running import RunningCall
from dialer.core.entries import ConfigEntry, EntryState
from dialer.core.errors import (
    EntryAuthFailed,
    ErrorKind,
    InputError,
    Refused,
    SafetyError,
    SecretsUnavailable,
    StorageError,
)
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from dialer.contacts.book import ContactBook
    from dialer.contacts.reading import Candidate
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

QUIT_DEADLINE = 3.0
WRITE_AGAIN = 10.0


class CallManager:
    """Places one call at a time, whatever the number of accounts.

    Attributes:
        history: the call records.
    """

    def __init__(self, hub: Hub, contacts: ContactBook) -> None:
        """Belong to a hub whose database is open."""
        self._hub = hub
        self._contacts = contacts
        self.history = History(hub.database)
        self._gate = DialGate(hub.clock)
        self._scope = Scope("calls")
        self._writes: set[asyncio.Task[None]] = set()
        self._written: Call | None = None
        self._running: RunningCall | None = None
        self._stopping = False

    @property
    def current(self) -> Call | None:
        """The running call, or the last one of this session."""
        return self._running.call if self._running else None

    @property
    def dialling(self) -> bool:
        """Whether a press is on its way: Call is greyed out so long."""
        return self._gate.dialling

    @property
    def talk_seconds(self) -> float | None:
        """How long the current call's parties have talked."""
        return self._running.talk_seconds if self._running else None

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
            running, order = await self._prepare(request)
            await self._write_first(running.call)
        except BaseException:
            self._gate.leave()
            raise
        self._running = running
        self._announce(running.call)
        self._scope.spawn(self._place(running, order), "place a call")
        return running.call

    async def hang_up(self) -> Call | None:
        """End the running call; return it as it is then."""
        if self._running is None:
            return None
        self._gate.forget_last()
        await self._running.hang_up()
        return self._running.call

    async def set_note(self, call_id: str, note: str) -> None:
        """Write the note about a call.

        Raises:
            StorageError: it could not be written.
        """
        await self.history.set_note(call_id, note)
        if self._running is not None and self._running.call.id == call_id:
            self._running.call = replace(self._running.call, note=note)
        self._hub.bus.fire(HistoryChanged(call_id))

    async def recover(self) -> None:
        """Settle what a crash left open: find the call again, or close its record as unknown; never dial."""
        open_calls = await self.history.open_calls()
        if open_calls:
            await self._hub.entries.settled()
        newest = open_calls[-1] if open_calls else None
        for call in open_calls:
            if call is newest and await self._find_again(call):
                continue
            await self.history.update(
                machine.end(
                    call,
                    EndReason.UNKNOWN,
                    self._hub.clock.now(),
                    error_key=None if call.accepted_at else "calls.error.interrupted",
                )
            )
            self._hub.bus.fire(HistoryChanged(call.id))

    async def stop(self, *, keep_call: bool) -> None:
        """Place nothing more, leave or end the running call, sign out, and write what is not written yet."""
        self._stopping = True
        kept = None
        running = self._running
        if running is not None and running.call.live:
            if keep_call and running.call.accepted_at is not None:
                kept = running.provider
                await running.let_go()
            else:
                await self._end_in_time(running)
        providers = [provider for _, provider in telephony(self._hub)]
        await asyncio.gather(*(self._sign_out(p, kept=p is kept) for p in providers))
        if self._writes:
            await asyncio.wait(self._writes, timeout=QUIT_DEADLINE)
        await self._scope.close()

    async def _prepare(self, request: DialRequest) -> tuple[RunningCall, DialOrder]:
        if self._stopping:
            raise SafetyError("calls.safety.stopping")
        check_source(request.source)
        candidate = await read_number(request.number, self._hub.settings.region)
        entry, provider = self._account(request.entry_id)
        self._gate.refuse_repeat(str(candidate.e164), entry.id)
        try:
            last = await self.history.last_of_account(entry.id)
            check_steps(request, candidate, current=self.current, last=last, now=self._hub.clock.now())
            await self._end_current(request)
        except BaseException:
            # The press was not carried out: the next one, with the second step taken, is no repeat of it.
            self._gate.forget_last()
            raise
        call = await self._new_call(request, candidate, entry)
        order = DialOrder(
            attempt_id=call.id,
            destination=call.number,
            source=request.source,
            both_at_once=request.both_at_once,
        )
        return RunningCall(call, provider, self._hub.clock, self._scope, self._announce), order

    def _account(self, entry_id: str | None) -> tuple[ConfigEntry, TelephonyProvider]:
        ready = telephony(self._hub)
        for entry, provider in ready:
            if entry_id in {None, entry.id}:
                return entry, provider
        wanted = [entry for entry in self._hub.entries.all if entry_id in {None, entry.id}]
        for entry in wanted:
            if entry.state is EntryState.AUTH_NEEDED:
                raise Refused("core.entry.auth_refused", ErrorKind.AUTH)
        if wanted:
            raise InputError("calls.error.account_not_ready", account=wanted[0].title)
        raise InputError("calls.error.no_account")

    async def _end_current(self, request: DialRequest) -> None:
        running = self._running
        if running is None or not running.call.live or END_CURRENT not in request.confirmed:
            return
        await running.hang_up()
        if running.call.live:
            raise SafetyError("calls.safety.still_talking")

    async def _new_call(self, request: DialRequest, candidate: Candidate, entry: ConfigEntry) -> Call:
        contact_id, name = request.contact_id, request.name
        if contact_id is None and name is None:
            people = await self._contacts.who(str(candidate.e164))
            if people:
                contact_id, name = people[0].id, people[0].name
        return Call(
            id=uuid.uuid4().hex,
            entry_id=entry.id,
            account=entry.title,
            number=str(candidate.e164),
            started_at=self._hub.clock.now(),
            source=request.source,
            both_at_once=bool(request.both_at_once),
            contact_id=contact_id,
            name=name,
        )

    async def _write_first(self, call: Call) -> None:
        try:
            await self.history.insert(call)
        except StorageError as error:
            raise StorageError("calls.error.not_written") from error
        self._written = call
        if call.contact_id is not None:
            self._spawn_write(self._contacts.touch(call.contact_id, call.started_at), "note a called contact")

    async def _place(self, running: RunningCall, order: DialOrder) -> None:
        try:
            signed_in = await running.place(order)
            # Before the gate opens: a second press must not send the refused password again.
            if not signed_in and (entry := self._hub.entries.get(running.call.entry_id)) is not None:
                await self._hub.entries.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
        finally:
            self._gate.leave()
        self._announce(running.call)
        running.watch()
        await self._keep_session(running)

    def _announce(self, call: Call) -> None:
        """Tell everyone, and write it down."""
        self._hub.bus.fire(CallChanged(call))
        if call != self._written:
            self._written = call
            self._spawn_write(self._write(call), "write a call")
        if not call.live:
            self._spawn_write(self._forget_session(call), "forget a session")

    def _spawn_write(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = self._scope.spawn(work, name)
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)

    async def _write(self, call: Call) -> None:
        """Write a state; where the disk is full, keep trying with the newest one."""
        while call == self._written:
            try:
                await self.history.update(call)
            except StorageError as error:
                _LOGGER.warning("a call record could not be written: %s", error.key)
                await self._hub.clock.sleep(WRITE_AGAIN)
            else:
                break
        self._hub.bus.fire(HistoryChanged(call.id))

    async def _keep_session(self, running: RunningCall) -> None:
        """Keep the session while the call lives, so that a restarted Dialer can find the call again."""
        session = running.provider.session
        if (
            session is None
            or not running.call.live
            or TelephonyFeature.RESUME not in running.provider.features
        ):
            return
        try:
            await self._hub.secrets.set(_session_ref(running.call), session)
        except SecretsUnavailable as error:
            _LOGGER.info("the session is not kept: %s", error.key)

    async def _forget_session(self, call: Call) -> None:
        try:
            await self._hub.secrets.delete(_session_ref(call))
        except SecretsUnavailable as error:
            _LOGGER.info("no session was kept: %s", error.key)

    async def _find_again(self, call: Call) -> bool:
        entry = self._hub.entries.get(call.entry_id)
        provider = next((p for e, p in telephony(self._hub) if e is entry), None)
        if call.accepted_at is None or provider is None or TelephonyFeature.RESUME not in provider.features:
            return False
        try:
            session = await self._hub.secrets.get(_session_ref(call))
        except SecretsUnavailable:
            return False
        if session is None:
            return False
        provider.resume(session)
        call = replace(call, found_again=True)
        self._running = RunningCall(call, provider, self._hub.clock, self._scope, self._announce)
        self._written = call
        self._running.watch()
        self._hub.bus.fire(CallChanged(call))
        return True

    async def _end_in_time(self, running: RunningCall) -> None:
        try:
            async with asyncio.timeout(QUIT_DEADLINE):
                await running.hang_up()
        except TimeoutError:
            _LOGGER.warning("the hang-up was not confirmed before quitting")
        await running.let_go()

    async def _sign_out(self, provider: TelephonyProvider, *, kept: bool) -> None:
        if kept:
            provider.release()
            return
        try:
            async with asyncio.timeout(QUIT_DEADLINE):
                await provider.async_end_session()
        except TimeoutError:
            _LOGGER.info("signing out took too long")


def _session_ref(call: Call) -> str:
    return f"{call.entry_id}/session"
