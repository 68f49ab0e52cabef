"""Where the owner of a home listens, and how another process finds it.

On Unix it is a socket in the home; where the home's path is too long for a socket, or its file system has
none, the socket lies in a fresh folder of the user's run-time directory. Elsewhere it is a port of the
loopback address. Either way the owner writes address and token into a file of the home, for its eyes only.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dialer.core.replacing import replace_file

SOCKET_NAME = "dialer.sock"
ADDRESS_NAME = "instance.json"

_LONGEST_SOCKET_PATH = 100
_BACKLOG = 64


@dataclass(frozen=True)
class Address:
    """Where an owner listens: a socket's path, or else a port; and the token that both sides must know."""

    token: str
    path: str | None = None
    port: int | None = None

    def connect(self, timeout: float) -> socket.socket:
        """Return a connection.

        Raises:
            OSError: nobody listens there.
        """
        if self.path is None:
            return socket.create_connection(("127.0.0.1", self.port or 0), timeout)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(timeout)
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection


def find(home: Path) -> Address | None:
    """Return where the home's owner wrote that it listens; None where nobody did, or somebody else."""
    try:
        with (home / ADDRESS_NAME).open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_uid != os.geteuid():
                return None
            content = json.loads(file.read(4096))
        token, path, port = content["token"], content.get("path"), content.get("port")
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    if not isinstance(token, str) or not token:
        return None
    if isinstance(path, str) and hasattr(socket, "AF_UNIX"):
        return Address(token, path=path)
    return Address(token, port=port) if isinstance(port, int) else None


class Listener:
    """The owner's listening socket and its entry in the home."""

    def __init__(self, home: Path, *, unix: bool = hasattr(socket, "AF_UNIX")) -> None:
        """Listen and write the address down. Only the holder of the home's lock may do so.

        Raises:
            OSError: that is not possible here.
        """
        self._entry = home / ADDRESS_NAME
        self._folder: Path | None = None
        self.socket, self.address = self._unix(home) if unix else self._loopback()
        try:
            self._write()
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Stop listening and take the address back."""
        self.socket.close()
        for file in (self._entry, Path(self.address.path) if self.address.path else None):
            if file is not None:
                with contextlib.suppress(OSError):
                    file.unlink()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _unix(self, home: Path) -> tuple[socket.socket, Address]:
        path = home.absolute() / SOCKET_NAME
        listening = None
        if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
            with contextlib.suppress(OSError):  # a file system without sockets
                listening = _bind(path)
        if listening is None:
            # A new folder with a name of its own, open to us alone: nobody can have taken the name before.
            self._folder = Path(tempfile.mkdtemp(prefix="dialer-", dir=_runtime_folder()))
            path = self._folder / SOCKET_NAME
            listening = _bind(path)
        return listening, Address(_token(), path=str(path))

    def _loopback(self) -> tuple[socket.socket, Address]:
        listening = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
        return listening, Address(_token(), port=listening.getsockname()[1])

    def _write(self) -> None:
        content = {"token": self.address.token, "path": self.address.path, "port": self.address.port}
        replace_file(self._entry, json.dumps(content).encode())


def _token() -> str:
    """Return what nobody can guess; the module secrets says the same, and loads OpenSSL."""
    return os.urandom(32).hex()


def _bind(path: Path) -> socket.socket:
    """Listen at a path; whatever an owner that was killed left there goes first."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.bind(str(path))
        path.chmod(0o600)
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _runtime_folder() -> str | None:
    """Return the session's run-time folder, None for the temporary one."""
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    short = 0 < len(os.fsencode(folder)) < _LONGEST_SOCKET_PATH // 2
    return folder if short and Path(folder).is_dir() else None
