"""Somebody who was to be called back was reached: is that it? Nothing is marked before a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from dialer.calls.call_back import CallBackReached, CallBacksChanged
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel, PrimaryButton, SecondaryButton, isolate
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import px

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from dialer.calls.call_back import CallBack
    from dialer.ui.callbacks.actions import CallBackActions
    from dialer.ui.desk import Desk


ARM_SECONDS = 0.7
"""How long a click on a question that has just appeared under it does nothing: something else was meant."""

_LEAST_WORDS = 260
_CLICKS = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin}


class CallBackOffer(Card):
    """One question at a time, the first one first; Not yet leaves the call-back open.

    A question that takes the place of another is not answered by the second click, or bounce of a key, that
    was meant for the one before it.
    """

    def __init__(self, desk: Desk, actions: CallBackActions) -> None:
        """Ask above the desk's pages."""
        super().__init__(margin=12, stripe="ok")
        self._desk, self._app, self._actions = desk, desk.app, actions
        self._strings = self._app.hub.strings
        self._waiting: list[CallBack] = []
        self._asked = ""
        self._armed_at = 0.0
        self._follows_another = False
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(12)
        said = QHBoxLayout()
        said.setSpacing(12)
        self._words = PlainLabel("", wrap=True)
        said.addWidget(IconLabel("phone-clock", tint="ok"))
        said.addWidget(self._words, 1)
        self._line.addLayout(said, 1)
        self._buttons = WrapLayout()
        later = SecondaryButton(self._text("not_yet"))
        later.clicked.connect(self._on_later)
        self._done = PrimaryButton(self._text("done"), "check")
        self._done.clicked.connect(self._on_done)
        for button in (later, self._done):
            button.installEventFilter(self)
            self._buttons.addWidget(button)
        self._line.addLayout(self._buttons)
        self.body.addLayout(self._line)
        self.hide()
        bus = self._app.hub.bus
        self._unsubscribe = [
            bus.listen(CallBackReached, self._on_reached),
            bus.listen(CallBacksChanged, self._on_changed),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where these would have too little room beside them."""
        super().resizeEvent(event)
        beside = self.width() >= self._buttons.sizeHint().width() + px(_LEAST_WORDS)
        ways = QBoxLayout.Direction
        self._line.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def stop(self) -> None:
        """Ask no more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the clicks of the first moment; a key is pressed on what has the focus, so it was meant."""
        return (event.type() in _CLICKS and self._is_new()) or super().eventFilter(watched, event)

    def _is_new(self) -> bool:
        return self._app.hub.clock.monotonic() < self._armed_at

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"callbacks.offer.{key}", **placeholders)

    def _on_reached(self, event: CallBackReached) -> None:
        if all(each.id != event.call_back.id for each in self._waiting):
            self._waiting.append(event.call_back)
            self._desk.scope.spawn(self._ask(), "ask whether a call-back is done")

    async def _ask(self) -> None:
        await self._desk.phone.numbers.learn(each.number for each in self._waiting if not each.name)
        self._show()

    def _on_changed(self, _event: CallBacksChanged) -> None:
        if self._waiting:
            self._desk.scope.spawn(self._forget_closed(), "see which call-backs are open")

    async def _forget_closed(self) -> None:
        """Ask about none that is done or removed meanwhile, here or at a colleague's."""
        still = {each.id for each in await self._app.callbacks.open_ones()}
        self._waiting = [each for each in self._waiting if each.id in still]
        self._show()

    def _show(self) -> None:
        if self._waiting:
            first = self._waiting[0]
            if first.id != self._asked:
                self._follows_another = not self.isHidden()
                self._asked, self._armed_at = first.id, self._app.hub.clock.monotonic() + ARM_SECONDS
            number = self._desk.phone.numbers.known.get(first.number, first.number)
            about = {"name": isolate(first.name or number), "note": isolate(first.note)}
            words = self._text("text_note" if first.note else "text", **about)
            if words != self._words.text() or self.isHidden():
                self._words.setText(words)
                announce(self, words)
        else:
            self._asked = ""
        self.setVisible(bool(self._waiting))
        self._desk.close_gap()

    def _on_later(self) -> None:
        if self._is_answered():
            self._next()

    def _on_done(self) -> None:
        if self._is_answered():
            self._actions.mark(self._waiting[0])
            self._next()

    def _is_answered(self) -> bool:
        """Whether a press is meant for the question that is shown."""
        return bool(self._waiting) and not (self._follows_another and self._is_new())

    def _next(self) -> None:
        self._waiting = self._waiting[1:]
        self._show()
