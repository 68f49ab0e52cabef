"""The window's process, from its start to its end."""

from __future__ import annotations

import asyncio
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


async def test_who_has_the_call_ended_and_logs_off_meanwhile_does_not_leave_it_running(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, scope, ended = App(home, make_secrets=MemorySecrets), Scope("test"), []
    stop, stopping, go_on = app.stop, asyncio.Event(), asyncio.Event()

    async def slowly(*, keep_call: bool = False) -> None:
        stopping.set()
        await go_on.wait()
        await stop(keep_call=keep_call)
        ended.append(keep_call)

    monkeypatch.setattr(app, "stop", slowly)
    session = _Session(app, None, hidden=True)
    running = scope.spawn(session.run(), "session")
    await until(lambda: session.window.desk is not None, "a furnished window")
    session.window.leave()
    await stopping.wait()
    for _ in range(2):
        running.cancel()  # as a signal does
        await asyncio.sleep(0)
    go_on.set()
    await asyncio.wait({running})
    assert ended == [False]
    delete(session.window)
