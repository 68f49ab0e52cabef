"""Questions are opened and awaited; only the right button says yes, and nothing is read as markup."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit

from dialer.core.strings import Strings
from dialer.ui.blocks.dialogs import CANCELLED, Answer, QuestionDialog, ask_open_files, choose, confirm, tell
from tests.ui.driving import button, dialog, nameless, outcome, press, retype, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

STRINGS = Strings("en")


def ask(window: QWidget, **more: str) -> asyncio.Task[bool]:
    question = confirm(
        window, STRINGS, title="Remove it?", text="It is gone then.", action="Remove", danger=True, **more
    )
    return asyncio.create_task(question)


async def test_the_action_says_yes_and_the_dialog_goes(window: QWidget) -> None:
    answer = ask(window)
    question = await dialog(QuestionDialog)
    button(question, "Remove").click()
    assert await outcome(answer) is True
    await until(lambda: not window.findChildren(QuestionDialog), "the end of the dialog")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
async def test_cancel_is_the_default_and_escape(window: QWidget, key: Qt.Key) -> None:
    answer = ask(window)
    press(await dialog(QuestionDialog), key)
    assert await outcome(answer) is False


async def test_enter_presses_the_button_that_has_the_focus(window: QWidget) -> None:
    answer = ask(window)
    question = await dialog(QuestionDialog)
    press(button(question, "Cancel"), Qt.Key.Key_Tab)
    press(button(question, "Remove"), Qt.Key.Key_Return)
    assert await outcome(answer) is True


async def test_closing_the_window_of_the_question_says_no(window: QWidget) -> None:
    answer = ask(window)
    (await dialog(QuestionDialog)).close()
    assert await outcome(answer) is False


async def test_a_question_whose_asker_is_cancelled_closes(window: QWidget) -> None:
    answer = ask(window)
    await dialog(QuestionDialog)
    answer.cancel()
    await asyncio.wait([answer])
    await until(lambda: not window.findChildren(QuestionDialog), "the end of the dialog")


async def test_the_window_behind_may_go_first(window: QWidget) -> None:
    answer = ask(window)
    question = await dialog(QuestionDialog)
    question.setParent(None)
    question.deleteLater()
    assert await outcome(answer) is False


async def test_one_of_several_answers(window: QWidget) -> None:
    answers = [Answer(label="Keep & quit"), Answer(label="Hang up", danger=True)]
    chosen = asyncio.create_task(choose(window, STRINGS, title="Quit?", text="A call runs.", answers=answers))
    question = await dialog(QuestionDialog)
    assert nameless(question) == []
    button(question, "Hang up").click()
    assert await outcome(chosen) == 1


async def test_no_answer_of_several(window: QWidget) -> None:
    chosen = asyncio.create_task(choose(window, STRINGS, title="?", text="?", answers=[Answer(label="Yes")]))
    press(await dialog(QuestionDialog), Qt.Key.Key_Escape)
    assert await outcome(chosen) == CANCELLED


async def test_foreign_text_is_never_markup_and_details_are_short(window: QWidget) -> None:
    hostile = '<a href="tel:112">Update now</a><img src="file:///etc/x">' + "x" * 500
    answer = ask(window, details=hostile)
    question = await dialog(QuestionDialog)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in question.findChildren(QLabel))
    shown = next(each for each in words(question) if each.startswith("Details"))
    assert shown == f"Details: {hostile[:200]}"
    assert question.width() <= window.width()
    question.reject()
    assert await outcome(answer) is False


async def test_files_are_chosen_without_a_nested_loop(window: QWidget, tmp_path: Path) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    file = tmp_path / "a.vcf"
    file.touch()
    chosen = asyncio.create_task(ask_open_files(window, "Import", "vCard (*.vcf)"))
    chooser = await dialog(QFileDialog)
    name = chooser.findChild(QLineEdit)
    assert name is not None
    retype(name, str(file))
    press(name, Qt.Key.Key_Return)
    assert await outcome(chosen) == [str(file)]


async def test_something_that_has_to_be_read(window: QWidget) -> None:
    told = asyncio.create_task(tell(window, STRINGS, title="No start", text="The disk is full."))
    question = await dialog(QuestionDialog)
    assert words(question) == ["No start", "The disk is full."]
    button(question, "Close").click()
    await outcome(told)


async def test_no_file_is_chosen(window: QWidget) -> None:
    chosen = asyncio.create_task(ask_open_files(window, "Import", "vCard (*.vcf)"))
    (await dialog(QFileDialog)).reject()
    assert await outcome(chosen) == []
