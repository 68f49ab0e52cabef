"""The connection to a message bus, on a real one."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.scope import Scope
from dialer.desktop.dbus import SESSION, Bus, BusError, Service, open_bus
from tests.desktop.bus import FakeService

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_BUS = Service("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
ECHO = Service("org.example.Echo", "/org/example/Echo", "org.example.Echo")


@pytest.fixture
async def bus(address: str) -> AsyncIterator[Bus]:
    scope = Scope("test")
    yield await open_bus(SESSION, scope)
    await scope.close()


@pytest.fixture
async def echo(address: str) -> AsyncIterator[FakeService]:
    service = await FakeService(ECHO).start(address)
    service.answers["Say"] = lambda text: ("s", (text,))
    yield service
    await service.stop()


async def test_a_service_is_asked_and_answers(bus: Bus, echo: FakeService) -> None:
    echo.properties["Loud"] = ("b", True)

    assert await bus.call(ECHO, "Say", "s", "hello") == ("hello",)
    assert await bus.property(ECHO, "Loud") is True


async def test_who_is_not_there_or_refuses_is_an_error(bus: Bus, echo: FakeService) -> None:
    with pytest.raises(BusError, match="UnknownMethod"):
        await bus.call(ECHO, "Sing")
    with pytest.raises(BusError, match="ServiceUnknown"):
        await bus.call(Service("org.example.Nobody", "/x", "org.example.X"), "Say")


async def test_only_the_service_itself_is_heard(bus: Bus, echo: FakeService, address: str) -> None:
    """Any program of the session can address a signal to us: a press of a button is not its to tell."""
    heard: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()
    await bus.call(ECHO, "Say", "s", "")
    await bus.listen(ECHO, "Said", heard.put_nowait)
    stranger = await FakeService(ECHO).start(address, named=False)
    (names,) = await bus.call(_BUS, "ListNames")
    for name in filter(lambda name: name.startswith(":"), names):
        await stranger.say("Said", "s", "a stranger", to=name)
    await stranger.stop()
    await echo.say("Said", "s", "itself")

    assert await asyncio.wait_for(heard.get(), 5) == ("itself",)


async def test_what_a_service_says_right_after_its_answer_is_heard(address: str) -> None:
    """Both may come in one piece, before whoever asked has read the answer."""
    echo = FakeService(ECHO)
    scope = Scope("test")
    bus = await open_bus(SESSION, scope)
    heard: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()
    await bus.listen(ECHO, "Said", heard.put_nowait)
    echo.answers["Say"] = lambda text: ("s", (text,))
    await echo.start(address)
    asking = scope.spawn(bus.call(ECHO, "Say", "s", ""), "ask")
    await echo.was_asked("Say")
    await echo.say("Said", "s", "at once")
    time.sleep(0.05)  # noqa: ASYNC251  # until both are there; nothing here reads meanwhile

    assert await asyncio.wait_for(heard.get(), 5) == ("at once",)
    await asking
    await scope.close()
    await echo.stop()


async def test_a_name_is_watched(bus: Bus, address: str) -> None:
    news: asyncio.Queue[bool] = asyncio.Queue()
    await bus.watch(ECHO.name, news.put_nowait)

    service = await FakeService(ECHO).start(address)
    assert await asyncio.wait_for(news.get(), 5) is True
    await service.stop()
    assert await asyncio.wait_for(news.get(), 5) is False


async def test_without_a_bus_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("", "nonsense", "tcp:host=127.0.0.1,port=1", "unix:path=/nowhere"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with pytest.raises(BusError):
            await open_bus(SESSION, Scope("test"))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    with pytest.raises(BusError):
        await open_bus(SESSION, Scope("test"))
