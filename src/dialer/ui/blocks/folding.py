"""Words that fold over several lines where one is too short: labels, and boxes to tick."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from dialer.ui.blocks.widgets import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent

_AT_WORDS, _ANYWHERE = int(Qt.TextFlag.TextWordWrap), int(Qt.TextFlag.TextWrapAnywhere)
_SHORTEST = 7
_WHERE_IT_FOLDS = re.compile("[ \\t\\n]+")  # not at a space that ties two signs together
_ENDLESS = 10_000


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


class FoldingBox(QCheckBox, _Folding):
    """A box to tick whose words fold; all of it can be pressed."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Make an empty box; a ``&&`` in its text is read as one."""
        super().__init__(text, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is at a width."""
        return max(super().sizeHint().height(), self._room(width).height())

    def minimumSizeHint(self) -> QSize:
        """The box beside some letters."""
        return QSize(self._side() + self.words().least, super().sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        """Its words tick it too, in whatever line."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box beside the first line, and the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        line = max(super().sizeHint().height(), self.fontMetrics().height())
        room = self._room(self.width())
        if room.height() <= line:
            line = self.height()
        option.rect = QRect(0, 0, self.width(), line)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_CheckBox, option, painter, self)
        room.moveTop((line - self.fontMetrics().height()) // 2)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        words = self.words()
        painter.drawText(room, words.fold(room.width()), words.text)

    def _side(self) -> int:
        metric, style = QStyle.PixelMetric, self.style()
        return style.pixelMetric(metric.PM_IndicatorWidth, None, self) + style.pixelMetric(
            metric.PM_CheckBoxLabelSpacing, None, self
        )

    def _room(self, width: int) -> QRect:
        """Where the words stand."""
        side = self._side()
        room = max(1, width - side)
        return QRect(side, 0, room, self.words().height(room))
