"""A number large on the screen, to be dialled by hand on whatever telephone there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import MARGIN, framed
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, ltr, one_line
from dialer.ui.look.theme import TextStyle, Tone, font, px

if TYPE_CHECKING:
    from dialer.core.strings import Strings

_LEAST_WIDTH = 480
_HEIGHT = 46


class NumberLargeDialog(QDialog):
    """Name, number, and a button that copies it; Esc closes it, and the window behind stays usable."""

    def __init__(
        self, parent: QWidget, strings: Strings, *, name: str, number: str, shown: str, why: str = ""
    ) -> None:
        """Show a number.

        Args:
            parent: the window to stand in front of.
            strings: the user's language.
            name: whose it is; may be empty.
            number: what is copied, in E.164 form.
            shown: the same in groups, as people read it.
            why: a sentence to read before dialling; may be empty.
        """
        super().__init__(parent)
        self._strings, self._number = strings, number
        title = strings.text("fall_back.large.title")
        layout = framed(self, title)
        if name:
            layout.addWidget(PlainLabel(one_line(name), style=TextStyle.TITLE, wrap=True))
        self.number = _Large(ltr(shown), spelled(number, strings))
        layout.addWidget(self.number)
        if why:
            layout.addWidget(PlainLabel(why, tone=Tone.DIM, wrap=True))
        layout.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        self._copy = SecondaryButton(strings.text("fall_back.large.copy"), "content-copy")
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._copy_number)
        close = PrimaryButton(strings.text("ui_pages.dialog.close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(self._copy)
        row.addWidget(close)
        layout.addLayout(row)
        wide = max(px(_LEAST_WIDTH), self.number.wide + 2 * MARGIN)
        self.setFixedSize(fitting_size(self, layout, wide))
        close.setFocus()

    def _copy_number(self) -> None:
        QGuiApplication.clipboard().setText(self._number)
        copied = self._strings.text("fall_back.large.copied")
        self._copy.set_label(copied)
        announce(self._copy, copied)


class _Large(PlainLabel):
    """The number in very large digits; a screen reader spells it."""

    def __init__(self, shown: str, said: str) -> None:
        super().__init__(shown, style=TextStyle.TITLE, wrap=True)
        self.setAccessibleName(said)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.restyle()

    @property
    def wide(self) -> int:
        """The width at which it stands in one line."""
        return self.fontMetrics().horizontalAdvance(self.text()) + px(8)

    def restyle(self) -> None:
        """Take the present text size."""
        super().restyle()
        large = font(TextStyle.TITLE)
        large.setPixelSize(px(_HEIGHT))
        self.setFont(large)


def spelled(number: str, strings: Strings) -> str:
    """Return a number digit by digit, as it is said: a screen reader would make millions of it."""
    plus = strings.text("fall_back.large.plus")
    return " ".join(plus if character == "+" else character for character in number)
