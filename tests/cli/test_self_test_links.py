"""What the self-test says of phone links where the organisation wants them, before any window was open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.policy import Policy
from dialer.core.settings import PHONE_LINKS
from dialer.desktop import handlers_watch
from dialer.desktop.handlers import Owner
from dialer.desktop.handlers_linux import LinuxHandlers

if TYPE_CHECKING:
    from dialer.app import App
    from tests.cli.conftest import Shell


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LinuxHandlers, "owner", lambda _self, _scheme: Owner())


async def said(shell: Shell) -> str:
    await shell("self-test", "--json")
    return str(next(check["text"] for check in shell.link.document["checks"] if check["name"] == "handlers"))


async def test_links_that_the_window_will_take_are_no_fault(
    app: App, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.hub.settings, "_policy", Policy(locked={PHONE_LINKS: True}))
    assert handlers_watch.takes_unasked(app.hub)
    assert "Dialer takes them when its window is opened" in await said(shell)
    assert shell.link.document["ok"] is True


async def test_links_that_only_people_can_give_are_not_yet_there(
    app: App, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LinuxHandlers, "people_choose", True)
    monkeypatch.setattr(app.hub.settings, "_policy", Policy(locked={PHONE_LINKS: True}))
    assert "are not yet" in await said(shell)
    assert shell.link.document["ok"] is False
