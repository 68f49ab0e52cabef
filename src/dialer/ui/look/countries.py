"""The countries to choose from, by name in the user's language."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCollator, QLocale

if TYPE_CHECKING:
    from dialer.core.strings import Strings

FALLBACK_REGION = "NL"

# Every region that the numbers library knows; importing the library for them would cost more than the window.
REGIONS = (  # noqa: SIM905  # as a list it would fill five screens
    "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG "
    "EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT "
    "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR "
    "LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF "
    "NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD "
    "SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW "
).split()


def country_name(strings: Strings, region: str) -> str:
    """Return a country's name, or its letters where it has none."""
    key = f"ui_countries.{region}"
    return strings.text(key) if strings.has(key) else region


def countries(strings: Strings) -> list[tuple[str, str]]:
    """Return (region, name), in the order of the user's alphabet."""
    collator = QCollator(QLocale(strings.language))
    named = [(region, country_name(strings, region)) for region in REGIONS]
    return sorted(named, key=lambda pair: collator.sortKey(pair[1]))


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
