"""Opening a link without a window: one checked link, as one argument, to the system's own opener."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from dialer.desktop.browser import open_in_browser

LINK = "https://meet.example.com/host?token=a&b=c"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was started."""
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: commands.append(command))
    return commands


@pytest.mark.parametrize(("platform", "opener"), [("linux", "xdg-open"), ("darwin", "open")])
def test_the_systems_opener_gets_the_link_alone(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, platform: str, opener: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert open_in_browser(LINK)
    assert started == [[opener, LINK]]


@pytest.mark.parametrize("link", ["file:///etc/passwd", "-a https://x.example/", "https://x@y.example/", ""])
def test_nothing_else_is_opened(started: list[list[str]], link: str) -> None:
    assert not open_in_browser(link)
    assert started == []


def test_a_system_without_an_opener_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any, **__: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "Popen", missing)
    assert not open_in_browser(LINK)
