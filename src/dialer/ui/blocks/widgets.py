"""The building blocks of every page: labels, cards, buttons, avatar, chip.

Text that comes from outside (names, notes, numbers, titles) only ever goes through `PlainLabel` or through
painting here, so that nothing in it is read as HTML or as a keyboard mnemonic.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from dialer.ui.blocks.buttons import Button, DangerButton, PrimaryButton, SecondaryButton
from dialer.ui.blocks.cards import Card, FramedCard, paint_card
from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.look import icons
from dialer.ui.look.theme import Styled, TextStyle, Tone, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent, QShowEvent

__all__ = [
    "Avatar",
    "Button",
    "Card",
    "Chip",
    "DangerButton",
    "FramedCard",
    "IconButton",
    "IconLabel",
    "PlainLabel",
    "PrimaryButton",
    "SecondaryButton",
    "SectionHeading",
    "avatar_font",
    "avatar_tint",
    "capital",
    "initials",
    "isolate",
    "ltr",
    "one_line",
    "paint_avatar",
    "paint_card",
]

_AVATAR_COLOURS = ("#7353e5", "#0d7d70", "#b5560e", "#2f6fd0", "#b03d77", "#566579", "#8a4bb8", "#3d7a2f")
_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")


def one_line(text: str) -> str:
    """Foreign text without line breaks and other control characters."""
    return text.translate(_CONTROL).strip()


def capital(text: str) -> str:
    """A word as it begins a line."""
    return text[:1].upper() + text[1:]


def isolate(text: str) -> str:
    """Foreign text that keeps its own writing direction to itself."""
    return f"\u2068{one_line(text)}\u2069"


def ltr(number: str) -> str:
    """A number that reads from left to right wherever it stands."""
    return f"\u2066{one_line(number)}\u2069"


def initials(name: str) -> str:
    """One or two letters for an avatar: first and next capitalised word ("Sanne de Vries" is SV)."""
    words = [word for word in one_line(name).split() if word[0].isalnum()]
    if not words:
        return "?"
    later = [word for word in words[1:] if word[0].isupper()] or words[1:]
    return (words[0][0] + (later[0][0] if later else "")).upper()


def avatar_tint(name: str) -> str:
    """The colour that belongs to a name; it stays the same between starts."""
    return _AVATAR_COLOURS[zlib.crc32(name.encode()) % len(_AVATAR_COLOURS)]


def avatar_font(size: float) -> QFont:
    """The font of the initials on a disc of this size."""
    letters = font(TextStyle.SMALL)
    letters.setPixelSize(max(1, round(size * 0.36)))
    letters.setWeight(letters.Weight.DemiBold)
    return letters


def paint_avatar(painter: QPainter, rect: QRectF, name: str) -> None:
    """A disc with initials, in the colour that belongs to the name."""
    tint = QColor(avatar_tint(name))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawEllipse(rect)
    painter.setFont(avatar_font(rect.height()))
    painter.setPen(QColor("#ffffff"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class PlainLabel(QLabel, Styled):
    """Text that is never read as markup; `elide` shortens it to one line, `wrap` breaks it over several."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        style: TextStyle = TextStyle.BODY,
        tone: Tone = Tone.TEXT,
        wrap: bool = False,
        elide: bool = False,
    ) -> None:
        """Make a label in one of the text styles and tones."""
        super().__init__(parent)
        self._style, self._tone, self._elide = style, tone, elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setText(text)
        self.restyle()

    def set_elide(self, *, elide: bool) -> None:
        """Shorten it to one line from now on, or break it over several."""
        self._elide = elide
        self.setWordWrap(not elide)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour by its meaning."""
        if tone is not self._tone:
            self._tone = tone
            self.restyle()

    def restyle(self) -> None:
        """Take font and colour from the theme."""
        self.setFont(font(self._style))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour(self._tone))
        self.setPalette(palette)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the colour again: Qt's style sheets may put an old one back when it is shown first."""
        super().showEvent(event)
        if self.palette().color(QPalette.ColorRole.WindowText) != colour(self._tone):
            self.restyle()

    def minimumSizeHint(self) -> QSize:
        """An eliding label may become narrow."""
        hint = super().minimumSizeHint()
        return QSize(px(24), hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened with an ellipsis where it is to be."""
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)


class SectionHeading(PlainLabel):
    """A small dim heading in capitals over a section."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Make a heading."""
        super().__init__(text, parent, style=TextStyle.HEADING, tone=Tone.DIM)


class IconLabel(QWidget):
    """An icon beside words that say the same (so it needs no name of its own)."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, tint: str = "dim", size: int = 20
    ) -> None:
        """Make an icon; `tint` is a token."""
        super().__init__(parent)
        self._name, self._tint, self._size = name, tint, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tint: str) -> None:
        """Show another icon or colour."""
        if (name, tint) != (self._name, self._tint):
            self._name, self._tint = name, tint
            self.update()

    def sizeHint(self) -> QSize:
        """The icon's size."""
        return QSize(px(self._size), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        if self._name:
            icons.draw(QPainter(self), QRectF(self.rect()), self._name, colour(self._tint))


class Avatar(QWidget):
    """Initials on a coloured disc."""

    def __init__(self, name: str = "", parent: QWidget | None = None, *, size: int = 36) -> None:
        """Make the avatar of a name."""
        super().__init__(parent)
        self._name, self._size = name, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """Show another name."""
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        """The disc's size."""
        return QSize(px(self._size), px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc."""
        paint_avatar(QPainter(self), QRectF(self.rect()), self._name)


class Chip(QWidget, Styled):
    """A short state: a dot or icon and a word, on a soft ground when it wants attention.

    Tones: "ok", "warning", "bad", "accent" and "dim".
    """

    def __init__(self, text: str, tone: str = "dim", icon: str = "", parent: QWidget | None = None) -> None:
        """Make a chip; without an icon a dot in the tone is drawn."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._text = self._tone = self._icon = ""
        self.show_state(text, tone, icon)

    def show_state(self, text: str, tone: str, icon: str = "") -> None:
        """Show another state."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.restyle()

    def restyle(self) -> None:
        """Take the font from the theme."""
        self.setFont(font(TextStyle.SMALL))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What it says."""
        return self._text

    def sizeHint(self) -> QSize:
        """Room for dot or icon and the whole text."""
        metrics = QFontMetrics(self.font())
        return QSize(px(34) - self._inset() + metrics.horizontalAdvance(self._text), metrics.height() + px(6))

    def _inset(self) -> int:
        """How far the mark moves to the left: without a ground it begins where other words do."""
        return 0 if self._tone in {"warning", "bad"} else px(17) - px(14 if self._icon else 8) // 2

    def minimumSizeHint(self) -> QSize:
        """A chip may be shortened when there is no room."""
        return QSize(px(60), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, dot or icon, and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        loud = self._tone in {"warning", "bad"}
        if loud:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(f"{self._tone}_soft"))
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        size = px(14 if self._icon else 8)
        left = self._inset()
        mark = QRectF(px(17) - left - size / 2, (rect.height() - size) / 2, size, size)
        if self._icon:
            icons.draw(painter, mark, self._icon, colour(self._tone))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self._tone))
            painter.drawEllipse(mark)
        painter.setPen(colour(f"{self._tone}_text" if loud else "dim"))
        room = rect.adjusted(px(28) - left, 0, -px(6), 0)
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
