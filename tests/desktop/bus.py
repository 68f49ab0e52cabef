"""A message bus of the tests' own, and services on it that do what a test tells them."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, Proxy, open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from dialer.desktop.dbus import Service

PATIENCE = 10.0
_PROPERTIES = "org.freedesktop.DBus.Properties"


@contextlib.asynccontextmanager
async def private_bus() -> AsyncIterator[str]:
    """Run a bus, and give its address."""
    process = await asyncio.create_subprocess_exec(
        "dbus-daemon",
        "--session",
        "--nofork",
        "--nopidfile",
        "--print-address",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        yield (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().strip()
    finally:
        process.terminate()
        await process.wait()


class FakeService:
    """Somebody on the bus: it answers as it is told, and keeps what it was asked."""

    def __init__(self, service: Service) -> None:
        """Name it; `start` puts it on the bus."""
        self.service = service
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.answers: dict[str, Callable[..., tuple[str, tuple[Any, ...]]]] = {}
        self.properties: dict[str, tuple[str, object]] = {}
        self._connection: DBusConnection
        self._serving: asyncio.Task[None]
        self._news = asyncio.Condition()

    async def start(self, address: str, *, named: bool = True) -> Self:
        """Go to the bus; without the name it is one that only pretends."""
        self._connection = await open_dbus_connection(address)
        if named:
            from jeepney.io.asyncio import DBusRouter

            async with DBusRouter(self._connection) as router:
                await Proxy(message_bus, router).RequestName(self.service.name)
        self._serving = asyncio.create_task(self._serve(), name="fake service")
        return self

    async def stop(self) -> None:
        """Leave the bus."""
        self._serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._serving
        await self._connection.close()

    async def say(self, member: str, signature: str, *values: object, to: str | None = None) -> None:
        """Send a signal to all who listen, or to one alone."""
        service = self.service
        address = DBusAddress(service.path, service.name, service.interface)
        signal = new_signal(address, member, signature or None, values)
        if to is not None:
            signal.header.fields[HeaderFields.destination] = to
        await self._connection.send(signal)

    async def was_asked(self, method: str, times: int = 1) -> list[tuple[Any, ...]]:
        """Wait until a method was called so often, and return with what."""

        def calls() -> list[tuple[Any, ...]]:
            return [values for name, values in self.asked if name == method]

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(calls()) >= times)
        return calls()

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            fields = message.header.fields
            method = fields[HeaderFields.member]
            if fields.get(HeaderFields.interface) == _PROPERTIES:
                answer = self._property(message)
            else:
                answer = self._answer(message, method)
            await self._connection.send(answer)
            async with self._news:
                self.asked.append((method, tuple(message.body)))
                self._news.notify_all()

    def _answer(self, message: Message, method: str) -> Message:
        if method not in self.answers:
            return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        signature, values = self.answers[method](*message.body)
        return new_method_return(message, signature, values)

    def _property(self, message: Message) -> Message:
        _interface, name = message.body
        if name not in self.properties:
            return new_error(message, "org.freedesktop.DBus.Error.UnknownProperty")
        return new_method_return(message, "v", (self.properties[name],))
