"""Widgets under test run on Qt's loop, as they do in the window; no test nests one."""

from __future__ import annotations

import asyncio
import gc
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar, cast

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt import plugin
from shiboken6 import delete

from dialer.calls.callbacks import CallBacks
from dialer.contacts.directories.directories import DirectoryManager
from dialer.contacts.merging.duplicates import Duplicates
from dialer.core import loader
from dialer.core.manifest import Manifest
from dialer.core.strings import Strings
from dialer.journal.journal import Journal
from dialer.ui.look.theme import Theme
from dialer.ui.loop import new_loop
from dialer.ui.window import MainWindow
from tests.calls.conftest import desk, provider
from tests.core.conftest import home, hub, integration
from tests.ui.driving import until
from tests.ui.furnished import Furnished

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from pytestqt.qtbot import QtBot

    from dialer.app import App
    from dialer.core.hub import Hub
    from tests.calls.conftest import Desk

__all__ = ["desk", "home", "hub", "integration", "provider"]


T = TypeVar("T")


def _qt_loop() -> asyncio.AbstractEventLoop:
    application = QApplication.instance()
    loop: asyncio.AbstractEventLoop = new_loop(
        application if isinstance(application, QApplication) else QApplication([])
    )
    # qasync lets Qt work once more when the loop has stopped, and callbacks that begin a task then fail.
    loop.run_until_complete = partial(_run, loop)  # type: ignore[method-assign]  # only this loop's
    return loop


def _run(loop: asyncio.AbstractEventLoop, awaited: Awaitable[T]) -> T:
    task = asyncio.ensure_future(awaited, loop=loop)
    task.add_done_callback(lambda _task: loop.stop())
    loop.run_forever()
    return task.result()


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Give each `async def` test here a loop of Qt's."""
    return {"qt": _qt_loop}


@pytest.fixture(autouse=True, scope="module")
def _what_stays() -> None:
    """Spare the collector what is there before a file's first test: modules, trees of source; much."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _collect_here() -> Iterator[None]:
    """Collect garbage in this thread: a loop that is over leaves timers that no other thread may stop."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _loop_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pytest-qt process no events between a test and the end of its fixtures.

    Qt's events are the loop's callbacks here, and they must not run while the loop does not.
    """
    monkeypatch.setattr(plugin, "_process_events", lambda: None)


@pytest.fixture
def core_app(hub: Hub, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> App:
    """An app that has nothing but a core, with the integration `example` in it."""
    manifest = Manifest(
        domain="example",
        name="Example",
        version="1.0",
        kinds=("telephony",),
        icon=hub.home.path / "none.svg",
        folder=hub.home.path,
        package="example",
    )
    monkeypatch.setattr(loader, "discover", lambda: {"example": manifest})
    return cast("App", SimpleNamespace(hub=hub, demo=False))


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    """A window to put a page in, or a dialog in front of."""
    Theme(qapp, "light")
    made = QWidget()
    made.resize(900, 600)
    made.show()
    yield made
    made.close()
    delete(made)


@pytest.fixture
async def furnished(
    request: pytest.FixtureRequest, desk: Desk, qapp: QApplication, qtbot: QtBot
) -> AsyncIterator[Furnished]:
    """The whole window on a started program with an account; its parameter is a language."""
    desk.hub.strings = Strings(getattr(request, "param", "en"))
    await desk.hub.settings.set("welcomed", True)
    directories = DirectoryManager(desk.hub, desk.contacts)
    app = SimpleNamespace(
        hub=desk.hub,
        contacts=desk.contacts,
        directories=directories,
        duplicates=Duplicates(desk.hub.database, desk.contacts, desk.clock.now),
        calls=desk.calls,
        callbacks=CallBacks(desk.hub),
        journal=Journal(desk.hub),
        started=True,
        demo=False,
    )
    window = MainWindow(cast("App", app), qapp.beep, qapp.beep)
    window.show()
    window.activateWindow()
    window.on_started()
    await until(window.isActiveWindow, "the focus")
    yield Furnished(window, desk)
    await window.aclose()
    await app.callbacks.stop()
    await directories.stop()
    window.hide()
    delete(window)
