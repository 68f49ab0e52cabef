"""The words that Qt brings itself are in the user's language, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.ui.furnished import Furnished


@pytest.mark.parametrize(
    ("furnished", "words"),
    [("nl", "Plakken"), ("de", "Einfügen"), ("fr", "Coller"), ("en", "Paste")],
    indirect=["furnished"],
)
async def test_the_menu_of_a_line_is_in_the_users_language(furnished: Furnished, words: str) -> None:
    menu = furnished.phone.box.entry.createStandardContextMenu()
    shown = [action.text().replace("&", "").partition("\t")[0] for action in menu.actions()]
    assert words in shown
    menu.deleteLater()
