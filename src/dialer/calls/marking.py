"""What people say of a call: a note, an outcome, tags, and that it is nobody else's business."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.calls.call_back import CallBacksChanged
from dialer.calls.events import HistoryChanged
from dialer.calls.outcomes import OUTCOMES, tidy_tags
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.calls.history import History
    from dialer.calls.running import RunningCall
    from dialer.contacts.book import ContactBook
    from dialer.core.hub import Hub


class Marking:
    """The part of the call manager that writes it down, before a call is over or long after.

    Attributes:
        history: the call records.
    """

    history: History
    _hub: Hub
    _contacts: ContactBook
    _running: RunningCall | None

    async def set_note(self, call_id: str, note: str) -> None:
        """Write the note about a call; a private one keeps none.

        Raises:
            StorageError: it could not be written.
        """
        await self.history.set_note(call_id, note)
        self._mark(call_id, note=note)

    async def set_outcome(self, call_id: str, outcome: str) -> None:
        """Write what a call came to: one of `OUTCOMES`, or the empty text for none.

        Raises:
            InputError: there is no such outcome.
            StorageError: it could not be written.
        """
        if outcome and outcome not in OUTCOMES:
            raise InputError("history.error.no_outcome", outcomes=", ".join(OUTCOMES))
        await self.history.set_outcome(call_id, outcome)
        self._mark(call_id, outcome=outcome)

    async def set_tags(self, call_id: str, tags: Iterable[str]) -> None:
        """Write the tags of a call in place of those that it had; a private one keeps none.

        Raises:
            StorageError: it could not be written.
        """
        tidy = tidy_tags(tags)
        await self.history.set_tags(call_id, tidy)
        self._mark(call_id, tags=tidy)

    async def set_private(self, call_id: str, on: bool) -> None:  # noqa: FBT001  # what it is set to
        """Wipe from a record whom the call was made to and what about, or write it as any other from now on.

        What was wiped does not come back, except for whom the current call is made to. Who is to be called
        back because of it is from then on this desk's affair alone: colleagues' lists lose it.

        Raises:
            StorageError: it could not be written.
        """
        running = self._running
        current = running.call if running is not None and running.call.id == call_id else None
        if on:
            if await self.history.make_private(call_id):
                self._hub.bus.fire(CallBacksChanged())
        else:
            await self.history.make_public(call_id, current)
        self._mark(call_id, private=on)

    def _mark(self, call_id: str, **marks: object) -> None:
        """Let the current call say the same, and tell that a record has changed."""
        running = self._running
        if running is not None and running.call.id == call_id:
            call = replace(running.call, **marks)  # type: ignore[arg-type]  # fields of a call
            if call.private:
                call = replace(call, note="", tags=())
            running.call = call
        self._hub.bus.fire(HistoryChanged(call_id))
