"""Dialogs that ask one thing: opened and awaited, so that nothing here blocks the window or nests a loop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from dialer.ui.blocks.dialog_frame import framed
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.widgets import Button, IconLabel, PlainLabel, SecondaryButton
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from dialer.core.strings import Strings

_WIDTH = 440
_MOST_DETAILS = 200
CANCELLED = -1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One way to answer a question: the words on its button, how loud it is, whether it has to be held."""

    label: str
    icon: str = ""
    primary: bool = False
    danger: bool = False
    hold: bool = False


async def result_of(dialog: QDialog, *, modal: bool = True) -> int:
    """Open a dialog and wait for its result; it goes when whoever waits for it is cancelled.

    One that is not modal leaves the window behind it, and the keys in that, alone.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(partial(_answer, answer))
    dialog.destroyed.connect(partial(_answer, answer, CANCELLED))
    parent = dialog.parentWidget()
    if parent is not None:
        # Whoever came by keyboard goes on by keyboard, and sees where the focus is.
        by_keyboard = parent.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        dialog.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, by_keyboard)
    if modal:
        dialog.open()
    else:
        dialog.show()
    try:
        return await answer
    finally:
        if answer.cancelled() and isValid(dialog):
            dialog.close()


def _answer(future: asyncio.Future[int], result: int, *_: object) -> None:
    # A window that is taken down after the loop has nobody left to answer.
    if not future.done() and not future.get_loop().is_closed():
        future.set_result(result)


async def confirm(
    parent: QWidget,
    strings: Strings,
    *,
    title: str,
    text: str,
    action: str,
    danger: bool = False,
    details: str | None = None,
) -> bool:
    """Ask before something is done; only the button with the action's words says yes."""
    answer = Answer(label=action, primary=not danger, danger=danger)
    chosen = await choose(parent, strings, title=title, text=text, answers=[answer], details=details)
    return chosen == 0


async def choose(
    parent: QWidget,
    strings: Strings,
    *,
    title: str,
    text: str,
    answers: Sequence[Answer],
    details: str | None = None,
) -> int:
    """Let one of several answers be chosen; returns its place, or `CANCELLED`."""
    return await result_of(QuestionDialog(parent, strings, title, text, answers, details=details))


async def ask_open_files(parent: QWidget, caption: str, filters: str, *, many: bool = True) -> list[str]:
    """Let files be chosen to open, or one file; an empty list where nothing was chosen."""
    dialog = QFileDialog(parent, caption)
    mode = QFileDialog.FileMode
    dialog.setFileMode(mode.ExistingFiles if many else mode.ExistingFile)
    dialog.setNameFilter(filters)
    chosen: list[str] = []
    dialog.filesSelected.connect(chosen.extend)
    await result_of(dialog)
    return chosen


async def ask_save_file(parent: QWidget, caption: str, name: str, filters: str) -> str:
    """Let a place for a file be chosen, which has this name unless another is given; empty where none was."""
    dialog = QFileDialog(parent, caption)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(filters)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    # A name that is typed without an ending gets that of the kind of file that is chosen.
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition(".")[2].rstrip(")")))
    dialog.selectFile(name)
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    await result_of(dialog)
    return chosen[0] if chosen else ""


async def ask_folder(parent: QWidget, caption: str) -> str:
    """Let a folder be chosen; empty where none was."""
    dialog = QFileDialog(parent, caption)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    await result_of(dialog)
    return chosen[0] if chosen else ""


async def tell(parent: QWidget, strings: Strings, *, title: str, text: str) -> None:
    """Say something that has to be read, with one button that closes it."""
    close = strings.text("ui_pages.dialog.close")
    await result_of(QuestionDialog(parent, strings, title, text, (), leave=close))


class QuestionDialog(QDialog):
    """A title, a sentence or two, and the answers; Cancel is the default and Esc."""

    def __init__(
        self,
        parent: QWidget,
        strings: Strings,
        title: str,
        text: str,
        answers: Sequence[Answer],
        *,
        details: str | None = None,
        leave: str = "",
    ) -> None:
        """Lay the question out; its result is the answer's place, or `CANCELLED` by the button `leave`."""
        super().__init__(parent)
        self.setAccessibleDescription(text)
        self._answers = QButtonGroup(self)
        self._answers.idClicked.connect(self.done)
        layout = framed(self, title)
        layout.addLayout(self._build_words(title, text, warn=any(answer.danger for answer in answers)))
        if details:
            layout.addWidget(self._build_details(strings, details))
        layout.addSpacing(8)
        layout.addLayout(self._build_buttons(leave or strings.text("ui_pages.dialog.cancel"), answers))
        self.setFixedSize(fitting_size(self, layout, max(px(_WIDTH), layout.minimumSize().width())))

    def _build_words(self, title: str, text: str, *, warn: bool) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(16)
        if warn:
            row.addWidget(
                IconLabel("alert-circle-outline", tint="bad", size=24), 0, Qt.AlignmentFlag.AlignTop
            )
        words.setSpacing(8)
        words.addWidget(PlainLabel(title, style=TextStyle.SUBTITLE, wrap=True))
        words.addWidget(PlainLabel(text, wrap=True))
        words.addStretch()
        row.addLayout(words, 1)
        return row

    def _build_details(self, strings: Strings, details: str) -> PlainLabel:
        # A server's own words: short, plain, and never the message itself.
        words = f"{strings.text('ui_pages.dialog.details')}: {details[:_MOST_DETAILS]}"
        return PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)

    def _build_buttons(self, leave: str, answers: Sequence[Answer]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        cancel = SecondaryButton(leave)
        cancel.clicked.connect(self.reject)
        cancel.setDefault(True)
        row.addWidget(cancel)
        for place, answer in enumerate(answers):
            if answer.hold:
                from dialer.ui.blocks.hold_button import HoldButton  # seldom needed

                held = HoldButton(answer.label, answer.icon)
                held.held.connect(partial(self.done, place))
                row.addWidget(held)
                continue
            kind = "danger" if answer.danger else "primary" if answer.primary else "secondary"
            button = Button(answer.label, answer.icon, kind=kind)
            # Enter presses the button that has the focus, else the default one.
            button.setAutoDefault(True)
            self._answers.addButton(button, place)
            row.addWidget(button)
        cancel.setFocus()
        return row

    def reject(self) -> None:
        """Esc, Cancel and the window's cross all say no."""
        self.done(CANCELLED)
