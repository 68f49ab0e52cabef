"""What becomes of a running call when the window is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dialer.ui.blocks.dialogs import Answer, choose

if TYPE_CHECKING:
    from dialer.ui.window import MainWindow

Choice = Literal["keep", "hang_up", "cancel"]


async def ask_quit(window: MainWindow) -> Choice:
    """Ask whether the running call goes on at the phone or ends with the program."""
    text = window.strings.text
    answers = (
        Answer(label=text("ui.quit.keep"), icon="phone-in-talk", primary=True),
        Answer(label=text("ui.quit.hang_up"), icon="phone-hangup", danger=True),
    )
    choices: tuple[Choice, ...] = ("keep", "hang_up")
    place = await choose(
        window, window.strings, title=text("ui.quit.title"), text=text("ui.quit.text"), answers=answers
    )
    return choices[place] if place in range(len(choices)) else "cancel"
