"""Follows what is wrong: the count in the side bar, and the banner, which is loaded for the first issue."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from dialer.core.issues import IssuesChanged, Severity
from dialer.ui.look.theme import px
from dialer.ui.pages import REPAIRS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from dialer.core.issues import Issue
    from dialer.ui.desk import Desk
    from dialer.ui.frame.banner import Banner
    from dialer.ui.repairs.fixes import Fixes

_HEIGHT_FOR_BOTH = 440


class Repairs(QObject):
    """Shows the worst issue that was not put away, until it is gone.

    Signals:
        resized: the banner came or went.
        page_wanted: show all issues.
    """

    resized = Signal()
    page_wanted = Signal()

    def __init__(self, desk: Desk, place: QVBoxLayout) -> None:
        """Belong to a window; the banner goes to this place."""
        super().__init__(desk)
        self._desk, self._place = desk, place
        self._hub = desk.app.hub
        self._put_away: list[Issue] = []
        self.stop = self._hub.bus.listen(IssuesChanged, self._on_issues)

    @cached_property
    def fixes(self) -> Fixes:
        """What carries out the fixes."""
        from dialer.ui.repairs.fixes import Fixes

        return Fixes(self._desk.app, self._desk.main_window, self._desk.phone_actions)

    @cached_property
    def banner(self) -> Banner:
        """The banner, made for the first issue."""
        from dialer.ui.frame.banner import Banner

        banner = Banner(self._hub, self.fixes)
        banner.hide()
        banner.more_wanted.connect(self.page_wanted)
        banner.put_away.connect(self._on_put_away)
        self._place.addWidget(banner)
        # Tab comes to it where it stands, not last because it was made last.
        above = self._desk.strip.findChildren(QAbstractButton)
        for before, after in pairwise([*above, *banner.findChildren(QAbstractButton)]):
            QWidget.setTabOrder(before, after)
        return banner

    @property
    def shown(self) -> bool:
        """Whether there is a banner now."""
        return "banner" in self.__dict__ and not self.banner.isHidden()

    def refresh(self) -> None:
        """Show how things are."""
        issues = self._hub.issues.all
        self._show_count(len(issues))
        # What is mended and breaks again is shown again.
        self._put_away = [issue for issue in self._put_away if issue in issues]
        loud = (
            issue for issue in issues if issue.severity is not Severity.INFO and issue not in self._put_away
        )
        worst = next(loud, None)
        elsewhere = self._desk.side_bar.marked != REPAIRS and not self._desk.main_window.first_start
        if worst is not None and elsewhere:
            self.banner.show_issue(worst, len(issues))
            self.banner.setVisible(self._has_room())
        elif "banner" in self.__dict__:
            self.banner.show_nothing()
        self.resized.emit()

    def make_room(self) -> None:
        """Let the banner give way, or come back: the call bar or the window's size has changed."""
        if "banner" in self.__dict__ and self.banner.issue is not None and self.shown != self._has_room():
            self.banner.setVisible(self._has_room())
            self.resized.emit()

    def _has_room(self) -> bool:
        """Whether there is height for a banner: a call goes before it, and the side bar counts what waits."""
        return self._desk.call_bar.isHidden() or self._desk.height() >= px(_HEIGHT_FOR_BOTH)

    def _show_count(self, count: int) -> None:
        # The page that one is reading keeps its button.
        needed = count > 0 or self._desk.side_bar.marked == REPAIRS
        words = self._hub.strings.text("repairs.count", count=count) if count else ""
        self._desk.side_bar.show_count(REPAIRS, count, words, needed=needed)

    def _on_issues(self, _event: IssuesChanged) -> None:
        self.refresh()

    def _on_put_away(self, issue: Issue) -> None:
        self._put_away.append(issue)
        self.refresh()
