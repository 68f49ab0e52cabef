"""Keeps the stored numbers up with the rules by which they are read.

How a number is read follows from the library's numbering plans, from our own rules, from the home's country
and from its company's rules. When one of them changes, all numbers are read again, from what was written;
what that changes is remembered until somebody has seen it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dialer.contacts.numbers import rereading_store as store
from dialer.contacts.numbers.reading import RULES
from dialer.contacts.numbers.rereading_store import Rules
from dialer.core.errors import StorageError
from dialer.core.issues import FixAction, Issue, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.contacts.book import ContactBook
    from dialer.contacts.numbers.rereading_store import Change
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

ISSUE = "numbers"
BROKEN = "number_rules"


@dataclass(frozen=True)
class Changes:
    """What is read differently.

    Attributes:
        shown: the first of them, by name.
        count: how many there are.
    """

    shown: Sequence[Change]
    count: int


class NumberRules:
    """Reads stored numbers again when their rules have changed, and tells what came out differently."""

    def __init__(self, hub: Hub, book: ContactBook) -> None:
        """Look after the numbers of this book."""
        self._hub, self._book = hub, book
        self._reading = asyncio.Lock()

    async def keep_up(self) -> None:
        """Read the numbers again if that is due; an interrupted reading begins anew the next time."""
        async with self._reading:
            try:
                library = await asyncio.to_thread(_library_version)
                region = self._hub.settings.region
                company = repr(region.company) if region.company else ""
                now = Rules(library, RULES, str(region), company)
                before = await self._hub.database.read(store.rules)
                if before != now:
                    await self._book.read_numbers_again(before.region if before else now.region)
                    await self._hub.database.write(partial(store.set_rules, rules=now))
                await self._report()
                await self._report_broken()
            except StorageError as error:
                _LOGGER.warning("numbers were not read again: %s", error)

    async def changes(self, limit: int) -> Changes:
        """Return which numbers are read differently, and how many there are."""
        shown = await self._hub.database.read(partial(store.changes, limit=limit))
        count, _ = await self._hub.database.read(store.count)
        return Changes(shown, count)

    async def seen(self) -> None:
        """Somebody has seen the changes: they are told no more.

        Raises:
            StorageError: this cannot be written.
        """
        await self._hub.database.write(store.forget)
        await self._report()

    async def _report(self) -> None:
        count, callable_before = await self._hub.database.read(store.count)
        if not count:
            self._hub.issues.clear(ISSUE)
            return
        self._hub.issues.report(
            Issue(
                id=ISSUE,
                # Only where somebody else may be called than before does it have to be looked at.
                severity=Severity.WARNING if callable_before else Severity.INFO,
                key="repairs.issue.numbers",
                placeholders={"count": count},
                fix=FixAction.SHOW_NUMBERS,
            )
        )

    async def _report_broken(self) -> None:
        """Tell of company rules that do not hold, as a policy may bring them."""
        broken: list[str] = []
        if self._hub.settings.region.company:
            from dialer.contacts.numbers.rule_book import RuleBook

            broken = await asyncio.to_thread(RuleBook(self._hub.settings).broken)
        if not broken:
            self._hub.issues.clear(BROKEN)
            return
        self._hub.issues.report(
            Issue(
                id=BROKEN,
                severity=Severity.WARNING,
                key="number_rules.issue",
                placeholders={"rules": ", ".join(broken)},
            )
        )


def _library_version() -> str:
    """Return the version of the numbering plans without loading them, which takes long, only to look."""
    from importlib.util import find_spec
    from pathlib import Path

    from dialer import __version__

    spec = find_spec("phonenumbers")
    if spec is not None and spec.origin is not None:
        # The library that reads packages' metadata costs a MiB; their folders are named by the version.
        for folder in Path(spec.origin).parent.parent.glob("phonenumbers-*.dist-info"):
            return folder.name.removeprefix("phonenumbers-").removesuffix(".dist-info")
    return f"of Dialer {__version__}"  # in a package of ours it changes only with Dialer
