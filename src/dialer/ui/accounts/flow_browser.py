"""The step of a flow that happens in the browser: which link to open, and what to type there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.open_link import open_link
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.core.flow_run import Browser
    from dialer.core.strings import Strings


class BrowserStep(QWidget):
    """Shows where the link leads, opens it, and copies link and code.

    Attributes:
        open: the button that opens the link.
    """

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._strings = strings
        self._browser: Browser | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(12)
        self._words = PlainLabel(wrap=True)
        layout.addWidget(self._words)
        layout.addWidget(self._build_code())
        layout.addLayout(self._build_buttons())
        self._note = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        layout.addWidget(self._note)
        layout.addStretch()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"flow.browser.{key}", **placeholders)

    def _build_code(self) -> QWidget:
        self._code_row = QWidget()
        column = QVBoxLayout(self._code_row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(self._text("code_label"), tone=Tone.DIM, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._code = PlainLabel(style=TextStyle.TITLE)
        self._code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._code.setAccessibleName(self._text("code_label"))
        row.addWidget(self._code)
        self._copy_code = SecondaryButton(self._text("copy_code"), "content-copy")
        self._copy_code.clicked.connect(self._take_code)
        row.addWidget(self._copy_code)
        row.addStretch()
        column.addLayout(row)
        return self._code_row

    def _build_buttons(self) -> WrapLayout:
        row = WrapLayout()
        self.open = PrimaryButton(self._text("open"), "open-in-new")
        self.open.clicked.connect(self._open)
        self._copy_link = SecondaryButton(self._text("copy_link"), "content-copy")
        self._copy_link.clicked.connect(self._take_link)
        for button in (self.open, self._copy_link):
            # Enter presses the button that has the focus, else the default one.
            button.setAutoDefault(True)
            row.addWidget(button)
        return row

    def show_link(self, browser: Browser) -> None:
        """Show another link."""
        self._browser = browser
        self._words.setText(self._text("words", host=browser.host))
        self._code.setText(browser.code)
        self._code.setAccessibleDescription(browser.code)
        self._code_row.setVisible(bool(browser.code))
        self._say("")

    def _open(self) -> None:
        if self._browser is not None and not open_link(self._browser.url):
            self._say(self._text("failed"))

    def _take_code(self) -> None:
        if self._browser is not None:
            QGuiApplication.clipboard().setText(self._browser.code)
            self._say(self._text("code_copied"))

    def _take_link(self) -> None:
        if self._browser is not None:
            QGuiApplication.clipboard().setText(self._browser.url)
            self._say(self._text("link_copied"))

    def _say(self, sentence: str) -> None:
        self._note.setText(sentence)
        announce(self, sentence)
