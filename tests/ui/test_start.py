"""The window's process, from its start to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QSessionManager
from shiboken6 import delete

from dialer.app import App
from dialer.core.scope import Scope
from dialer.core.secrets import MemorySecrets
from dialer.start import DONE, _Session
from tests.ui.driving import outcome, until

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from dialer.core.home import Home


class Manager:
    """The system's, as far as it is asked for something."""

    RestartHint = QSessionManager.RestartHint

    def __init__(self) -> None:
        self.hint: QSessionManager.RestartHint | None = None

    def setRestartHint(self, hint: QSessionManager.RestartHint) -> None:
        self.hint = hint


async def test_a_log_off_asks_nobody_and_keeps_the_call(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SAFETY F26; and the next log-in starts Dialer only if people want that."""
    app, stopped, manager = App(home, make_secrets=MemorySecrets), [], Manager()
    stop = app.stop

    async def noted(*, keep_call: bool = False) -> None:
        stopped.append(keep_call)
        await stop(keep_call=keep_call)

    monkeypatch.setattr(app, "stop", noted)
    session, scope = _Session(app, None, hidden=True), Scope("test")
    running = scope.spawn(session.run(), "session")
    await until(lambda: session.window.desk is not None, "a furnished window")
    session.on_log_off(cast("QSessionManager", manager))
    assert await outcome(running) == DONE
    assert stopped == [True]
    assert manager.hint is QSessionManager.RestartHint.RestartNever
    delete(session.window)
