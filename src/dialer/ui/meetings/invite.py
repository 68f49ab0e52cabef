"""The ways to invite guests: mail, calendar file, QR code, a code to read out; and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from dialer.core.errors import InputError
from dialer.core.strings import LANGUAGES
from dialer.meetings.read_aloud import read_aloud
from dialer.meetings.shared import shared
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.widgets import SecondaryButton
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import px

if TYPE_CHECKING:
    from dialer.core.strings import Strings
    from dialer.meetings.model import Meeting
    from dialer.meetings.shared import Shared

_AROUND = 56
_LONGEST_CODE = 14

MAIL, FILE, CODE, ALOUD = "mail", "file", "code", "aloud"


class InviteRow(QWidget):
    """A button for each way, and the language of what guests get.

    Signals:
        wanted: the way, and the language.
    """

    wanted = Signal(str, str)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start without a meeting."""
        super().__init__(parent)
        self._strings = strings
        self._meeting_id = ""
        self._chosen = False
        row = WrapLayout(self)
        self._buttons = {
            MAIL: SecondaryButton(self._text("mail"), "email-outline"),
            FILE: SecondaryButton(self._text("file"), "calendar-export"),
            CODE: SecondaryButton(self._text("code"), "qrcode"),
            ALOUD: SecondaryButton("", "bullhorn-outline"),
        }
        for way, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, way=way: self._want(way))
            row.addWidget(button)
        self._buttons[MAIL].setAccessibleName(self._text("mail.name"))
        self._language = _Languages()
        for language in LANGUAGES:
            name = strings.text(f"settings.field.language.option.{language}")
            self._language.addItem(self._text("language", language=name), language)
        self._language.setAccessibleName(self._text("language.name"))
        self._language.setToolTip(self._text("language.name"))
        self._language.activated.connect(self._on_chosen)
        row.addWidget(self._language)

    def show_meeting(self, meeting: Meeting) -> None:
        """Offer what there is for a meeting; the language stays while it is the same one."""
        if meeting.id != self._meeting_id:
            self._meeting_id, self._chosen = meeting.id, False
            self._show_language(self._strings.language)
        try:
            facts = shared(meeting)
        except InputError:
            self.hide()
            return
        self._show_ways(facts)
        self.show()

    def set_language(self, meeting_id: str, language: str) -> None:
        """Take the language of a meeting's guests, once it is known, unless one was chosen meanwhile."""
        if meeting_id == self._meeting_id and not self._chosen:
            self._show_language(language)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_invite.{key}", **placeholders)

    def _show_ways(self, facts: Shared) -> None:
        way_in = facts.guest is not None or bool(facts.dial_in)
        for way in (MAIL, FILE):
            self._buttons[way].setEnabled(way_in or facts.called_off)
        self._buttons[CODE].setVisible(not facts.called_off)
        self._buttons[CODE].setEnabled(facts.guest is not None)
        code = next(iter(facts.codes.values()), "") if not facts.called_off else ""
        self._buttons[ALOUD].setVisible(bool(code))
        shown = read_aloud(code, self._strings).shown
        fits = len(shown) <= _LONGEST_CODE
        self._buttons[ALOUD].set_label(self._text("aloud.code", code=shown) if fits else self._text("aloud"))

    def _show_language(self, language: str) -> None:
        self._language.setCurrentIndex(max(0, self._language.findData(language)))

    def _on_chosen(self, _place: int) -> None:
        self._chosen = True

    def _want(self, way: str) -> None:
        self.wanted.emit(way, str(self._language.currentData()))


class _Languages(ComboBox):
    """As wide as its longest choice, to stand in a row with buttons."""

    def sizeHint(self) -> QSize:
        """Room for words, edges and arrow."""
        metrics = self.fontMetrics()
        widths = [metrics.horizontalAdvance(self.itemText(place)) for place in range(self.count())]
        return QSize(max(widths, default=0) + px(_AROUND), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Less would cut a word."""
        return self.sizeHint()
