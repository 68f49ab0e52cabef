"""The pinned Qt binding is a sound one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class _Sender(QObject):
    told = Signal(bool, object)


def test_a_signal_keeps_the_references_to_true_and_none(qtbot: QtBot) -> None:  # an application
    """PySide 6.12.0 on Python 3.11 loses one of True on every emit, until the interpreter aborts."""
    sender = _Sender()
    seen: list[bool] = []
    sender.told.connect(lambda value, _other: seen.append(value))
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(300):
        sender.told.emit(True, None)
    seen.clear()
    after = sys.getrefcount(True), sys.getrefcount(None)
    # Others hold and drop some meanwhile; the fault loses 300.
    assert abs(after[0] - before[0]) < 50
    assert abs(after[1] - before[1]) < 50
