"""``dialer contacts sync``: the copies of directories, brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.contacts.directories.directory import DirectoryFeature
from dialer.contacts.directories.source import is_refused
from dialer.core.errors import DialerError, SafetyError, StorageError

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.directories.source import Source
    from dialer.contacts.directories.sync import SyncReport

# The code of several that failed is that of the one that most needs a person.
_WORST = (Exit.REFUSED, Exit.SAFETY, Exit.NOT_SENT, Exit.DONE)


async def sync(app: App, args: argparse.Namespace, console: Console) -> int:
    """Copy from one directory, or from all; one that fails does not keep the others from it."""
    await app.directories.ready()
    if args.account is not None:
        return await _sync_one(app, args.account, console, allow_vanishing=args.yes)
    codes = [_fail(entry.title, error, console) for entry, error in app.directories.missing]
    for source in app.directories.loaded:
        if DirectoryFeature.SYNC in source.provider.features:
            codes += [await _sync(app, source, console, allow_vanishing=args.yes)]
    if not codes and not console.json:
        console.say("directories.sync.none")
    return min(codes, key=_WORST.index, default=Exit.DONE)


async def _sync_one(app: App, account: str, console: Console, *, allow_vanishing: bool) -> Exit:
    entry = app.directories.account(account)
    for missing, error in app.directories.missing:
        if missing is entry:
            return _fail(entry.title, error, console)
    return await _sync(app, app.directories.copied(entry), console, allow_vanishing=allow_vanishing)


async def _sync(app: App, source: Source, console: Console, *, allow_vanishing: bool) -> Exit:
    title = source.entry.title
    try:
        report = await app.directories.copies.sync(source, allow_vanishing=allow_vanishing)
    except StorageError:
        raise
    except SafetyError as error:
        console.fail(error)
        return Exit.SAFETY
    except DialerError as error:
        return _fail(title, error, console)
    _print(report, title, console)
    if report.skipped:
        console.warn("directories.sync.skipped", title=title, count=report.skipped)
    if not report.complete:
        console.warn("directories.sync.incomplete", title=title)
        return Exit.NOT_SENT
    return Exit.DONE


def _print(report: SyncReport, title: str, console: Console) -> None:
    counts = {
        "new": report.new,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    if console.json:
        console.document({"source": report.source, **counts})
    else:
        console.say("directories.sync.done", title=title, **counts)


def _fail(title: str, error: DialerError, console: Console) -> Exit:
    why = console.strings.text(error.key, **error.placeholders)
    console.warn("directories.trouble", title=title, why=why)
    return Exit.REFUSED if is_refused(error) else Exit.NOT_SENT
