"""Two quiet windows beside a meeting: the guests' link as a QR code, and the codes to read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout

from dialer.meetings.inviting import guest_code
from dialer.meetings.read_aloud import read_aloud
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton, ltr, one_line
from dialer.ui.look.qr_code import QrCode
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.core.strings import Strings
    from dialer.meetings.links import GuestLink
    from dialer.meetings.shared import Shared

_WIDTH = 400
_CODE = 320


class _Beside(QDialog):
    """A title, what is shown, and a button that closes it; the window behind it goes on."""

    def __init__(self, title: str, strings: Strings, parent: QWidget) -> None:
        super().__init__(parent)
        self._strings = strings
        self.column = headed(self, title)

    def finish(self) -> None:
        """Put the button below, and take the size that all of it needs."""
        row = QHBoxLayout()
        row.addStretch()
        close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        close.setAutoDefault(True)
        close.clicked.connect(self.reject)
        row.addWidget(close)
        self.column.addStretch()
        self.column.addLayout(row)
        close.setFocus()
        width = max(px(_WIDTH), self.column.minimumSize().width())
        self.setMinimumWidth(px(_WIDTH) // 2)
        self.resize(fitting_size(self, self.column, width))


class QrDialog(_Beside):
    """The guests' link, for a camera."""

    def __init__(self, guest: GuestLink, name: str, strings: Strings, parent: QWidget) -> None:
        """Show the link of the meeting with this name."""
        super().__init__(strings.text("ui_invite.code.title", subject=one_line(name)), strings, parent)
        words = strings.text("ui_invite.code.text")
        self.setAccessibleDescription(words)
        self.column.addWidget(PlainLabel(words, tone=Tone.DIM, wrap=True))
        code = QrCode(guest_code(guest), _CODE)
        code.setAccessibleName(strings.text("ui_invite.code.name", host=guest.host))
        self.column.addWidget(code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.finish()


class AloudDialog(_Beside):
    """The codes of a meeting: large, in groups, and as they are said in the guests' language."""

    def __init__(self, facts: Shared, guests: Strings, strings: Strings, parent: QWidget) -> None:
        """Show a meeting's codes; `guests` is the language in which they are said."""
        title = strings.text("ui_invite.aloud.title", subject=one_line(facts.name(strings)))
        super().__init__(title, strings, parent)
        if facts.dial_in:
            self._add(strings.text("meetings.detail.dial_in"), facts.dial_in, ())
        for name, code in facts.codes.items():
            aloud = read_aloud(code, guests)
            self._add(strings.text(f"meetings.detail.{name}"), aloud.shown, aloud.words)
        self.finish()

    def _add(self, label: str, shown: str, words: tuple[str, ...]) -> None:
        self.column.addWidget(PlainLabel(label, style=TextStyle.SMALL, tone=Tone.DIM))
        large = PlainLabel(ltr(shown), style=TextStyle.TITLE, wrap=True)
        large.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        large.setAccessibleName(label)
        large.setAccessibleDescription("; ".join(words) or shown)
        self.column.addWidget(large)
        for line in words:
            self.column.addWidget(PlainLabel(line, wrap=True))
