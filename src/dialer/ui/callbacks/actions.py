"""What people do with call-backs in the window, forwarded to the manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dialer.calls.call_back import press_for
from dialer.ui.blocks.widgets import isolate
from dialer.ui.look.shown_numbers import ShownNumbers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.calls.call_back import CallBack
    from dialer.ui.callbacks.row import CallBackRow
    from dialer.ui.phone.actions import PhoneActions


class CallBackActions(QObject):
    """Starts what the user asked for; what fails is told where everything is told."""

    def __init__(self, app: App, window: QWidget, actions: PhoneActions) -> None:
        """Act on the app's call-backs; dialogs stand in front of `window`."""
        super().__init__(window)
        self._app, self._window, self._actions = app, window, actions
        self._strings, self._numbers = app.hub.strings, ShownNumbers(app.hub.settings)

    def wire(self, row: CallBackRow) -> None:
        """Do what is asked for on a row."""
        row.call_wanted.connect(self.call)
        row.done_wanted.connect(self.mark)
        row.change_wanted.connect(self.change)
        row.remove_wanted.connect(self.remove)

    def call(self, call_back: CallBack) -> None:
        """Call somebody back: one press."""
        self._actions.call(press_for(call_back))

    def mark(self, call_back: CallBack) -> None:
        """Mark it done, or take the mark back."""
        work = self._done if call_back.done_at is None else self._reopen
        self._actions.run(work(call_back), "mark a call-back")

    def change(self, call_back: CallBack) -> None:
        """Let due time, owner and note be changed."""
        self._actions.run(self._change(call_back), "change a call-back")

    def remove(self, call_back: CallBack) -> None:
        """Take it off the list, after a question."""
        self._actions.run(self._remove(call_back), "remove a call-back")

    async def _change(self, call_back: CallBack) -> None:
        from dialer.ui.callbacks.dialog import change_call_back

        number = await self._numbers.of(call_back.number)
        await change_call_back(self._app, self._window, call_back, number)

    async def _done(self, call_back: CallBack) -> None:
        await self._app.callbacks.done(call_back.id)

    async def _reopen(self, call_back: CallBack) -> None:
        await self._app.callbacks.reopen(call_back.id)

    async def _remove(self, call_back: CallBack) -> None:
        from dialer.ui.blocks.dialogs import confirm

        name = isolate(call_back.name or await self._numbers.of(call_back.number))
        sure = await confirm(
            self._window,
            self._strings,
            title=self._strings.text("callbacks.remove.title"),
            text=self._strings.text("callbacks.remove.text", name=name),
            action=self._strings.text("callbacks.remove.action"),
            danger=True,
        )
        if sure:
            await self._app.callbacks.remove(call_back.id)
