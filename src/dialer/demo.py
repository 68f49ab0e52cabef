"""The demo: simulated providers, an account at them, some two hundred people; nothing leaves the machine."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.config_flow import FlowKind
from dialer.core.secrets import Secret
from dialer.sandbox import LOGIN, PASSWORD, Sandbox, serve

if TYPE_CHECKING:
    from dialer.app import App

_PEOPLE = Path(__file__).resolve().parent / "resources" / "demo" / "people.vcf"
_FAVOURITES = (
    "Sanne de Vries",
    "Gemeente Utrecht",
    "Karel Bakker",
    "Nachtdienst",
    "Anne Vermeer",
    "Taxi Centrale",
)
_SOURCE = "+31205550112"


def throw_away_home() -> tempfile.TemporaryDirectory[str]:
    """Return a new empty folder for a demo, which goes when the demo ends."""
    return tempfile.TemporaryDirectory(prefix="dialer-demo-", ignore_cleanup_errors=True)


async def furnish(app: App) -> Sandbox:
    """Serve the simulated providers, let an account use them, and fill an empty address book."""
    sandbox = await serve()
    await app.hub.settings.set("welcomed", raw=True)
    await _add_account(app, sandbox.base_url)
    if await app.contacts.count() == 0:
        await app.contacts.import_files([_PEOPLE])
        for name in _FAVOURITES:
            for contact in await app.contacts.resolve(name):
                await app.contacts.change(contact.id, replace(contact.draft(), favourite=True))
    return sandbox


async def _add_account(app: App, base_url: str) -> None:
    """Add an account, or tell that of a demo home that was used before where the providers are now."""
    entry = next((entry for entry in app.hub.entries.all if entry.domain == "connect_call"), None)
    if entry is None:
        flow = app.hub.flows.start("connect_call", FlowKind.USER)
        await flow.submit({"base_url": base_url, "login": LOGIN, "password": PASSWORD, "source": _SOURCE})
        return
    await app.hub.entries.change(
        entry,
        data={**entry.data, "base_url": base_url},
        options=entry.options,
        title=entry.title,
        secrets={"password": Secret(PASSWORD)},
    )
