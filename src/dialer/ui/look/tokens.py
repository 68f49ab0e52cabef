"""The colours, by what they are for, light and dark."""

from __future__ import annotations

from typing import NamedTuple


class Tokens(NamedTuple):
    """The colours of one theme.

    `line` parts things, `edge` goes around what one types or chooses in.
    `accent`, `ok`, `warning` and `bad` are for icons, dots and lines; their `_text` partners are for words
    (4.5 : 1 on background, card and their own soft tint), and `_fill` with `on_` is a filled button and what
    stands on it.
    """

    background: str
    card: str
    line: str
    edge: str
    hover: str
    text: str
    dim: str
    accent: str
    accent_text: str
    accent_fill: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_text: str
    ok_soft: str
    warning: str
    warning_text: str
    warning_soft: str
    bad: str
    bad_text: str
    bad_fill: str
    on_bad: str
    bad_soft: str


LIGHT = Tokens(
    background="#f4f6f8",
    card="#ffffff",
    line="#e1e5ea",
    edge="#c3cbd3",
    hover="#eef1f4",
    text="#1b2127",
    dim="#616c77",
    accent="#0b8fd6",
    accent_text="#0a6ca3",
    accent_fill="#0b7bb9",
    on_accent="#ffffff",
    accent_soft="#e3f2fb",
    ok="#1f9d55",
    ok_text="#16763f",
    ok_soft="#e2f5ea",
    warning="#b86e00",
    warning_text="#8f5400",
    warning_soft="#fff3dc",
    bad="#cf3a3a",
    bad_text="#bd2f2f",
    bad_fill="#cf3a3a",
    on_bad="#ffffff",
    bad_soft="#fdeaea",
)
DARK = Tokens(
    background="#111418",
    card="#1b2026",
    line="#2b323a",
    edge="#46505b",
    hover="#242b33",
    text="#e8ecf0",
    dim="#98a3ae",
    accent="#38b2f5",
    accent_text="#38b2f5",
    accent_fill="#38b2f5",
    on_accent="#06202f",
    accent_soft="#143044",
    ok="#4cc381",
    ok_text="#4cc381",
    ok_soft="#16352a",
    warning="#f0b04a",
    warning_text="#f0b04a",
    warning_soft="#3a2d14",
    bad="#ff7b72",
    bad_text="#ff7b72",
    bad_fill="#ff7b72",
    on_bad="#2b0a08",
    bad_soft="#3d1c1c",
)
# High contrast: 7 : 1 for words, lines that are as dark as words, and no ground that is only a tint.
HIGH_LIGHT = Tokens(
    background="#ffffff",
    card="#ffffff",
    line="#3a3a3a",
    edge="#3a3a3a",
    hover="#e4e4e4",
    text="#000000",
    dim="#303030",
    accent="#004a7a",
    accent_text="#003d66",
    accent_fill="#004a7a",
    on_accent="#ffffff",
    accent_soft="#e2f2ff",
    ok="#00562a",
    ok_text="#004b24",
    ok_soft="#e4f7ec",
    warning="#6b3f00",
    warning_text="#5a3500",
    warning_soft="#fff4e0",
    bad="#9c1111",
    bad_text="#8a0d0d",
    bad_fill="#9c1111",
    on_bad="#ffffff",
    bad_soft="#ffecec",
)
HIGH_DARK = Tokens(
    background="#000000",
    card="#000000",
    line="#c4c4c4",
    edge="#c4c4c4",
    hover="#2b2b2b",
    text="#ffffff",
    dim="#e2e2e2",
    accent="#7fd4ff",
    accent_text="#9adcff",
    accent_fill="#7fd4ff",
    on_accent="#000000",
    accent_soft="#06263a",
    ok="#7de8ab",
    ok_text="#9af0c0",
    ok_soft="#062a18",
    warning="#ffd07a",
    warning_text="#ffdc9a",
    warning_soft="#2e2006",
    bad="#ffa8a2",
    bad_text="#ffbcb7",
    bad_fill="#ffa8a2",
    on_bad="#000000",
    bad_soft="#3a0f0f",
)
