"""Keeps an eye on the disk with Dialer's data: without room for a record no call is placed.

Copies from before updates that have become too old go on the same occasion.
"""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

from dialer.core.database_file import drop_old_copies
from dialer.core.issues import Issue, Severity

if TYPE_CHECKING:
    from dialer.core.hub import Hub

ISSUE = "disk"
LITTLE = 100
"""MB: fewer are too few."""

_MB = 1_000_000
_HOUR = 3600.0


async def check_disk(hub: Hub) -> None:
    """Report that there is little room left, or that there is enough again; let go of old copies first."""
    home = hub.home
    for file in (home.database_file, home.settings_file, home.accounts_file):
        await asyncio.to_thread(drop_old_copies, file, hub.clock.now())
    try:
        usage = await asyncio.to_thread(shutil.disk_usage, hub.home.path)
    except OSError:  # it cannot be told; whoever writes will hear it
        return
    free = usage.free // _MB
    if free >= LITTLE:
        hub.issues.clear(ISSUE)
        return
    hub.issues.report(
        Issue(id=ISSUE, severity=Severity.WARNING, key="repairs.issue.disk", placeholders={"free": free})
    )


async def watch_disk(hub: Hub) -> None:
    """Check every hour."""
    while True:
        await hub.clock.sleep(_HOUR)
        await check_disk(hub)
