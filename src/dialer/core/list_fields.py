"""Fields that hold more than a line of text: lines, countries, a long text."""

from __future__ import annotations

import re

from dialer.core.fields import MAX_LENGTH, Field, FieldError, check_region

_MOST_LINES, _LONGEST_LINE = 50, 300
_KEPT = frozenset("\n\t")


class Several(Field):
    """Several texts, in an order; one alone may be given as a text, and an empty list is none of them."""

    def parse(self, raw: object) -> object:
        """Return the texts; what the field is by default only where nobody has said anything.

        Raises:
            FieldError: one does not fit.
        """
        emptied = self.default is not None and isinstance(raw, str) and not raw.strip()
        return super().parse([] if emptied else raw)


class Lines(Several):
    """Lines of text, in an order."""

    def _read(self, raw: object) -> object:
        given = raw if isinstance(raw, list | tuple) else [raw]
        lines = [str(line).strip() for line in given]
        if len(lines) > _MOST_LINES:
            raise FieldError("number_rules.error.too_many")
        if any(not 0 < len(line) <= _LONGEST_LINE or not line.isprintable() for line in lines):
            raise FieldError("core.field.not_text")
        return lines


class Regions(Several):
    """Countries, as their two letters of ISO 3166; a text has commas or blanks between them."""

    def _read(self, raw: object) -> object:
        given = raw if isinstance(raw, list | tuple) else re.split(r"[\s,;]+", str(raw).strip())
        regions = [str(region).strip().upper() for region in given]
        for region in regions:
            check_region(region)
        return sorted(set(regions))


class LongText(Field):
    """A text of several lines."""

    def parse(self, raw: object) -> object:
        """Return the text; None where there is none.

        Raises:
            FieldError: it is too long, or holds what no text holds.
        """
        text = "" if raw is None else str(raw).replace("\r\n", "\n").strip()
        if not text:
            return super().parse(None)
        if len(text) > MAX_LENGTH or any(char < " " and char not in _KEPT for char in text):
            raise FieldError("core.field.not_text")
        return text
