"""Diagnostics: what a helpdesk needs to find a fault, without anything that is nobody's business.

The document is shown to the user in full, who may save it or copy it. It is never sent anywhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.diagnostics_facts import (
    about_account,
    about_database,
    about_integrations,
    about_issues,
    about_program,
    about_settings,
    secret_keys,
)
from dialer.core.diagnostics_text import Cleaner
from dialer.core.entry_secrets import API_SESSION
from dialer.core.errors import DialerError, SecretsUnavailable, StorageError
from dialer.core.redact import REDACTOR

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

KEY_RING_SECONDS = 8.0
"""Seconds that reading the key ring may take, all accounts together."""

# What the calls room keeps of an account whose call is running.
_SESSION = "session"


async def describe(hub: Hub, entry: ConfigEntry | None = None) -> str:
    """Return the document about one account, or about Dialer and all its accounts."""
    await _import_flows(hub)
    held: dict[str, bool] = {}
    unread = await _learn_secrets(hub, held)
    facts: dict[str, object] = {
        "about": "dialer" if entry is None else "account",
        "written_at": hub.clock.now().isoformat(timespec="seconds"),
        "dialer": await asyncio.to_thread(about_program, hub),
        "key_ring": unread or "ok",
    }
    accounts = hub.entries.all if entry is None else [entry]
    if entry is None:
        facts |= about_settings(hub)
        facts["integrations"] = await asyncio.to_thread(about_integrations)
        facts["database"] = await about_database(hub)
    facts["accounts"] = [about_account(hub, each, held) for each in accounts]
    facts["issues"] = about_issues(hub, entry)
    facts["counters"] = dict(sorted(hub.counters.items()))
    facts["log"] = [] if hub.log is None else hub.log.recent()
    return await asyncio.to_thread(Cleaner(REDACTOR).document, facts)


def suggested_name(hub: Hub) -> str:
    """Return what the file may be called."""
    return f"dialer-diagnostics-{hub.clock.now():%Y-%m-%d}.json"


async def save(path: Path, text: str) -> None:
    """Write the document, readable by its owner only.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        await asyncio.to_thread(_write, path, text)
    except OSError:
        raise StorageError("diagnostics.not_saved", path=path) from None


async def _import_flows(hub: Hub) -> None:
    """Have at hand what accounts ask for: the integration of one that is switched off may not be imported."""
    for domain in sorted({entry.domain for entry in hub.entries.all}):
        with contextlib.suppress(DialerError):  # without it, the account's own list of secrets must do
            await loader.prepare(domain)


async def _learn_secrets(hub: Hub, held: dict[str, bool]) -> str | None:
    """Read every account's secrets, so that they are known; note which are there, return why that failed."""
    try:
        async with asyncio.timeout(KEY_RING_SECONDS):
            for entry in hub.entries.all:
                for key in sorted({*secret_keys(entry), _SESSION, API_SESSION}):
                    ref = f"{entry.id}/{key}"
                    held[ref] = await _learn(hub, ref)
    except SecretsUnavailable as error:
        return error.key
    except TimeoutError:
        return "core.secrets.timeout"
    return None


async def _learn(hub: Hub, ref: str) -> bool:
    """Have a secret known to what takes secrets out; return whether there is one."""
    secret = await hub.secrets.get(ref)
    if secret is None:
        return False
    # A session is kept below the account that it belongs to, and stands alone elsewhere.
    REDACTOR.register(secret.reveal().rpartition("\n")[2], lasting=True)
    return True


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if os.name == "posix":
            os.fchmod(descriptor, 0o600)  # there may have been a file that others can read
        file.write(text)
