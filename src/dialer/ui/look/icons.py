"""Material Design Icons, drawn in the colour of the moment.

Each icon is one SVG path in a box of 24. Qt's SVG module costs some 40 ms and 3 MB at the start, so the path
is read here; that takes well under a millisecond an icon.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPixmap

from dialer.ui.look.svg_path import parse_path

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"
_BOX = 24.0
_PATH = re.compile(r'<path\b[^>]*?\bd="([^"]+)"')


@lru_cache(maxsize=128)
def shape(name: str) -> QPainterPath:
    """The outline of an icon: a name from resources/icons, or the full path of an SVG file of plain paths."""
    file = FOLDER / f"{name}.svg" if not name.endswith(".svg") else Path(name)
    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.WindingFill)
    for data in _PATH.findall(file.read_text(encoding="utf-8")):
        outline.addPath(parse_path(data))
    return outline


def draw(painter: QPainter, rect: QRectF, name: str, tint: QColor) -> None:
    """Draw an icon into `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / _BOX, rect.height() / _BOX)
    painter.fillPath(shape(name), tint)
    painter.restore()


def pixmap(name: str, size: int, tint: QColor, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, QRectF(0, 0, size, size), name, tint)
    painter.end()
    return made


def icon(name: str, size: int, tint: QColor) -> QIcon:
    """An icon for the places where Qt wants a `QIcon` (window, menus), at 100 % and 200 %."""
    made = QIcon(pixmap(name, size, tint))
    made.addPixmap(pixmap(name, size, tint, 2.0))
    return made
