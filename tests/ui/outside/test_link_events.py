"""Links that come as events, as macOS sends them: none is lost at the start, and each leads to a question."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from dialer.ui.outside.link_dialog import LinkDialog
from dialer.ui.outside.phone_links import PhoneLinks
from tests.ui.driving import dialog
from tests.ui.furnished import SANNE

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.ui.furnished import Furnished

PROGRAM = """
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from dialer.ui.outside.link_events import LinkApplication

application = LinkApplication(["dialer"])
send = lambda link: application.sendEvent(application, QFileOpenEvent(QUrl(link)))
send("tel:+31620417735")
send("file:///etc/passwd")
application.hand_links_to(print)
send("sip:a%20b@example.org")
"""


def test_links_wait_for_the_window_and_files_are_left_alone() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True, env=environment
    )
    assert done.stdout.splitlines() == ["tel:+31620417735", "sip:a%20b@example.org"]


async def test_such_a_link_leads_to_the_question(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Callable[[str], None]] = []
    application: Any = QApplication.instance()
    monkeypatch.setattr(application, "hand_links_to", taken.append, raising=False)
    links = PhoneLinks(furnished.desk.app, furnished.window)
    await links.begin(None)
    (take,) = taken
    take(f"tel:{SANNE}")
    question = await dialog(LinkDialog)
    question.reject()
    links.deleteLater()
