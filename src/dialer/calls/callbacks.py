"""The call-backs: the one door through which they are made, done, shared and told when they are due."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from dialer.calls.call_back import CallBack, CallBackDue, CallBackReached, CallBacksChanged
from dialer.calls.callback_store import CallBackStore
from dialer.calls.events import CallChanged
from dialer.contacts.numbers.dialling import read_number
from dialer.core.errors import InputError, StorageError
from dialer.core.ids import new_id
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from dialer.contacts.model import Contact
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

LONGEST_NOTE = 2000
_LONGEST_NAME = 200
_LONGEST_SLEEP = 60.0
"""Seconds: a computer that slept has lost its count of them."""


class CallBacks:
    """Who is to be called back.

    Attributes:
        store: where they are.
    """

    def __init__(self, hub: Hub) -> None:
        """Belong to a hub whose database is open."""
        self._hub = hub
        self.store = CallBackStore(hub.database)
        self._scope = Scope("call-backs")
        self._changed = asyncio.Event()
        self._offered: set[str] = set()
        self._unsubscribe: list[Callable[[], None]] = []

    @property
    def my_name(self) -> str:
        """What colleagues know the user by; empty where the user has not said."""
        return str(self._hub.settings.get("my_name") or "").strip()

    async def add(
        self,
        number: str,
        due_at: datetime,
        *,
        name: str = "",
        contact: Contact | None = None,
        owner: str | None = None,
        note: str = "",
        call_id: str | None = None,
        private: bool = False,
    ) -> CallBack:
        """Promise somebody a call.

        Args:
            number: as typed, or in E.164 form.
            due_at: by when.
            name: who it is; a contact's own name where there is a contact.
            contact: who it is. Of one of a private directory only the number is kept, and at this desk alone.
            owner: who takes it on; None stands for the user.
            note: what it is about.
            call_id: the call record that it comes from.
            private: whether colleagues are not to see it.

        Raises:
            InputError: the number cannot be called.
            SafetyError: it is an emergency number.
            StorageError: it could not be written.
        """
        candidate = await read_number(number, self._hub.settings.region)
        known = contact if contact is not None and not contact.private and contact.is_stored else None
        is_private = private or (contact is not None and contact.private)
        if contact is not None:
            name = "" if contact.private else contact.name
        now = self._hub.clock.now()
        blank = CallBack(id=new_id(), number="", due_at=now, created_at=now, private=is_private)
        call_back = blank.changed(
            await self.store.desk(),
            number=str(candidate.e164),
            due_at=due_at.astimezone(),
            name=_one_line(name),
            owner=_one_line(self.my_name if owner is None else owner),
            note=note.strip()[:LONGEST_NOTE],
            contact_id=known.id if known is not None else None,
            call_id=call_id,
        )
        await self.store.keep(call_back)
        self._announce()
        return call_back

    async def change(self, call_back_id: str, **fields: Any) -> CallBack:
        """Change due_at, owner, note or name.

        Raises:
            InputError: there is no such call-back.
            StorageError: it could not be written.
        """
        for name in ("owner", "name"):
            if name in fields:
                fields[name] = _one_line(str(fields[name]))
        if "note" in fields:
            fields["note"] = str(fields["note"]).strip()[:LONGEST_NOTE]
        return await self._change(call_back_id, **fields)

    async def take_over(self, call_back_id: str) -> CallBack:
        """Make it the user's own."""
        return await self._change(call_back_id, owner=self.my_name)

    async def done(self, call_back_id: str, by: str | None = None) -> CallBack:
        """Mark it done now, by the user where nobody else is named; one that is done stays as it is.

        Raises:
            InputError: there is no such call-back.
            StorageError: it could not be written.
        """
        found = await self.find(call_back_id)
        if found.done_at is not None:
            return found
        now = self._hub.clock.now()
        return await self._change(
            found.id, done_at=now, done_by=_one_line(self.my_name if by is None else by)
        )

    async def reopen(self, call_back_id: str) -> CallBack:
        """Take the done mark back."""
        return await self._change(call_back_id, done_at=None, done_by="")

    async def remove(self, call_back_id: str) -> None:
        """Take it off the list, here and at the colleagues'; what it said is forgotten."""
        found = await self.find(call_back_id)
        await self.store.change(found.id, lambda before: before.without())
        self._announce()

    async def find(self, call_back_id: str) -> CallBack:
        """Return one by its id, or by the beginning of it.

        Raises:
            InputError: there is no such call-back, or more than one.
        """
        found = await self.store.get(call_back_id)
        if found is None:
            raise InputError("callbacks.error.unknown")
        return found

    async def open_ones(self, owner: str | None = None) -> list[CallBack]:
        """Return what is to be done, the soonest first; of one owner, or of all."""
        return await self.store.listed(done=False, owner=owner)

    async def done_ones(self, owner: str | None = None, limit: int = 200) -> list[CallBack]:
        """Return what was done, the last first."""
        return await self.store.listed(done=True, owner=owner, limit=limit)

    async def overdue(self) -> list[CallBack]:
        """Return what should have been done by now."""
        now = self._hub.clock.now()
        return [each for each in await self.open_ones() if each.is_overdue(now)]

    async def take_in(self, versions: Iterable[CallBack]) -> None:
        """Join what colleagues say with what is here."""
        if await self.store.take_in(versions):
            self._announce()

    def watch(self) -> None:
        """From now on tell what becomes due, and who was reached; only where somebody sees it."""
        self._unsubscribe.append(self._hub.bus.listen(CallChanged, self._on_call))
        self._scope.spawn(self._tell_what_is_due(), "tell what is due")

    async def stop(self) -> None:
        """Tell nothing more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        await self._scope.close()

    async def _change(self, call_back_id: str, **fields: Any) -> CallBack:
        desk = await self.store.desk()
        found = await self.find(call_back_id)
        after = await self.store.change(found.id, lambda before: before.changed(desk, **fields))
        if after is None:
            raise InputError("callbacks.error.unknown")
        self._announce()
        return after

    def _announce(self) -> None:
        self._changed.set()
        self._hub.bus.fire(CallBacksChanged())

    def _is_mine(self, call_back: CallBack) -> bool:
        return call_back.owner in {"", self.my_name}

    async def _tell_what_is_due(self) -> None:
        clock = self._hub.clock
        while True:
            self._changed.clear()
            try:
                later = await self._tell_now()
            except StorageError as error:  # what could not be written is not told, and told later
                _LOGGER.warning("nothing due could be told: %s", error.key)
                await clock.sleep(_LONGEST_SLEEP)
                continue
            if later:
                left = (min(later) - clock.now()).total_seconds()
                await self._sleep(min(max(left, 0.0), _LONGEST_SLEEP))
            else:
                await self._changed.wait()

    async def _tell_now(self) -> list[datetime]:
        """Tell each due time once: that it was told is written before, so that a crash tells none twice.

        Returns:
            The due times that are to come.

        Raises:
            StorageError: that could not be written.
        """
        clock = self._hub.clock
        waiting = [each for each in await self.store.untold() if self._is_mine(each)]
        for call_back in waiting:
            if call_back.is_overdue(clock.now()):
                await self.store.mark_told(call_back)
                self._hub.bus.fire(CallBackDue(call_back))
        return [each.due_at for each in waiting if not each.is_overdue(clock.now())]

    async def _sleep(self, seconds: float) -> None:
        """Sleep so long, or until something changed."""
        await self._scope.first_of(
            (self._hub.clock.sleep(seconds), "wait for a due time"),
            (self._changed.wait(), "wait for a change"),
        )

    def _on_call(self, event: CallChanged) -> None:
        if event.call.both_connected and event.call.id not in self._offered:
            self._offered.add(event.call.id)
            self._scope.spawn(self._offer(event), "offer to mark a call-back done")

    async def _offer(self, event: CallChanged) -> None:
        for call_back in await self.store.of_number(event.call.number):
            self._hub.bus.fire(CallBackReached(call_back, event.call))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_NAME]
