"""What the tray icon says, in colour, shape and words; the same whatever the panel behind it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from dialer.calls.provider import callers, telephony
from dialer.calls.sentences import sentence
from dialer.ui.blocks.widgets import one_line
from dialer.ui.look import icons
from dialer.ui.look.tokens import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.app import App

_SIZES = (16, 22, 24, 32, 48, 64)
_GLYPH = 0.66
_LONGEST = 120

# Each state has its own shape and its own colour.
_LOOKS: Mapping[str, tuple[str, str]] = {
    "calm": ("phone", "accent"),
    "call": ("phone-in-talk", "ok"),
    "due": ("phone-alert", "warning"),
    "down": ("phone-off", "bad"),
}


@dataclass(frozen=True)
class TrayLook:
    """What is to be seen.

    Attributes:
        state: what stands out most: a call, the telephone that is down, call-backs that are due, or nothing.
        words: the same in a sentence.
    """

    state: str
    words: str


def look(app: App, due: int) -> TrayLook:
    """Return what stands out now, with so many call-backs due."""
    text = app.hub.strings.text
    call = app.calls.current
    if call is not None and call.live:
        return TrayLook("call", one_line(sentence(call, app.hub.strings))[:_LONGEST])
    if any(not entry.disabled for entry in callers(app.hub)) and not telephony(app.hub):
        return TrayLook("down", text("tray.state.down"))
    if due:
        return TrayLook("due", text("tray.state.due", count=due))
    return TrayLook("calm", text("tray.state.quiet" if app.hub.settings.get("quiet") else "tray.state.calm"))


def tray_icon(state: str) -> QIcon:
    """Draw the icon of a state: a white sign on a coloured disc, to be read on a light and a dark panel."""
    name, token = _LOOKS[state]
    ground = QColor(getattr(LIGHT, token))
    made = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(QRectF(0, 0, size, size))
        inner, edge = size * _GLYPH, size * (1 - _GLYPH) / 2
        icons.draw(painter, QRectF(edge, edge, inner, inner), name, QColor("white"))
        painter.end()
        made.addPixmap(picture)
    return made
