"""Keeps the setting and the system's entry together: the entry is the truth, the setting asks for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.core.errors import DialerError
from dialer.core.issues import Issue, Severity
from dialer.core.settings import SettingsChanged
from dialer.core.storage import JsonStore
from dialer.desktop.autostart import AtLogin, system_autostart

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.hub import Hub
    from dialer.desktop.autostart import Autostart

SETTING = "start_at_login"
ISSUE = "autostart"

_MEMORY = "autostart.json"
_VERSION = 1


class AutostartCare:
    """What becomes of the entry of a home, from the start of the window to its end."""

    def __init__(self, hub: Hub, entry: Autostart | None = None) -> None:
        """Listen; the entry is the system's where none is given."""
        self._hub = hub
        self._entry = entry or system_autostart(hub.home.path)
        self._memory = JsonStore(hub.home.path / _MEMORY, _VERSION)
        self._following = False
        self._turn = asyncio.Lock()
        self._changing: asyncio.Task[None] | None = None
        self._unsubscribe: Callable[[], None] = hub.bus.listen(SettingsChanged, self._on_setting)

    def stop(self) -> None:
        """Stop listening; the entry stays as it is."""
        self._unsubscribe()

    async def settled(self) -> None:
        """Wait until the entry is what was asked for last."""
        if self._changing is not None:
            await asyncio.wait({self._changing})

    async def look(self) -> None:
        """Have the setting say what the entry says; see to what the organisation decides.

        Where the organisation wants it, the entry is written once; whoever switches it off in the system's
        settings or removes it there has the last word all the same.
        """
        async with self._turn:
            state = await asyncio.to_thread(self._entry.state)
            if self._hub.settings.managed_by(SETTING) is not None:
                await self._obey(state)
                return
            self._following = True
            try:
                await self._hub.settings.set(SETTING, state is AtLogin.ON)
            except DialerError as error:
                self._report(error)
            finally:
                self._following = False

    async def change(self, *, wanted: bool) -> None:
        """Write or remove the entry, because somebody asks for it; what fails is among the repairs."""
        async with self._turn:
            try:
                await asyncio.to_thread(self._entry.switch_on if wanted else self._entry.switch_off)
            except DialerError as error:
                self._report(error)
            else:
                self._hub.issues.clear(ISSUE)

    async def _obey(self, state: AtLogin) -> None:
        wanted = bool(self._hub.settings.get(SETTING))
        try:
            if not wanted and state is AtLogin.ON:
                await asyncio.to_thread(self._entry.switch_off)
            elif wanted and state is AtLogin.ABSENT and not self._memory.load().get("placed"):
                await asyncio.to_thread(self._entry.switch_on)
                await asyncio.to_thread(self._memory.save, {"placed": True})
        except DialerError as error:
            self._report(error)

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key == SETTING and not self._following:
            wanted = bool(self._hub.settings.get(SETTING))
            self._changing = self._hub.scope.spawn(self.change(wanted=wanted), "start at log-in")

    def _report(self, error: DialerError) -> None:
        self._hub.issues.report(
            Issue(id=ISSUE, severity=Severity.WARNING, key=error.key, placeholders=dict(error.placeholders))
        )
