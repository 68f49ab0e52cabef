"""Looks for a newer Dialer while the window is open, and says so in one line; without an address, nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QWidget

from dialer.calls.events import CallChanged
from dialer.core.power import ComputerWoke
from dialer.core.settings import SettingsChanged

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from dialer.core.update_manifest import Manifest
    from dialer.ui.desk import Desk
    from dialer.ui.updates.line import UpdateLine

_SETTINGS = frozenset({"update_address", "update_key"})


class UpdatePart:
    """Begins and ends the looking with the settings; what it needs is loaded when they are there.

    Attributes:
        line: the line, once there was something to say.
    """

    line: UpdateLine | None = None

    def __init__(self, desk: Desk) -> None:
        """Work for this window."""
        self._desk, self._hub = desk, desk.app.hub
        self._looking: asyncio.Task[None] | None = None
        self._offer: Manifest | None = None
        self._unlisten: list[Callable[[], None]] = []
        self._unlisten_settings = self._hub.bus.listen(SettingsChanged, self._on_setting)
        self._begin()

    def stop(self) -> None:
        """Stop listening; the task ends with the window."""
        self._unlisten_settings()
        self._end()

    def _begin(self) -> None:
        """Look from now on, where that is on; the demo leaves the world alone."""
        if self._desk.app.demo or not all(self._hub.settings.get(key) for key in _SETTINGS):
            return
        from dialer.core.updates import UpdatesChanged

        listen = self._hub.bus.listen
        self._unlisten = [
            listen(UpdatesChanged, self._on_found),
            listen(CallChanged, self._on_call),
            listen(ComputerWoke, self._on_woke),
        ]
        self._look()

    def _end(self) -> None:
        while self._unlisten:
            self._unlisten.pop()()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _look(self) -> None:
        """Begin anew: while the computer sleeps, no time passes for a task."""
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._desk.scope.spawn(
            self._hub.updates.run(self._is_busy), "look for a newer version"
        )

    def _is_busy(self) -> bool:
        call = self._desk.app.calls.current
        return call is not None and call.live

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key in _SETTINGS:
            was_on = bool(self._unlisten)
            self._end()
            self._begin()
            if was_on:
                self._hub.updates.forget_issue()
                self._on_found()

    def _on_woke(self, _event: ComputerWoke) -> None:
        self._look()

    def _on_call(self, _event: CallChanged) -> None:
        self._show()

    def _on_found(self, _event: object = None) -> None:
        self._offer = self._hub.updates.offer()
        self._show()

    def _show(self) -> None:
        """Show the line, unless a call is under way or something is wrong: both go before it."""
        offer, line = self._offer, self.line
        first_start = self._desk.main_window.first_start
        if offer is None or self._is_busy() or self._desk.repairs.shown or first_start:
            if line is not None and not line.isHidden():
                line.hide()
                self._desk.close_gap()
            return
        was_hidden = line is None or line.isHidden()
        self._made_line().offer(str(offer.version))
        if was_hidden:
            self._desk.close_gap()

    def _made_line(self) -> UpdateLine:
        if self.line is None:
            from dialer.ui.updates.line import UpdateLine

            self.line = UpdateLine(self._hub.strings)
            self.line.wanted.connect(self._on_wanted)
            self.line.dismissed.connect(self._on_dismissed)
            self._desk.above.addWidget(self.line)
            self._desk.repairs.resized.connect(self._show)
            # Tab comes to it where it stands, not last because it was made last.
            above = self._desk.strip.findChildren(QAbstractButton)
            for before, after in pairwise([*above, *self.line.stops]):
                QWidget.setTabOrder(before, after)
        return self.line

    def _on_wanted(self) -> None:
        if self._offer is not None:
            self._desk.phone_actions.run(self._show_news(self._offer), "show what is new")

    async def _show_news(self, manifest: Manifest) -> None:
        from dialer.ui.blocks.dialogs import result_of
        from dialer.ui.updates.dialog import UpdateDialog

        dialog = UpdateDialog(self._desk.main_window, self._hub.strings, manifest, self._hub.updates.running)
        await result_of(dialog)

    def _on_dismissed(self) -> None:
        self._desk.phone_actions.run(self._hub.updates.dismiss(), "put a version away")
