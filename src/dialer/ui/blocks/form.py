"""What dialogs with a form share: a form that scrolls when it must, and a size that fits the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QWidget

from dialer.ui.look.theme import px

_AROUND = 32
_FRAME = 80


def fitting_size(dialog: QDialog, layout: QLayout, width: int) -> QSize:
    """Return the size that shows all of a dialog at a width, as far as the screen allows.

    The window behind it may be smaller: it is often made narrow, to stand beside other programs.
    """
    _settle(dialog, layout)
    most = room_on_screen(dialog)
    fitting = min(width, most.width())
    return QSize(fitting, min(layout.totalHeightForWidth(fitting), most.height()))


def room_on_screen(dialog: QDialog) -> QSize:
    """Return how large a dialog may be: the screen, without what a window manager puts around it."""
    return dialog.screen().availableSize() - QSize(_AROUND, _FRAME)


def _settle(dialog: QDialog, layout: QLayout) -> None:
    """Have what changed within it measured now, from the inside out; Qt would do so over some later turns."""
    for child in reversed(dialog.findChildren(QWidget)):
        if child.isVisibleTo(dialog):
            inner = child.layout()
            if inner is not None:
                inner.activate()
            child.updateGeometry()
    layout.activate()


class FormScroll(QScrollArea):
    """A form that asks for as much room as it needs, and scrolls when it gets less."""

    def __init__(self, form: QWidget, parent: QWidget | None = None) -> None:
        """Show `form`, without a frame."""
        super().__init__(parent)
        self._form = form
        self.setWidget(form)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The controls in it take the focus; the frame itself has nothing to do.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """As the form does."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What the form needs at this width, or beside a scroll bar: once there is one, it would stay."""
        if not self._form.hasHeightForWidth():
            return self.sizeHint().height()
        beside = width - self.verticalScrollBar().sizeHint().width()
        return max(self._form.heightForWidth(each) for each in (width, beside))

    def sizeHint(self) -> QSize:
        """The form's own size."""
        return self._form.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Enough to see one field."""
        return QSize(px(200), min(px(96), self._form.sizeHint().height()))
