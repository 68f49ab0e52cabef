"""The question of the day: which phone one is at. One press answers it; Esc leaves it as it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from dialer.calls.own_phones import digits
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.row_button import RowButton
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton, ltr, one_line
from dialer.ui.look.theme import Tone, px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from dialer.calls.own_phones import OwnPhone
    from dialer.core.strings import Strings

_SIZE = (440, 400)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class HotDeskDialog(QDialog):
    """The phones, one below the other; the one of last time has the focus.

    Attributes:
        chosen: the answer; None where nobody answered.
    """

    def __init__(
        self,
        parent: QWidget,
        strings: Strings,
        phones: Sequence[OwnPhone],
        now: OwnPhone | None,
        shown: Mapping[str, str],
    ) -> None:
        """Ask which phone it is.

        Args:
            parent: the window to stand in front of.
            strings: the user's language.
            phones: those to choose from.
            now: the one that rings until there is an answer.
            shown: how numbers are written that are known already.
        """
        super().__init__(parent)
        self.chosen: OwnPhone | None = None
        self._shown = shown
        title = strings.text("hot_desk.question")
        layout = headed(self, title)
        layout.addWidget(PlainLabel(strings.text("hot_desk.hint"), tone=Tone.DIM, wrap=True))
        self._buttons: list[RowButton] = []
        layout.addWidget(self._build_phones(strings, phones, now), 1)
        row = QHBoxLayout()
        row.addStretch()
        later = SecondaryButton(strings.text("hot_desk.same"))
        later.setAutoDefault(False)
        later.clicked.connect(self.reject)
        row.addWidget(later)
        layout.addLayout(row)
        room = self.screen().availableSize()
        self.resize(min(px(_SIZE[0]), room.width()), min(px(_SIZE[1]), int(0.9 * room.height())))

    def _build_phones(
        self, strings: Strings, phones: Sequence[OwnPhone], now: OwnPhone | None
    ) -> QScrollArea:
        area, inside = QScrollArea(), QWidget()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for phone in phones:
            last = now is not None and digits(now.number) == digits(phone.number)
            number = ltr(self._shown.get(phone.number, phone.number))
            words = [number] if phone.label else []
            words += [strings.text("hot_desk.last")] if last else []
            button = RowButton("deskphone", one_line(phone.label) or number, " \u00b7 ".join(words))
            button.clicked.connect(partial(self._answer, phone))
            self._buttons.append(button)
            column.addWidget(button)
            if last:
                button.setFocus()
        column.addStretch()
        if now is None and self._buttons:
            self._buttons[0].setFocus()
        area.setWidget(inside)
        return area

    def showEvent(self, event: QShowEvent) -> None:
        """Show which phone Enter takes, also to who came by mouse."""
        super().showEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from phone to phone."""
        step = _STEPS.get(Qt.Key(event.key()))
        focus = self.focusWidget()
        if step is None or not isinstance(focus, RowButton) or event.type() != QEvent.Type.KeyPress:
            super().keyPressEvent(event)
            return
        place = min(max(self._buttons.index(focus) + step, 0), len(self._buttons) - 1)
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _answer(self, phone: OwnPhone) -> None:
        self.chosen = phone
        self.accept()
