"""What in a text only looks like a number: dates, amounts, addresses, numbers of accounts and of papers."""

from __future__ import annotations

import functools
import re

from dialer.contacts.numbers.marks import is_lookalike

BLANK = "q"
"""What stands in the place of such a thing, letter by letter: the text keeps its length."""

# What business papers are called, in the words before "number".
_PAPERS = (
    "order|factuur|invoice|facture|rechnungs?|klant(?:en)?|kunden?|customer|client|dossier|ref(?:erence|erentie)?"
    "|rekening|account|compte|konto|ticket|contract|polis|policy|vertrags?|ondernemings?|registratie|entreprise"
    "|handelsregister|tva|artikel|article|produ[ck]t|serien?|serial|bestell?|zendings?|debiteur(?:en)?"
    "|crediteur(?:en)?|personeels?|zaak|burgerservice|commande|steuer|auftrags?|mitglieds?|member|liefer|tracking"
)
# What needs no "number" behind it.
_REGISTERS = (
    r"IBAN|BIC|VAT|BTW|TVA|USt-?Id(?:-?Nr)?|UID|MwSt|K\.?v\.?K|KBO|BCE|RP[RM](?: [A-Z][a-z]+)?|HRB|SIREN"
    "|SIRET|BSN|ISBN|EAN|kenmerk|factuur|facture|invoice|rechnung|dossier|aktenzeichen|ref(?:er(?:ence|entie|enz))?"
)
_VAT = "BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI|CHE|ATU"
# With a gap behind the letters only these shapes count: "at 020 …", "BE 02 …" say whose number follows.
_VAT_APART = (
    "AT ?U ?[0-9]{8}",
    "BE[ .]?[01][0-9]{3}[ .][0-9]{3}[ .][0-9]{3}",
    r"CHE[ \-]?[0-9]{3}[ .][0-9]{3}[ .][0-9]{3}",
    "DE [1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3}",
    "FR ?[0-9A-Z]{2} [0-9]{3} ?[0-9]{3} ?[0-9]{3}",
    "GB [1-9][0-9]{2} ?[0-9]{4} ?[0-9]{2}(?: ?[0-9]{3})?",
    "IT [0-9]{11}",
    "LU ?(?:[0-9]{8}|[0-9]{3} [0-9]{3} [0-9]{2})",
    "NL[ .]?[0-9]{4}[ .]?[0-9]{2}[ .]?[0-9]{3}[ .]?B[ .]?[0-9]{2}",
)
# Bank accounts of these countries have one length, and what stands behind them may be a number: letters,
# digits and either, as the register of the IBAN counts them.
_ACCOUNTS = {
    "NL": "A:4 0:10", "BE": "0:12", "LU": "0:3 ?:13", "DE": "0:18", "FR": "0:10 ?:11 0:2", "AT": "0:16",
    "CH|LI": "0:5 ?:12", "GB|IE": "A:4 0:14", "ES|SE|CZ": "0:20", "IT": "A:1 0:10 ?:12", "PT": "0:21",
    "DK|FI": "0:14", "NO": "0:11", "PL": "0:24",
}  # fmt: skip
# Amounts do not begin with a zero and another digit.
_AMOUNT = r"(?!0[0-9])[0-9]{1,3}(?:[.,' ]?[0-9]{3})*(?:[.,][0-9]{1,2}(?![0-9]))?(?:,-)?"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"


def _account(countries: str, shape: str) -> str:
    kinds = {"A": "[A-Z]", "0": "[0-9]", "?": "[0-9A-Z]"}
    parts = [part.split(":") for part in shape.split()]
    rest = "".join(f"(?:[ ]?{kinds[kind]}){{{count}}}" for kind, count in parts)
    return rf"(?:{countries})[0-9]{{2}}{rest}"


_NOISE = (
    # Web and mail addresses.
    (
        r"\b(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]++@[^\s@]++"
        r"|\b(?:[a-z0-9\-]++\.)++(?:com|net|org|info|eu|nl|be|de|fr|lu|at|ch|uk|me|io)/\S*"
    ),
    # Bank accounts: first those whose length is known.
    rf"(?<![A-Z0-9])(?:{'|'.join(map(_account, _ACCOUNTS, _ACCOUNTS.values()))})(?![A-Z0-9])",
    (
        r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z]{4}(?:[ ]?[0-9]{1,4}){2,8}"
        r"|(?:[ ]?[0-9]{4}){2,7}(?:[ ]?[0-9A-Z]{1,4})?)"
        r"(?![A-Z0-9])"
    ),
    # VAT numbers of the Union, of Switzerland and of the United Kingdom.
    rf"(?<![A-Z0-9])(?:{_VAT})[0-9][0-9A-Z.]{{5,13}}[0-9](?![0-9])(?:B[0-9]{{2}})?",
    rf"(?<![A-Z0-9])(?-i:{'|'.join(_VAT_APART)})(?![ .\-]?[0-9])",
    # Numbers of registers and of business papers, named as such.
    (
        rf"\b(?:{_REGISTERS}|(?:n°|num[ée]ro) (?:de |d.)(?:{_PAPERS})"
        rf"|(?:d.)?(?:{_PAPERS})[\s\-]?(?:nr|no|nummer|number|numéro|num|n°|id|#))"
        r"\b[\s.:#°\-]*(?:(?:nr|no|nummer|number)\b[\s.:]*)?[A-Z]{0,3}[ ]?[0-9][0-9A-Z.\-/ ]*"
    ),
    # Amounts of money, and not the end of a number with its price behind it.
    rf"(?:€|\$|£|¥|\b(?:EUR|USD|GBP|CHF))[ ]?-?{_AMOUNT}",
    (
        r"(?<![0-9.,+\-/])(?<![0-9][ .\-/])(?!0[0-9])[0-9][0-9.,' ]*(?:,-)?[ ]?"
        r"(?:€|\$|£|¥|\b(?:EUR|euros?|USD|GBP|CHF)\b)"
    ),
    r"(?<![0-9.,+])[1-9][0-9]{0,2}(?:[., '][0-9]{3})*[.,][0-9]{1,2}(?![0-9.,/\-])",
    r"(?<![0-9.,+\-/ ])[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?![0-9.,/\-]|[ ][0-9])",
    # Dates and times.
    rf"(?<![0-9.\-/]){_DAY}([.\-/]){_DAY}\1(?:19|20)?[0-9]{{2}}(?![0-9]|[.\-/][0-9])",
    r"(?<![0-9.\-/])(?:19|20)[0-9]{2}([.\-/])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])(?![0-9]|[.\-/][0-9])",
    r"(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:\.[0-9]+)?(?![0-9])",
    # Addresses of computers.
    r"(?<![0-9.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2})(?![0-9.])",
)


def without_noise(text: str, *, keep_lookalikes: bool = False) -> str:
    """Return the text, as long as before, with dates, amounts, account and register numbers blanked."""
    for pattern in _patterns():
        text = pattern.sub(lambda found: BLANK * len(found.group()), text)
    if keep_lookalikes:
        return text
    return "".join(BLANK if is_lookalike(char) else char for char in text)


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what only looks like a number, made ready at the first text: that takes a while."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _NOISE)
