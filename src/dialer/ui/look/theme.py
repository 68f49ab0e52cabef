"""The look: colours for light and dark, text sizes, and the one style sheet.

There is no global theme object. What is drawn asks `tokens()` at the moment it draws, and that reads the
application's palette; so a change of theme is one `setPalette` followed by a walk over the widgets that
keep a colour or a font of their own (`Styled`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from dialer.ui.look.tokens import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLE = "fusion"
"""Qt's style that the sheet is written for, whatever the system's own is."""

_MIDDLE = 128
_BASE_PX = 14
_USUAL_SYSTEM_PX = 13
_SYSTEM_PX = "systemFontPixels"
_STILL = "nothingMoves"


class Tone(StrEnum):
    """What a text or icon means; each tone is the name of a colour in `Tokens`."""

    TEXT = "text"
    DIM = "dim"
    ACCENT = "accent_text"
    OK = "ok_text"
    WARNING = "warning_text"
    BAD = "bad_text"
    ON_ACCENT = "on_accent"
    ON_BAD = "on_bad"


class TextStyle(StrEnum):
    """The few sizes and weights of text."""

    BODY = "body"
    STRONG = "strong"
    SMALL = "small"
    HEADING = "heading"
    SUBTITLE = "subtitle"
    TITLE = "title"
    SEARCH = "search"
    HINT = "hint"


_STYLES: Mapping[TextStyle, tuple[int, QFont.Weight]] = {
    TextStyle.BODY: (14, QFont.Weight.Normal),
    TextStyle.STRONG: (14, QFont.Weight.DemiBold),
    TextStyle.SMALL: (13, QFont.Weight.Normal),
    TextStyle.HEADING: (13, QFont.Weight.DemiBold),
    TextStyle.SUBTITLE: (18, QFont.Weight.DemiBold),
    TextStyle.TITLE: (20, QFont.Weight.DemiBold),
    TextStyle.SEARCH: (16, QFont.Weight.Normal),
    TextStyle.HINT: (11, QFont.Weight.Medium),
}


def tokens() -> Tokens:
    """The colours that hold now, read from the application's palette."""
    palette = QApplication.palette()
    return _BY_GROUND.get(palette.color(QPalette.ColorRole.Window).rgb()) or _fitting(palette)


_BY_GROUND = {QColor(each.background).rgb(): each for each in (LIGHT, DARK, HIGH_LIGHT, HIGH_DARK)}


def _fitting(palette: QPalette) -> Tokens:
    dark = palette.color(QPalette.ColorRole.Window).lightness() < _MIDDLE
    return DARK if dark else LIGHT


def colour(name: str) -> QColor:
    """A colour of the present theme by its token (or `Tone`)."""
    return QColor(getattr(tokens(), name))


def moves() -> bool:
    """Whether something may move or fade that need not."""
    application = QApplication.instance()
    if application is None:
        return True
    if (still := application.property(_STILL)) is not None:
        return not still
    from PySide6.QtWidgets import QStyle  # half a MiB, for a window in which nothing has moved yet

    return bool(QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animate))


def scale() -> float:
    """How much larger than 100 % text is drawn now."""
    return QApplication.font().pixelSize() / _BASE_PX


def px(length: float) -> int:
    """A length of the drawing, at the present text size."""
    return round(length * scale())


def font(style: TextStyle) -> QFont:
    """The application's font in one of the text styles."""
    size, weight = _STYLES[style]
    made = QFont(QApplication.font())
    made.setPixelSize(px(size))
    made.setWeight(weight)
    if style is TextStyle.HEADING:
        # Capitals are drawn, not stored: a screen reader would spell them.
        made.setCapitalization(QFont.Capitalization.AllUppercase)
    return made


class Styled:
    """Mixin of a widget that keeps colours or fonts of its own and takes them afresh on a change."""

    def restyle(self) -> None:
        """Take colours and fonts again from the theme."""
        raise NotImplementedError


class Theme(QObject):
    """Applies light or dark and the text size to the application, and follows the system."""

    def __init__(
        self,
        application: QApplication,
        mode: str = "system",
        text_size: int = 100,
        parent: QObject | None = None,
    ) -> None:
        """Set style, font, palette and style sheet; `text_size` is a percentage."""
        super().__init__(parent or application)
        self._application = application
        self._mode = mode
        self._text_size = text_size
        self._high = False
        self._base_px = _BASE_PX * max(1.0, _system_px(application) / _USUAL_SYSTEM_PX)
        # A blinking cursor wakes the idle program twice a second, all day.
        application.setCursorFlashTime(0)
        application.styleHints().colorSchemeChanged.connect(self._apply)
        # The style knows best what the system wants, but has 755 names, for which the first paint would wait.
        self._show(self._chosen(application.palette()))

    def settle(self) -> None:
        """Follow the system where it wants something else than its palette looked like."""
        if self._chosen(self._application.style().standardPalette()) is not tokens():
            self._apply()

    def set_mode(self, mode: str) -> None:
        """Change to system, light or dark."""
        self._mode = mode
        self._apply()

    def set_text_size(self, percent: int) -> None:
        """Change the size of all text."""
        self._text_size = percent
        self._apply()

    def set_high_contrast(self, high: bool) -> None:
        """Change to colours that stand out, or back."""
        if high != self._high:
            self._high = high
            self._apply()

    def set_still(self, still: bool | None) -> None:
        """Have nothing move or fade that need not, or the reverse; what is shown next follows.

        Args:
            still: None where the computer is to say, whenever something would move.
        """
        self._application.setProperty(_STILL, still)

    def _chosen(self, system: QPalette) -> Tokens:
        found = self._by_mode(system)
        if self._high:
            return HIGH_DARK if found is DARK else HIGH_LIGHT
        return found

    def _by_mode(self, system: QPalette) -> Tokens:
        if self._mode == "system":
            # As styleHints().colorScheme() says; but asking that loads the whole namespace Qt, some 25 ms.
            return _fitting(system)
        return DARK if self._mode == "dark" else LIGHT

    def _apply(self) -> None:
        self._show(self._chosen(self._application.style().standardPalette()))

    def _show(self, chosen: Tokens) -> None:
        base = QFont(self._application.font())
        base.setPixelSize(round(self._base_px * self._text_size / 100))
        self._application.setFont(base)
        self._application.setPalette(palette_of(chosen))
        self._application.setStyleSheet(style_sheet(chosen))
        for widget in self._application.allWidgets():
            if isinstance(widget, Styled):
                widget.restyle()


def _system_px(application: QApplication) -> int:
    """The size of the system's own font, as it was before a theme changed the application's."""
    known = application.property(_SYSTEM_PX)
    if known is None:
        known = QFontInfo(application.font()).pixelSize()
        application.setProperty(_SYSTEM_PX, known)
    return int(known)


def palette_of(chosen: Tokens) -> QPalette:
    """Qt's own roles, for everything that is not drawn by us."""
    made = QPalette()
    role = QPalette.ColorRole
    roles = {
        role.Window: chosen.background,
        role.WindowText: chosen.text,
        role.Base: chosen.card,
        role.AlternateBase: chosen.hover,
        role.Text: chosen.text,
        role.PlaceholderText: chosen.dim,
        role.Button: chosen.card,
        role.ButtonText: chosen.text,
        role.Mid: chosen.line,
        role.Highlight: chosen.accent_fill,
        role.HighlightedText: chosen.on_accent,
        role.Accent: chosen.accent_fill,
        role.Link: chosen.accent_text,
        role.ToolTipBase: chosen.card,
        role.ToolTipText: chosen.text,
    }
    for each, value in roles.items():
        made.setColor(each, QColor(value))
    for each in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(chosen.dim))
    return made


def style_sheet(chosen: Tokens) -> str:
    """The one style sheet: only the stock controls that the palette cannot shape.

    With combobox-popup a list stands below its box; the menu that Qt would open over it fills the screen with
    countries.
    """
    return f"""
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{
  background: {chosen.card}; color: {chosen.text}; border: 1px solid {chosen.edge}; border-radius: 9px;
  padding: {px(7)}px {px(10)}px; selection-background-color: {chosen.accent_fill};
  selection-color: {chosen.on_accent}; placeholder-text-color: {chosen.dim};
}}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
  border: 2px solid {chosen.accent}; padding: {px(7) - 1}px {px(10) - 1}px;
}}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView::item {{ padding: 6px 8px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled {{
  background: {chosen.hover}; color: {chosen.dim};
}}
QLineEdit[bad="true"] {{ border-color: {chosen.bad}; }}
QLineEdit[plain="true"], QLineEdit[plain="true"]:focus {{
  background: transparent; border: none; padding: 0;
}}
#frameSide {{ background: {chosen.card}; border: none; border-right: 1px solid {chosen.line}; }}
#frameBox {{ background: {chosen.card}; border: 1px solid {chosen.accent}; border-radius: 12px; }}
QCheckBox, QRadioButton {{ spacing: {px(8)}px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(18)}px; height: {px(18)}px; }}
QCheckBox::indicator:unchecked {{
  width: {px(18) - 2}px; height: {px(18) - 2}px; background: {chosen.card};
  border: 1px solid {chosen.dim}; border-radius: 2px;
}}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {chosen.line}; border-radius: 4px; min-height: 32px; }}
QScrollBar::handle:vertical:hover {{ background: {chosen.dim}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {chosen.line}; border-radius: 4px; min-width: 32px; }}
QScrollBar::handle:horizontal:hover {{ background: {chosen.dim}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip, QMenu {{
  background: {chosen.card}; color: {chosen.text}; border: 1px solid {chosen.line}; padding: 4px;
}}
QMenu::item {{ padding: 6px 16px; border-radius: 6px; }}
QMenu::item:selected {{ background: {chosen.accent_soft}; color: {chosen.accent_text}; }}
QMenu::item:disabled {{ color: {chosen.dim}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {chosen.line}; margin: 4px 8px; }}
QTableView {{
  background: {chosen.card}; border: 1px solid {chosen.line}; border-radius: 9px;
  selection-background-color: {chosen.accent_soft}; selection-color: {chosen.text};
}}
QHeaderView {{ background: {chosen.card}; border: none; border-radius: 9px; }}
QTableCornerButton::section {{ background: {chosen.card}; border: none; }}
QHeaderView::section {{
  background: {chosen.card}; color: {chosen.text}; border: none; padding: {px(6)}px {px(10)}px;
}}
"""
