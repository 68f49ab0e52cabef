"""Words that fold over several lines where one is too short: labels, boxes to tick and round buttons."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from dialer.ui.blocks.buttons import keyboard_focus
from dialer.ui.blocks.marks import paint_focus, paint_mark
from dialer.ui.blocks.widgets import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent

_AT_WORDS, _ANYWHERE = int(Qt.TextFlag.TextWordWrap), int(Qt.TextFlag.TextWrapAnywhere)
_SHORTEST = 7
_WHERE_IT_FOLDS = re.compile("[ \\t\\n]+")  # not at a space that ties two signs together
_ENDLESS = 10_000
_FOCUS = 4


class _Words:
    """What is known of some words in a font: Qt asks for the same widths again at each change of a layout."""

    def __init__(self, text: str, metrics: QFontMetrics) -> None:
        self.text, self.metrics = text.replace("&&", "&"), metrics
        self._heights: dict[int, int] = {}

    @cached_property
    def longest(self) -> int:
        """The width of the longest word."""
        return max(map(self.metrics.horizontalAdvance, _WHERE_IT_FOLDS.split(self.text)), default=0)

    @property
    def least(self) -> int:
        """The width of some letters."""
        return min(self.longest, self.metrics.averageCharWidth() * _SHORTEST) + 2

    def fold(self, width: int) -> int:
        """Where they fold: between words, and within them only where one is too long for a line."""
        return _AT_WORDS if self.longest <= width else _ANYWHERE

    def height(self, width: int) -> int:
        """How high they are at a width."""
        if width not in self._heights:
            room = QRect(0, 0, width, _ENDLESS)
            self._heights[width] = self.metrics.boundingRect(room, self.fold(width), self.text).height()
        return self._heights[width]


class _Folding:
    """Mixin that measures the words of a label or box; anew where text or font has changed."""

    _measured: tuple[str, QFont, _Words] | None = None

    def words(self: Any) -> _Words:
        """Return what is known of its words."""
        text, font, measured = self.text(), self.font(), self._measured
        if measured is None or measured[0] != text or measured[1] != font:
            measured = self._measured = text, font, _Words(text, self.fontMetrics())
        known: _Words = measured[2]
        return known


class FoldingLabel(PlainLabel, _Folding):
    """A label that asks for one line and takes more where it gets less, if need be within a word."""

    def sizeHint(self) -> QSize:
        """All in one line."""
        words = self.words()
        return QSize(words.metrics.horizontalAdvance(words.text) + 2, words.metrics.height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as some letters."""
        words = self.words()
        return QSize(words.least, words.metrics.height())

    def heightForWidth(self, width: int) -> int:
        """How high it is at a width."""
        return self.words().height(max(1, width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        words = self.words()
        fold = words.fold(self.width()) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), fold, words.text)


class _Ticked(_Folding):
    """Mixin of what is ticked: the mark, and words beside it that fold; all of it can be pressed."""

    _mark: ClassVar[QStyle.SubElement]
    _round = False

    def _let_fold(self: Any) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self: Any, width: int) -> int:
        """How high it is at a width."""
        height: int = max(self.sizeHint().height(), self._room(width).height())
        return height

    def minimumSizeHint(self: Any) -> QSize:
        """The mark beside some letters."""
        return QSize(self._side() + self.words().least, self.sizeHint().height())

    def hitButton(self: Any, pos: QPoint) -> bool:
        """Its words tick it too, in whatever line."""
        inside: bool = self.rect().contains(pos)
        return inside

    def paintEvent(self: Any, _event: QPaintEvent) -> None:
        """Draw the mark beside the first line, and the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        line = max(self.sizeHint().height(), self.fontMetrics().height())
        room = self._room(self.width())
        if room.height() <= line:
            line = self.height()
        option.rect = QRect(0, 0, self.width(), line)
        painter = QPainter(self)
        paint_mark(painter, self.style().subElementRect(self._mark, option, self), self, round=self._round)
        room.moveTop((line - self.fontMetrics().height()) // 2)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        words = self.words()
        drawn = painter.drawText(room, words.fold(room.width()), words.text)
        if keyboard_focus(self):
            paint_focus(painter, drawn.adjusted(-_FOCUS, 0, _FOCUS, 0) & self.rect())

    def _side(self: Any) -> int:
        metric, style = QStyle.PixelMetric, self.style()
        size, space = metric.PM_IndicatorWidth, metric.PM_CheckBoxLabelSpacing
        if self._round:
            size, space = metric.PM_ExclusiveIndicatorWidth, metric.PM_RadioButtonLabelSpacing
        side: int = style.pixelMetric(size, None, self) + style.pixelMetric(space, None, self)
        return side

    def _room(self, width: int) -> QRect:
        """Where the words stand."""
        side = self._side()
        room = max(1, width - side)
        return QRect(side, 0, room, self.words().height(room))


class FoldingBox(_Ticked, QCheckBox):
    """A box to tick whose words fold."""

    _mark = QStyle.SubElement.SE_CheckBoxIndicator

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Make an empty box; a ``&&`` in its text is read as one."""
        super().__init__(text, parent)
        self._let_fold()


class FoldingRadio(_Ticked, QRadioButton):
    """A round button of which one in a group is chosen; its words fold."""

    _mark = QStyle.SubElement.SE_RadioButtonIndicator
    _round = True

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Make one that is not chosen; a ``&&`` in its text is read as one."""
        super().__init__(text, parent)
        self._let_fold()
