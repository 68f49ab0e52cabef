"""The event bus: rooms announce facts, whoever cares listens."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_LOGGER = logging.getLogger(__name__)

E = TypeVar("E")


class EventBus:
    """Hands each event, a frozen dataclass, to the listeners of its class, at once and in order."""

    def __init__(self) -> None:
        """Start without listeners."""
        self._listeners: defaultdict[type, list[Callable[[Any], None]]] = defaultdict(list)

    def listen(self, kind: type[E], callback: Callable[[E], None]) -> Callable[[], None]:
        """Call back for each event of this class; return the function that stops it."""
        listeners = self._listeners[kind]
        listeners.append(callback)

        def stop() -> None:
            if callback in listeners:
                listeners.remove(callback)

        return stop

    def fire(self, event: object) -> None:
        """Tell every listener of the event's class; one that raises does not keep it from the others."""
        for callback in tuple(self._listeners[type(event)]):
            try:
                callback(event)
            except Exception:  # the edge between rooms: a listener's bug is its own
                _LOGGER.exception("listener of %s failed", type(event).__name__)

    def listener_count(self) -> int:
        """Return how many listeners are registered, for leak checks."""
        return sum(map(len, self._listeners.values()))
