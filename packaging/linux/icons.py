"""Draws the program's icon in the sizes of the icon theme (Icon Theme Specification 0.13, "hicolor").

usage: QT_QPA_PLATFORM=offscreen icons.py FOLDER
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from dialer.ui.look.svg_path import parse_path

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SOURCE = Path(__file__).with_name("dialer.svg")
_BOX = 24
_PATH = re.compile(r'<path fill="(?P<fill>[^"]+)" d="(?P<d>[^"]+)"')


def draw(size: int) -> QImage:
    """Return the icon; Qt's own reader of SVG is in none of what Dialer is made with."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / _BOX, size / _BOX)
    for path in _PATH.finditer(SOURCE.read_text(encoding="utf-8")):
        painter.fillPath(parse_path(path["d"]), QColor(path["fill"]))
    painter.end()
    return image


def main(theme: Path) -> None:
    """Write the pictures and the drawing itself below a theme's folder."""
    application = QGuiApplication([])
    for size in SIZES:
        file = theme / f"{size}x{size}" / "apps" / "dialer.png"
        file.parent.mkdir(parents=True)
        if not draw(size).save(str(file)):
            sys.exit(f"{file} was not written")
    scalable = theme / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copyfile(SOURCE, scalable / "dialer.svg")
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
