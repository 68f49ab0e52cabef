"""Numbers as people write them, read once each and away from the window."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.core.settings import Settings


class ShownNumbers:
    """Knows how numbers are shown that were asked for before.

    Attributes:
        known: from a number to how it is shown.
    """

    def __init__(self, settings: Settings) -> None:
        """Read numbers in the home's country."""
        self._settings = settings
        self.known: dict[str, str] = {}

    async def of(self, number: str) -> str:
        """Return a number as people write it."""
        await self.learn([number])
        return self.known.get(number, number)

    async def learn(self, numbers: Iterable[str]) -> None:
        """Read those that are not known yet."""
        unknown = {number for number in numbers if number not in self.known}
        if unknown:
            # phonenumbers is heavy to import and must not hold up the window.
            self.known.update(await asyncio.to_thread(_international, unknown, self._settings.region))


def _international(numbers: set[str], region: str) -> dict[str, str]:
    from dialer.contacts.numbers.numbers import check

    return {number: check(number, region).international or number for number in numbers}
