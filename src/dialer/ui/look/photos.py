"""Pictures that came with a card: foreign data, read with care and only as large as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from dialer.ui.look.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_FORMATS = {b"jpeg", b"png", b"gif", b"webp"}
_SHOWN = 160  # pixels: an avatar of 40 at 400 %
_LARGEST = 64  # megabytes of a picture while it is being read


def read_photo(data: bytes) -> QImage | None:
    """Return the middle square of a picture, small; None if it cannot be read. Any thread may call this."""
    content = QByteArray(data)
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if reader.format().data() not in _FORMATS:
        return None
    QImageReader.setAllocationLimit(_LARGEST)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and min(size.width(), size.height()) > _SHOWN:
        reader.setScaledSize(
            size.scaled(QSize(_SHOWN, _SHOWN), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        )
    image = reader.read()
    if image.isNull():
        return None
    side = min(image.width(), image.height())
    return image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)


class Photo(QWidget):
    """A picture as a disc, where there would be initials."""

    def __init__(self, image: QImage, *, size: int) -> None:
        """Show a square picture."""
        super().__init__()
        self._image, self._size = image, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The disc's size."""
        return QSize(px(self._size), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        disc = QPainterPath()
        disc.addEllipse(QRectF(self.rect()))
        painter.setClipPath(disc)
        painter.drawImage(QRectF(self.rect()), self._image)
