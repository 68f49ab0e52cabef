"""Windows that appear on their own: the keys stay with the program in which people are typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_SETTLED_MS = 700


def leave_focus(window: QWidget) -> None:
    """Have a window that is about to be shown take no focus until people click on it or go to it.

    Not every window manager heeds the wish to be shown without activation; what refuses the focus is left
    alone by all of them. Once the window is there, it can have the focus like any other.
    """
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.winId()  # makes the native window
    window.windowHandle().setFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
    settled = QTimer(window, singleShot=True, interval=_SETTLED_MS)
    settled.timeout.connect(
        lambda: window.windowHandle().setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, False)
    )
    settled.start()


def take_focus_again(window: QWidget) -> None:
    """Have a window that has only just appeared on its own take the focus: somebody asks for it now."""
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)
    if (handle := window.windowHandle()) is not None:
        handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, False)
