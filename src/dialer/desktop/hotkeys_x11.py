"""Global hotkeys under X11: passive grabs (XGrabKey) on a connection of our own, which the loop watches."""

from __future__ import annotations

import asyncio
import struct
from itertools import combinations
from typing import TYPE_CHECKING

from dialer.core.hotkey import FUNCTION_KEYS
from dialer.desktop.hotkeys import NO_KEY, NOT_HERE, TAKEN, GlobalHotkeys, Held, Press, twice
from dialer.desktop.xcb import KEY_PRESS, KEY_RELEASE, MAPPING_NOTIFY, Connection, NoServer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.hotkey import KeyCombination
    from dialer.desktop.hotkeys import Wanted
    from dialer.desktop.xcb import Event

# keysymdef.h, without the XK_.
_NAMED = {
    "Space": 0x20, "Ins": 0xFF63, "Del": 0xFFFF, "Home": 0xFF50, "End": 0xFF57, "PgUp": 0xFF55,
    "PgDown": 0xFF56, "Left": 0xFF51, "Up": 0xFF52, "Right": 0xFF53, "Down": 0xFF54,
    "Pause": 0xFF13, "Print": 0xFF61,
}  # fmt: skip
_F1 = 0xFFBE
_NUM_LOCK, _SCROLL_LOCK, _ALT, _SUPER = 0xFF7F, 0xFF14, 0xFFE9, 0xFFEB
_SHIFT_MASK, _LOCK_MASK, _CONTROL_MASK, _MOD1_MASK, _MOD4_MASK = 1, 2, 4, 8, 64
_MODIFIERS = 0xFF
"""The state's other bits are mouse buttons and the keyboard's group."""


def keysym(key: str) -> int:
    """Return X11's number of a key of `dialer.core.hotkey.KEYS`."""
    if key in _NAMED:
        return _NAMED[key]
    if key in FUNCTION_KEYS:
        return _F1 + int(key[1:]) - 1
    return ord(key.lower())


class X11Hotkeys(GlobalHotkeys):
    """Grabs keys, whatever the locks (Num, Caps, Scroll) are; it is connected while it holds some."""

    def __init__(self, pressed: Callable[[Press], None]) -> None:
        """Call `pressed` in the loop for each press."""
        super().__init__(pressed)
        self._connection: Connection | None = None
        self._watched = -1
        self._wanted: Mapping[str, Wanted] = {}
        self._names: dict[tuple[int, int], str] = {}
        self._grabbed: list[tuple[int, int]] = []
        self._masks: dict[str, int] = {}
        self._locks: tuple[int, ...] = ()
        self._down: set[int] = set()

    async def hold(self, wanted: Mapping[str, Wanted]) -> dict[str, Held]:
        """Grab exactly these."""
        self._wanted = dict(wanted)
        if not wanted:
            await self.aclose()
            return {}
        try:
            connection = self._connection or self._connect()
        except NoServer:
            return dict.fromkeys(wanted, Held(NOT_HERE))
        return self._grab(connection)

    async def aclose(self) -> None:
        """Let all of them go."""
        if self._connection is not None:
            asyncio.get_running_loop().remove_reader(self._watched)
            self._connection.close()
            self._connection = None
        self._names, self._grabbed, self._down = {}, [], set()

    def bring_forward(self, window: int, press: Press) -> bool:
        """Name the press as the reason: a window manager refuses windows that come forward by themselves."""
        if self._connection is None:
            return False
        self._connection.activate(window, press.time)
        return True

    def _connect(self) -> Connection:
        connection = self._connection = Connection()
        connection.tell_repeats_apart()
        self._watched = connection.descriptor
        asyncio.get_running_loop().add_reader(self._watched, self._read)
        return connection

    def _grab(self, connection: Connection) -> dict[str, Held]:
        for grab in self._grabbed:
            connection.ungrab_key(*grab)
        self._names, self._grabbed, self._down = {}, [], set()
        self._look_up_modifiers(connection)
        held = twice(self._wanted)
        for name, wanted in self._wanted.items():
            if name not in held:
                held[name] = self._grab_one(connection, name, wanted.keys)
        # An event may have come with a reply; nothing would be readable then.
        asyncio.get_running_loop().call_soon(self._read)
        return held

    def _grab_one(self, connection: Connection, name: str, keys: KeyCombination) -> Held:
        keycode = connection.keycode(keysym(keys.key))
        if keycode is None:
            return Held(NO_KEY)
        modifiers = sum(self._masks[each] for each in keys.modifiers)
        grabs = [(keycode, modifiers | locks) for locks in self._locks]
        for place, grab in enumerate(grabs):
            if not connection.grab_key(*grab):
                for before in grabs[:place]:
                    connection.ungrab_key(*before)
                return Held(TAKEN)
        self._grabbed += grabs
        self._names[keycode, modifiers] = name
        return Held()

    def _look_up_modifiers(self, connection: Connection) -> None:
        """Find out which modifiers Alt, the system's key and the locks are on this keyboard."""
        keys = connection.modifier_keys()

        def mask(sign: int, default: int) -> int:
            keycode = connection.keycode(sign)
            return next((1 << place for place, each in enumerate(keys) if keycode in each), default)

        self._masks = {
            "Shift": _SHIFT_MASK,
            "Ctrl": _CONTROL_MASK,
            "Alt": mask(_ALT, _MOD1_MASK),
            "Meta": mask(_SUPER, _MOD4_MASK),
        }
        locks = {_LOCK_MASK, mask(_NUM_LOCK, 0), mask(_SCROLL_LOCK, 0)} - {0, *self._masks.values()}
        self._locks = tuple(
            sum(some) for count in range(len(locks) + 1) for some in combinations(sorted(locks), count)
        )

    def _read(self) -> None:
        connection = self._connection
        if connection is None:
            return
        events = connection.events()
        if not connection.alive:
            asyncio.get_running_loop().remove_reader(self._watched)
            return
        for event in events:
            if event.kind in {KEY_PRESS, KEY_RELEASE}:
                self._key(event)
        if any(event.kind == MAPPING_NOTIFY for event in events):  # another layout: keys have moved
            self.changed(self._grab(connection))

    def _key(self, event: Event) -> None:
        keycode, time, state = struct.unpack_from("=xBxxI20xH", event.raw)
        if event.kind == KEY_RELEASE:
            self._down.discard(keycode)
            return
        if keycode in self._down:
            return
        self._down.add(keycode)
        modifiers = state & _MODIFIERS & ~max(self._locks, default=0)
        if (name := self._names.get((keycode, modifiers))) is not None:
            self._pressed(Press(name, time=time))
