"""An LDAP server of the bench's own: it does what a recipe says, as whole or as broken as a test wants.

That a real one is understood, other tests show.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, cast

from dialer.testing import Fault, Request
from dialer.testing.faults import SAID
from dialer.testing.server import Server
from tests.integrations.ldap.ber import (
    ENUMERATED,
    OCTETS,
    SEQUENCE,
    SET,
    Element,
    encode,
    integer,
    octets,
    receive,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ELSEWHERE = "ldap://elsewhere.invalid/"
BIND, BOUND, UNBIND, SEARCH, ENTRY, DONE = 0x60, 0x61, 0x42, 0x63, 0x64, 0x65
SUCCESS, SIZE_LIMIT, REFERRAL, INVALID_CREDENTIALS, OTHER = 0, 4, 10, 49, 80
_AND, _OR, _EQUAL, _SUBSTRINGS, _PRESENT, _REFERRALS = 0xA0, 0xA1, 0xA3, 0xA4, 0x87, 0xA3
_FINAL = 0x82


class Directory(Protocol):
    """What a recipe knows."""

    @property
    def entries(self) -> Sequence[tuple[str, Mapping[str, Sequence[str]]]]:
        """Everybody, as name and attributes by lower-case name."""

    @property
    def password(self) -> str:
        """What is accepted now."""


class LdapServer(Server):
    """Knows simple binds and searches. A session ends when the password that it began with is changed."""

    scheme = "ldap"

    @property
    def directory(self) -> Directory:
        """What it serves."""
        return cast("Directory", self.recipe)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests on one connection."""
        password = ""
        try:
            while True:
                message_id, operation, *_ = (await receive(reader)).parts
                if operation.tag == BIND:
                    password = operation.parts[2].text
                elif operation.tag != SEARCH or password != self.directory.password:
                    break
                if not await self._answer(message_id.number, operation, password, writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, message_id: int, operation: Element, password: str, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer a request, and return whether to go on."""
        is_bind = operation.tag == BIND
        request = Request(method="bind" if is_bind else "search", path="")
        self.requests.append(request)
        answers = self._bound(password) if is_bind else self._found(operation)
        whole = b"".join(_message(message_id, answer) for answer in answers)
        result = BOUND if is_bind else DONE
        match self.fault(request):
            case None:
                writer.write(whole)
            case Fault.ERROR_500:
                writer.write(_message(message_id, _result(result, OTHER)))
            case Fault.REDIRECT:
                writer.write(_message(message_id, _result(result, REFERRAL)))
            case Fault.WRONG_TYPES:
                wrong = encode(result, octets(SAID), integer(7), integer(8))
                writer.write(_message(message_id, wrong))
            case Fault.SLOW:
                await asyncio.get_running_loop().create_future()
            case Fault.CUT:
                writer.write(whole[: len(whole) // 2])
                return False
            case Fault.WEB_PAGE:
                writer.write(f"HTTP/1.1 400 Bad Request\r\n\r\n{SAID}".encode())
                return False
            case Fault.GARBAGE:
                writer.write(bytes(range(256)) * 2)
                return False
            case Fault.RESET:
                writer.transport.abort()
                return False
            case _:
                return False
        return True

    def _bound(self, password: str) -> list[bytes]:
        accepted = password == self.directory.password
        return [_result(BOUND, SUCCESS if accepted else INVALID_CREDENTIALS)]

    def _found(self, search: Element) -> list[bytes]:
        base, scope, _, limit, _, _, condition, _ = search.parts
        if scope.number == 0:
            return [_entry(base.text, {}), _result(DONE, SUCCESS)]
        found = [_entry(dn, values) for dn, values in self.directory.entries if _meets(values, condition)]
        most = limit.number or len(found)
        code = SIZE_LIMIT if len(found) > most else SUCCESS
        return [*found[:most], _result(DONE, code)]


def _meets(values: Mapping[str, Sequence[str]], condition: Element) -> bool:
    if condition.tag in {_AND, _OR}:
        every = all if condition.tag == _AND else any
        return every(_meets(values, part) for part in condition.parts)
    if condition.tag == _PRESENT:
        return condition.text.lower() in values
    name, what = condition.parts
    own = [value.casefold() for value in values.get(name.text.lower(), ())]
    if condition.tag == _EQUAL:
        return what.text.casefold() in own
    assert condition.tag == _SUBSTRINGS
    return any(_holds(value, what.parts) for value in own)


def _holds(value: str, pieces: Sequence[Element]) -> bool:
    at = 0
    for piece in pieces:
        found = value.find(piece.text.casefold(), at)
        if found < 0:
            return False
        at = found + len(piece.text.casefold())
    return pieces[-1].tag != _FINAL or at == len(value)


def _message(message_id: int, operation: bytes) -> bytes:
    return encode(SEQUENCE, integer(message_id), operation)


def _entry(dn: str, values: Mapping[str, Sequence[str]]) -> bytes:
    attributes = [
        encode(SEQUENCE, octets(name), encode(SET, *map(octets, own))) for name, own in values.items()
    ]
    return encode(ENTRY, octets(dn), encode(SEQUENCE, *attributes))


def _result(operation: int, code: int) -> bytes:
    words = "" if code == SUCCESS else SAID
    parts = [integer(code, ENUMERATED), octets(""), octets(words)]
    if code == REFERRAL:
        parts.append(encode(_REFERRALS, octets(ELSEWHERE, OCTETS)))
    return encode(operation, *parts)
