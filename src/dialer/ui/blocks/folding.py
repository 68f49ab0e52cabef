"""Words that fold over several lines where one is too short: labels, and boxes to tick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from dialer.ui.blocks.widgets import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QPaintEvent

_AT_WORDS, _ANYWHERE = int(Qt.TextFlag.TextWordWrap), int(Qt.TextFlag.TextWrapAnywhere)
_SHORTEST = 7
_WHERE_IT_FOLDS = re.compile("[ \\t\\n]+")  # not at a space that ties two signs together
_ENDLESS = 10_000


class FoldingLabel(PlainLabel):
    """A label that asks for one line and takes more where it gets less, if need be within a word."""

    def sizeHint(self) -> QSize:
        """All in one line."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(_read(self.text())) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """As narrow as some letters."""
        return QSize(_least(self.fontMetrics(), self.text()), self.fontMetrics().height())

    def heightForWidth(self, width: int) -> int:
        """How high it is at a width."""
        room = QRect(0, 0, max(1, width), _ENDLESS)
        return self.fontMetrics().boundingRect(room, _fold(self, room.width()), _read(self.text())).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        painter = QPainter(self)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        fold = _fold(self, self.width()) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), fold, _read(self.text()))


class FoldingBox(QCheckBox):
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
        return max(super().sizeHint().height(), self._words(width).height())

    def minimumSizeHint(self) -> QSize:
        """The box beside some letters."""
        least = _least(self.fontMetrics(), self.text())
        return QSize(self._side() + least, super().sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        """Its words tick it too, in whatever line."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box beside the first line, and the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        line = max(super().sizeHint().height(), self.fontMetrics().height())
        if self._words(self.width()).height() <= line:
            line = self.height()
        option.rect = QRect(0, 0, self.width(), line)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_CheckBox, option, painter, self)
        words = self._words(self.width())
        words.moveTop((line - self.fontMetrics().height()) // 2)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        painter.drawText(words, _fold(self, words.width()), _read(self.text()))

    def _side(self) -> int:
        metric, style = QStyle.PixelMetric, self.style()
        return style.pixelMetric(metric.PM_IndicatorWidth, None, self) + style.pixelMetric(
            metric.PM_CheckBoxLabelSpacing, None, self
        )

    def _words(self, width: int) -> QRect:
        side = self._side()
        room = QRect(side, 0, max(1, width - side), _ENDLESS)
        found = self.fontMetrics().boundingRect(room, _fold(self, room.width()), _read(self.text()))
        return QRect(side, 0, room.width(), found.height())


def _read(text: str) -> str:
    return text.replace("&&", "&")


def _fold(words: QLabel | QCheckBox, width: int) -> int:
    """Return where the words fold: between them, and within them only where one is too long for a line."""
    return _AT_WORDS if _longest(words.fontMetrics(), words.text()) <= width else _ANYWHERE


def _longest(metrics: QFontMetrics, text: str) -> int:
    return max(map(metrics.horizontalAdvance, _WHERE_IT_FOLDS.split(_read(text))), default=0)


def _least(metrics: QFontMetrics, text: str) -> int:
    longest = _longest(metrics, text)
    return min(longest, metrics.averageCharWidth() * _SHORTEST) + 2
