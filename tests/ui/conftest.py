"""Widgets under test run on Qt's loop, as they do in the window; no test nests one."""

from __future__ import annotations

import gc
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from dialer.core import loader
from dialer.core.loader import Manifest
from dialer.ui.loop import new_loop
from dialer.ui.theme import Theme
from tests.core.conftest import home, hub, integration

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator, Mapping

    from pytestqt.qtbot import QtBot

    from dialer.app import App
    from dialer.core.hub import Hub

__all__ = ["home", "hub", "integration"]


def _qt_loop() -> asyncio.AbstractEventLoop:
    application = QApplication.instance()
    loop: asyncio.AbstractEventLoop = new_loop(
        application if isinstance(application, QApplication) else QApplication([])
    )
    return loop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Give each `async def` test here a loop of Qt's."""
    return {"qt": _qt_loop}


@pytest.fixture(autouse=True)
def _collect_here() -> Iterator[None]:
    """Collect garbage in this thread: a loop that is over leaves timers that no other thread may stop."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def core_app(hub: Hub, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> App:
    """An app that has nothing but a core, with the integration `example` in it."""
    manifest = Manifest(
        domain="example", name="Example", kinds=("telephony",), icon=hub.home.path / "none.svg"
    )
    monkeypatch.setattr(loader, "discover", lambda: {"example": manifest})
    return cast("App", SimpleNamespace(hub=hub))


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
