"""Draws the program's icon for Windows, in all sizes in one file, from the same drawing as Linux's icons.

usage: QT_QPA_PLATFORM=offscreen pictures.py FILE.ico
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Microsoft, "Icons (Design basics)": 16, 24, 32, 48 and 256, and those in between for 125 and 150 %."""

_PACKED_FROM = 256  # Windows reads a PNG in an icon; resource tools expect smaller pictures to be plain


def icon(images: Sequence[QImage]) -> bytes:
    """Return the icon file of square pictures.

    Its format: ICONDIR, an ICONDIRENTRY for each, then the pictures (Microsoft, "Icons", Win32).
    """
    pictures = [_png(image) if image.width() >= _PACKED_FROM else _bitmap(image) for image in images]
    directory = struct.pack("<3H", 0, 1, len(pictures))
    place = len(directory) + 16 * len(pictures)
    for image, picture in zip(images, pictures, strict=True):
        edge = image.width() % 256  # 256 is written as 0
        directory += struct.pack("<4B2H2I", edge, edge, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return directory + b"".join(pictures)


def _bitmap(image: QImage) -> bytes:
    """Return a picture: BITMAPINFOHEADER, its rows from the lowest up, and a mask, which alpha makes idle."""
    size = image.width()
    rows = [bytes(image.constScanLine(y))[: size * 4] for y in reversed(range(size))]
    mask = bytes((size + 31) // 32 * 4 * size)
    header = struct.pack("<I2i2H6I", 40, size, size * 2, 1, 32, 0, size * size * 4 + len(mask), 0, 0, 0, 0)
    return header + b"".join(rows) + mask


def _png(image: QImage) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def main(file: Path) -> None:
    """Write the icon file."""
    from linux.icons import draw

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(icon([draw(size) for size in SIZES]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
