"""A set-up link for an account: to copy, or as a QR code to read from the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit

from dialer.core.onboarding import link_for, qr_code
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, isolate
from dialer.ui.look.qr_code import QrCode
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.strings import Strings

_WIDTH = 480
_CODE = 240


async def show_set_up_link(hub: Hub, parent: QWidget, entry: ConfigEntry) -> None:
    """Show the link that sets this account up for somebody else.

    Raises:
        DialerError: there can be none.
    """
    await result_of(SetUpLinkDialog(link_for(entry), entry.title, hub.strings, parent))


class SetUpLinkDialog(QDialog):
    """Shows a link and its QR code."""

    def __init__(self, link: str, title: str, strings: Strings, parent: QWidget | None = None) -> None:
        """Show a link of the account with this title."""
        super().__init__(parent)
        self._strings = strings
        self._link = link
        words = self._text("title", title=isolate(title))
        layout = headed(self, words)
        self.setAccessibleDescription(self._text("text"))
        layout.addWidget(PlainLabel(self._text("text"), tone=Tone.DIM, wrap=True))
        code = QrCode(qr_code(link), _CODE)
        code.setAccessibleName(self._text("qr"))
        layout.addWidget(code, 0, Qt.AlignmentFlag.AlignHCenter)
        self._line = QLineEdit(link)
        self._line.setReadOnly(True)
        self._line.setCursorPosition(0)
        self._line.setAccessibleName(self._text("line"))
        layout.addWidget(self._line)
        self._note = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        layout.addWidget(self._note)
        layout.addLayout(self._build_foot())
        self._copy.setFocus()
        self.resize(fitting_size(self, layout, px(_WIDTH)))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"accounts.link.{key}", **placeholders)

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        close.clicked.connect(self.reject)
        self._copy = copy = PrimaryButton(self._text("copy"), "content-copy")
        copy.clicked.connect(self._take)
        for button in (close, copy):
            button.setAutoDefault(True)
            foot.addWidget(button)
        copy.setDefault(True)
        return foot

    def _take(self) -> None:
        QGuiApplication.clipboard().setText(self._link)
        self._note.setText(self._text("copied"))
        announce(self, self._text("copied"))
