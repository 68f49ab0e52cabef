"""Whose fault it is: what an integration raises that it must not is told in the name of whoever wrote it."""

from __future__ import annotations

from dialer.core import loader
from dialer.core.errors import EntryError


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
