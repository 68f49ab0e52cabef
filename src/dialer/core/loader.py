"""Finding and loading integrations: a folder with a manifest each."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from dialer.core.config_flow import ConfigFlow
from dialer.core.errors import EntryError
from dialer.core.manifest import BUILT_IN, Manifest, read_manifest

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_FOLDER = Path(__file__).resolve().parent.parent / "integrations"


class Integration(Protocol):
    """What an integration's module offers."""

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        """Make an account's abilities appear; clean-ups go to ``entry.scope``.

        Raises:
            EntryNotReady, EntryAuthFailed, EntryError: it cannot, and what follows from that.
        """


@cache
def discover() -> dict[str, Manifest]:
    """Return the integrations that there are, by domain."""
    folders = (file.parent for file in sorted(_FOLDER.glob("*/manifest.json")))
    manifests = (read_manifest(folder, f"{BUILT_IN}.{folder.name}") for folder in folders)
    return {manifest.domain: manifest for manifest in manifests}


def load(domain: str) -> Integration:
    """Import an integration.

    Raises:
        EntryError: there is none of that name.
    """
    _known(domain)
    return cast("Integration", importlib.import_module(f"dialer.integrations.{domain}"))


def load_flow(domain: str) -> ConfigFlow:
    """Return a fresh config flow of an integration.

    Raises:
        EntryError: there is no integration of that name.
    """
    _known(domain)
    module = importlib.import_module(f"dialer.integrations.{domain}.config_flow")
    for candidate in vars(module).values():
        if (
            isinstance(candidate, type)
            and issubclass(candidate, ConfigFlow)
            and candidate.__module__ == module.__name__
        ):
            return candidate()
    raise EntryError("core.entry.no_flow", domain=domain)


def _known(domain: str) -> None:
    if domain not in discover():
        raise EntryError("core.entry.unknown_domain", domain=domain)
