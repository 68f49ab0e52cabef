"""The home that a command line names, found before the rest of it is understood."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.home import default_home

if TYPE_CHECKING:
    from collections.abc import Sequence


def named_home(argv: Sequence[str]) -> str | None:
    """Return the home that the command line names: whether the rest makes sense is said in its language."""
    for word, following in itertools.zip_longest(argv, argv[1:]):
        if word == "--home":
            return following
        if word.startswith("--home="):
            return word.removeprefix("--home=")
        if word == "link":  # what follows was chosen by a web page
            return None
    return None


def home_of(named: str | None) -> Path:
    """Return the folder of a home, which is the user's own where none is named."""
    return Path(named).expanduser().absolute() if named else default_home()
