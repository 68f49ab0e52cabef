"""Where the window stood, for each set-up of screens: it opens there again, on what is visible of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication

from dialer.core.errors import StorageError
from dialer.core.storage import JsonStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QScreen
    from PySide6.QtWidgets import QWidget

FILE_NAME = "window.json"

_VERSION = 1
_MOST_PLACES = 12
_GRIP = QSize(160, 80)
"""What of a window has to be on a screen for people to get hold of it."""
_FRAME = 40
"""Pixels that a title bar may take beside the window itself."""
_PATIENCE = 0.5
"""Seconds that quitting has for writing it down."""
_REST_MS = 500


class Place(NamedTuple):
    """Where a window stands, in logical pixels; with the frame that the system draws around it left out.

    Attributes:
        x, y: the left upper corner of its frame.
        width, height: its own size.
        maximised: whether it fills its screen; the rest is where it goes back to.
    """

    x: int
    y: int
    width: int
    height: int
    maximised: bool = False

    @property
    def rect(self) -> QRect:
        """The same, as Qt has it."""
        return QRect(self.x, self.y, self.width, self.height)


class Screen(NamedTuple):
    """One screen.

    Attributes:
        area: all of it.
        free: what panels leave of it.
        scale: device pixels in a logical one.
    """

    area: QRect
    free: QRect
    scale: float = 1.0

    @classmethod
    def of(cls, screen: QScreen) -> Screen:
        """Take a screen of Qt's."""
        return cls(screen.geometry(), screen.availableGeometry(), screen.devicePixelRatio())


def set_up(screens: Iterable[Screen]) -> str:
    """Return a name for the set-up of screens: the same whenever they are plugged in and arranged alike."""
    names = [f"{s.area.x()},{s.area.y()},{s.area.width()}x{s.area.height()}@{s.scale:g}" for s in screens]
    return "|".join(sorted(names))


def visible(place: Place, screens: Sequence[Screen]) -> Place:
    """Return a place that people can see and get hold of, as near as can be to the one that is wanted."""

    def seen(screen: Screen) -> int:
        part = screen.free.intersected(place.rect)
        return part.width() * part.height() if part.isValid() else 0

    best = max(screens, key=seen)
    free = best.free
    part = free.intersected(place.rect)
    size = place.rect.size().boundedTo(QSize(free.width(), free.height() - _FRAME))
    if part.width() < _GRIP.width() or part.height() < _GRIP.height() or place.y < free.y():
        best = best if seen(best) else screens[0]
        free = best.free
        size = place.rect.size().boundedTo(QSize(free.width(), free.height() - _FRAME))
        x = free.x() + (free.width() - size.width()) // 2
        y = free.y() + max(0, (free.height() - size.height()) // 2)
        return Place(x, y, size.width(), size.height(), place.maximised)
    x = max(free.x(), min(place.x, free.x() + free.width() - size.width()))
    y = max(free.y(), min(place.y, free.y() + free.height() - size.height() - _FRAME))
    return Place(x, y, size.width(), size.height(), place.maximised)


class Placing:
    """Remembers the places of one window, in a file of the home."""

    def __init__(self, window: QWidget, home: Path, usual: QSize, file_name: str = FILE_NAME) -> None:
        """Read the file; one that cannot be read is as good as none.

        Args:
            window: the window.
            home: the folder of the home.
            usual: how large the window is that nobody has placed.
            file_name: the file.
        """
        self._window, self._usual = window, usual
        self._store = JsonStore(home / file_name, _VERSION)
        self._places = _places(self._store)
        self._saved = dict(self._places)
        self._settled: QTimer | None = None

    @property
    def known(self) -> bool:
        """Whether it is remembered where the window stood with these screens."""
        return set_up(_screens()) in self._places

    def restore(self) -> None:
        """Place the window, which is not shown yet, where it was with these screens."""
        place = self._places.get(set_up(_screens()))
        if place is None:
            self._window.resize(self._usual.boundedTo(self._window.screen().availableSize()))
            return
        self._apply(visible(place, _screens()))

    def moved(self) -> None:
        """The window is being moved or resized; where it comes to rest is remembered."""
        if self._settled is None:
            self._settled = QTimer(self._window, singleShot=True, interval=_REST_MS)
            self._settled.timeout.connect(self.note)
        self._settled.start()

    def screens_changed(self) -> None:
        """A screen came or went: the window goes to where it was with these, or at least stays visible."""
        window = self._window
        if not window.isVisible() or window.isMaximized() or window.isFullScreen():
            return
        screens = _screens()
        wanted = self._places.get(set_up(screens)) or self._now()
        if (place := visible(wanted, screens)) != self._now():
            self._apply(place)

    def note(self) -> None:
        """Remember where the window stands now; nothing is written yet."""
        window = self._window
        if not window.isVisible() or window.isMinimized() or window.isFullScreen():
            return
        key, before = set_up(_screens()), self._places.pop(set_up(_screens()), None)
        place = self._now()
        if place.maximised:  # the size that it goes back to is the one before
            old = before or place
            place = Place(old.x, old.y, old.width, old.height, maximised=True)
        self._places[key] = place  # the newest is the last
        while len(self._places) > _MOST_PLACES:
            del self._places[next(iter(self._places))]

    async def save(self) -> None:
        """Write down what is remembered."""
        import asyncio

        self.note()
        if self._places == self._saved:
            return
        places = dict(self._places)
        content: dict[str, Any] = {"places": [[key, place._asdict()] for key, place in places.items()]}
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.to_thread(self._store.save, content)
        except (StorageError, TimeoutError) as error:  # the window opens where it did before
            import logging

            logging.getLogger(__name__).warning("the window's place was not kept: %r", error)
        else:
            self._saved = places

    def _now(self) -> Place:
        window = self._window
        corner, size = window.pos(), window.size()
        return Place(corner.x(), corner.y(), size.width(), size.height(), window.isMaximized())

    def _apply(self, place: Place) -> None:
        window = self._window
        window.resize(place.width, place.height)
        if not QGuiApplication.platformName().startswith("wayland"):  # there the desktop places windows
            window.move(place.x, place.y)
        if place.maximised:
            from PySide6.QtCore import Qt

            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def _screens() -> list[Screen]:
    return [Screen.of(screen) for screen in QGuiApplication.screens()]


def _places(store: JsonStore) -> dict[str, Place]:
    try:
        kept = store.load().get("places", [])
        return {str(key): Place(**place) for key, place in kept if _is_place(place)}
    except (StorageError, TypeError, ValueError):
        return {}


def _is_place(place: object) -> bool:
    """Whether a place that was read is whole: somebody may have changed the file."""
    if not isinstance(place, dict) or set(place) != {"x", "y", "width", "height", "maximised"}:
        return False
    numbers = [place[name] for name in ("x", "y", "width", "height")]
    return all(type(number) is int and abs(number) < 1 << 16 for number in numbers)
