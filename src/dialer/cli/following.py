"""Following one call: each of its states once, until it is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from dialer.calls.events import CallChanged
from dialer.calls.sentences import phone_label, sentence, to_event
from dialer.core.conventions import exact_time_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.cli.console import Console


class Following:
    """Collects what happens to calls from its beginning on, so that nothing of a new call is missed."""

    def __init__(self, app: App) -> None:
        """Listen from now on."""
        self._states: asyncio.Queue[Call | None] = asyncio.Queue()
        self._stop: Callable[[], None] = app.hub.bus.listen(CallChanged, self._note)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop()

    async def next(self, call: Call) -> Call | None:
        """Wait until the call has another state than this one; None where the waiting was ended."""
        while True:
            state = await self._states.get()
            if state is None or (state.id == call.id and state != call):
                return state

    def end(self) -> None:
        """End the waiting for a next state."""
        self._states.put_nowait(None)

    def _note(self, event: CallChanged) -> None:
        self._states.put_nowait(event.call)


class Reporter:
    """Prints a call's changes of state."""

    def __init__(self, app: App, console: Console) -> None:
        """Print here."""
        self._app = app
        self._console = console
        self._last: tuple[object, ...] = ()

    def show(self, call: Call) -> None:
        """Print a state unless the last line says the same already."""
        said: tuple[object, ...] = (sentence(call, self._console.strings),)
        if self._console.json:
            said = (call.state, call.reason, call.ended_by, call.stale, call.hang_up_failed)
        if said == self._last:
            return
        self._last = said
        print_call(call, self._app, self._console)


def print_call(call: Call, app: App, console: Console) -> None:
    """Print how a call is now."""
    now, phone = app.hub.clock.now(), phone_label(call, app.hub.settings)
    if console.json:
        console.document(to_event(call, console.strings, now, phone))
    else:
        time = exact_time_words(now, console.strings.language)
        console.line(f"{time}  {sentence(call, console.strings, phone=phone)}")
