"""A connection of our own to the X server, over libxcb, which Qt's window needs as well.

Only what global hotkeys and selections take; the layouts are those of the X protocol's encoding (X11R7,
"X Window System Protocol", appendix B). Requests that have a reply wait for the
server, never for another program: what other programs answer comes as events, which the loop watches for.
"""

from __future__ import annotations

import ctypes
import struct
from ctypes import POINTER, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from dataclasses import dataclass
from typing import Any

KEY_PRESS, KEY_RELEASE, SELECTION_NOTIFY, CLIENT_MESSAGE, MAPPING_NOTIFY = 2, 3, 31, 33, 34
NONE = 0
CURRENT_TIME = 0
BAD_ACCESS = 10

_INPUT_ONLY = 2
_ASYNC = 1
_SUBSTRUCTURE = 1 << 20 | 1 << 19  # redirect and notify: what a window manager listens for
_SENT = 0x80
_LENGTH = 32
_CORE_KEYBOARD = 0x100
_DETECTABLE_AUTO_REPEAT = 1
_KEYCODE_BYTE = 32
"""Where a reply's list begins."""


class NoServer(Exception):
    """There is no X server, or none that lets us in, or libxcb is not installed."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", c_uint32),)


class _Screens(ctypes.Structure):
    _fields_ = (("data", POINTER(c_uint32)), ("rem", c_int), ("index", c_int))


_WINDOW = (c_uint8, c_uint32, c_uint32, *(c_uint16,) * 6, c_uint32, c_uint32, c_void_p)
_PROPERTY = (c_uint8, *(c_uint32,) * 5)
_GRAB = (c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8)
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    # Every one but the first takes the connection first.
    "xcb_get_file_descriptor": (c_int, ()),
    "xcb_connection_has_error": (c_int, ()),
    "xcb_disconnect": (None, ()),
    "xcb_flush": (c_int, ()),
    "xcb_get_setup": (c_void_p, ()),
    "xcb_generate_id": (c_uint32, ()),
    "xcb_create_window": (_Cookie, _WINDOW),
    "xcb_intern_atom": (_Cookie, (c_uint8, c_uint16, c_char_p)),
    "xcb_intern_atom_reply": (c_void_p, (_Cookie, c_void_p)),
    "xcb_convert_selection": (_Cookie, (c_uint32,) * 5),
    "xcb_get_property": (_Cookie, _PROPERTY),
    "xcb_get_property_reply": (c_void_p, (_Cookie, c_void_p)),
    "xcb_get_selection_owner": (_Cookie, (c_uint32,)),
    "xcb_get_selection_owner_reply": (c_void_p, (_Cookie, c_void_p)),
    "xcb_poll_for_event": (c_void_p, ()),
    "xcb_request_check": (c_void_p, (_Cookie,)),
    "xcb_grab_key_checked": (_Cookie, _GRAB),
    "xcb_ungrab_key": (_Cookie, (c_uint8, c_uint32, c_uint16)),
    "xcb_get_modifier_mapping": (_Cookie, ()),
    "xcb_get_modifier_mapping_reply": (c_void_p, (_Cookie, c_void_p)),
    "xcb_send_event": (_Cookie, (c_uint8, c_uint32, c_uint32, c_char_p)),
}


@dataclass(frozen=True)
class Event:
    """An event as it came.

    Attributes:
        kind: its code.
        raw: its 32 bytes.
    """

    kind: int
    raw: bytes


@dataclass(frozen=True)
class Property:
    """The beginning of a window's property.

    Attributes:
        kind: the atom of its type; `NONE` if there is no such property.
        data: as much as was asked for.
        more: how many bytes it has beyond that.
    """

    kind: int
    data: bytes
    more: int


def _load(name: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(name)
    except OSError:
        raise NoServer from None


class Connection:
    """A connection to the display that the environment names.

    Attributes:
        root: the first screen's root window.
    """

    def __init__(self) -> None:
        """Connect.

        Raises:
            NoServer: this cannot be done.
        """
        self._xcb = _load("libxcb.so.1")
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = (c_void_p,)
        self._xcb.xcb_connect.restype = c_void_p
        self._xcb.xcb_connect.argtypes = (c_char_p, c_void_p)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(self._xcb, name)
            function.restype, function.argtypes = result, (c_void_p, *arguments)
        self._connection: int | None = self._xcb.xcb_connect(None, None)
        if self._call("connection_has_error"):
            self.close()
            raise NoServer
        self._xcb.xcb_setup_roots_iterator.restype = _Screens
        self._xcb.xcb_setup_roots_iterator.argtypes = (c_void_p,)
        self.root = int(self._xcb.xcb_setup_roots_iterator(self._call("get_setup")).data[0])

    def _call(self, name: str, *arguments: object) -> Any:
        return getattr(self._xcb, f"xcb_{name}")(self._connection, *arguments)

    def _reply(self, name: str, *arguments: object) -> int | None:
        """Send a request and return its reply, which has to be freed; None where it failed."""
        cookie = self._call(name, *arguments)
        reply: int | None = self._call(f"{name}_reply", cookie, None)
        return reply

    def _take(self, reply: int | None, length: int) -> bytes:
        """Return the beginning of a reply and free it; zeros where there is none."""
        if not reply:
            return bytes(length)
        try:
            return ctypes.string_at(reply, length)
        finally:
            self._free(reply)

    @property
    def descriptor(self) -> int:
        """What becomes readable when events come."""
        return int(self._call("get_file_descriptor"))

    @property
    def alive(self) -> bool:
        """Whether the server is still there."""
        return self._connection is not None and not self._call("connection_has_error")

    def close(self) -> None:
        """Give back everything: grabs, windows, the connection."""
        if self._connection is not None:
            self._call("disconnect")
            self._connection = None

    def events(self) -> list[Event]:
        """Return what has come, without waiting; sends what is still to be sent."""
        found = []
        while self._connection is not None and (event := self._call("poll_for_event")):
            raw = self._take(event, _LENGTH)
            found.append(Event(raw[0] & ~_SENT, raw))
        if self._connection is not None:
            self._call("flush")
        return found

    def atom(self, name: str) -> int:
        """Return the number of a name."""
        reply = self._take(self._reply("intern_atom", 0, len(name), name.encode()), 12)
        return int(struct.unpack_from("=I", reply, 8)[0])

    def make_window(self) -> int:
        """Make a window that is never shown."""
        window = int(self._call("generate_id"))
        self._call("create_window", 0, window, self.root, 0, 0, 1, 1, 0, _INPUT_ONLY, 0, 0, None)
        return window

    def selection_owner(self, selection: int) -> int:
        """Return the window that has a selection; `NONE` where nothing is selected."""
        reply = self._take(self._reply("get_selection_owner", selection), 12)
        return int(struct.unpack_from("=I", reply, 8)[0])

    def convert_selection(self, window: int, selection: int, target: int, into: int) -> None:
        """Ask the owner of a selection to write it into a property of ours; its answer is an event."""
        self._call("convert_selection", window, selection, target, into, CURRENT_TIME)
        self._call("flush")

    def property(self, window: int, name: int, most: int) -> Property:
        """Return at most so many bytes of a property."""
        reply = self._reply("get_property", 0, window, name, 0, 0, (most + 3) // 4)
        if not reply:
            return Property(NONE, b"", 0)
        width, kind, more, count = struct.unpack_from("=xBxxxxxxIII", ctypes.string_at(reply, _LENGTH))
        length = min(count * width // 8, most)
        return Property(
            kind, self._take(reply, _LENGTH + length)[_LENGTH:], more + count * width // 8 - length
        )

    def keycode(self, keysym: int) -> int | None:
        """Return the key that has this sign on the present keyboard, if any."""
        symbols_of = _load("libxcb-keysyms.so.1")
        symbols_of.xcb_key_symbols_alloc.restype = c_void_p
        symbols_of.xcb_key_symbols_alloc.argtypes = (c_void_p,)
        symbols_of.xcb_key_symbols_free.argtypes = (c_void_p,)
        find = symbols_of.xcb_key_symbols_get_keycode
        find.restype, find.argtypes = c_void_p, (c_void_p, c_uint32)
        symbols = symbols_of.xcb_key_symbols_alloc(self._connection)
        try:
            found = self._take(find(symbols, keysym), 1)[0]
        finally:
            symbols_of.xcb_key_symbols_free(symbols)
        return found or None

    def modifier_keys(self) -> list[frozenset[int]]:
        """Return the keys of each of the eight modifiers: Shift, Lock, Control, Mod1 to Mod5."""
        reply = self._reply("get_modifier_mapping")
        if not reply:
            return [frozenset()] * 8
        each = ctypes.string_at(reply, 2)[1]
        keys = self._take(reply, _KEYCODE_BYTE + 8 * each)[_KEYCODE_BYTE:]
        return [frozenset(keys[place * each : (place + 1) * each]) - {0} for place in range(8)]

    def tell_repeats_apart(self) -> None:
        """Have a held key come as presses without releases between them.

        X Keyboard Extension protocol, section 6.1.1 (DetectableAutoRepeat). Without the extension a held key
        looks like a key that is pressed again and again.
        """
        try:
            xkb = _load("libxcb-xkb.so.1")
        except NoServer:
            return
        for name, arguments in (
            ("xcb_xkb_use_extension", (c_uint16, c_uint16)),
            ("xcb_xkb_per_client_flags", (c_uint16, *(c_uint32,) * 5)),
        ):
            function = getattr(xkb, name)
            function.restype, function.argtypes = _Cookie, (c_void_p, *arguments)
            reply = getattr(xkb, f"{name}_reply")
            reply.restype, reply.argtypes = c_void_p, (c_void_p, _Cookie, c_void_p)
        flag = _DETECTABLE_AUTO_REPEAT
        cookie = xkb.xcb_xkb_use_extension(self._connection, 1, 0)
        self._take(xkb.xcb_xkb_use_extension_reply(self._connection, cookie, None), 1)
        cookie = xkb.xcb_xkb_per_client_flags(self._connection, _CORE_KEYBOARD, flag, flag, 0, 0, 0)
        self._take(xkb.xcb_xkb_per_client_flags_reply(self._connection, cookie, None), 1)

    def grab_key(self, keycode: int, modifiers: int) -> bool:
        """Have a key with exactly these modifiers come here; False where another program has it."""
        cookie = self._call("grab_key_checked", 0, self.root, modifiers, keycode, _ASYNC, _ASYNC)
        return not self._take(self._call("request_check", cookie), 2)[1]

    def ungrab_key(self, keycode: int, modifiers: int) -> None:
        """Let a key go where it belongs."""
        self._call("ungrab_key", keycode, self.root, modifiers)
        self._call("flush")

    def activate(self, window: int, time: int) -> None:
        """Ask the window manager to bring a window forward because of something pressed at that time.

        Extended Window Manager Hints 1.5, _NET_ACTIVE_WINDOW.
        """
        by_an_application = 1
        message = struct.pack(
            "=BBHII5I", CLIENT_MESSAGE, 32, 0, window, self.atom("_NET_ACTIVE_WINDOW"),
            by_an_application, time, 0, 0, 0,
        )  # fmt: skip
        self._call("send_event", 0, self.root, _SUBSTRUCTURE, message)
        self._call("flush")
