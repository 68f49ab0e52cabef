"""Questions on a message bus, hundreds at once.

To look at a window takes that many, and the library makes one in the time that the program takes to answer
it. So it only connects, and messages are written and read here.

Protocol: D-Bus specification, "Message Protocol".
"""

from __future__ import annotations

import os
import struct
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from jeepney.bus import get_bus
from jeepney.io.blocking import prep_socket
from jeepney.low_level import Endianness, parse_signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ACCESSIBLE = "org.a11y.atspi.Accessible"
DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
_CALL, _RETURN, _ERROR = 1, 2, 3
_PATH, _INTERFACE, _MEMBER, _REPLY_SERIAL, _DESTINATION, _SIGNATURE = 1, 2, 3, 5, 6, 8
_HEAD = 16
_PART = 2**16
_PATIENCE = 20.0

At = tuple[str, str]
"""A name on the bus, and a path there."""


class Question(NamedTuple):
    """A method call, with its arguments as they go over the wire."""

    at: At
    interface: str
    member: str
    signature: str = ""
    body: bytes = b""


def attribute(at: At, name: str) -> Question:
    """Ask for a property of something in a tree."""
    body = _padded(text(ACCESSIBLE), 4) + text(name)
    return Question(at, "org.freedesktop.DBus.Properties", "Get", "ss", body)


class Bus:
    """The accessibility bus."""

    def __init__(self, address: str) -> None:
        """Connect."""
        self._socket = prep_socket(get_bus(address), timeout=_PATIENCE)
        self._socket.setblocking(True)
        self._serials = count(1)
        self._got = bytearray()
        self.ask([Question(DAEMON, DAEMON[0], "Hello")])

    def ask(self, questions: Sequence[Question]) -> list[Any]:
        """Ask all at once; return the first value of each answer, None where it is an error."""
        serials = [next(self._serials) for _ in questions]
        self._socket.sendall(b"".join(map(_message, serials, questions)))
        answers: dict[int, Any] = {}
        wanted = set(serials)
        while not wanted <= answers.keys():
            answers.update(self._answers())
        return [answers[serial] for serial in serials]

    def _answers(self) -> Iterator[tuple[int, Any]]:
        while (message := self._take()) is None:
            part = self._socket.recv(_PART)
            if not part:
                raise EOFError
            self._got += part
        while message is not None:
            kind, fields, body = message
            if kind in {_RETURN, _ERROR}:
                signature = fields.get(_SIGNATURE, "")
                answer = _value(signature, body) if kind == _RETURN and signature else None
                yield fields[_REPLY_SERIAL], answer
            message = self._take()

    def _take(self) -> tuple[int, dict[int, Any], bytes] | None:
        """Return the next message that has come as a whole."""
        got = self._got
        if len(got) < _HEAD:
            return None
        body_length, _, fields_length = struct.unpack_from("<III", got, 4)
        begin = _HEAD + fields_length + -fields_length % 8
        if len(got) < begin + body_length:
            return None
        fields = _fields(bytes(got[_HEAD : _HEAD + fields_length]))
        message = got[1], fields, bytes(got[begin : begin + body_length])
        del got[: begin + body_length]
        return message


def _message(serial: int, question: Question) -> bytes:
    name, path = question.at
    fields = bytearray()
    for code, kind, value in (
        (_PATH, b"o", path),
        (_DESTINATION, b"s", name),
        (_INTERFACE, b"s", question.interface),
        (_MEMBER, b"s", question.member),
    ):
        fields += b"\0" * (-len(fields) % 8) + bytes((code, 1)) + kind + b"\0" + text(value)
    if question.signature:
        fields += b"\0" * (-len(fields) % 8) + bytes((_SIGNATURE, 1)) + b"g\0"
        fields += bytes((len(question.signature),)) + question.signature.encode() + b"\0"
    head = struct.pack("<cBBBIII", b"l", _CALL, 0, 1, len(question.body), serial, len(fields))
    return _padded(head + fields, 8) + question.body


@cache
def text(value: str) -> bytes:
    """Return a text as it goes over the wire."""
    encoded = value.encode()
    return struct.pack("<I", len(encoded)) + encoded + b"\0"


def _padded(data: bytes, size: int) -> bytes:
    return data + b"\0" * (-len(data) % size)


def _fields(data: bytes) -> dict[int, Any]:
    """Read what stands in the head of a message."""
    found: dict[int, Any] = {}
    at = 0
    while at < len(data):
        at += -at % 8
        code, kind = data[at], data[at + 2]
        at += 4
        if kind == ord("g"):
            found[code] = data[at + 1 : at + 1 + data[at]].decode()
            at += data[at] + 2
            continue
        (number,) = struct.unpack_from("<I", data, at)
        at += 4
        if kind == ord("u"):
            found[code] = number
        else:  # a name or a path
            at += number + 1
    return found


def _value(signature: str, body: bytes) -> Any:
    if signature in {"s", "v"}:
        # A variant, which here is always of a text, begins with its signature.
        at = 4 if signature == "s" else 8
        (length,) = struct.unpack_from("<I", body, at - 4)
        return body[at : at + length].decode()
    return _type(signature).parse_data(body, 0, Endianness.little)[0][0]


@cache
def _type(signature: str) -> Any:
    return parse_signature(list(f"({signature})"))


def bus() -> Bus:
    """Connect to the bus of assistive technology."""
    address = os.environ.get("AT_SPI_BUS_ADDRESS")
    if not address:
        session = Bus("SESSION")
        at = ("org.a11y.Bus", "/org/a11y/bus")
        [address] = session.ask([Question(at, "org.a11y.Bus", "GetAddress")])
    return Bus(address)
