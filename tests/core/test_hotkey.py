"""Which key combinations can work everywhere, and how they are written."""

from __future__ import annotations

import pytest

from dialer.core.fields import FieldError, Hotkey

FIELD = Hotkey(key="hotkey", required=False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ctrl+Alt+D", "Ctrl+Alt+D"),
        (" alt + ctrl + d ", "Ctrl+Alt+D"),
        ("Shift+Meta+F12", "Meta+Shift+F12"),
        ("Shift+F5", "Shift+F5"),
        ("Ctrl+PGDOWN", "Ctrl+PgDown"),
        ("Alt+5", "Alt+5"),
        ("", None),
    ],
)
def test_a_combination_is_kept_as_qt_writes_it(typed: str, kept: str | None) -> None:
    assert FIELD.parse(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("D", "no_modifier"),
        ("F5", "no_modifier"),
        ("Shift+D", "no_modifier"),
        ("Ctrl", "not_possible"),
        ("Ctrl+", "not_possible"),
        ("Ctrl++", "not_possible"),
        ("Ctrl+Alt", "not_possible"),
        ("Ctrl+Ctrl+D", "not_possible"),
        ("Ctrl+D+E", "not_possible"),
        ("Ctrl+K, Ctrl+D", "not_possible"),
        ("Ctrl+Esc", "not_possible"),
        ("Ctrl+é", "not_possible"),
        ("Ctrl+C", "needed"),
    ],
)
def test_what_would_keep_people_from_typing_is_refused_with_a_reason(typed: str, why: str) -> None:
    with pytest.raises(FieldError) as refused:
        FIELD.parse(typed)
    assert refused.value.key == f"hotkeys.field.{why}"
