"""Who carries a command out: the owner of the home, or this process, which then owns it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from dialer.core.errors import StorageError
from dialer.core.home import Home
from dialer.desktop import address
from dialer.desktop.errors import NotTaken
from dialer.desktop.lock import HomeLock

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.desktop.client import Client

PATIENCE = 15.0
"""Seconds that another process gets to open its door or to leave: a window on a slow disk needs some."""

_PAUSE = 0.05


def find_owner(home: Path) -> Client | None:
    """Return a connection to the home's owner, None where there is none.

    Raises:
        OtherVersion: the owner is another version of Dialer.
    """
    if address.find(home) is None:
        return None
    from dialer.desktop.client import Client  # a window that is the first one asks nobody

    try:
        return Client(home)
    except NotTaken:
        return None


def own_or_find(path: Path, patience: float = PATIENCE) -> Client | HomeLock:
    """Return a connection to the home's owner, or the home's lock where there is no owner.

    The lock alone decides who owns a home; a process that lost the race waits for the winner's door to open.

    Raises:
        OtherVersion: the owner is another version of Dialer.
        StorageError: the home cannot be used, or its owner does not answer.
    """
    until = time.monotonic() + patience
    while True:
        if (owner := find_owner(path)) is not None:
            return owner
        lock = HomeLock(Home.open(path).path)
        if lock.acquire():
            return lock
        if time.monotonic() > until:
            raise StorageError("cli.owner.silent")
        time.sleep(_PAUSE)
