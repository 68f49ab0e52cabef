"""Whose fault it is: what an integration raises that it must not is told in the name of whoever wrote it."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.errors import EntryError

if TYPE_CHECKING:
    from collections.abc import Iterator


def fault(domain: str, *, ours: str, theirs: str) -> EntryError:
    """Return what to say of a bug.

    Args:
        domain: the integration.
        ours: the key of the sentence where Dialer brings the integration.
        theirs: the key where another package does; it names that.
    """
    manifest = loader.find(domain)
    if manifest is None or not manifest.third_party:
        return EntryError(ours)
    return EntryError(theirs, name=manifest.name, package=manifest.distribution)


def blame(domain: str) -> EntryError:
    """Return the sentence that says whose bug it was, as the reason in another sentence."""
    return fault(domain, ours="core.fault.ours", theirs="core.fault.theirs")


def trace(error: BaseException) -> str:
    """Return the traceback of a bug without its message, which may hold a link or a name."""
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "which led to:"
    for part in traceback.format_tb(error.__traceback__):
        yield part.rstrip()
    yield type(error).__name__
