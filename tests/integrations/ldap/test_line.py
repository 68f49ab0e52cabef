"""So many bytes at most, and until a moment at the latest."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest

from dialer.integrations.ldap import line
from dialer.integrations.ldap.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_server_that_sends_drop_by_drop_is_stopped_in_time(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    limited = Line(ours, time.monotonic() + 0.2)
    theirs.sendall(b"x")
    assert limited.recv(10) == b"x"
    with pytest.raises(TimeoutError):
        limited.recv(10)
    theirs.sendall(b"y")
    with pytest.raises(TimeoutError):  # the time is up, whatever has come
        limited.recv(10)
    assert limited.late
    with pytest.raises(TimeoutError):
        limited.sendall(b"z")


def test_a_server_that_sends_without_end_is_not_listened_to(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "MOST_BYTES", 15)
    ours, theirs = ends
    limited = Line(ours, time.monotonic() + 20)
    theirs.sendall(b"x" * 30)
    assert limited.recv(10) == b"x" * 10
    with pytest.raises(OSError, match=r"^$"):
        limited.recv(10)
    assert (limited.flooded, limited.late) == (True, False)
    limited.begin(time.monotonic() + 20)
    assert limited.recv(10) == b"x" * 10
