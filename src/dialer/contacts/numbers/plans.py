"""The library's numbering plans, made ready once for each country.

The library reads 13,000 numbers a second and a company's books hold ten times as many. What is asked of each
of them, whose it is, of which sort and how it is written, is asked here of the same plans; the tests compare
both for every country. Heavy: import this file inside the functions that need it.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import NumberFormat, PhoneMetadata, ValidationResult

from dialer.contacts.numbers.reading import NumberType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from phonenumbers import PhoneNumberDesc

WORLD = "001"
"""What the plans call the country of numbers that have none."""

_LONGEST_CODE, _LEAST, _MOST = 3, 3, 17  # digits
_KINDS = (  # in the order in which the library asks
    (NumberType.PREMIUM_RATE, "premium_rate"),
    (NumberType.TOLL_FREE, "toll_free"),
    (NumberType.SHARED_COST, "shared_cost"),
    (NumberType.VOIP, "voip"),
    (NumberType.PERSONAL, "personal_number"),
    (NumberType.PAGER, "pager"),
    (NumberType.UAN, "uan"),
    (NumberType.VOICEMAIL, "voicemail"),
    (NumberType.FIXED_LINE, "fixed_line"),
    (NumberType.MOBILE, "mobile"),
)
_STRIPPABLE = frozenset({ValidationResult.IS_POSSIBLE, ValidationResult.TOO_LONG})


class Plan:
    """The numbering plan of a country, or of a code that belongs to no country.

    Attributes:
        region: the country, such as "NL".
        code: its country code.
    """

    def __init__(self, metadata: PhoneMetadata) -> None:
        """Make a plan ready; most of its patterns are only compiled when a number needs them."""
        self.region = metadata.id or WORLD
        self.code = metadata.country_code or 0
        self.abroad = re.compile(metadata.international_prefix or "(?!)")
        self._begin = re.compile(metadata.leading_digits) if metadata.leading_digits is not None else None
        self._general = _Description(metadata.general_desc)
        self._kinds = tuple((kind, _Description(getattr(metadata, name))) for kind, name in _KINDS)
        self._kinds_of_length: dict[int, list[tuple[NumberType, _Description]]] = {}
        self._is_mobile = self._kinds[-1][1].matches
        self._same_as_mobile = bool(metadata.same_mobile_and_fixed_line_pattern)
        self._prefix = re.compile(metadata.national_prefix_for_parsing or "(?!)")
        self._rewrites = bool(metadata.national_prefix_transform_rule) or self._prefix.groups > 0
        self._layouts = tuple(map(_Layout, metadata.number_format))
        self._layouts_abroad = tuple(map(_Layout, metadata.intl_number_format)) or self._layouts

    def begins(self, digits: str) -> bool | None:
        """Whether a number of a code that several countries share is this one's; None if its kind tells."""
        return None if self._begin is None else self._begin.match(digits) is not None

    def kind(self, digits: str) -> NumberType | None:
        """Return the sort of line that the national digits belong to; None where they are no valid number."""
        if not self._general.matches(digits):
            return None
        kinds = self._kinds_of_length.get(len(digits))
        if kinds is None:
            kinds = [each for each in self._kinds if each[1].has_length(len(digits))]
            self._kinds_of_length[len(digits)] = kinds
        for kind, description in kinds:
            if description.fits(digits):
                if kind is NumberType.FIXED_LINE and (self._same_as_mobile or self._is_mobile(digits)):
                    return NumberType.FIXED_LINE_OR_MOBILE
                return None if kind is NumberType.MOBILE and self._same_as_mobile else kind
        return None

    def length(self, digits: str) -> int:
        """Return what the library says of the number of national digits."""
        return self._general.length(len(digits))

    def without_prefix(self, digits: str) -> str | None:
        """Return the digits without what is dialled before them inside the country; None leaves it open."""
        found = self._prefix.match(digits)
        if found is None:
            return digits
        if self._rewrites:
            return None
        rest = digits[found.end() :]
        if self._general.length(len(rest)) not in _STRIPPABLE:
            return digits
        if self._general.fits(digits) and not self._general.fits(rest):
            return digits
        return rest

    def written(self, digits: str) -> tuple[str, str]:
        """Return the digits as written inside the country, and as written abroad."""
        layout, groups = abroad, groups_abroad = _lay_out(digits, self._layouts)
        if self._layouts_abroad is not self._layouts:
            abroad, groups_abroad = _lay_out(digits, self._layouts_abroad)
        return layout.national.format("", *groups), f"+{self.code} {abroad.plain.format('', *groups_abroad)}"


class _Description:
    """What the numbers of one sort look like."""

    __slots__ = ("_fullmatch", "_lengths", "_local", "_pattern")

    def __init__(self, description: PhoneNumberDesc | None) -> None:
        self._pattern = description.national_number_pattern if description is not None else None
        self._lengths = tuple(description.possible_length) if description is not None else ()
        self._local = tuple(description.possible_length_local_only) if description is not None else ()
        self._fullmatch: Callable[[str], re.Match[str] | None] | None = None

    def matches(self, digits: str) -> bool:
        return self.has_length(len(digits)) and self.fits(digits)

    def has_length(self, length: int) -> bool:
        return bool(self._pattern) and (not self._lengths or length in self._lengths)

    def fits(self, digits: str) -> bool:
        if self._fullmatch is None:
            self._fullmatch = re.compile(self._pattern or "(?!)").fullmatch
        return self._fullmatch(digits) is not None

    def length(self, length: int) -> int:
        if length in self._local:
            return ValidationResult.IS_POSSIBLE_LOCAL_ONLY
        if length in self._lengths:
            return ValidationResult.IS_POSSIBLE
        if length < self._lengths[0]:
            return ValidationResult.TOO_SHORT
        return ValidationResult.TOO_LONG if length > self._lengths[-1] else ValidationResult.INVALID_LENGTH


def _template(written: str) -> str:
    return re.sub(r"\\(\d)", r"{\1}", written)


class _Layout:
    """One way in which digits are grouped, with the prefix that is written inside the country and without."""

    __slots__ = ("_fullmatch", "_pattern", "national", "plain")

    def __init__(self, layout: NumberFormat) -> None:
        written, rule = layout.format or "", layout.national_prefix_formatting_rule
        self.plain = _template(written)
        self.national = _template(re.sub(r"(\\\d)", rule, written, count=1) if rule else written)
        begins = layout.leading_digits_pattern[-1] if layout.leading_digits_pattern else ""
        self._pattern = f"(?={begins})(?:{layout.pattern})"
        self._fullmatch: Callable[[str], re.Match[str] | None] | None = None

    def groups(self, digits: str) -> tuple[str, ...] | None:
        """Return the groups of the digits; None where they are not grouped this way."""
        if self._fullmatch is None:
            self._fullmatch = re.compile(self._pattern).fullmatch
        found = self._fullmatch(digits)
        return None if found is None else found.groups("")


_UNGROUPED = _Layout(NumberFormat(pattern=r"(\d+)", format=r"\1"))


@functools.cache
def plan_for(region: str) -> Plan | None:
    """Return the plan of a country; None where there is none."""
    metadata = PhoneMetadata.metadata_for_region(region)
    return None if metadata is None else Plan(metadata)


@functools.cache
def main_plan(code: int) -> Plan | None:
    """Return the plan that a country code stands for: of its main country where several share it."""
    region = phonenumbers.region_code_for_country_code(code)
    if region == WORLD:
        metadata = PhoneMetadata.metadata_for_nongeo_region(code)
        return None if metadata is None else Plan(metadata)
    return plan_for(region)


def owner(code: int, digits: str) -> tuple[Plan, NumberType] | None:
    """Return the plan of the country that a number is of, and its sort of line; None for an invalid one."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    for plan in (main_plan(code),) if len(regions) == 1 else map(plan_for, regions):
        begins = plan.begins(digits) if plan is not None and len(regions) > 1 else None
        if plan is None or begins is False:
            continue
        kind = plan.kind(digits)
        if kind is not None:
            return plan, kind
        if begins:
            return None
    return None


def split(written: str, region: str) -> tuple[int, str] | None:
    """Return country code and national digits of what is plain to read; None leaves it to the library.

    Args:
        written: digits, with a plus where they begin with a country code.
        region: the country in which the others are read.
    """
    if not _LEAST < len(written) <= _MOST:
        return None
    if written[0] == "+":
        return _split_global(written[1:])
    plan = plan_for(region)
    if plan is None or plan.abroad.match(written) or written.startswith(str(plan.code)):
        return None
    digits = plan.without_prefix(written)
    return None if digits is None else (plan.code, digits)


def _split_global(digits: str) -> tuple[int, str] | None:
    if digits[0] == "0":
        return None
    for length in range(1, _LONGEST_CODE + 1):
        plan = main_plan(int(digits[:length]))
        if plan is not None:
            rest = plan.without_prefix(digits[length:])
            return None if rest is None or len(rest) < _LEAST else (plan.code, rest)
    return None


def _lay_out(digits: str, layouts: Iterable[_Layout]) -> tuple[_Layout, tuple[str, ...]]:
    for layout in layouts:
        groups = layout.groups(digits)
        if groups is not None:
            return layout, groups
    return _UNGROUPED, (digits,)
