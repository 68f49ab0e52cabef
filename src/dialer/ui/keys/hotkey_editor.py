"""A hotkey is set by pressing it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from dialer.core.hotkey import KEYS, NotAHotkey, read_hotkey
from dialer.ui.blocks.field_editor import FieldEditor
from dialer.ui.keys.words import key_words

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

_MODIFIER_KEYS = {
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock,
}  # fmt: skip
_CLEARING = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
_LEAVING = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_MODIFIERS = {
    Qt.KeyboardModifier.MetaModifier: "Meta",
    Qt.KeyboardModifier.ControlModifier: "Ctrl",
    Qt.KeyboardModifier.AltModifier: "Alt",
    Qt.KeyboardModifier.ShiftModifier: "Shift",
}
_A_WINDOWS, _Z_WINDOWS = 0x41, 0x5A
_0_WINDOWS, _9_WINDOWS = 0x30, 0x39
_DIGIT_ROW = dict(zip(range(10, 20), "1234567890", strict=True))
"""X11's and Wayland's codes of the keys with digits; with Shift, in France without, they are other signs."""


def portable(event: QKeyEvent) -> str:
    """Return what is pressed, as a portable text; of the keypad's keys, their signs."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    names = [name for modifier, name in _MODIFIERS.items() if plain & modifier]
    return "+".join((*names, _sign(event)))


def _sign(event: QKeyEvent) -> str:
    """Return the key alone; Shift changes what Qt takes a digit's key for, and its code says what it is."""
    code = event.nativeVirtualKey()
    windows = sys.platform == "win32" and (
        _A_WINDOWS <= code <= _Z_WINDOWS or _0_WINDOWS <= code <= _9_WINDOWS
    )
    if windows:
        return chr(code)
    sign = QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText)
    if sign not in KEYS and sys.platform.startswith("linux"):
        return _DIGIT_ROW.get(event.nativeScanCode(), sign)
    return sign


class _Recorder(QLineEdit):
    """Shows a combination, and takes the next one that is pressed.

    Signals:
        pressed: the combination, as portable text; empty to have none.
        recording: the focus came or went.
    """

    pressed = Signal(str)
    recording = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def event(self, event: QEvent) -> bool:
        """Claim every combination, whatever it does in the window otherwise."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._is_ours(event):
                event.accept()
                return True
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_ours(event):
            self._take(event)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin to listen."""
        super().focusInEvent(event)
        self.recording.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Listen no more."""
        super().focusOutEvent(event)
        self.recording.emit(False)

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Whether it is to be recorded; the keys that lead away do so, alone or with Shift."""
        with_more = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        return bool(with_more) or event.key() not in _LEAVING

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIER_KEYS or event.isAutoRepeat():
            return
        if event.key() in _CLEARING and not event.modifiers():
            self.pressed.emit("")
        else:
            self.pressed.emit(portable(event))


class HotkeyEditor(FieldEditor):
    """Takes the combination that is pressed while it has the focus; Backspace clears it.

    Signals:
        recording: keys are pressed here to become a hotkey, or no more.
    """

    recording = Signal(bool)

    def _build_input(self) -> QWidget:
        self._keys = ""
        self._line = line = _Recorder()
        line.setPlaceholderText(self.strings.text("hotkeys.none"))
        line.pressed.connect(self._on_pressed)
        line.recording.connect(self._on_recording)
        return line

    def value(self) -> object:
        """The portable text; none where there is no hotkey."""
        return self._keys or None

    def set_value(self, value: object) -> None:
        """Show a combination."""
        self._keys = str(value or "")
        self._line.setText(key_words(self._keys, self.strings, "+") if self._keys else "")

    def _on_recording(self, on: bool) -> None:
        self._line.setPlaceholderText(self.strings.text("hotkeys.press" if on else "hotkeys.none"))
        self.recording.emit(on)

    def _on_pressed(self, keys: str) -> None:
        if keys:
            try:
                keys = str(read_hotkey(keys))
            except NotAHotkey as error:
                self.set_error(self.strings.text(error.key))
                return
        if keys == self._keys:
            self.set_error("")
            return
        self.set_value(keys)
        self._chosen()
