"""A Dialer that stays in the background: the real program beside a panel that only pretends."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.scope import Scope
from dialer.desktop.dbus import SESSION, Bus, Service, open_bus
from dialer.desktop.notifications_linux import SERVICE
from dialer.desktop.tray_linux import WATCHER
from tests.desktop.bus import FakeService
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.e2e.program import Program

_ITEM = "org.kde.StatusNotifierItem"


class Desktop:
    """A panel and a notification service on the tests' bus."""

    def __init__(self, address: str, environment: dict[str, str]) -> None:
        self._address, self._environment = address, environment
        self.panel, self.notices = FakeService(WATCHER), FakeService(SERVICE)
        self.panel.answers["RegisterStatusNotifierItem"] = lambda _name: ("", ())
        self.panel.properties["IsStatusNotifierHostRegistered"] = ("b", True)
        numbers = itertools.count(1)
        self.notices.answers["GetCapabilities"] = lambda: ("as", (["actions", "body"],))
        self.notices.answers["Notify"] = lambda *words: ("u", (words[1] or next(numbers),))
        self.notices.answers["CloseNotification"] = lambda _number: ("", ())
        self.scope = Scope("test")
        self._bus: Bus

    async def start(self) -> None:
        await self.panel.start(self._address)
        await self.notices.start(self._address)
        self._bus = await open_bus(SESSION, self.scope)

    async def stop(self) -> None:
        await self.scope.close()
        await self.notices.stop()

    async def click(self) -> None:
        """Click on the icon."""
        ((name,),) = await self.panel.was_asked("RegisterStatusNotifierItem")
        await self._bus.call(Service(name, "/StatusNotifierItem", _ITEM), "Activate", "ii", 0, 0)

    async def told(self, times: int) -> list[tuple[str, str]]:
        """Wait for so many notices, and return their titles and texts."""
        return [(words[3], words[4]) for words in await self.notices.was_asked("Notify", times)]

    async def windows(self) -> list[str]:
        """The titles of the program's windows that can be seen, minimised ones not."""
        command = (
            'for id in $(xdotool search --onlyvisible --class dialer); do xdotool getwindowname "$id"; done'
        )
        process = await asyncio.create_subprocess_shell(
            command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environment,
        )
        out, _ = await process.communicate()
        return out.decode().split("\n")[:-1]

    async def shows(self, *titles: str) -> None:
        """Wait until these windows are to be seen, and no others."""

        async def are_shown() -> bool:
            return sorted(await self.windows()) == sorted(titles)

        await until(are_shown, f"the windows {titles}")


@pytest.fixture
async def around(program: Program, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desktop]:
    address = program.environment["DBUS_SESSION_BUS_ADDRESS"]
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    desktop = Desktop(address, program.environment)
    await desktop.start()
    yield desktop
    await desktop.stop()


def settings(program: Program, **values: Any) -> None:
    program.home.mkdir(mode=0o700)
    (program.home / "settings.json").write_text(json.dumps({"version": 1, "welcomed": True, **values}))


async def test_a_day_in_the_background(program: Program, around: Desktop) -> None:
    settings(program, on_close="hide")
    running = await program.start("--hidden")
    await around.panel.was_asked("RegisterStatusNotifierItem")
    assert await around.windows() == []
    async with Window(program, running=running) as window:
        # A second one that is to be hidden, and a link, bring no more than what was asked for.
        assert (await program.run("--hidden")).code == 0
        assert await around.windows() == []
        assert (await program.run("link", "tel:+31205550142")).code == 0
        await around.shows("Call this number?")

        await around.click()
        await around.shows("Call this number?", "Dialer")
        await window.in_front("Dialer")
        await window.press("alt+F4")
        await around.shows("Call this number?")
        [(title, text)] = await around.told(1)
        assert title == "Dialer goes on in the background"
        assert "icon next to the clock" in text

        await around.panel.stop()
        await around.shows("Call this number?", "Dialer")
        assert (await program.run()).code == 0
        await window.in_front("Dialer")
        await window.press("ctrl+q")
        assert await window.ended() == 0
    [(_key, place)] = json.loads((program.home / "window.json").read_text())["places"]
    assert (place["width"], place["height"], place["maximised"]) == (1180, 740, False)


async def test_without_a_tray_there_is_a_window(program: Program, around: Desktop) -> None:
    """Hidden as it is to be, it is in the task bar all the same; and closing it ends the program."""
    await around.panel.stop()
    settings(program, on_close="hide", tray=False)
    running = await program.start("--hidden")
    async with Window(program, running=running) as window:

        async def is_listed() -> bool:
            command = ("xdotool", "search", "--class", "dialer", "getwindowname", "%@")
            return "Dialer" in (await window._tool(*command) or "")  # noqa: SLF001  # what the task bar shows

        await until(is_listed, "a window in the task bar")
        assert (await program.run()).code == 0
        await window.in_front("Dialer")
        await window.press("alt+F4")
        assert await window.ended() == 0
