"""Notifications, by a service on a real bus that only pretends to show them."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.scope import Scope
from dialer.desktop.notifications import Notice, plain
from dialer.desktop.notifications_linux import SERVICE, LinuxNotifier
from tests.desktop.bus import FakeService

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RINGS = Notice(key="call", title="An & <b>Piet</b>", text="Your phone rings <i>now</i> & soon")


class Daemon(FakeService):
    """A notification service."""

    def __init__(self, *able: str) -> None:
        super().__init__(SERVICE)
        numbers = itertools.count(1)
        self.answers["GetCapabilities"] = lambda: ("as", (list(able),))
        self.answers["Notify"] = lambda *words: ("u", (words[1] or next(numbers),))
        self.answers["CloseNotification"] = lambda _number: ("", ())

    async def shown(self, times: int = 1) -> list[tuple[Any, ...]]:
        return await self.was_asked("Notify", times)

    async def press(self, number: int, action: str) -> None:
        await self.say("ActionInvoked", "us", number, action)


@pytest.fixture
async def notifier(address: str) -> AsyncIterator[LinuxNotifier]:
    scope = Scope("test")
    yield LinuxNotifier(scope)
    await scope.close()


@pytest.mark.parametrize(
    ("able", "text"),
    [
        ("body-markup", "Your phone rings &lt;i&gt;now&lt;/i&gt; &amp; soon"),
        ("body", "Your phone rings <i>now</i> & soon"),
    ],
)
async def test_what_people_read_is_what_was_said(
    notifier: LinuxNotifier, address: str, able: str, text: str
) -> None:
    """SAFETY T46: escaped where the service reads markup, and only there; the title never is markup."""
    daemon = await Daemon(able).start(address)
    assert await notifier.show(RINGS)
    (words,) = await daemon.shown()
    await daemon.stop()

    name, replaces, _icon, title, body, actions, hints, _timeout = words
    assert (name, replaces, title, body, actions) == ("Dialer", 0, "An & <b>Piet</b>", text, [])
    assert hints["suppress-sound"] == ("b", True)


async def test_a_call_has_one_notice_however_often_it_changes(notifier: LinuxNotifier, address: str) -> None:
    daemon = await Daemon("actions").start(address)
    for text in ("rings", "talking", "over"):
        await notifier.show(Notice(key="call", title="An", text=text))
    await notifier.show(Notice(key="other", title="Piet"))
    replaced = [words[1] for words in await daemon.shown(4)]
    await notifier.withdraw("call")
    await notifier.withdraw("call")
    closed = await daemon.was_asked("CloseNotification")
    await daemon.stop()

    assert replaced == [0, 1, 1, 0]
    assert closed == [(1,)]


async def test_a_press_is_told_once_and_only_by_the_service_itself(
    notifier: LinuxNotifier, address: str
) -> None:
    """Several presses of one button are one; another program's word for a press is none."""
    pressed: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    notifier.pressed = lambda key, action: pressed.put_nowait((key, action))
    daemon = await Daemon("actions").start(address)
    await notifier.show(Notice(key="call", title="An", actions=(("hang_up", "Hang up"),)))
    await notifier.show(Notice(key="other", title="Piet"))
    (words, _) = await daemon.shown(2)
    stranger = await FakeService(SERVICE).start(address, named=False)
    for number in range(4):  # whoever is on the bus: Dialer is among the first few
        await stranger.say("ActionInvoked", "us", 1, "hang_up", to=f":1.{number}")
    await stranger.stop()
    assert pressed.empty()

    await daemon.press(1, "hang_up")
    await daemon.press(1, "hang_up")
    await daemon.press(2, "default")
    told = [await asyncio.wait_for(pressed.get(), 5) for _ in range(2)]
    await daemon.stop()

    assert words[5] == ["default", "Dialer", "hang_up", "Hang up"]
    assert told == [("call", "hang_up"), ("other", "default")]
    assert pressed.empty()


async def test_without_a_service_nothing_is_shown_until_there_is_one(
    notifier: LinuxNotifier, address: str
) -> None:
    assert not await notifier.show(RINGS)
    daemon = await Daemon().start(address)
    assert await notifier.show(RINGS)
    await daemon.stop()
    assert not await notifier.show(RINGS)


async def test_without_a_bus_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert not await LinuxNotifier(Scope("test")).show(RINGS)


def test_foreign_words_stay_in_their_line() -> None:
    assert plain("An\n\tPiet\x00 \u202egnp.exe\u2066", 40) == "An Piet gnp.exe"
    assert plain("x" * 50, 10) == "x" * 9 + "…"
