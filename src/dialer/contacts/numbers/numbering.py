"""The world's numbering plans: what one written number is. The only file that imports ``phonenumbers``.

That library is heavy: import this file inside the functions that need it.
"""

from __future__ import annotations

import functools
import re

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, ValidationResult
from phonenumbers.shortnumberinfo import (
    connects_to_emergency_number,
    is_emergency_number,
    is_valid_short_number_for_region,
)

from dialer.contacts.numbers import expensive, plans
from dialer.contacts.numbers.reading import Candidate, NumberType

# Where the type does not tell, the prefix does.
_EXPENSIVE_TYPES = frozenset({NumberType.PREMIUM_RATE, NumberType.PERSONAL, NumberType.PAGER})
# What phones everywhere connect to the emergency services, whatever the country's plan says.
EMERGENCY_EVERYWHERE = frozenset({"112", "911"})
"""These reach help from a phone in any country."""

_TRUNK_ZERO = re.compile(r"^(\+[0-9]{1,3}[ .\-/]*)\(0\)")
_NO_DIGITS = re.compile("[^0-9]+")
# In these, separators change nothing.
_PLAIN = re.compile(r"[ ().\-/]*\+?[0-9 ().\-/]*")
_LONGEST_SHORT = 6
_SHORTEST_LOCAL = 6
_LONGEST_EMERGENCY = 9
_MOST_DIGITS = 40


def classify(written: str, region: str, *, raw: str, extension: str | None = None) -> Candidate:
    """Say what a number is; ``written`` holds nothing but ASCII digits, separators and a leading plus."""
    digits = _NO_DIGITS.sub("", written)
    if len(digits) > _MOST_DIGITS:
        return _refused(raw, "too_long", extension=extension)
    if _is_emergency(digits, region, is_global=written.startswith("+")):
        return _refused(raw, "emergency", NumberType.EMERGENCY, region, extension)
    number = parse(written, region)
    own = plans.owner(*number) if number is not None else None
    main = plans.main_plan(number[0]) if number is not None else None
    if number is None or own is None or main is None:
        return _not_callable(written, digits, number, region, raw=raw, extension=extension)
    code, national = number
    if national == digits and _connects_to_emergency(digits, region):
        return _refused(raw, "emergency", NumberType.EMERGENCY, region, extension)
    plan, kind = own
    e164 = f"+{code}{national}"
    inside, abroad = main.written(national)
    return Candidate(
        raw=raw,
        e164=e164,
        national=inside,
        international=abroad,
        region=None if plan.region == plans.WORLD else plan.region,
        type=kind,
        callable=True,
        confirm=kind in _EXPENSIVE_TYPES or e164.startswith(expensive.PREFIXES),
        extension=extension,
    )


def national_digits(e164: str) -> str:
    """Return the digits of a number as dialled inside its country, with the trunk prefix if it has one."""
    number = phonenumbers.parse(e164)
    return re.sub("[^0-9]", "", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))


def is_of(e164: str, region: str) -> bool:
    """Whether a number belongs to a country."""
    number = phonenumbers.parse(e164)
    return phonenumbers.region_code_for_number(number) == region


def lacks_area_code(written: str, beside: str) -> bool:
    """Whether digits are a whole number with the area code of another one, as in 020-5550112, 5550113.

    Fewer digits are rather something that is keyed in after the answer.
    """
    digits = _NO_DIGITS.sub("", written)
    if not _PLAIN.fullmatch(written) or len(digits) < _SHORTEST_LOCAL or written.strip(" (")[:1] in "+0":
        return False
    number = phonenumbers.parse(beside)
    area = phonenumbers.national_significant_number(number)[
        : phonenumbers.length_of_geographical_area_code(number)
    ]
    return bool(area) and plans.owner(number.country_code or 0, area + digits) is not None


def may_begin(base: str, count: int) -> bool:
    """Whether there are valid numbers that begin with these digits and a plus, and have so many more."""
    for sample in ("1234567890", *"0123456789"):
        whole = base + (sample * count)[:count]
        number = _parse_once(whole, "")
        if number is not None and f"+{number[0]}{number[1]}" == whole and plans.owner(*number) is not None:
            return True
    return False


def matches(text: str, region: str) -> list[tuple[int, int]]:
    """Return the places of the valid numbers that a person would see in a text."""
    found = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID)
    return [(match.start, match.end) for match in found]


def parse(written: str, region: str) -> tuple[int, str] | None:
    """Return country code and national digits; ``00`` also counts as a plus where another prefix is used."""
    if not written.startswith("00"):
        return _parse_once(_without_trunk_zero(written), region)
    as_global = _without_trunk_zero("+" + written[2:].lstrip())
    plan = plans.plan_for(region)
    if plan is not None and plan.abroad.pattern == "00":
        return _parse_once(as_global, region)
    number = _parse_once(_without_trunk_zero(written), region)
    if number is not None and plans.owner(*number) is not None:
        return number
    abroad = _parse_once(as_global, region)
    return number if abroad is None or _left_out(as_global, abroad) not in {"", "0"} else abroad


def _left_out(written: str, number: tuple[int, str]) -> str:
    """Return the digits that reading left out between country code and number, such as a zero.

    Any other is another country's way to dial abroad, such as Australia's 0011.
    """
    code, national = number
    return _NO_DIGITS.sub("", written).removeprefix(str(code)).removesuffix(national)


def _parse_once(written: str, region: str) -> tuple[int, str] | None:
    if _PLAIN.fullmatch(written):
        plus = "+" if "+" in written else ""
        number = plans.split(plus + _NO_DIGITS.sub("", written), region)
        if number is not None:
            return number
    try:
        parsed = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    return parsed.country_code or 0, phonenumbers.national_significant_number(parsed)


def _without_trunk_zero(written: str) -> str:
    """Drop the ``(0)`` of ``+31 (0)20 …``; countries whose numbers keep their zero abroad keep it here."""
    found = _TRUNK_ZERO.match(written) if "(" in written else None
    if found is None:
        return written
    code = int(re.sub("[^0-9]", "", found.group(1)))
    trunk = phonenumbers.ndd_prefix_for_region(phonenumbers.region_code_for_country_code(code), True)
    return found.group(1) + ("" if trunk == "0" else "0") + written[found.end() :]


def _is_emergency(digits: str, region: str, *, is_global: bool) -> bool:
    if len(digits) > _LONGEST_EMERGENCY:
        return False
    if is_global:
        return _is_foreign_emergency(digits)
    if digits in EMERGENCY_EVERYWHERE or (digits.startswith("00") and _is_foreign_emergency(digits[2:])):
        return True
    return _begins_as_emergency(region).match(digits) is not None and is_emergency_number(digits, region)


def _connects_to_emergency(digits: str, region: str) -> bool:
    """Whether a phone may connect digits to the emergency services that only begin as such a number."""
    if len(digits) > _LONGEST_EMERGENCY or _begins_as_emergency(region).match(digits) is None:
        return False
    return connects_to_emergency_number(digits, region)


@functools.cache
def _begins_as_emergency(region: str) -> re.Pattern[str]:
    """Return what every emergency number of a country begins with, which is asked fast."""
    metadata = PhoneMetadata.short_metadata_for_region(region)
    pattern = metadata.emergency.national_number_pattern if metadata and metadata.emergency else None
    return re.compile(pattern or "(?!)")


def _is_foreign_emergency(digits: str) -> bool:
    for length in range(1, 4):
        code, rest = digits[:length], digits[length:]
        regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code or 0), ())
        for region in regions:
            # A trunk zero is no part of it: +31 (0)112 is as much an emergency call as +31 112.
            for national in {rest, rest.removeprefix("0")}:
                if national in EMERGENCY_EVERYWHERE or is_emergency_number(national, region):
                    return True
    return False


def _not_callable(
    written: str,
    digits: str,
    number: tuple[int, str] | None,
    region: str,
    *,
    raw: str,
    extension: str | None,
) -> Candidate:
    is_global = written.startswith("+")
    if not is_global and _connects_to_emergency(digits, region):
        return _refused(raw, "emergency", NumberType.EMERGENCY, region, extension)
    if number is None:
        return _of_no_country(raw, digits, region, extension, is_global=is_global)
    code, national = number
    plan = plans.main_plan(code)
    result = plan.length(national) if plan is not None else ValidationResult.INVALID_COUNTRY_CODE
    if result == ValidationResult.TOO_LONG:
        return _refused(raw, "too_long", extension=extension)
    if is_global or written.startswith("00"):
        known = plan.region if plan is not None and plan.region != plans.WORLD else None
        reason = "too_short" if result == ValidationResult.TOO_SHORT else "invalid"
        return _refused(raw, reason, region=known, extension=extension)
    reasons = {ValidationResult.TOO_SHORT: "too_short", ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "local"}
    return _short(raw, digits, region, extension, reasons.get(result, "invalid"))


def _of_no_country(
    raw: str, digits: str, region: str, extension: str | None, *, is_global: bool
) -> Candidate:
    """Refuse digits that no country's numbers begin with, or that are read in a country without a plan."""
    if is_global:
        return _refused(raw, "invalid", extension=extension)
    if plans.plan_for(region) is None:
        return _refused(raw, "country", extension=extension)
    reason = "too_long" if len(digits) > _LONGEST_SHORT else "too_short"
    return _short(raw, digits, region, extension, reason)


def _short(raw: str, digits: str, region: str, extension: str | None, reason: str) -> Candidate:
    if len(digits) <= _LONGEST_SHORT:
        number = phonenumbers.PhoneNumber(
            country_code=phonenumbers.country_code_for_region(region), national_number=int(digits or 0)
        )
        is_known = not digits.startswith("0") and is_valid_short_number_for_region(number, region)
        if is_known or reason != "invalid":
            kind = NumberType.SHORT if is_known else NumberType.UNKNOWN
            return _refused(raw, "short" if is_known else reason, kind, region, extension)
    return _refused(raw, reason, region=region, extension=extension)


def _refused(
    raw: str,
    reason: str,
    kind: NumberType = NumberType.UNKNOWN,
    region: str | None = None,
    extension: str | None = None,
) -> Candidate:
    return Candidate(
        raw=raw,
        e164=None,
        national=None,
        international=None,
        region=region,
        type=kind,
        callable=False,
        extension=extension,
        reason=f"contacts.number.{reason}",
    )
