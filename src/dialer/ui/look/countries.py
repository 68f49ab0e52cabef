"""The countries to choose from, by name in the user's language."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCollator, QLocale

from dialer.core.regions import REGIONS

if TYPE_CHECKING:
    from dialer.core.strings import Strings

FALLBACK_REGION = "NL"


def country_name(strings: Strings, region: str) -> str:
    """Return a country's name, or its letters where it has none."""
    key = f"ui_countries.{region}"
    return strings.text(key) if strings.has(key) else region


@lru_cache(maxsize=1)
def countries(strings: Strings) -> tuple[tuple[str, str], ...]:
    """Return (region, name), in the order of the user's alphabet."""
    collator = QCollator(QLocale(strings.language))
    named = [(region, country_name(strings, region)) for region in REGIONS]
    return tuple(sorted(named, key=lambda pair: collator.sortKey(pair[1])))


def system_region() -> str:
    """Return the country that the computer is set to, else the Netherlands.

    The language is no hint: under Linux Qt makes whoever reads English an American, wherever they are. There
    it is in the locale for telephone numbers (locale(7), LC_TELEPHONE), or else in that for everything.
    """
    if sys.platform in {"win32", "darwin"}:
        region = QLocale.territoryToCode(QLocale.system().territory())
    else:
        names = (os.environ.get(each) for each in ("LC_ALL", "LC_TELEPHONE", "LANG"))
        region = next(filter(None, names), "").partition("_")[2][:2].upper()
    return region if region in REGIONS else FALLBACK_REGION
