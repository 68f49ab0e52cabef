"""Takes out of a text what must not be read by others: secrets, phone numbers, e-mail addresses.

A secret is found by value, in whatever way it was encoded on its way into the text, and by the key it stands
next to, in case nobody told us the value.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from dialer.core.redact_keys import take_out_by_key
from dialer.core.redact_people import mask_number, mask_people

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

__all__ = ["REDACTOR", "REPLACEMENT", "Redactor", "mask_number"]

REPLACEMENT = "***"

# Shorter ones would take ordinary words out of the log.
_SHORTEST = 4
# Session tokens come and go: the oldest are forgotten.
_REMEMBERED = 500


class _Known:
    """One secret; how it may be written is worked out where something is logged that may hold it."""

    __slots__ = ("_needles", "_pattern", "_secret")

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._needles: tuple[str, ...] | None = None
        self._pattern: re.Pattern[str] | None = None

    def may_be_in(self, text: str) -> bool:
        """Whether it is worth while to look closely; this is quick, and mostly the answer is no."""
        if self._needles is None:
            from dialer.core import redact_forms  # not before there is a secret, and something to log

            self._needles = redact_forms.needles(self._secret)
        for needle in self._needles:  # a loop: hundreds of these are asked for each line
            if needle in text:
                return True
        return not self._needles

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where the secret stands in the text."""
        if self._pattern is None:
            from dialer.core import redact_forms

            self._pattern = redact_forms.pattern(self._secret)
        for match in self._pattern.finditer(text):
            yield match.span()


class Redactor:
    """Knows the secrets of this session, and takes them out of texts."""

    def __init__(self) -> None:
        """Know no secret yet."""
        self._lasting: dict[str, _Known] = {}
        self._passing: OrderedDict[str, _Known] = OrderedDict()

    def register(self, secret: str, *, lasting: bool = False) -> None:
        """Take this value out of every text from now on.

        Args:
            secret: the value.
            lasting: never forget it, however many others come: it is a password, not one call's session.
        """
        if len(secret) < _SHORTEST:
            return
        if secret in self._lasting:
            return
        known = self._passing.pop(secret, None) or _Known(secret)
        if lasting:
            self._lasting[secret] = known
            return
        self._passing[secret] = known
        if len(self._passing) > _REMEMBERED:
            self._passing.popitem(last=False)

    def redact(self, text: str) -> str:
        """Return the text without secrets, and with numbers and e-mail addresses masked."""
        return mask_people(take_out_by_key(self._take_out_known(text)))

    def _take_out_known(self, text: str) -> str:
        # All are looked for before one is taken out: a secret may hold another one, or share a part with it.
        secrets = (*self._lasting.values(), *self._passing.values())
        found = [known for known in secrets if known.may_be_in(text)]
        places = sorted(place for known in found for place in known.places(text))
        left, done = [], 0
        for start, end in places:
            if start >= done:
                left += [text[done:start], REPLACEMENT]
            done = max(done, end)
        return "".join([*left, text[done:]])


REDACTOR = Redactor()
"""The one that logging uses; every `Secret` registers itself here."""
