"""What a helpdesk needs to know of a running Dialer and of its accounts, before it is cleaned."""

from __future__ import annotations

import logging
import platform
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from dialer import __version__
from dialer.core import loader
from dialer.core.diagnostics_text import plain
from dialer.core.diagnostics_values import about_data, about_values
from dialer.core.errors import DialerError, StorageError
from dialer.core.home import default_home
from dialer.core.provider import Provider
from dialer.core.settings import DECLARED
from dialer.core.strings import system_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    import apsw

    from dialer.core.config_flow import ConfigFlow
    from dialer.core.database import Database
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.manifest import Manifest

    Facts = dict[str, object]

_LOGGER = logging.getLogger(__name__)

_KIB = 1024
# What an issue's sentence is filled in with and may name a person; an account's title has the user name.
_NAMES = frozenset({"person", "title"})
_DISTRIBUTION = re.compile(r"[\w.-]+")


def flow_of(entry: ConfigEntry) -> ConfigFlow | None:
    """Return what an account's integration asks for, or None where the integration cannot be used."""
    try:
        return loader.load_flow(entry.domain)
    except DialerError:
        return None


def secret_keys(entry: ConfigEntry) -> set[str]:
    """Return under which keys an account's secrets are kept."""
    flow = flow_of(entry)
    return {*entry.secret_keys, *(field.key for field in (flow.secret_fields if flow else ()))}


def about_program(hub: Hub) -> Facts:
    """Return what this Dialer is, and what it runs on; this reads files."""
    return {
        "version": __version__,
        "safe_mode": hub.safe_mode,
        "language": hub.settings.language,
        "home": _about_home(hub.home.path),
        "python": platform.python_version(),
        "qt": _loaded("PySide6.QtCore", "__version__"),
        "openssl": _loaded("ssl", "OPENSSL_VERSION"),
        "libraries": _libraries(),
        "system": {
            "name": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "language": system_language(),
            "bundled": bool(getattr(sys, "frozen", False)),
        },
    }


def about_settings(hub: Hub) -> Facts:
    """Return what is set here, and what of it the organisation decided."""
    policy = hub.policy
    return {
        "settings": about_values({key: hub.settings.get(key) for key in DECLARED}, DECLARED.values()),
        "policy": {
            "present": bool(policy.files),
            "locked": sorted(policy.locked),
            "defaults": sorted(policy.defaults),
            "accounts": len(policy.accounts),
            "problems": [{"sentence": each.key, "values": each.placeholders} for each in policy.problems],
        },
    }


async def about_database(hub: Hub) -> Facts:
    """Return how large the database is and how it is laid out, nothing of what is in it."""
    try:
        database: Database = hub.database
    except RuntimeError:  # it could not be opened
        return {"open": False}

    def read(connection: apsw.Connection) -> Facts:
        names = ("user_version", "page_count", "freelist_count", "journal_mode")
        facts: Facts = {name: connection.execute(f"PRAGMA {name}").get for name in names}
        return {"sqlite": connection.execute("SELECT sqlite_version()").get, **facts}

    try:
        layout = await database.read(read)
    except StorageError as error:
        return {"open": True, "error": error.key}
    path = hub.home.database_file
    return {"open": True, "kib": path.stat().st_size // _KIB if path.is_file() else 0, **layout}


def about_integrations() -> Facts:
    """Return which integrations of other packages there are, and which of them cannot be used."""
    others = [_about_manifest(each) for each in loader.discover().values() if each.third_party]
    broken = [
        {"name": each.name, "package": each.distribution, "sentence": each.key, "values": each.placeholders}
        for each in loader.broken()
    ]
    return {"third_party": others, "broken": broken}


def about_account(hub: Hub, entry: ConfigEntry, held: Mapping[str, bool]) -> Facts:
    """Return what an account is and how it is doing; neither its title nor who it belongs to.

    Args:
        hub: the hub.
        entry: the account.
        held: which secrets the key ring has, by ``<entry id>/<key>``, as far as it could be asked.
    """
    manifest, flow, error = loader.find(entry.domain), flow_of(entry), entry.error
    hidden = secret_keys(entry)
    return {
        "id": entry.id,
        "domain": entry.domain,
        "integration": None if manifest is None else _about_manifest(manifest),
        "usable": flow is not None,
        "state": entry.state.value,
        "disabled": entry.disabled,
        "managed": entry.managed,
        "sign_in_refused": entry.auth_refused,
        "error": None if error is None else {"sentence": error.key, "values": error.placeholders},
        "retry_at": None if entry.retry_at is None else entry.retry_at.isoformat(),
        "counters": dict(sorted(entry.counters.items())),
        "layout": entry.version,
        "data": _without(hidden, about_data(entry.data, flow)),
        "options": _without(hidden, about_values(entry.options, flow.OPTIONS if flow else ())),
        "in_the_key_ring": {key: held.get(f"{entry.id}/{key}") for key in sorted(hidden)},
        "providers": [
            _without(hidden, _about_provider(each)) for owner, each in _providers(hub) if owner is entry
        ],
    }


def about_issues(hub: Hub, entry: ConfigEntry | None = None) -> list[Facts]:
    """Return what is wrong, with one account or at all."""
    return [
        {
            "id": issue.id,
            "severity": issue.severity.value,
            "sentence": issue.key,
            "values": {key: "***" if key in _NAMES else value for key, value in issue.placeholders.items()},
            "fix": None if issue.fix is None else issue.fix.value,
        }
        for issue in hub.issues.all
        if entry is None or issue.entry_id == entry.id
    ]


def _without(hidden: set[str], facts: object) -> object:
    """Return facts without what is kept under these keys, however deep."""
    if isinstance(facts, dict):
        return {key: "***" if key in hidden else _without(hidden, value) for key, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [_without(hidden, value) for value in facts]
    return facts


def _about_home(path: Path) -> Facts:
    """Return where the home is; a place outside the user's own folder may be named after anybody."""
    user = Path.home()
    shown = f"~/{path.relative_to(user).as_posix()}" if path.is_relative_to(user) else "elsewhere"
    return {"usual": path == default_home(), "path": shown}


def _about_manifest(manifest: Manifest) -> Facts:
    return {
        "name": manifest.name,
        "version": manifest.version,
        "kinds": list(manifest.kinds),
        "third_party": manifest.third_party,
        "package": manifest.distribution or None,
        "owner": manifest.owner or None,
    }


def _providers(hub: Hub) -> list[tuple[ConfigEntry, Provider]]:
    return hub.providers(Provider)


def _about_provider(provider: Provider) -> object:
    facts = {"kind": provider.kind, "features": plain(provider.features)}
    try:
        return {**facts, "facts": plain(provider.diagnostics())}
    except Exception:  # the edge of an integration: its bug must not keep the rest from being told
        _LOGGER.exception("diagnostics of %s failed", provider.kind)
        return {**facts, "facts": "failed"}


def _loaded(module: str, attribute: str) -> object:
    """Return what a library says of itself, where it is loaded; nothing is loaded to find out."""
    return getattr(sys.modules.get(module), attribute, None)


def _libraries() -> Facts:
    """Return the versions of what Dialer needs; a bundled one may not tell."""
    versions: Facts = {}
    try:
        needed = metadata.requires("dialer") or []
    except metadata.PackageNotFoundError:
        return versions
    for requirement in sorted(needed, key=str.casefold):
        name = _DISTRIBUTION.match(requirement)
        if name is None or "extra ==" in requirement:
            continue
        try:
            versions[name[0]] = metadata.version(name[0])
        except metadata.PackageNotFoundError:
            versions[name[0]] = None
    return versions
