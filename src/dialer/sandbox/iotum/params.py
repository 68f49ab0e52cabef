"""The parameters of one request, read one by one as the documents describe them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from dialer.sandbox.iotum.clock import WALL
from dialer.sandbox.iotum.problem import invalid, missing

# Of minutes, hosts and pages; what is more is a slip of the pen.
_MOST = 100_000
_YEARS = range(2000, 2101)
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_DIGITS = re.compile(r"[0-9]{1,19}")
_TRUTHS = {True: True, False: False, "true": True, "false": False}


class Params:
    """A JSON dictionary; ids and numbers may be written as text, as some samples have it.

    Each reader raises ``Problem`` for a value of the wrong kind, and with ``None`` as default gives ``None``
    for a parameter that is absent or null.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str) -> Any:
        """Return the value as it came, None if it did not."""
        return self.values.get(name)

    def require(self, name: str, *, nullable: bool = False) -> None:
        """Insist on a parameter; ``a|b`` is one of the two."""
        names = name.split("|")
        if not any(one in self.values and (nullable or self.values[one] is not None) for one in names):
            raise missing(" or ".join(names))

    def maybe_id(self, name: str) -> int | None:
        """Return a whole number."""
        value = self.values.get(name)
        if value is None:
            return None
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise invalid(name)
        return value

    def id(self, name: str) -> int:
        """Return a whole number that has to be there."""
        value = self.maybe_id(name)
        if value is None:
            raise missing(name)
        return value

    def positive(self, name: str) -> int:
        """Return a whole number of at least 1 that has to be there."""
        value = self.id(name)
        if not 1 <= value <= _MOST:
            raise invalid(name)
        return value

    def maybe_text(self, name: str) -> str | None:
        """Return a text."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or _HALF_A_CHARACTER.search(value):
            raise invalid(name)
        return value

    def text(self, name: str) -> str:
        """Return a text that has to be there, and not be empty."""
        value = self.maybe_text(name)
        if value is None or not value.strip():
            raise missing(name)
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.values.get(name, default)
        if value is None:
            return default
        if not isinstance(value, (bool, str)) or value not in _TRUTHS:
            raise invalid(name)
        return _TRUTHS[value]

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowable values."""
        value = self.values.get(name)
        if value is None:
            return default
        if value not in allowed:
            raise invalid(name)
        return str(value)

    def number_text(self, name: str, digits: str = "3,9") -> str | None:
        """Return a code of so many digits, which may come as a number."""
        value = self.values.get(name)
        if value is None:
            return None
        text = str(value)
        if isinstance(value, bool) or not re.fullmatch(rf"[0-9]{{{digits}}}", text):
            raise invalid(name)
        return text

    def wall(self, name: str) -> datetime:
        """Return a wall time without a zone."""
        try:
            moment = datetime.strptime(self.text(name), WALL)  # noqa: DTZ007  # its zone is another parameter
        except ValueError:
            raise invalid(name) from None
        if moment.year not in _YEARS:
            raise invalid(name)
        return moment

    def maybe_date(self, name: str) -> date | None:
        """Return a day."""
        text = self.maybe_text(name)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            raise invalid(name) from None

    def items(self, name: str) -> list[Params]:
        """Return a list of dictionaries."""
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise invalid(name)
        return [Params(item) for item in value]
