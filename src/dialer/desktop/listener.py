"""The owner's side of the home's address: it listens, and writes down where (see `address`)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import tempfile
from pathlib import Path

from dialer.core.replacing import replace_file
from dialer.desktop.address import ADDRESS_NAME, SOCKET_NAME, Address

_LONGEST_SOCKET_PATH = 100
_BACKLOG = 64


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
