"""The banner above the page: the worst thing that is wrong, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from dialer.core.issues import Severity
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import IconButton, IconLabel, PlainLabel, SecondaryButton
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import Styled, Tone, colour, px
from dialer.ui.repairs.words import issue_look, issue_sentence, label_fix

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from dialer.core.hub import Hub
    from dialer.core.issues import Issue
    from dialer.ui.repairs.fixes import Fixes

_LEAST_WORDS = 500
_LEAST_LINE = 160
_AROUND_WORDS = 90
_MOST_HEIGHT = 0.28


class Banner(QWidget, Styled):
    """Icon, sentence, the button that mends it, how many more there are, and a cross.

    Signals:
        more_wanted: show all issues.
        put_away: the user does not want to see this one now (an `Issue`).
    """

    more_wanted = Signal()
    put_away = Signal(object)

    def __init__(self, hub: Hub, fixes: Fixes, parent: QWidget | None = None) -> None:
        """Make a banner that shows nothing yet."""
        super().__init__(parent)
        self._hub, self._fixes = hub, fixes
        self._issue: Issue | None = None
        self._count = 0
        self._arranged: tuple[bool, bool, bool] | None = None
        self._icon = IconLabel("alert-circle-outline", self, tint="bad")
        self._label = PlainLabel("", self, wrap=True)
        self._line = PlainLabel("", self, elide=True)
        self._buttons = QWidget(self)
        self.fix = SecondaryButton("", parent=self._buttons)
        self.fix.clicked.connect(self._carry_out)
        self.more = SecondaryButton("", parent=self._buttons)
        self.more.clicked.connect(self.more_wanted)
        row = WrapLayout(self._buttons)
        row.addWidget(self.fix)
        row.addWidget(self.more)
        self._close = IconButton("close", hub.strings.text("repairs.put_away"), self, kind="bare")
        self._close.clicked.connect(self._put_away)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 8, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        fixes.changed.connect(self._show_progress)

    @property
    def issue(self) -> Issue | None:
        """The issue that is shown."""
        return self._issue

    def text(self) -> str:
        """The sentence that is shown."""
        return self._label.text()

    def show_issue(self, issue: Issue, count: int) -> None:
        """Show an issue, one of so many; it is said once."""
        news = issue != self._issue
        self._issue, self._count = issue, count
        tone, icon = issue_look(issue)
        self._icon.show_icon(icon, tone)
        sentence = issue_sentence(issue, self._hub)
        for label in (self._label, self._line):
            label.set_tone(Tone(f"{tone}_text"))
            label.setText(sentence)
        if issue.fix is not None:
            label_fix(self.fix, issue, self._hub)
        self._label_more()
        self._show_progress()
        self._arranged = None
        self._arrange()
        self.show()
        self.update()
        if news:
            announce(self, sentence, urgent=issue.severity is Severity.ERROR)

    def show_nothing(self) -> None:
        """Nothing is wrong, or the user wants to see nothing of it."""
        self._issue = None
        self.hide()

    def restyle(self) -> None:
        """Arrange again: the text size has changed."""
        self._arranged = None
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        if self._issue is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"{issue_look(self._issue)[0]}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)

    def _arrange(self) -> None:
        """Put the buttons beside the sentence where it has room enough, else below.

        A sentence that would take the page's room is cut to one line; it can be read on the page of repairs,
        where its button is as well if there is no room for it here.
        """
        if self._issue is None:
            return
        can_fix = self._fixes.can(self._issue)
        buttons = self._buttons_width(fix=can_fix)
        beside = self.width() - buttons >= px(_LEAST_WORDS)
        below = 0 if beside else self.more.sizeHint().height() + self._grid.verticalSpacing()
        words = self.width() - px(_AROUND_WORDS) - (buttons if beside else 0)
        height = self._label.heightForWidth(max(words, 1)) + below
        cut = height > _MOST_HEIGHT * self.window().height()
        fix = can_fix and not (cut and self.width() - px(_AROUND_WORDS) - buttons < px(_LEAST_LINE))
        if (beside or cut, cut, fix) != self._arranged:
            self._arranged = (beside or cut, cut, fix)
            self._place(beside=beside or cut, cut=cut, fix=fix)

    def _buttons_width(self, *, fix: bool) -> int:
        """How wide the buttons are beside each other."""
        shown = [*([self.fix] if fix else []), *([self.more] if self._count > 1 else [])]
        return sum(button.full_width for button in shown) + px(8) * len(shown)

    def _place(self, *, beside: bool, cut: bool, fix: bool) -> None:
        self._label.setHidden(cut)
        self._line.setVisible(cut)
        self.fix.setVisible(fix)
        self.more.setVisible(self._count > 1 or cut)
        self._buttons.setHidden(self.fix.isHidden() and self.more.isHidden())
        for part in (self._icon, self._label, self._line, self._buttons, self._close):
            self._grid.removeWidget(part)
        policy = self._buttons.sizePolicy()
        # Beside the sentence they keep their width; below it they may wrap.
        wide = QSizePolicy.Policy.Fixed if beside else QSizePolicy.Policy.Preferred
        policy.setHorizontalPolicy(wide)
        self._buttons.setSizePolicy(policy)
        self._buttons.updateGeometry()
        middle = Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._icon, 0, 0, middle)
        self._grid.addWidget(self._line if cut else self._label, 0, 1)
        self._grid.addWidget(self._close, 0, 3, middle)
        if beside:
            self._grid.addWidget(self._buttons, 0, 2, middle)
        else:
            self._grid.addWidget(self._buttons, 1, 1, 1, 3)

    def _label_more(self) -> None:
        text, others = self._hub.strings.text, self._count - 1
        self.more.set_label(text("repairs.more", count=others) if others else text("repairs.title"))
        self.more.setAccessibleName(text("repairs.more.name", count=self._count))

    def _carry_out(self) -> None:
        if self._issue is not None:
            self._fixes.carry_out(self._issue)

    def _show_progress(self) -> None:
        if self._issue is not None:
            self.fix.setEnabled(not self._fixes.is_running(self._issue))

    def _put_away(self) -> None:
        self.put_away.emit(self._issue)
