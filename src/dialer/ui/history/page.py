"""The History page: calls and meetings, who is to be called back, and what the calls add up to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialer.calls.call_back import CallBacksChanged
from dialer.calls.events import HistoryChanged
from dialer.core.errors import DialerError
from dialer.meetings.model import MeetingChanged
from dialer.ui.blocks.form import FormScroll
from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.blocks.margins import side_margin
from dialer.ui.blocks.page import Head
from dialer.ui.blocks.slices import Slices
from dialer.ui.blocks.tabs import Tabs
from dialer.ui.blocks.widgets import SecondaryButton
from dialer.ui.frame.page_stack import PageStack
from dialer.ui.history.beside import ListAndCard
from dialer.ui.history.filters import HistoryFilters
from dialer.ui.look.moments import count
from dialer.ui.look.theme import px

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from dialer.journal.filter import Filter
    from dialer.journal.rows import JournalRow
    from dialer.ui.desk import Desk
    from dialer.ui.history.actions import HistoryActions
    from dialer.ui.history.rows import Shown

_PAGE = 100
_LOW, _VERY_LOW = 540, 400
"""Less high than this, before text scaling, the page gives its title and filters up to the rows."""
_TABS = ("list", "call_backs", "charts")
_LIST, _CALL_BACKS, _CHARTS = range(3)


class HistoryPage(QWidget):
    """Draws what the journal says, and forwards what people do.

    Attributes:
        tabs: the list, the call-backs, the charts.
        filters: what narrows them down.
        slices: makes all below these; what that needs is imported then.
        list: the rows, once they are made.
        card: says more about the marked one, once it is made.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the head; the history is read when the list is there and shown."""
        super().__init__(parent)
        self._desk, self._app, self._strings = desk, desk.app, desk.app.hub.strings
        self._which = 0
        self._next: str | None = None
        self._loading = self._again = self._has_list = False
        self.setAccessibleName(self._text("title"))
        self._build()
        self.slices = Slices(self, desk.scope, self._make())
        bus = self._app.hub.bus
        self.destroyed.connect(bus.listen(HistoryChanged, self._on_changed))
        self.destroyed.connect(bus.listen(MeetingChanged, self._on_changed))
        self.destroyed.connect(bus.listen(CallBacksChanged, self._on_call_backs))

    def search(self) -> None:
        """Go to the line that is searched in."""
        self.tabs.setCurrentIndex(_LIST)
        self.filters.box.take_focus()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_history.{key}", **placeholders)

    @cached_property
    def _actions(self) -> HistoryActions:
        from dialer.ui.history.actions import HistoryActions

        return HistoryActions(self._desk, self)

    def _build(self) -> None:
        head = Head(self._text("title"))
        self._export = SecondaryButton(self._text("export"), "file-export-outline")
        self._export.clicked.connect(self._on_export)
        head.add(self._export)
        self._head = head
        self.tabs = Tabs(self._text("tabs"), [self._text(f"tab.{tab}") for tab in _TABS])
        self.tabs.currentChanged.connect(self._on_tab)
        self.filters = HistoryFilters(self._strings)
        self.filters.changed.connect(self._on_filter)
        self._export_low = IconButton("file-export-outline", self._text("export"))
        self._export_low.clicked.connect(self._on_export)
        self._export_low.hide()
        self.filters.box.add_beside(self._export_low)
        self._stack = PageStack()
        self._found = ListAndCard(self._strings)
        self.filters.box.add_beside(self._found.turner)
        self._lists = PageStack()
        for part in (QWidget(), self._found):  # nothing at first: a card without a row would offer to call it
            self._lists.addWidget(part)
        self._stack.addWidget(self._lists)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.tabs)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)

    # --- what is made in slices ---

    def _make(self) -> Iterator[None]:
        yield from self._make_list()
        self._has_list = True
        self._load()
        yield
        yield from self._make_other_tabs()
        self._on_tab(self.tabs.currentIndex())

    def _make_list(self) -> Iterator[None]:
        from dialer.ui.blocks.cards import FramedCard
        from dialer.ui.history.listing import HistoryList

        yield
        self.list = HistoryList(self._text("list"))
        self._found.put_list(FramedCard(self.list))
        yield
        from dialer.ui.history.card import HistoryCard

        yield
        self.card = HistoryCard(self._strings)
        self._actions.wire(self.card)
        self._found.put_card(FormScroll(self.card))
        self.list.marked.connect(self._on_marked)
        self.list.pressed_row.connect(self._actions.press)
        self.list.rows.more_wanted.connect(self._on_more)
        yield
        from dialer.ui.blocks.empty_card import EmptyCard

        self._empty = EmptyCard("history", self._text("empty.title"), self._text("empty.text"))
        self._none = EmptyCard(
            "magnify", self._text("none.title"), self._text("none.text"), action=self._text("none.action")
        )
        self._none.wanted.connect(self.filters.clear)
        for part in (self._empty, self._none):
            self._lists.addWidget(part)

    def _make_other_tabs(self) -> Iterator[None]:
        from dialer.ui.callbacks.actions import CallBackActions
        from dialer.ui.callbacks.view import CallBacksView

        yield
        actions = CallBackActions(self._app, self._desk.main_window, self._desk.phone_actions)
        self._stack.addWidget(CallBacksView(self._desk, actions))
        yield
        from dialer.ui.history.statistics_view import StatisticsView

        yield
        self.charts = StatisticsView(self._strings)
        yield
        self._stack.addWidget(FormScroll(self.charts))
        yield

    # --- what people do ---

    def _on_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)  # while that is not made, nothing changes
        self.filters.setVisible(tab != _CALL_BACKS)
        self._export.setVisible(tab == _LIST)
        self._export_low.setVisible(tab == _LIST and self._head.isHidden())
        self._load()

    def _on_filter(self) -> None:
        self._load()

    def _on_more(self) -> None:
        self._desk.scope.spawn(self._load_more(), "load more of the history")

    def _on_marked(self, row: JournalRow | None) -> None:
        place = self.list.currentIndex().row()
        words = self.list.rows.shown(place) if row is not None else None
        number = row.call.number if row is not None and row.call is not None else ""
        self.card.show_row(row, words, self._desk.phone.numbers.known.get(number, number))
        self._found.card_changed()

    def _on_export(self) -> None:
        self._actions.export(self._filter(), self._show_progress)

    def _show_progress(self, done: int, total: int) -> None:
        words = "" if done >= total else f"{count(done, self._strings)} / {count(total, self._strings)}"
        self.filters.box.show_count(words)

    # --- what is shown ---

    def _filter(self) -> Filter:
        return self.filters.which(self._app.hub.clock.now().date())

    def _on_changed(self, _event: object) -> None:
        self._load()

    def _on_call_backs(self, _event: CallBacksChanged) -> None:
        self._desk.scope.spawn(self._count_call_backs(), "count the call-backs")

    def _load(self) -> None:
        """Read again what is shown; while that runs, a further wish is one more reading afterwards."""
        if self._loading:
            self._again = True
        elif self._has_list and self.isVisible() and not self._desk.scope.closed:
            self._loading = True
            self._desk.scope.spawn(self._read(), "load the history")

    async def _read(self) -> None:
        try:
            self._again = True
            while self._again:
                self._again = False
                if self.tabs.currentIndex() == _CHARTS == self._stack.currentIndex():
                    await self._read_charts()
                elif self.tabs.currentIndex() == _LIST:
                    await self._read_list()
        except DialerError as error:
            words = self._strings.text(error.key, **error.placeholders)
            self._desk.phone_actions.told.emit("bad", words)
        finally:
            self._loading = False

    async def _read_list(self) -> None:
        which, marked = self._filter(), self.list.current()
        limit = max(_PAGE, self.list.rows.rowCount())
        page = await self._app.journal.page(which, None, limit)
        rows = await self._in_words(page.rows)
        self._next = page.next
        self.list.rows.show_rows(rows, has_more=page.next is not None)
        self._lists.setCurrentWidget(
            self._found if rows else self._none if self.filters.narrows else self._empty
        )
        self.list.mark(marked.id if marked is not None else "")
        total = await self._app.journal.count(which)
        self.filters.box.show_count(self._text("count", count=count(total, self._strings)) if rows else "")

    async def _load_more(self) -> None:
        after, which = self._next, self._filter()
        if after is None:
            return
        page = await self._app.journal.page(which, after, _PAGE)
        rows = await self._in_words(page.rows)
        if self._next == after and which == self._filter():  # else the list was read afresh meanwhile
            self._next = page.next
            self.list.rows.add_rows(rows, has_more=page.next is not None)

    async def _in_words(self, rows: Sequence[JournalRow]) -> list[tuple[JournalRow, Shown]]:
        from dialer.ui.history.rows import shown

        numbers = self._desk.phone.numbers
        await numbers.learn(row.call.number for row in rows if row.call is not None and row.call.number)
        now = self._app.hub.clock.now()
        return [(row, shown(row, numbers.known, now, self._strings)) for row in rows]

    async def _read_charts(self) -> None:
        statistics = await self._app.journal.statistics(self._filter())
        numbers = self._desk.phone.numbers
        await numbers.learn(each.number for each in statistics.top)
        self.charts.show_statistics(statistics, numbers.known)
        self.filters.box.show_count("")

    async def _count_call_backs(self) -> None:
        waiting = len(await self._app.callbacks.open_ones(None))
        words = self._text("tab.call_backs")
        self.tabs.setTabText(_CALL_BACKS, f"{words} ({waiting})" if waiting else words)

    def showEvent(self, event: QShowEvent) -> None:
        """Read everything afresh."""
        super().showEvent(event)
        self._load()
        self._desk.scope.spawn(self._count_call_backs(), "count the call-backs")

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being written."""
        super().hideEvent(event)
        if self._has_list:
            self.card.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave less room at the sides where there is little; give the rows what a call leaves in height."""
        super().resizeEvent(event)
        side, low = side_margin(self.width()), self.height() < px(_LOW)
        self._column.setContentsMargins(side, 8 if low else 20, side, 8 if low else 16)
        self._column.setSpacing(8 if low else 12)
        self.filters.set_low(low=low)
        self._found.set_low(low=self.height() < px(_VERY_LOW))
        self._head.setVisible(not low)
        self._export_low.setVisible(low and self.tabs.currentIndex() == _LIST)
