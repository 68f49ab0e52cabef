"""Finding the numbers in a text that people wrote, and leaving alone what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts.marks import is_lookalike

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK = "q"
_EXTENSION = re.compile(
    r"[\s,]*(?:;ext=|#|(?P<bracket>[(\[]\s*)?"
    r"\b(?:x|ext(?:n|ension)?|tst|toestel(?:n(?:umme)?r)?|doorkies(?:n(?:umme)?r)?|interne?|int|poste"
    r"|durchwahl|dw|nebenst(?:elle)?|nst|app(?:arat)?|klappe)\b[.:]?\s*(?:n(?:[°o]|r)[.:]?)?)"
    r"\s*(?P<digits>[0-9]{1,7})(?![0-9A-Za-z*#])(?(bracket)\s*[)\]])",
    re.IGNORECASE,
)
_EXTENSION_ATTACHED = re.compile(r"\s*(?:x|ext\.?)(?P<digits>[0-9]{1,7})(?![0-9A-Za-z*#])", re.IGNORECASE)
# What belongs to a number that is refused as a whole: codes, pauses, digits sent after the answer.
_REFUSED = re.compile(
    r"[0-9 ().\-/]*[*#][0-9*#+ ]*|[0-9][0-9 ().\-/]*(?:[,;]{1,2}|[pPwW])[0-9]+[0-9#*,;pPwW]*(?![A-Za-z])"
)
_PHONELIKE = re.compile(r"(?<![\w+.,:/\-])(?:\+\s?\(?[1-9]|\(?0)[0-9 ().\-/]{5,}[0-9](?![\w,:]?[0-9A-Za-z])")
_LEAST_DIGITS, _MOST_DIGITS = 8, 40
# A country code, and what may stand between it and the number: +49 (0) 1357 528320 is no number of Britain.
_ABROAD = re.compile(r"(?:\+|(?<![0-9])00)[ (]?[0-9]{1,4}[ ().\-/]*(?:\(0\)[ ]*)?\(?$")
_NORTH_AMERICAN = re.compile(r"(?<![0-9])1[ .\-]?$")
_LONGEST_BEGINNING = 20

# What business papers are called, in the words before "number".
_PAPERS = (
    "order|factuur|invoice|facture|rechnungs?|klant(?:en)?|kunden?|customer|client|dossier|ref(?:erence|erentie)?"
    "|rekening|account|compte|konto|ticket|contract|polis|policy|vertrags?|ondernemings?|registratie|entreprise"
    "|handelsregister|tva|artikel|article|produ[ck]t|serien?|serial|bestell?|zendings?|debiteur(?:en)?|crediteur(?:en)?"
    "|personeels?|zaak|burgerservice|commande|steuer|auftrags?|mitglieds?|member|liefer|tracking"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_NOISE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Web and mail addresses.
        (
            r"\b(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]++@[^\s@]++"
            r"|\b(?:[a-z0-9\-]++\.)++(?:com|net|org|info|eu|nl|be|de|fr|lu|at|ch|uk|me|io)/\S*"
        ),
        # Bank accounts.
        (
            r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z]{4}(?:[ ]?[0-9]{1,4}){2,8}"
            r"|(?:[ ]?[0-9]{4}){2,7}(?:[ ]?[0-9A-Z]{1,4})?)"
            r"(?![A-Z0-9])"
        ),
        # VAT numbers of the Union, of Switzerland and of the United Kingdom.
        (
            r"(?<![A-Z0-9])(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI|CHE)"
            r"[ .\-]?(?:U|[0-9A-Z]{2} )?[0-9][0-9A-Z. ]{5,13}[0-9](?![0-9])(?:B[0-9]{2})?"
        ),
        # Numbers of registers and of business papers, named as such.
        (
            r"\b(?:IBAN|BIC|VAT|BTW|TVA|USt-?Id(?:-?Nr)?|UID|MwSt|K\.?v\.?K|KBO|BCE|RP[RM](?: [A-Z][a-z]+)?"
            r"|HRB|SIREN|SIRET|BSN|ISBN|EAN|kenmerk|factuur|facture|invoice|rechnung|dossier|aktenzeichen"
            r"|ref(?:er(?:ence|entie|enz))?|(?:n°|num[ée]ro) (?:de |d.)(?:" + _PAPERS + r")"
            r"|(?:d.)?(?:" + _PAPERS + r")[\s\-]?(?:nr|no|nummer|number|numéro|num|n°|id|#))"
            r"\b[\s.:#°\-]*(?:(?:nr|no|nummer|number)\b[\s.:]*)?[A-Z]{0,3}[ ]?[0-9][0-9A-Z.\-/ ]*"
        ),
        # Amounts of money.
        r"(?:€|\$|£|¥|\b(?:EUR|USD|GBP|CHF))[ ]?-?[0-9][0-9.,' ]*(?:-|[0-9])?",
        r"(?<![0-9.,])[0-9][0-9.,' ]*(?:,-)?[ ]?(?:€|\$|£|¥|\b(?:EUR|euros?|USD|GBP|CHF)\b)",
        r"(?<![0-9.,+])[1-9][0-9]{0,2}(?:[., '][0-9]{3})*[.,][0-9]{1,2}(?![0-9.,/\-])",
        r"(?<![0-9.,+\-/ ])[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?![0-9.,/\-]|[ ][0-9])",
        # Dates and times.
        rf"(?<![0-9.\-/]){_DAY}([.\-/]){_DAY}\1(?:19|20)?[0-9]{{2}}(?![0-9]|[.\-/][0-9])",
        r"(?<![0-9.\-/])(?:19|20)[0-9]{2}([.\-/])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])(?![0-9]|[.\-/][0-9])",
        r"(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:\.[0-9]+)?(?![0-9])",
        # Addresses of computers.
        r"(?<![0-9.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2})(?![0-9.])",
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of text that may be a number.

    Attributes:
        raw: the stretch.
        written: the number in it, without its extension.
        extension: the extension's digits.
        refused: whether it holds a code, a pause or other digits that must not be dialled.
    """

    raw: str
    written: str
    extension: str | None = None
    refused: bool = False


def without_noise(text: str, *, keep_lookalikes: bool = False) -> str:
    """Return the text, as long as before, with dates, amounts, account and register numbers blanked."""
    for pattern in _NOISE:
        text = pattern.sub(lambda found: _BLANK * len(found.group()), text)
    if keep_lookalikes:
        return text
    return "".join(_BLANK if is_lookalike(char) else char for char in text)


def numbers_in(text: str, region: str) -> Iterator[Found]:
    """Yield what looks like a number in a text that is already tidy, in its order."""
    from dialer.contacts import numbering  # heavy

    masked = without_noise(text)
    found: dict[int, tuple[int, Found]] = {}
    for match in _REFUSED.finditer(masked):
        if sum(char.isdigit() for char in match.group()) > 1:
            raw = text[match.start() : match.end()].strip()
            masked = _blank(masked, match.start(), match.end())
            found[match.start()] = (match.end(), Found(raw, raw, refused=True))
    for start, end in [*numbering.matches(masked, region), *_phonelike(masked)]:
        if any(start < taken_end and taken < end for taken, (taken_end, _) in found.items()):
            continue
        if _touches_blank(masked, start, end) or _goes_on_from(masked, start):
            continue
        found[start] = _with_extension(text, start, end)
    for start in sorted(found):
        yield found[start][1]


def split_extension(text: str) -> tuple[str, str | None]:
    """Return the number and the extension behind it, if that is all there is."""
    for pattern in (_EXTENSION, _EXTENSION_ATTACHED):
        match = pattern.search(text)
        if (
            match
            and match.end() == len(text.rstrip())
            and any(char.isdigit() for char in text[: match.start()])
        ):
            return text[: match.start()], match["digits"]
    return text, None


def _phonelike(masked: str) -> Iterator[tuple[int, int]]:
    for match in _PHONELIKE.finditer(masked):
        if _LEAST_DIGITS <= sum(char.isdigit() for char in match.group()) <= _MOST_DIGITS:
            yield match.start(), match.end()


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + _BLANK * (end - start) + text[end:]


def _touches_blank(masked: str, start: int, end: int) -> bool:
    return bool(re.search(r"q[().+\-/]*$", masked[:start]) or re.match(r"[().\-/]*q", masked[end:]))


def _goes_on_from(masked: str, start: int) -> bool:
    """Whether what stands before a stretch is the beginning of it, in another country's way of writing."""
    before = masked[max(0, start - _LONGEST_BEGINNING) : start]
    if masked[start] == "+":
        return before[-1:].isalnum()
    if masked[start] == "(" and _NORTH_AMERICAN.search(before):
        return True
    return _ABROAD.search(before) is not None


def _with_extension(text: str, start: int, end: int) -> tuple[int, Found]:
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    written, extension = split_extension(text[start:end])
    if extension is None:
        for pattern in (_EXTENSION, _EXTENSION_ATTACHED):
            if behind := pattern.match(text, end):
                end, extension = behind.end(), behind["digits"]
                break
    return end, Found(text[start:end], written, extension)
