"""How much room the side bar takes, and a page leaves at its sides."""

from __future__ import annotations

from dialer.ui.look.theme import px

NARROW = 1000
"""Of a window less wide than this the side bar has only icons, before text scaling."""

LOW = 420
"""In a window less high than this the call bar leaves its legs out, before text scaling."""

_SIDE, _SIDE_OF_NARROW = 20, 10
_NARROW_PAGE = 420


def side_margin(width: int) -> int:
    """Return the margin at each side of a page of this width: a narrow one has little to give away."""
    return _SIDE_OF_NARROW if width < px(_NARROW_PAGE) else _SIDE
