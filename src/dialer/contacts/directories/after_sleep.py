"""Directories after a sleep: all are asked again, but gently."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from dialer.core.power import ComputerWoke

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.contacts.directories.directories import DirectoryManager
    from dialer.core.hub import Hub

GENTLE = (5.0, 20.0)
"""Seconds after waking: a network takes some, and a server is spared the desks that all wake at nine."""


class DirectoriesAfterSleep:
    """Listens for waking, from the window's start to its end."""

    def __init__(self, hub: Hub, directories: Callable[[], DirectoryManager]) -> None:
        """Listen; the directories are made when they are needed."""
        self._hub, self._directories = hub, directories
        self._unsubscribe: Callable[[], None] = hub.bus.listen(ComputerWoke, self._on_woke)

    def stop(self) -> None:
        """Stop listening."""
        self._unsubscribe()

    def _on_woke(self, _event: ComputerWoke) -> None:
        self._hub.scope.spawn(self._begin_anew(), "look into directories after a sleep")

    async def _begin_anew(self) -> None:
        await self._hub.clock.sleep(random.uniform(*GENTLE))  # noqa: S311  # jitter
        self._directories().copies.begin_anew()
