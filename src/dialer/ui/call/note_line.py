"""The lines in which something about a call is written: the note, and the tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from dialer.ui.blocks.line import Line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.calls.model import Call
    from dialer.core.strings import Strings

_MOST = 2000


class CallLine(Line):
    """Belongs to one call at a time. Whatever ends the writing, what was written is kept.

    Signals:
        written: a text that is new (call id, text).
        left: Enter or Esc closed the line.
    """

    written = Signal(str, str)
    left = Signal()

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        """Start closed.

        Args:
            name: what assistive technology calls it.
            placeholder: what stands in it while it is empty.
            parent: where it stands.
        """
        super().__init__(parent)
        self._call_id: str | None = None
        self._kept = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(_MOST)
        self.editingFinished.connect(self.keep)
        self.hide()

    def text_of(self, call: Call) -> str:
        """What is kept of a call."""
        raise NotImplementedError

    def belong_to(self, call: Call | None) -> None:
        """Close, and turn to another call; what was written about the one before is kept."""
        self.keep()
        self.hide()
        self._call_id = call.id if call is not None else None
        self._kept = self.text_of(call) if call is not None else ""
        self.setText(self._kept)

    def follow(self, call: Call) -> None:
        """Show what is kept by now, which may have been written elsewhere; not over what is being written."""
        kept = self.text_of(call)
        if call.id == self._call_id and kept != self._kept and (self.text().strip() == self._kept):
            self._kept = kept
            self.setText(kept)

    def open(self) -> None:
        """Show the line and put the cursor there."""
        self.show()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keep(self) -> None:
        """Keep what is written, if it is new."""
        text = self.text().strip()
        if self._call_id is not None and text != self._kept:
            self._kept = text
            self.written.emit(self._call_id, text)

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's own meaning of it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc end the writing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            self.keep()
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteLine(CallLine):
    """The note about a call."""

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start closed."""
        text = strings.text
        super().__init__(text("ui.a11y.call_note"), text("ui.call.note.placeholder"), parent)

    def text_of(self, call: Call) -> str:
        """The note."""
        return call.note


class TagsLine(CallLine):
    """The tags of a call, with commas between them."""

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start closed."""
        text = strings.text
        super().__init__(text("call_bar.tags.name"), text("call_bar.tags.placeholder"), parent)

    def text_of(self, call: Call) -> str:
        """The tags."""
        return ", ".join(call.tags)
