"""``dialer self-test``: what this installation is made of, and whether each part works."""

from __future__ import annotations

import asyncio
import importlib
import logging
import platform
import sys
from functools import partial
from typing import TYPE_CHECKING

from dialer.cli.commands import self_test_parts as parts
from dialer.cli.exitcodes import Exit
from dialer.core import loader
from dialer.core.errors import DialerError, InputError, StorageError
from dialer.core.secrets import KeyringSecrets
from dialer.desktop import handlers_watch

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable

    import apsw

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.core.database import Database
    from dialer.core.hub import Hub
    from dialer.core.secrets import SecretStore

    Check = Callable[[], Awaitable[str]]

_LOGGER = logging.getLogger(__name__)


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Check everything, in a home that works."""
    checks = _checks(app.hub.secrets, partial(_database, app.hub.database))
    checks |= {"policy": partial(_policy, app.hub, console), "handlers": partial(_handlers, app.hub, console)}
    return await _run(checks, console)


async def run_without(error: DialerError, console: Console) -> int:
    """Check everything else, where the home itself does not work."""

    async def database() -> str:
        raise error

    return await _run(_checks(KeyringSecrets(), database), console)


def _checks(secrets: SecretStore, database: Check) -> dict[str, Check]:
    return {
        "python": partial(asyncio.to_thread, platform.python_version),
        "qt": _qt,
        "plugins": _plugins,
        "sqlite": partial(asyncio.to_thread, parts.sqlite),
        "expat": partial(asyncio.to_thread, parts.expat),
        "openssl": partial(asyncio.to_thread, _openssl),
        "trust": partial(asyncio.to_thread, _trust),
        "keyring": secrets.probe,
        "database": database,
        "integrations": _integrations,
        "languages": partial(asyncio.to_thread, parts.languages),
    }


async def _run(checks: dict[str, Check], console: Console) -> int:
    results = [await _result(name, check, console) for name, check in checks.items()]
    works = all(result["ok"] for result in results)
    if console.json:
        console.document({"ok": works, "checks": results})
    return Exit.DONE if works else Exit.INPUT


async def _result(name: str, check: Check, console: Console) -> dict[str, object]:
    strings = console.strings
    try:
        found, works = await check(), True
    except DialerError as error:
        found, works = strings.text(error.key, **error.placeholders), False
    except Exception:  # whatever a part of the installation throws is what is looked for here
        _LOGGER.warning("self-test: %s", name, exc_info=True)
        found, works = strings.text("cli.self_test.broken"), False
    text = strings.text(f"cli.self_test.{name}", found=found)
    if not console.json:
        console.line(f"{'ok    ' if works else 'not ok'}  {text}")
    return {"name": name, "ok": works, "text": text}


async def _qt() -> str:
    # By name: only the window may import Qt. On the thread of the loop, where the window imported it.
    importlib.import_module("PySide6.QtWidgets")
    return str(importlib.import_module("PySide6.QtCore").qVersion())


async def _plugins() -> str:
    return parts.plugins()  # on the thread of the loop, as Qt itself


def _openssl() -> str:
    import ssl

    return ssl.OPENSSL_VERSION


def _trust() -> str:
    """Load the certificates that the operating system trusts."""
    import ssl

    import truststore

    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if sys.platform in {"win32", "darwin"}:
        return platform.system()
    paths = ssl.get_default_verify_paths()
    if not ssl.create_default_context().cert_store_stats()["x509_ca"] and paths.capath is None:
        raise StorageError("cli.self_test.no_certificates")
    return paths.cafile or str(paths.capath)


async def _database(database: Database) -> str:
    """Write and read in the home's database, and have SQLite look at all of it."""

    def write_and_read(connection: apsw.Connection) -> bool:
        connection.execute("CREATE TABLE self_test(value)")
        connection.execute("INSERT INTO self_test VALUES (?)", ("ok",))
        found = connection.execute("SELECT value FROM self_test").fetchall()
        connection.execute("DROP TABLE self_test")
        return found == [("ok",)]

    def integrity(connection: apsw.Connection) -> str:
        return str(connection.execute("PRAGMA integrity_check(1)").get)

    works, sound = await database.write(write_and_read), await database.read(integrity)
    if not works or sound != "ok":
        raise StorageError("cli.self_test.database_damaged")
    return sound


async def _integrations() -> str:
    domains = list(loader.discover())
    for domain in {**dict.fromkeys(domains), **dict.fromkeys(parts.built_with("integrations"))}:
        await loader.prepare(domain)
        loader.load_flow(domain)
    for broken in loader.broken():
        raise InputError(
            "core.issue.broken_integration",
            name=broken.name,
            package=broken.distribution,
            reason=InputError(broken.key, **broken.placeholders),
        )
    return ", ".join(domains)


async def _policy(hub: Hub, console: Console) -> str:
    """Name what an organisation's files decide, or all that does not hold in them."""
    policy, text = hub.policy, console.strings.text
    waiting = {entry.title: entry.held for entry in hub.entries.all if entry.held is not None}
    if told := policy.problems or waiting.values():
        said = dict.fromkeys(text(each.key, **each.placeholders) for each in told)
        if waiting:
            said[text("policy.held_accounts", titles=", ".join(waiting))] = None
        problems = " ".join(said)
        raise InputError("cli.self_test.policy_problems", problems=problems)
    found = ", ".join((*policy.files, policy.organisation)).rstrip(", ")
    return found or text("cli.self_test.nothing")


async def _handlers(hub: Hub, console: Console) -> str:
    """Name who opens phone links; that is a fault where the user wants it to be Dialer.

    It is none where Dialer takes them by itself as soon as its window is opened.
    """
    owners = await handlers_watch.owners(hub)
    text = console.strings.text
    nobody = text("cli.self_test.nothing")
    found = ", ".join(f"{scheme}: {owner.name or nobody}" for scheme, owner in owners.items())
    if handlers_watch.takes_unasked(hub, surely=True) and not handlers_watch.all_ours(owners):
        return text("cli.self_test.links_to_come", found=found)
    await handlers_watch.check(hub)
    for issue in hub.issues.all:
        if issue.id == handlers_watch.ISSUE:
            raise InputError(issue.key, **issue.placeholders)
    return found
