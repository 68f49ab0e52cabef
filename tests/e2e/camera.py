"""Takes pictures of a window, as soon as what is drawn in it stands still."""

from __future__ import annotations

import asyncio
import struct
import zlib
from typing import TYPE_CHECKING, Self

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import BadMatch

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_PATIENCE = 10.0
_PAUSE = 0.03
_ALIKE = 2
_BYTES, _EDGE, _STEP = 4, 44, 4
_ALL_PLANES = 0xFFFFFFFF
_FAST = 1


class Camera:
    """Looks at one window of the X server, and changes how large it is."""

    def __init__(self, display: str, folder: Path) -> None:
        """Look at the window that keys go to; the pictures go to a folder, which is made."""
        self._display = Display(display)
        active = self._display.intern_atom("_NET_ACTIVE_WINDOW")
        (number,) = self._display.screen().root.get_full_property(active, Xatom.WINDOW).value
        self._window = self._display.create_resource_object("window", number)
        self._folder = folder
        self._last = b""
        self._writing: list[asyncio.Future[None]] = []
        folder.mkdir(parents=True, exist_ok=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*self._writing)
        self._display.close()

    def resize(self, width: int, height: int) -> None:
        """Have the window as large as this, where the screen begins; it is drawn so a moment later."""
        self._window.configure(x=0, y=0, width=width, height=height)
        self._display.sync()

    async def take(self, name: str) -> None:
        """Keep a picture of what is there, once another page is marked at the left edge and all stands still.

        Raises:
            AssertionError: it went on changing, or nothing changed.
        """
        before, alike = b"", 0
        try:
            async with asyncio.timeout(_PATIENCE):
                while alike < _ALIKE:
                    size, seen = self._look()
                    alike = alike + 1 if seen == before and _edge(size, seen) != self._last else 0
                    before = seen
                    await asyncio.sleep(_PAUSE)  # another process tells nobody that it has drawn
        except TimeoutError:
            msg = f"{name}: no new picture that stands still"
            raise AssertionError(msg) from None
        self._last = _edge(size, before)
        path = self._folder / f"{name}.png"
        self._writing.append(asyncio.ensure_future(asyncio.to_thread(_write, path, size, before)))

    def _look(self) -> tuple[tuple[int, int], bytes]:
        shape = self._window.get_geometry()
        try:
            image = self._window.get_image(0, 0, shape.width, shape.height, X.ZPixmap, _ALL_PLANES)
        except BadMatch:  # it has become smaller in between
            return (0, 0), b""
        return (shape.width, shape.height), image.data


def _edge(size: tuple[int, int], seen: bytes) -> bytes:
    """Return what tells pages apart, whatever ticks elsewhere: the icons at the left."""
    line = size[0] * _BYTES
    return b"".join(seen[at : at + _EDGE * _BYTES] for at in range(0, len(seen), line * _STEP))


def _write(path: Path, size: tuple[int, int], seen: bytes) -> None:
    """Write a PNG file (ISO/IEC 15948, chapter 11) of pixels that have blue first and one byte to spare."""
    width, height = size
    pixels = bytearray(width * height * 3)
    for place in range(3):
        pixels[place::3] = seen[2 - place :: 4]
    lines = b"".join(b"\0" + pixels[at : at + width * 3] for at in range(0, len(pixels), width * 3))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines, _FAST)),
        (b"IEND", b""),
    )
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
