"""The look: contrast, icons, and that no word is cut off in any language at any text size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QWidget

from dialer.contacts.numbers.reading import NumberType
from dialer.core.strings import LANGUAGES, Strings
from dialer.ui.accounts.chips import AccountChips
from dialer.ui.blocks.buttons import Button
from dialer.ui.blocks.folding import FoldingBox, FoldingRadio
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.marks import BareBox
from dialer.ui.blocks.widgets import Chip, PlainLabel, initials, isolate, ltr, one_line
from dialer.ui.contacts.editor import ContactEditor
from dialer.ui.frame.sidebar import NavButton
from dialer.ui.look import icons
from dialer.ui.look.theme import Theme, Tone, moves, palette_of, style_sheet, tokens
from dialer.ui.look.tokens import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Tokens
from tests.fakes import settle
from tests.source import PACKAGE
from tests.ui.driving import until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.ui.furnished import Furnished

LEAST_CONTRAST = 4.5
LEAST_CONTRAST_OF_SHAPES = 3
HIGH_CONTRAST = 7
# Ink and the grounds on which it stands.
PAIRS = {
    "text": ("background", "card", "hover", "accent_soft"),
    "dim": ("background", "card", "hover", "accent_soft"),
    "accent_text": ("background", "card", "accent_soft"),
    "ok_text": ("background", "card", "ok_soft"),
    "warning_text": ("background", "card", "warning_soft"),
    "bad_text": ("background", "card", "bad_soft"),
    "on_accent": ("accent_fill",),
    "on_bad": ("bad_fill",),
}


def luminance(colour: str) -> float:
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground(theme: Tokens) -> None:
    poor = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, grounds in PAIRS.items()
        for ground in grounds
        if (ratio := contrast(getattr(theme, ink), getattr(theme, ground))) < LEAST_CONTRAST
    }
    assert not poor


@pytest.mark.parametrize("theme", [HIGH_LIGHT, HIGH_DARK], ids=["light", "dark"])
def test_high_contrast_is_high(theme: Tokens) -> None:
    poor = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, grounds in {**PAIRS, "line": ("card",), "accent": ("card",), "bad": ("card",)}.items()
        for ground in grounds
        if (ratio := contrast(getattr(theme, ink), getattr(theme, ground))) < HIGH_CONTRAST
    }
    assert not poor


async def test_contrast_and_motion_follow_the_settings_at_once(furnished: Furnished) -> None:
    settings = furnished.program.hub.settings
    assert (tokens(), moves()) == (LIGHT, True)
    await settings.set_all({"contrast": "high", "motion": "reduced", "theme": "dark"})
    assert (tokens(), moves()) == (HIGH_DARK, False)
    await settings.set("theme", "light")
    assert tokens() == HIGH_LIGHT
    await settings.set_all({"contrast": "normal", "motion": "full"})
    assert (tokens(), moves()) == (LIGHT, True)


async def test_what_is_shown_late_has_the_colours_of_now(furnished: Furnished) -> None:
    settings = furnished.program.hub.settings
    await settings.set("contrast", "high")
    label = PlainLabel("Karel", furnished.window, tone=Tone.DIM)
    old = label.palette()
    old.setColor(old.ColorRole.WindowText, QColor(LIGHT.dim))
    label.setPalette(old)  # as a style sheet's polishing leaves it
    label.show()
    assert label.palette().windowText().color() == QColor(HIGH_LIGHT.dim)
    await settings.set("contrast", "normal")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_box_without_a_tick_can_be_seen(qtbot: QtBot, theme: Tokens) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setPalette(palette_of(theme))
    box.setStyleSheet(style_sheet(theme))
    box.setFixedSize(30, 30)
    image = box.grab().toImage()
    across = [image.pixelColor(column, image.height() // 2).name() for column in range(image.width())]
    assert max(contrast(colour, theme.card) for colour in across) >= LEAST_CONTRAST_OF_SHAPES


@pytest.mark.parametrize("kind", [QLineEdit, ComboBox])
def test_the_focus_in_a_line_is_more_than_a_change_of_colour(
    qapp: QApplication, qtbot: QtBot, kind: type[QWidget]
) -> None:
    theme = Theme(qapp, "dark")
    theme.set_high_contrast(True)
    line = kind()
    qtbot.addWidget(line)
    line.resize(200, 40)
    with qtbot.waitActive(line):
        line.show()
        line.activateWindow()
    hint = line.sizeHint()
    edges = []
    for focus in (line.setFocus, line.clearFocus):
        focus()
        image = line.grab().toImage()
        column = [QColor(image.pixel(100, row)).name() for row in range(5)]
        edges.append(sum(contrast(colour, HIGH_DARK.card) > LEAST_CONTRAST for colour in column))
    assert line.sizeHint() == hint, "nothing moves"
    theme.set_high_contrast(False)
    theme.set_mode("light")
    assert edges == [2, 1]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("high", [False, True], ids=["normal", "high"])
@pytest.mark.parametrize("enabled", [True, False], ids=["enabled", "disabled"])
@pytest.mark.parametrize("kind", [FoldingBox, FoldingRadio, BareBox])
def test_a_tick_and_its_box_stand_out(
    qapp: QApplication, qtbot: QtBot, kind: type[QAbstractButton], mode: str, *, enabled: bool, high: bool
) -> None:
    theme = Theme(qapp, mode)
    theme.set_high_contrast(high)
    box = kind()
    qtbot.addWidget(box)
    box.setChecked(True)
    box.setEnabled(enabled)
    box.setFixedSize(30, 30)
    image, ground = box.grab().toImage(), tokens().background
    theme.set_high_contrast(False)
    theme.set_mode("light")
    down = [image.pixelColor(9, row).name() for row in range(image.height())]
    assert next(filter(lambda colour: contrast(colour, ground) >= LEAST_CONTRAST_OF_SHAPES, down))
    inside = {image.pixelColor(column, row).name() for column in range(4, 14) for row in range(10, 20)}
    darkest, *_, lightest = sorted(inside, key=luminance)
    assert contrast(darkest, lightest) >= LEAST_CONTRAST_OF_SHAPES, "the sign on its ground"


@pytest.mark.parametrize("name", ["Sanne", "Samuel", "Karel", "Zoë", "Nachtdienst", "Ægir", "42", ""])
def test_initials_can_be_read_on_every_avatar(qapp: QApplication, name: str) -> None:
    from dialer.ui.blocks.widgets import _AVATAR_COLOURS

    assert all(contrast("#ffffff", colour) >= LEAST_CONTRAST for colour in _AVATAR_COLOURS)
    assert 1 <= len(initials(name)) <= 3


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sanne de Vries", "SV"),
        ("Saar Van den Broeck", "SV"),
        ("Nachtdienst", "N"),
        ("émile zola", "ÉZ"),
        ("(receptie) Jan", "J"),
        (" \n\t", "?"),
        ("+31 20", "2"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_every_icon_that_is_named_is_there_and_can_be_drawn(qapp: QApplication) -> None:
    files = {file.stem for file in icons.FOLDER.glob("*.svg")}
    for name in files:
        outline = icons.shape(name).boundingRect()
        assert outline.width() > 4, name
        assert -0.5 <= outline.left() <= outline.right() <= 24.5, name
        assert -0.5 <= outline.top() <= outline.bottom() <= 24.5, name
    source = "".join(path.read_text() for path in (PACKAGE / "ui").rglob("*.py"))
    assert not [name for name in files if f'"{name}"' not in source], "icons that nothing shows"


def test_the_theme_is_read_from_the_palette(qapp: QApplication) -> None:
    theme = Theme(qapp, "dark")
    assert tokens() == DARK
    theme.set_mode("light")
    assert tokens() == LIGHT
    theme.deleteLater()


def test_a_system_whose_palette_says_something_else_is_followed_once_the_window_is_there(
    qapp: QApplication,
) -> None:
    """As in a Flatpak, where GTK's palette is light on a dark desktop."""
    assert qapp.style().standardPalette().window().color().lightness() > 128
    qapp.setPalette(palette_of(DARK))
    theme = Theme(qapp, "system")
    assert tokens() == DARK
    theme.settle()
    assert tokens() == LIGHT
    theme.deleteLater()


def test_labels_take_the_colours_of_a_new_theme(qapp: QApplication) -> None:
    theme = Theme(qapp, "light")
    label = PlainLabel("Karel")
    assert label.palette().windowText().color() == QColor(LIGHT.text)
    theme.set_mode("dark")
    assert label.palette().windowText().color() == QColor(DARK.text)
    theme.set_mode("light")
    theme.deleteLater()


def test_foreign_text_keeps_to_its_line_and_its_direction() -> None:
    assert one_line("Karel\r\nBakker\x00\u2028!") == "Karel  Bakker  !"
    assert isolate("\u202eevil") == "\u2068\u202eevil\u2069"
    assert ltr("+31 20") == "\u2066+31 20\u2069"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_number_has_its_words(language: str) -> None:
    texts = json.loads((PACKAGE / f"resources/strings/{language}/ui.json").read_bytes())
    assert not [kind for kind in NumberType if f"ui.number.{kind}" not in texts]


def cut_off(root: QWidget) -> list[str]:
    """Return what is not wide or high enough for its words; what may be shortened says so itself."""
    found = []
    for each in root.findChildren(QLabel):
        if not each.isVisibleTo(root) or not each.text() or getattr(each, "_elide", False):
            continue
        width = QFontMetrics(each.font()).horizontalAdvance(each.text())
        enough = (
            each.height() >= each.heightForWidth(each.width())
            if each.wordWrap()
            else each.width() >= width - 1
        )
        if not enough:
            found.append(f"label {each.text()!r}: {each.size()}")
    found += [
        f"{kind.__name__} {one.accessibleName()!r}: {one.width()}"
        for kind in (Button, NavButton, Chip)
        for one in root.findChildren(kind)
        if one.isVisibleTo(root) and one.width() < one.sizeHint().width()
    ]
    found += [
        f"line {line.accessibleName()!r}: {line.height()}"
        for line in root.findChildren(QLineEdit)
        if line.isVisibleTo(root) and line.height() < QFontMetrics(line.font()).height()
    ]
    return found


def outside(root: QWidget) -> list[str]:
    """Return the buttons that stick out of the window to the side."""
    return [
        each.accessibleName()
        for each in root.findChildren(QAbstractButton)
        if each.isVisibleTo(root) and each.mapTo(root, each.rect().topRight()).x() > root.width()
    ]


@pytest.mark.parametrize("size", [(900, 600), (1180, 740), (1600, 1000)], ids=str)
@pytest.mark.parametrize("text_size", ["100", "200"])
@pytest.mark.parametrize("furnished", LANGUAGES, indirect=True)
async def test_no_word_is_cut_off(furnished: Furnished, text_size: str, size: tuple[int, int]) -> None:
    await furnished.people()
    window = furnished.window
    await furnished.program.hub.settings.set("text_size", text_size)
    window.resize(*size)
    desk = furnished.desk
    for text in ("", "sa", "020 305 7700", "zz"):
        if text:
            await furnished.find(text)
        await settle()
        window.grab()  # lays everything out
        assert cut_off(window) == [], text
        assert outside(window) == [], text
    await furnished.find("sanne")
    await furnished.program.press()
    await until(desk.call_bar.isVisible, "the call bar")
    desk.call_bar.write_note()
    await settle()
    window.grab()
    assert cut_off(window) == []
    assert outside(window) == []
    await furnished.program.hub.settings.set("text_size", "100")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_word_of_the_editor_is_cut_off(furnished: Furnished, language: str) -> None:
    contact = await furnished.add("Karel Bakker", "+31205550142", organisation="Bakker & Zn")
    editor = ContactEditor(furnished.window, Strings(language), contact)
    editor.show()
    editor.grab()
    assert cut_off(editor) == []
    editor.close()
    editor.deleteLater()


async def test_accounts_are_shown_by_colour_icon_and_word(furnished: Furnished) -> None:
    chips = furnished.desk.phone.chips
    assert isinstance(chips, AccountChips)
    (chip,) = chips.findChildren(Chip)
    assert chip.text() == "Scripted: Ready"
    (entry,) = furnished.program.hub.entries.all
    await furnished.program.hub.entries.set_disabled(entry, True)
    await until(lambda: "Switched off" in chip.text(), "the new state")
