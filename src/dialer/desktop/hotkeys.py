"""Keys that work while another program is in front; each kind of desktop has its own way to ask for them."""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.hotkey import KeyCombination

TAKEN = "hotkeys.why.taken"
TWICE = "hotkeys.why.twice"
NO_KEY = "hotkeys.why.no_key"
TYPES_A_SIGN = "hotkeys.why.types_a_sign"
NOT_ALLOWED = "hotkeys.why.not_allowed"
NO_PORTAL = "hotkeys.why.no_portal"
NOT_HERE = "hotkeys.why.not_here"


@dataclass(frozen=True)
class Wanted:
    """A hotkey that is asked for.

    Attributes:
        keys: what is to be pressed.
        words: what it does, for desktops that show that.
    """

    keys: KeyCombination
    words: str


@dataclass(frozen=True)
class Held:
    """What became of it.

    Attributes:
        why_not: the key of the sentence that says why it does not work; empty if it does.
        trigger: how the desktop itself calls the keys, where it decides which they are.
    """

    why_not: str = ""
    trigger: str = ""


@dataclass(frozen=True)
class Press:
    """A hotkey was pressed; holding it down is one press.

    Attributes:
        name: which.
        time: the desktop's time of it in milliseconds, 0 where it tells none.
        token: what allows a window to come forward (XDG activation), empty where none is needed.
    """

    name: str
    time: int = 0
    token: str = ""


class GlobalHotkeys(ABC):
    """Asks one kind of desktop for keys, and tells when they are pressed.

    Attributes:
        changed: called when what is held has changed without our asking.
    """

    def __init__(self, pressed: Callable[[Press], None]) -> None:
        """Call `pressed` in the loop for each press."""
        self._pressed = pressed
        self.changed: Callable[[dict[str, Held]], None] = lambda _held: None

    @abstractmethod
    async def hold(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        """Hold exactly these from now on, whatever was held before; return what became of each."""

    @abstractmethod
    async def aclose(self) -> None:
        """Let all of them go."""

    def bring_forward(self, window: int, press: Press) -> bool:
        """Bring a window of ours forward as the desktop wants it done after a press; False: Qt does."""
        return False


class NoHotkeys(GlobalHotkeys):
    """A desktop without any."""

    async def hold(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        """Say so."""
        return dict.fromkeys(wanted, Held(NOT_HERE))

    async def aclose(self) -> None:
        """Nothing is held."""


def on_wayland(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether Wayland shows the windows; then X11's keys come only while a window of X11's is in front."""
    if environment.get("XDG_SESSION_TYPE") == "x11":
        return False
    return bool(environment.get("WAYLAND_DISPLAY"))


def system_hotkeys(pressed: Callable[[Press], None]) -> GlobalHotkeys:
    """Return the way to ask this desktop."""
    if sys.platform == "win32":
        from dialer.desktop.hotkeys_windows import WindowsHotkeys

        return WindowsHotkeys(pressed)
    if sys.platform == "darwin":
        from dialer.desktop.hotkeys_mac import MacHotkeys

        return MacHotkeys(pressed)
    if on_wayland():
        from dialer.desktop.hotkeys_portal import PortalHotkeys

        return PortalHotkeys(pressed)
    if os.environ.get("DISPLAY"):
        from dialer.desktop.hotkeys_x11 import X11Hotkeys

        return X11Hotkeys(pressed)
    return NoHotkeys(pressed)


def twice(wanted: Mapping[str, Wanted]) -> dict[str, Held]:
    """Return those that another one before them has already; one key does one thing."""
    seen: set[KeyCombination] = set()
    doubles = {}
    for name, each in wanted.items():
        if each.keys in seen:
            doubles[name] = Held(TWICE)
        seen.add(each.keys)
    return doubles
