"""The repairs page: a card for each thing that is wrong, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from dialer.core.issues import IssuesChanged
from dialer.ui.blocks.page import Page
from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel, SecondaryButton
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.repairs.words import issue_account, issue_look, issue_sentence, label_fix

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.hub import Hub
    from dialer.core.issues import Issue
    from dialer.ui.repairs.fixes import Fixes

_WIDTH = 860


class RepairsPage(Page):
    """Shows what is wrong now, the worst first."""

    def __init__(self, app: App, fixes: Fixes, parent: QWidget | None = None) -> None:
        """Draw the issues that there are, and follow them from now on."""
        super().__init__(app.hub.strings.text("repairs.title"), _WIDTH, parent)
        self._hub, self._fixes = app.hub, fixes
        self._cards: dict[str, IssueCard] = {}
        self.column.setAccessibleName(self._hub.strings.text("repairs.list"))
        self._empty = self._build_empty()
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.column.body.addWidget(self._empty)
        self.column.body.addLayout(self._list)
        self.column.body.addStretch()
        self.destroyed.connect(self._hub.bus.listen(IssuesChanged, self._on_issues))
        fixes.changed.connect(self._show_progress)
        self._show()

    def _build_empty(self) -> Card:
        card = Card(margin=40)
        centre = Qt.AlignmentFlag.AlignHCenter
        card.body.addWidget(IconLabel("check-circle-outline", tint="ok", size=48), 0, centre)
        text = self._hub.strings.text
        title = PlainLabel(text("repairs.empty.title"), style=TextStyle.SUBTITLE, wrap=True)
        words = PlainLabel(text("repairs.empty.text"), tone=Tone.DIM, wrap=True)
        for label in (title, words):
            label.setAlignment(centre)
            card.body.addWidget(label)
        return card

    def _on_issues(self, _event: IssuesChanged) -> None:
        self._show()

    def _show(self) -> None:
        issues = self._hub.issues.all
        for issue_id in self._cards.keys() - {issue.id for issue in issues}:
            self._drop(self._cards.pop(issue_id))
        for place, issue in enumerate(issues):
            card = self._cards.get(issue.id)
            if card is None:
                card = self._cards[issue.id] = IssueCard(self._hub, self._fixes)
                card.fix_wanted.connect(self._fixes.carry_out)
            if self._list.indexOf(card) != place:
                self._list.removeWidget(card)
                self._list.insertWidget(place, card)
            card.show_issue(issue)
        self._empty.setVisible(not issues)

    def _drop(self, card: IssueCard) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and card.isAncestorOf(focus):
            self.focusNextChild()
        card.hide()
        card.deleteLater()

    def _show_progress(self) -> None:
        for card in self._cards.values():
            card.show_progress()


class IssueCard(Card):
    """One issue: how bad it is by colour, icon and word, the account, the sentence, and the button.

    Signals:
        fix_wanted: the user wants it mended (an `Issue`).
    """

    fix_wanted = Signal(object)

    def __init__(self, hub: Hub, fixes: Fixes, parent: QWidget | None = None) -> None:
        """Make a card that shows nothing yet."""
        super().__init__(parent)
        self._hub, self._fixes = hub, fixes
        self._issue: Issue | None = None
        self._icon = IconLabel("alert-circle-outline", size=28)
        self._severity = PlainLabel(style=TextStyle.STRONG)
        self._account = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, elide=True)
        self._sentence = PlainLabel(wrap=True)
        self.fix = SecondaryButton("")
        self.fix.clicked.connect(self._carry_out)
        row, words, head = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.setSpacing(12)
        head.addWidget(self._severity)
        head.addWidget(self._account, 1)
        words.setSpacing(8)
        words.addLayout(head)
        words.addWidget(self._sentence)
        words.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        self.body.addLayout(row)

    def show_issue(self, issue: Issue) -> None:
        """Show an issue as it is now."""
        self._issue = issue
        tone, icon = issue_look(issue)
        self.set_stripe(tone)
        self._icon.show_icon(icon, tone)
        severity = self._hub.strings.text(f"repairs.severity.{issue.severity}")
        account, sentence = issue_account(issue, self._hub), issue_sentence(issue, self._hub)
        self._severity.setText(severity)
        self._severity.set_tone(Tone(f"{tone}_text"))
        self._account.setText(account)
        self._sentence.setText(sentence)
        self.setAccessibleName(" – ".join(filter(None, (severity, account, sentence))))
        self.fix.setVisible(self._fixes.can(issue))
        if issue.fix is not None:
            label_fix(self.fix, issue, self._hub)
        self.show_progress()

    def show_progress(self) -> None:
        """Take no second press while the first is carried out."""
        if self._issue is not None:
            self.fix.setEnabled(not self._fixes.is_running(self._issue))

    def _carry_out(self) -> None:
        self.fix_wanted.emit(self._issue)
