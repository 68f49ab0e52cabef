"""Draws the program's icon for macOS, in all sizes in one file, from the same drawing as Linux's icons.

usage: QT_QPA_PLATFORM=offscreen pictures.py FILE.icns
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

KINDS = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
"""The kinds of picture in the file, and their edges: 16 to 512 points, most for coarse and for fine screens.

Each is a PNG, as iconutil writes them. 16 and 32 points on a coarse screen are scaled from those.
"""

_GRID = 1024
_BODY = 824  # Apple's template: the tile leaves a margin for its shadow
_CORNER = 185.4
_DRAWING = 560


def draw(size: int) -> QImage:
    """Return the icon on a tile of its own, as macOS has them."""
    from linux.icons import draw as draw_plain

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _GRID, size / _GRID)
    margin = (_GRID - _BODY) / 2
    painter.setBrush(QColor("white"))
    painter.setPen(QColor(0, 0, 0, 40))
    painter.drawRoundedRect(QRectF(margin, margin, _BODY, _BODY), _CORNER, _CORNER)
    edge = (_GRID - _DRAWING) / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    plain = draw_plain(max(1, round(_DRAWING * size / _GRID)))
    painter.drawImage(QRectF(edge, edge, _DRAWING, _DRAWING), plain)
    painter.end()
    return image


def icon() -> bytes:
    """Return the file: a head with its length, then each picture with its kind and length, all big-endian."""
    parts = [
        kind + struct.pack(">I", 8 + len(picture)) + picture
        for kind, picture in ((kind, _png(draw(size))) for kind, size in KINDS.items())
    ]
    content = b"".join(parts)
    return b"icns" + struct.pack(">I", 8 + len(content)) + content


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def main(file: Path) -> None:
    """Write the icon file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(icon())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
