"""Finding and loading integrations: a folder with a manifest each, Dialer's own and those of other packages.

Nothing of an integration is imported to find it. What others wrote is imported on a thread of its own and
waited for only so long: an import that hangs must not hold up the window.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import threading
import time
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from dialer.core.errors import EntryError
from dialer.core.manifest import BUILT_IN, Manifest, read_manifest
from dialer.core.no_tls import complete_asyncio

if TYPE_CHECKING:
    from types import ModuleType

    from dialer.core.config_flow import ConfigFlow
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.packages import BrokenIntegration

_LOGGER = logging.getLogger(__name__)

IMPORT_DEADLINE = 5.0

_forbidden = threading.Event()
_FOLDER = Path(__file__).resolve().parent.parent / "integrations"


class Integration(Protocol):
    """What an integration's module offers."""

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        """Make an account's abilities appear; clean-ups go to ``entry.scope``.

        Raises:
            EntryNotReady, EntryAuthFailed, EntryError: it cannot, and what follows from that.
        """


def discover() -> dict[str, Manifest]:
    """Return the integrations that there are, by domain: Dialer's own, then those of other packages."""
    return {**_built_in(), **_third_party()[0]}


def broken() -> list[BrokenIntegration]:
    """Return the integrations of other packages that cannot be used, and why."""
    return _third_party()[1]


def find(domain: str) -> Manifest | None:
    """Return an integration; other packages are looked at only if Dialer has none of that name."""
    return _built_in().get(domain) or _third_party()[0].get(domain)


def look_again() -> None:
    """Forget what was found: a package was installed or removed."""
    importlib.invalidate_caches()
    _third_party.cache_clear()
    _importing.cache_clear()


def allow_others(*, allowed: bool) -> None:
    """Say whether what others wrote may be imported: not in safe mode, whoever asks for it."""
    _forbidden.clear() if allowed else _forbidden.set()


async def prepare(domain: str) -> None:
    """Import an integration without holding up the loop, so that `load` and `load_flow` are at once there.

    Raises:
        EntryError: there is none of that name, or it cannot be imported now.
    """
    manifest = _known(domain)
    if manifest.third_party:
        importing = _others(manifest)
        await asyncio.wait({asyncio.wrap_future(importing.future)}, timeout=importing.left)
    load(domain)


def load(domain: str) -> Integration:
    """Import an integration.

    Raises:
        EntryError: there is none of that name, or it cannot be imported now.
    """
    manifest = _known(domain)
    if manifest.third_party:
        module, _ = _others(manifest).modules()
    else:
        module = importlib.import_module(manifest.package)
    return cast("Integration", module)


def load_flow(domain: str) -> ConfigFlow:
    """Return a fresh config flow of an integration.

    Raises:
        EntryError: there is no integration of that name, or it cannot be imported.
    """
    from dialer.core.config_flow import ConfigFlow

    manifest = _known(domain)
    if manifest.third_party:
        _, module = _others(manifest).modules()
    else:
        module = importlib.import_module(f"{manifest.package}.config_flow")
    for candidate in vars(module).values():
        if (
            isinstance(candidate, type)
            and issubclass(candidate, ConfigFlow)
            and candidate.__module__ == module.__name__
        ):
            return candidate()
    raise EntryError("core.entry.no_flow", domain=domain)


class _Import:
    """The import of an integration that others wrote, on a thread of its own.

    The thread is a daemon: one that hangs for good keeps nobody from quitting.

    Attributes:
        future: the integration's module and that of its flow; None if they cannot be imported.
    """

    def __init__(self, manifest: Manifest) -> None:
        """Begin."""
        complete_asyncio()
        self.future: Future[tuple[ModuleType, ModuleType] | None] = Future()
        self._manifest = manifest
        self._until = time.monotonic() + IMPORT_DEADLINE
        self.future.set_running_or_notify_cancel()  # whoever waits and is cancelled does not cancel it
        threading.Thread(target=self._run, name=f"import {manifest.package}", daemon=True).start()

    @property
    def left(self) -> float:
        """The seconds for which it is still worth waiting."""
        return max(0.0, self._until - time.monotonic())

    def modules(self) -> tuple[ModuleType, ModuleType]:
        """Wait, if nobody did before, and return the modules.

        Raises:
            EntryError: they cannot be imported.
        """
        found = None
        with contextlib.suppress(TimeoutError):
            found = self.future.result(self.left)
        if found is None:
            raise EntryError(
                "core.entry.import_failed", name=self._manifest.name, package=self._manifest.distribution
            )
        return found

    def _run(self) -> None:
        found = None
        package = self._manifest.package
        try:
            integration = importlib.import_module(package)
            if callable(getattr(integration, "async_setup_entry", None)):
                found = integration, importlib.import_module(f"{package}.config_flow")
            else:
                _LOGGER.error("%s has no async_setup_entry", package)
        except BaseException:  # what others wrote may even raise SystemExit; it ends with this thread
            _LOGGER.exception("%s cannot be imported", package)
        self.future.set_result(found)


def _others(manifest: Manifest) -> _Import:
    if _forbidden.is_set():
        raise EntryError("core.entry.safe_mode")
    return _importing(manifest)


@cache
def _importing(manifest: Manifest) -> _Import:
    return _Import(manifest)


@cache
def _built_in() -> dict[str, Manifest]:
    folders = (file.parent for file in sorted(_FOLDER.glob("*/manifest.json")))
    manifests = (read_manifest(folder, f"{BUILT_IN}.{folder.name}") for folder in folders)
    return {manifest.domain: manifest for manifest in manifests}


@cache
def _third_party() -> tuple[dict[str, Manifest], list[BrokenIntegration]]:
    from dialer.core.packages import find_packages  # not before somebody asks for it

    return find_packages(frozenset(_built_in()))


def _known(domain: str) -> Manifest:
    manifest = find(domain)
    if manifest is None:
        raise EntryError("core.entry.unknown_domain", domain=domain)
    return manifest
