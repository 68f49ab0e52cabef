"""Reading numbers as people and web pages write them. Dials nothing, repairs nothing silently.

The numbering plans behind it are heavy and are loaded at the first number.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from dialer.contacts.numbers import links, scan
from dialer.contacts.numbers.company_rules import rules_of
from dialer.contacts.numbers.marks import hidden_reason, refusal_of, tidy
from dialer.contacts.numbers.noise import without_noise
from dialer.contacts.numbers.reading import Candidate, NumberType, Reading

if TYPE_CHECKING:
    from collections.abc import Collection

STYLES = ("e164", "e164_plus", "international_00", "national")

_ONE_NUMBER = re.compile(r"\s*\(?\+?\s*\(?[0-9][0-9 ().\-/]*")
_ENCODED = re.compile(r"%(?:2B|20|28|29|2D|2E|2F|3[0-9])", re.IGNORECASE)
_ENCODED_NUMBER = re.compile(r"\s*(?:[0-9 ()+.\-/]|%(?:2B|20|28|29|2D|2E|2F|3[0-9]))+\s*", re.IGNORECASE)
_LABEL = re.compile(rf"\A\s*(?:{links.LABELS})\s*[.:]\s*(?=[+(0-9])", re.IGNORECASE)
_COMMA = re.compile(r"[,;](?:\s+|\s*$)")
_NO_DIGITS = re.compile("[^0-9]+")
_LEAST_OF_TWO = 16  # digits: fewer are never two whole numbers
_MOST_OF_TWO = 36
_MOST_OF_LAST_PART = 3  # digits
_LOCAL = "contacts.number.local"
_MAYBE_LOCAL = frozenset({NumberType.UNKNOWN, NumberType.FIXED_LINE, NumberType.FIXED_LINE_OR_MOBILE})
_LONGEST_TEXT, _LONGEST_LINE, _LONGEST_NUMBER = 10_000, 1000, 200  # characters


def read(text: str, region: str, *, own_hosts: Collection[str] = ()) -> Reading:
    """Read a text or a tel:, callto: or sip: link.

    A text that begins with "Tel: " is no link; what another program hands over as one belongs in `read_link`.

    Args:
        text: what was typed, selected or copied.
        region: the country in which numbers without a country are read; the home's own brings its company's
            rules.
        own_hosts: the SIP domains of own accounts; a sip: link to another host is refused.
    """
    if links.is_link(text) and not links.is_labelled_text(text):
        return read_link(text, region, own_hosts=own_hosts)
    if len(text) > _LONGEST_TEXT or any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        return Reading(input=text, reason="contacts.number.text_too_long")
    tidied = _decode(tidy(text)).strip()
    if not tidied:
        return Reading(input=text, reason="contacts.number.empty")
    if hidden_reason(tidied) == "hidden":
        return Reading(input=text, reason="contacts.number.hidden")
    # No number goes on in the next line.
    found = [_candidates(_LABEL.sub("", line.strip(), count=1), region) for line in tidied.splitlines()]
    candidates = tuple(chain.from_iterable(found))
    reason = None if candidates else _why_none(tidied)
    return Reading(input=text, candidates=candidates, reason=reason)


def read_link(text: str, region: str, *, own_hosts: Collection[str] = ()) -> Reading:
    """Read a tel:, callto: or sip: link, by its strict grammar only: one number, or the reason for none.

    Args:
        text: the link, which another program or a web page made.
        region: the country in which a number without a country is read, as for `read`.
        own_hosts: the SIP domains of own accounts.
    """
    link = links.read_link(text, own_hosts)
    if link.reason:
        return Reading(input=text, reason=link.reason)
    return Reading(input=text, candidates=(_classify(link.number, region),))


def check(text: str, region: str) -> Candidate:
    """Return the one number that a text is; not callable, with the reason, if it is none or several."""
    if len(text) > _LONGEST_NUMBER:
        return _refused(text, "contacts.number.too_long")
    reading = read(text, region)
    if len(reading.candidates) == 1:
        return reading.candidates[0]
    several = "contacts.number.several" if reading.candidates else None
    return _refused(text, reading.reason or several or "contacts.number.no_number")


def check_stored(text: str, region: str) -> Candidate:
    """Do as `check`, fast for what is plainly one number: for the many numbers of an import."""
    stripped = tidy(text).strip()
    if stripped.isascii() and _ONE_NUMBER.fullmatch(stripped):
        candidate = _classify(stripped, region, raw=text)
        if candidate.callable or len(_digits(stripped)) < _LEAST_OF_TWO:
            return candidate
    return check(text, region)


def format_for(e164: str, style: str, region: str) -> str:
    """Return a number as a provider wants it.

    Args:
        e164: the number with its plus sign.
        style: one of ``e164`` (digits only), ``e164_plus``, ``international_00`` and ``national``; the latter
            only for numbers of the own country, others get ``00``.
        region: the own country.
    """
    digits = e164.removeprefix("+")
    if style == "e164":
        return digits
    if style == "e164_plus":
        return f"+{digits}"
    if style == "national":
        from dialer.contacts.numbers import numbering

        if numbering.is_of(e164, region):
            return numbering.national_digits(e164)
    return f"00{digits}"


def _candidates(text: str, region: str) -> tuple[Candidate, ...]:
    number, extension = scan.split_extension(text)
    if (
        len(text) <= _LONGEST_NUMBER
        and _ONE_NUMBER.fullmatch(number)
        and any(char in "0123456789" for char in without_noise(number))
    ):
        return _one_or_several(text, number, extension, region)
    if not any(char.isalpha() for char in text) and refusal_of(text) and re.search("[0-9]", text):
        return _listed(text, region)
    found = []
    for stretch in scan.numbers_in(text, region):
        if stretch.refused:
            reason = refusal_of(stretch.written) or "code"
            found.append(_refused(stretch.raw, f"contacts.number.{reason}"))
        elif stretch.further:
            further = _or_local(_classify(stretch.written, region), found)
            found += [further] * (further.reason == _LOCAL)
        else:
            whole = _classify(stretch.written, region, raw=stretch.raw, extension=stretch.extension)
            found += (whole,) if whole.callable else _slashed(stretch.written, region) or (whole,)
    return tuple(found)


def _listed(text: str, region: str) -> tuple[Candidate, ...]:
    """Return the numbers of a list with commas; none if one of them is no whole number.

    A comma or semicolon without a space behind it is a pause, after which a phone goes on dialling.
    """
    parts = [part for part in _COMMA.split(text) if part.strip()]
    if len(parts) == len(text) or any(refusal_of(part) for part in parts):
        return ()
    found: list[Candidate] = []
    for part in parts:
        each = [_or_local(candidate, found) for candidate in _candidates(part.strip(), region)]
        if not each or not all(candidate.callable or candidate.reason == _LOCAL for candidate in each):
            return ()
        found += each
    return tuple(found)


def _slashed(text: str, region: str) -> tuple[Candidate, ...]:
    """Return the numbers of a list with slashes; none if one of them is no whole number.

    The last digits of a further number, as in 020-5550142/43, are left alone.
    """
    parts = [part.strip() for part in text.split("/")]
    for count in range(1, len(parts)):
        first = _classify("/".join(parts[:count]), region)
        if first.callable:
            break
    else:
        return ()
    found = [first]
    for part in parts[count:]:
        further = _or_local(_classify(part, region), found)
        if len(_digits(part)) <= _MOST_OF_LAST_PART and further.type is not NumberType.EMERGENCY:
            continue
        if not further.callable and further.reason != _LOCAL:
            return ()
        found.append(further)
    return tuple(found)


def _or_local(candidate: Candidate, before: list[Candidate]) -> Candidate:
    """Refuse what lacks the area code of the number before it, and say so.

    By itself it may be a valid number, where those need not begin with a zero: then it is somebody else's.
    """
    first = next((each for each in reversed(before) if each.e164), None)
    if first is None or candidate.rule or candidate.type not in _MAYBE_LOCAL:
        return candidate
    from dialer.contacts.numbers.numbering import lacks_area_code  # heavy

    if not lacks_area_code(candidate.raw, str(first.e164)):
        return candidate
    return _refused(candidate.raw, _LOCAL)


def _one_or_several(text: str, number: str, extension: str | None, region: str) -> tuple[Candidate, ...]:
    whole = _classify(number.strip(), region, raw=text, extension=extension)
    if whole.callable or whole.rule or whole.type is NumberType.EMERGENCY:
        return (whole,)
    parts = _in_a_row(number, region) or _slashed(number.strip(), region)
    if parts:
        return parts
    several = [
        _classify(found.written, region, raw=found.raw, extension=found.extension)
        for found in scan.numbers_in(text, region)
        if not found.further
    ]
    covered = sum(len(_digits(candidate.raw)) for candidate in several)
    rest = _digits(without_noise(text))
    is_all = covered == len(rest) and all(candidate.callable for candidate in several)
    if several and is_all and (len(several) > 1 or len(rest) < len(_digits(text))):
        return tuple(several)
    return (whole,)


def _in_a_row(text: str, region: str) -> tuple[Candidate, ...]:
    """Return the two numbers that a text is, if it is two valid ones with only space between them."""
    if not _LEAST_OF_TWO <= len(_digits(text)) <= _MOST_OF_TWO:
        return ()
    pairs = []
    for gap in re.finditer(r"\s+", text):
        second = _classify(text[gap.end() :].strip(), region)
        first = _classify(text[: gap.start()].rstrip(" /-."), region) if second.callable else second
        if first.callable:
            if text[gap.end()] in "+0(":
                return first, second
            pairs.append((first, _or_local(second, [first])))
    # Where numbers begin with any digit, only one place may part them.
    return pairs[0] if len(pairs) == 1 else ()


def _classify(
    written: str, region: str, *, raw: str | None = None, extension: str | None = None
) -> Candidate:
    raw = written if raw is None else raw
    rules = rules_of(region)
    if rules is not None:
        return rules.classify(written, str(region), raw=raw, extension=extension)
    from dialer.contacts.numbers.numbering import classify  # heavy

    return classify(written, str(region), raw=raw, extension=extension)


def _decode(text: str) -> str:
    """Decode percent-encoding once where the text is nothing but an encoded number."""
    if _ENCODED.search(text) and _ENCODED_NUMBER.fullmatch(text):
        return _ENCODED.sub(lambda found: chr(int(found.group()[1:], 16)), text)
    return re.sub(r"(?<![%\w])%2B(?=[1-9])", "+", text, flags=re.IGNORECASE)


def _why_none(text: str) -> str:
    if not any(
        char.isdigit() or char.isnumeric()
        for char in without_noise(text[:_LONGEST_LINE], keep_lookalikes=True)
    ):
        return "contacts.number.no_number"
    is_one_word = not re.search(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}", text)
    reason = refusal_of(text) if is_one_word else None
    return f"contacts.number.{reason or 'no_number'}"


def _digits(text: str) -> str:
    return _NO_DIGITS.sub("", text)


def _refused(raw: str, reason: str) -> Candidate:
    return Candidate(
        raw=raw,
        e164=None,
        national=None,
        international=None,
        region=None,
        type=NumberType.UNKNOWN,
        callable=False,
        reason=reason,
    )
