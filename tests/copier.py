"""Commands of the program without what the start of Python costs: `copies` carries them out."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import json
import os
import selectors
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COPIES = Path(__file__).with_name("copies.py")
_PIPE = 2**16
"""Bytes that a pipe takes before anybody reads it."""
PATIENCE = 60.0

_Ended = tuple[int, str, str]


class Copier:
    """The process that is copied."""

    def __init__(self, environment: dict[str, str]) -> None:
        """Start it with what Python itself is told by the environment."""
        self._requests, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-P", str(_COPIES), str(other.fileno())]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            pass_fds=[other.fileno()],
        )  # fmt: skip
        other.close()
        atexit.register(self._end)

    def _end(self) -> None:
        self._requests.close()
        self._process.wait()

    async def run(self, arguments: Sequence[str], environment: Mapping[str, str], given: str) -> _Ended:
        """Carry a command out, or without arguments all that standard input names.

        Returns:
            The exit code, what was printed, and what was printed as an error.
        """
        return _ended(await asyncio.gather(*map(_read, self._start(arguments, environment, given))))

    def run_now(self, arguments: Sequence[str], environment: Mapping[str, str], given: str) -> _Ended:
        """Do the same while nothing else happens."""
        got: dict[int, bytes] = {}
        with selectors.DefaultSelector() as waiting, contextlib.ExitStack() as opened:
            for each in self._start(arguments, environment, given):
                opened.callback(os.close, each)
                waiting.register(each, selectors.EVENT_READ)
                got[each] = b""
            while waiting.get_map():
                for key, _ in waiting.select(PATIENCE) or pytest.fail(f"{arguments} does not end"):
                    part = os.read(key.fd, _PIPE)
                    got[key.fd] += part
                    if not part:
                        waiting.unregister(key.fd)
        return _ended(list(got.values()))

    def _start(
        self, arguments: Sequence[str], environment: Mapping[str, str], given: str
    ) -> tuple[int, int, int]:
        """Begin; return the descriptors to read output, errors and at last the exit code from."""
        stdin = given.encode()
        assert len(stdin) < _PIPE
        asked = {"arguments": arguments, "environment": dict(environment), "folder": str(Path.cwd())}
        (theirs, stdin_end), *pipes = (os.pipe() for _ in range(4))
        passed = [theirs, *(write for _, write in pipes)]
        try:
            os.write(stdin_end, stdin)
            socket.send_fds(self._requests, [json.dumps(asked).encode()], passed)
        finally:
            for each in (stdin_end, *passed):
                os.close(each)
        out, err, code = (read for read, _ in pipes)
        return out, err, code


def _ended(got: Sequence[bytes]) -> _Ended:
    out, err, code = got
    assert code, "the process that is copied has ended"
    return int(code), out.decode(), err.decode()


async def _read(descriptor: int) -> bytes:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(descriptor, "rb", buffering=0)
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    try:
        return await reader.read()
    finally:
        transport.close()


def copier(environment: Mapping[str, str]) -> Copier:
    """Return the process for commands in this environment."""
    return _copier(tuple(item for item in sorted(environment.items()) if _is_read_at_start(item[0])))


def _is_read_at_start(variable: str) -> bool:
    """Whether Python, or the C library, looks at a variable once and for all."""
    return variable.startswith(("PYTHON", "LC_", "LD_")) or variable in {"LANG", "TZ"}


@functools.cache
def _copier(environment: tuple[tuple[str, str], ...]) -> Copier:
    return Copier(dict(environment))
