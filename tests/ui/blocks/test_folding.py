"""Words fold between words; within one only where it is longer than a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from dialer.ui.blocks.folding import FoldingBox, FoldingLabel
from dialer.ui.look.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

WORDS = "Schlafende Telefone antworten nicht"


@pytest.mark.parametrize("kind", [FoldingLabel, FoldingBox])
def test_no_word_is_broken_that_fits_into_a_line(
    qapp: QApplication, qtbot: QtBot, kind: type[FoldingLabel | FoldingBox]
) -> None:
    Theme(qapp, "light")
    made = kind(WORDS)
    qtbot.addWidget(made)
    metrics = made.fontMetrics()
    side = made.sizeHint().width() - metrics.horizontalAdvance(WORDS) + 4
    one = made.heightForWidth(made.sizeHint().width() + 20)
    # A little too narrow for two words each: broken within words, two lines would do.
    longest = max(metrics.horizontalAdvance(word) for word in WORDS.split())
    assert made.heightForWidth(longest + side) >= one + 2 * metrics.height()
    assert made.minimumSizeHint().width() < longest
    assert made.heightForWidth(longest // 2 + side) > made.heightForWidth(longest + side)


def test_a_press_anywhere_on_its_words_ticks_a_box(qapp: QApplication, qtbot: QtBot) -> None:
    Theme(qapp, "light")
    box = FoldingBox(WORDS)
    qtbot.addWidget(box)
    box.resize(120, box.heightForWidth(120))
    box.show()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(100, box.height() - 4))
    assert box.isChecked()
