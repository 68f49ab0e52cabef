"""A connection to a message bus of the desktop (D-Bus): calls, and signals that are listened to.

The wire format is the library's (D-Bus Specification 0.43, "Message Protocol"). The bus is there on Linux and
its like; elsewhere there is none to open.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.asyncio import DBusConnection, open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.scope import Scope

SESSION = "SESSION"
"""The bus of the user's session."""
SYSTEM = "SYSTEM"
"""The bus of the computer."""

_PATIENCE = 5.0
_BUS = "org.freedesktop.DBus"
_LOGGER = logging.getLogger(__name__)


class BusError(Exception):
    """The bus is not there, or whoever was asked did not answer as it should."""


@dataclass(frozen=True)
class Service:
    """Somebody on the bus who can be asked.

    Attributes:
        name: the well-known name.
        path: the object there.
        interface: what the object can do.
    """

    name: str
    path: str
    interface: str

    @property
    def address(self) -> DBusAddress:
        """The same, as the library has it."""
        return DBusAddress(self.path, self.name, self.interface)


@dataclass(frozen=True)
class _Listener:
    service: Service
    member: str
    heard: Callable[[Any], None]
    first: str | None = None

    @property
    def rule(self) -> MatchRule:
        """What the bus is asked for."""
        service = self.service
        rule = MatchRule(
            type="signal",
            sender=service.name,
            interface=service.interface,
            member=self.member,
            path=service.path,
        )
        if self.first is not None:
            rule.add_arg_condition(0, self.first)
        return rule

    def wants(self, message: Message) -> bool:
        """Whether a signal is the one that is listened to."""
        fields = message.header.fields
        found = (
            fields.get(HeaderFields.interface),
            fields.get(HeaderFields.member),
            fields.get(HeaderFields.path),
        )
        wanted = (self.service.interface, self.member, self.service.path)
        return found == wanted and self.first in {None, message.body[0] if message.body else None}


class Bus:
    """An open connection; what it hears it tells one after the other, in order."""

    def __init__(self, connection: DBusConnection, scope: Scope) -> None:
        """Take over an opened connection; `open_bus` makes one."""
        self._connection = connection
        self._replies: dict[int, tuple[str, asyncio.Future[Message]]] = {}
        self._listeners: list[_Listener] = []
        self._owners: dict[str, str] = {_BUS: _BUS}
        self._lost: list[Callable[[], None]] = []
        self._reading = scope.spawn(self._read(), "listen to the bus")

    @property
    def unique_name(self) -> str:
        """What the bus calls us."""
        return str(self._connection.unique_name)

    async def call(
        self, service: Service, method: str, signature: str = "", *values: object, patience: float = _PATIENCE
    ) -> tuple[Any, ...]:
        """Ask a service, and return what it answers.

        Raises:
            BusError: it is not there, it refused, or it did not answer in time.
        """
        message = new_method_call(service.address, method, signature or None, values)
        return await self._ask(message, patience, service.name)

    async def property(self, service: Service, name: str) -> Any:
        """Return a property of a service.

        Raises:
            BusError: as for `call`.
        """
        properties = Service(service.name, service.path, "org.freedesktop.DBus.Properties")
        answer = await self.call(properties, "Get", "ss", service.interface, name)
        return answer[0][1]

    async def has_owner(self, name: str) -> bool:
        """Whether somebody has this name on the bus.

        Raises:
            BusError: the bus is gone.
        """
        answer = await self._ask(message_bus.NameHasOwner(name), _PATIENCE)
        return bool(answer[0])

    async def listen(
        self, service: Service, member: str, heard: Callable[[tuple[Any, ...]], None]
    ) -> Callable[[], None]:
        """Hear a signal of a service, once that has answered something; returns what stops it.

        The bus also delivers what anybody addresses to us alone. So it counts only if it comes from the one
        that answered our questions to that service.

        Raises:
            BusError: the bus is gone.
        """
        return await self._match(_Listener(service, member, heard))

    async def watch(self, name: str, changed: Callable[[bool], None]) -> Callable[[], None]:
        """Hear when somebody takes a name, and when it is given up; returns what stops it.

        Raises:
            BusError: the bus is gone.
        """
        service = Service(_BUS, "/org/freedesktop/DBus", _BUS)
        listener = _Listener(service, "NameOwnerChanged", lambda body: changed(bool(body[2])), name)
        return await self._match(listener)

    def on_lost(self, lost: Callable[[], None]) -> None:
        """Call back when the bus goes."""
        self._lost.append(lost)

    async def close(self) -> None:
        """Hang up."""
        self._lost.clear()
        self._reading.cancel()
        with contextlib.suppress(OSError):
            await self._connection.close()

    async def _match(self, listener: _Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        try:
            await self._ask(message_bus.AddMatch(listener.rule), _PATIENCE)
        except BusError:
            self._listeners.remove(listener)
            raise

        def stop() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    async def _ask(self, message: Message, patience: float, name: str = _BUS) -> tuple[Any, ...]:
        if self._reading.done():
            raise BusError("the bus is gone")
        serial = next(self._connection.outgoing_serial)
        reply: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._replies[serial] = name, reply
        try:
            async with asyncio.timeout(patience):
                await self._connection.send(message, serial=serial)
                answer = await reply
        except (OSError, TimeoutError) as error:
            raise BusError(type(error).__name__) from None
        finally:
            self._replies.pop(serial, None)
        fields = answer.header.fields
        if answer.header.message_type is MessageType.error:
            raise BusError(str(fields.get(HeaderFields.error_name)))
        return tuple(answer.body)

    async def _read(self) -> None:
        try:
            while True:
                self._take(await self._connection.receive())
        except (OSError, EOFError):
            _LOGGER.info("a bus of the desktop is gone")
        finally:
            for _, reply in self._replies.values():
                if not reply.done():
                    reply.set_exception(BusError("the bus is gone"))
            for lost in tuple(self._lost):
                lost()

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.signal:
            name, reply = self._replies.get(fields.get(HeaderFields.reply_serial, -1), ("", None))
            if reply is not None and not reply.done():
                reply.set_result(message)
                if message.header.message_type is MessageType.method_return:
                    # Now, and not when the answer is read: a signal may come right behind it.
                    self._owners[name] = fields.get(HeaderFields.sender, "")
            return
        for listener in tuple(self._listeners):
            sender = fields.get(HeaderFields.sender)
            if sender == self._owners.get(listener.service.name) and listener.wants(message):
                try:
                    listener.heard(message.body)
                except Exception:  # the edge to another program: one listener's bug is its own
                    _LOGGER.exception("a listener to the bus failed")


async def open_bus(which: str, scope: Scope) -> Bus:
    """Connect to `SESSION` or `SYSTEM`; what it hears, it hears until the scope closes or `Bus.close`.

    Raises:
        BusError: there is no such bus here.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            connection = await open_dbus_connection(which)
    # KeyError where no address is known; RuntimeError and ValueError for one that the library cannot use.
    except (OSError, EOFError, LookupError, RuntimeError, ValueError, AttributeError) as error:
        raise BusError(type(error).__name__) from None
    bus = Bus(connection, scope)
    scope.on_close(bus.close)
    return bus
