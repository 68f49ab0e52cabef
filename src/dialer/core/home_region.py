"""The country of a home, with what its company says about numbers there.

What the company's rules mean is the address book's affair; here they are text, as the settings keep them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dialer.core.fields import Field, FieldError
from dialer.core.list_fields import Lines

if TYPE_CHECKING:
    from typing import Self

OUTSIDE_LINE = "outside_line"
"""The setting with the digits that are dialled before numbers outside the company."""

INTERNAL_NUMBERS = "internal_numbers"
"""The setting with the lengths of internal numbers, one a line: ``3`` or ``3 = +3120555``."""

NUMBER_RULES = "number_rules"
"""The setting with the company's patterns, one a line: ``NAME: PATTERN => REPLACEMENT``."""

NUMBER_SETTINGS = (OUTSIDE_LINE, INTERNAL_NUMBERS, NUMBER_RULES)


class CompanyLines(NamedTuple):
    """A company's rules for numbers, as text.

    Attributes:
        outside_line: the digits before numbers outside the company; empty where there are none.
        internal: the lengths of internal numbers.
        patterns: the patterns, in the order in which they are tried.
    """

    outside_line: str = ""
    internal: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.outside_line or self.internal or self.patterns)


class HomeRegion(str):
    """A home's country; whoever reads a number in it reads by its company's rules, too.

    A plain string is a country without such rules: that is how numbers of another country are read.

    Attributes:
        company: the rules.
    """

    __slots__ = ("company",)

    company: CompanyLines

    def __new__(cls, country: str, company: CompanyLines) -> Self:
        """Put rules beside a country."""
        made = super().__new__(cls, country)
        made.company = company
        return made

    def reads_as(self, other: str) -> bool:
        """Whether numbers read the same in another home's country."""
        return self == other and getattr(other, "company", CompanyLines()) == self.company


class OutsideLine(Field):
    """One or two digits that are dialled before numbers outside the company."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        # Two zeros begin a number abroad.
        if not re.fullmatch(r"[0-9]{1,2}", text) or text == "00":
            raise FieldError("number_rules.error.outside_line")
        return text


NUMBER_FIELDS: tuple[Field, ...] = (
    OutsideLine(key=OUTSIDE_LINE, required=False),
    Lines(key=INTERNAL_NUMBERS, required=False),
    Lines(key=NUMBER_RULES, required=False),
)
"""The settings of the company's rules."""
