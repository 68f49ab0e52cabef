"""A window that cannot open: one sentence, where Qt says several about libraries and aborts.

That is what happens without a screen (over SSH), and on one that is another person's (``su``, ``sudo``).
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QMessageLogContext

CANNOT_OPEN = 2
"""The exit code: a fault of this computer."""


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """While Qt looks for a screen, end the program with a sentence where it would abort.

    Qt calls qFatal() then (QGuiApplicationPrivate, init_platform), from which there is no way back.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            from dialer.core.strings import Strings, system_language

            _say([Strings(system_language()).text("ui.no_screen")])
            os._exit(CANNOT_OPEN)
        said.append(text)

    qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(None)
        _say(said)


def _say(lines: list[str]) -> None:
    for line in lines:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
