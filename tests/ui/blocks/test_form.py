"""A form scrolls only where it must."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.widgets import PlainLabel
from tests.ui.driving import until


@pytest.mark.parametrize("words", [16, 31, 52])
async def test_a_form_that_just_fits_does_not_keep_a_scroll_bar(window: QWidget, words: int) -> None:
    """Beside a scroll bar the words take one more line, and then the bar seems to be needed."""
    form, shown = QWidget(), QDialog(window)
    QVBoxLayout(form).addWidget(PlainLabel("Words to break " * words, wrap=True))
    layout = QVBoxLayout(shown)
    scroll = FormScroll(form)
    layout.addWidget(scroll, 1)
    size = fitting_size(shown, layout, 420)
    shown.resize(size.width(), size.height() - 40)
    shown.open()
    await until(lambda: scroll.verticalScrollBar().maximum() > 0, "the scroll bar")
    shown.resize(size)
    assert scroll.verticalScrollBar().maximum() == 0
    shown.close()
