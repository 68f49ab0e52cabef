"""All keys in a list (F1) that is searched, and saved as a page to be printed."""

from __future__ import annotations

import asyncio
import html
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QWidget

from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import ask_save_file, result_of
from dialer.ui.blocks.filter_box import FilterBox
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.form import FormScroll, room_on_screen
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton, SectionHeading, isolate
from dialer.ui.keys.shortcuts import SHORTCUTS, words
from dialer.ui.keys.words import key_words
from dialer.ui.look.theme import TextStyle, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.hub import Hub
    from dialer.core.scope import Scope
    from dialer.core.strings import Strings

_WIDTH, _HEIGHT, _DOES = 560, 560, 150
_AREAS = ("window", "search", "tiles", "lists", "forms", "everywhere")
_STYLE = (
    "body{font:12pt sans-serif;margin:2em}td{padding:.2em 1.5em .2em 0;vertical-align:top}"
    "td:first-child{white-space:nowrap;font-weight:bold}h2{font-size:1em;margin-bottom:.3em}"
    "section{break-inside:avoid}"
)
_HOTKEYS = ("hotkey_dial", "hotkey_search", "hotkey_hang_up")

Rows = dict[str, list[tuple[str, str]]]


async def show_shortcuts(hub: Hub, scope: Scope, parent: QWidget) -> None:
    """Show the list until it is closed."""
    await result_of(ShortcutsDialog(hub, scope, parent))


def shortcut_rows(hub: Hub) -> Rows:
    """Return (keys, what they do) by the area where they work, in words."""
    strings = hub.strings
    rows: Rows = {area: [] for area in _AREAS}
    for shortcut in SHORTCUTS:
        keys = "  ".join(key_words(key, strings) for key in shortcut.keys)
        rows[shortcut.area].append((keys, words(shortcut, strings)))
    for setting in _HOTKEYS:
        if chosen := hub.settings.get(setting):
            does = strings.text(f"settings.field.{setting}.label")
            rows["everywhere"].append((key_words(str(chosen), strings), does))
    return {area: found for area, found in rows.items() if found}


def as_page(rows: Rows, strings: Strings) -> str:
    """Return the list as a web page of its own, to be printed."""
    title = html.escape(strings.text("shortcuts.title"))
    parts = [
        f'<!DOCTYPE html><html lang="{strings.language}"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE}</style>",
        f"</head><body><h1>{title}</h1>",
    ]
    for area, found in rows.items():
        cells = "".join(
            f"<tr><td>{html.escape(keys)}</td><td>{html.escape(does)}</td></tr>" for keys, does in found
        )
        heading = html.escape(strings.text(f"shortcuts.area.{area}"))
        parts.append(f"<section><h2>{heading}</h2><table>{cells}</table></section>")
    return "".join([*parts, "</body></html>\n"])


class ShortcutsDialog(QDialog):
    """A search line, the keys area by area, and a button that saves them."""

    def __init__(self, hub: Hub, scope: Scope, parent: QWidget) -> None:
        """Show all of them."""
        super().__init__(parent)
        self._strings, self._scope = hub.strings, scope
        self._rows = shortcut_rows(hub)
        self._lines: list[tuple[SectionHeading, Sequence[tuple[PlainLabel, PlainLabel]]]] = []
        title = self._text("title")
        layout = headed(self, title)
        self._filter = FilterBox(self._text("search"), self._strings.text("lines.clear"))
        self._filter.changed.connect(self._look)
        layout.addWidget(self._filter)
        self._scroll = FormScroll(self._build_list())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # it scrolls by the arrow keys
        self._scroll.setAccessibleName(title)
        layout.addWidget(self._scroll, 1)
        self._strip = Strip("ok")
        self._strip.hide()
        layout.addWidget(self._strip)
        layout.addLayout(self._build_foot())
        self.resize(room_on_screen(self).boundedTo(QSize(px(_WIDTH), px(_HEIGHT))))
        self._filter.line.setFocus()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"shortcuts.{key}", **placeholders)

    def _build_list(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(20)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(1, px(_DOES))  # a list of keys is cut into lines before words are
        for area, found in self._rows.items():
            heading = SectionHeading(self._text(f"area.{area}"))
            heading.setWordWrap(True)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            pairs = []
            for keys, does in found:
                pair = (FoldingLabel(keys, style=TextStyle.STRONG, wrap=True), FoldingLabel(does, wrap=True))
                row = grid.rowCount()
                for column, label in enumerate(pair):
                    grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
                pairs.append(pair)
            self._lines.append((heading, pairs))
        self._nothing = PlainLabel(self._text("nothing"), wrap=True)
        self._nothing.hide()
        grid.addWidget(self._nothing, grid.rowCount(), 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        return inside

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        save = SecondaryButton(self._text("save"), "content-save-outline")
        save.shorten()
        save.clicked.connect(self._on_save)
        close = SecondaryButton(self._strings.text("ui_pages.dialog.close"))
        close.clicked.connect(self.reject)
        foot.addWidget(save)
        foot.addStretch()
        foot.addWidget(close)
        return foot

    def _look(self) -> None:
        """Show the lines that have the words that are looked for."""
        matches, total = self._filter.matcher(), 0
        for heading, pairs in self._lines:
            found = 0
            for pair in pairs:
                fits = matches(" ".join([heading.text(), *(label.text() for label in pair)]))
                found += fits
                for label in pair:
                    label.setVisible(fits)
            heading.setVisible(found > 0)
            total += found
        self._nothing.setVisible(total == 0)

    def _on_save(self) -> None:
        self._scope.spawn(self._save(), "save the list of keys")

    async def _save(self) -> None:
        name = await ask_save_file(
            self, self._text("save"), f"{self._text('file')}.html", f"{self._text('kind')} (*.html)"
        )
        if not name:
            return
        path = Path(name)
        try:
            await asyncio.to_thread(path.write_text, as_page(self._rows, self._strings), encoding="utf-8")
        except OSError:
            self._strip.say("bad", self._strings.text("core.storage.unwritable", path=path))
        else:
            self._strip.say("ok", self._text("saved", file=isolate(path.name)))
