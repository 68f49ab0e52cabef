"""Where the owner of a home listens, and how another process finds it.

On Unix it is a socket in the home; where the home's path is too long for a socket, or its file system has
none, the socket lies in a fresh folder of the user's run-time directory. Elsewhere it is a port of the
loopback address. Either way the owner writes address and token into a file of the home, for its eyes only.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import socket
    from pathlib import Path

SOCKET_NAME = "dialer.sock"
ADDRESS_NAME = "instance.json"


class Address(NamedTuple):
    """Where an owner listens: a socket's path, or else a port; and the token that both sides must know."""

    token: str
    path: str | None = None
    port: int | None = None

    def connect(self, timeout: float) -> socket.socket:
        """Return a connection.

        Raises:
            OSError: nobody listens there.
        """
        import socket  # a window that is the first one asks nobody

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
    if isinstance(path, str) and os.name == "posix":
        return Address(token, path=path)
    return Address(token, port=port) if isinstance(port, int) else None
