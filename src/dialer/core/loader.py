"""Finding and loading integrations: a folder with a manifest each."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from dialer.core.config_flow import ConfigFlow
from dialer.core.errors import EntryError

if TYPE_CHECKING:
    from dialer.core.entries import ConfigEntry
    from dialer.core.hub import Hub

_FOLDER = Path(__file__).resolve().parent.parent / "integrations"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an integration says of itself.

    Attributes:
        domain: its folder's name and its name on the command line.
        name: the provider's own name.
        kinds: what it adds: telephony, meetings, directory.
        icon: its picture, an SVG file.
    """

    domain: str
    name: str
    kinds: tuple[str, ...]
    icon: Path


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
    found = {}
    for file in sorted(_FOLDER.glob("*/manifest.json")):
        content = json.loads(file.read_bytes())
        found[content["domain"]] = Manifest(
            domain=content["domain"],
            name=content["name"],
            kinds=tuple(content["kinds"]),
            icon=file.parent / "icon.svg",
        )
    return found


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
