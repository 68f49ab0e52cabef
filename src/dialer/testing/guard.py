"""No request to any other host: whoever tries is noticed and gets nowhere."""

from __future__ import annotations

import errno
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.testing.server import Server

_NUMERIC = ("localhost", "127.0.0.1", "::1", "")


@contextmanager
def only_this_server(server: Server, strangers: list[str]) -> Iterator[None]:
    """Let connections reach this server alone; the addresses of others are noted in ``strangers``."""
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[1] != server.port:
            strangers.append(f"{address[0]}:{address[1]}")
            raise OSError(errno.ENETUNREACH, "only the test's own server can be reached")
        connect(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, *_NUMERIC):
            strangers.append(str(name))
            raise socket.gaierror(socket.EAI_NONAME, "only the test's own server can be reached")
        return getaddrinfo(host, *args, **options)

    with (
        mock.patch.object(socket.socket, "connect", guarded_connect),
        mock.patch.object(socket, "getaddrinfo", guarded_getaddrinfo),
    ):
        yield
