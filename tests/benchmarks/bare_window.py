"""The least that a PySide6 program can be: one window, one label. What Dialer's start is held against."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QLabel

application = QApplication(sys.argv)
label = QLabel("Hello")
label.resize(900, 600)
label.show()
sys.exit(application.exec())
