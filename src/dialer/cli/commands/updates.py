"""``dialer updates``: whether there is a newer Dialer, and what is new in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.core.conventions import day_words
from dialer.core.errors import InputError

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.core.update_manifest import Manifest
    from dialer.core.updates import Updates


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Say what is known, after a look where one is wished."""
    updates = app.hub.updates
    if args.check:
        if app.demo:  # nothing leaves the machine
            raise InputError("updates.error.demo")
        await updates.check()
    else:
        await updates.recall()
    newest = updates.newest()
    state = _state(updates, newest)
    if console.json:
        console.document(_to_document(updates, newest, state, console))
    else:
        _print(updates, newest, state, console)
    return Exit.DONE


def _state(updates: Updates, newest: Manifest | None) -> str:
    if not updates.is_on:
        return "off"
    if newest is None:
        return "not_checked"
    if updates.has_expired(newest):
        return "expired"
    return "newer" if updates.is_newer(newest) else "current"


def _to_document(
    updates: Updates, newest: Manifest | None, state: str, console: Console
) -> dict[str, str | bool | None]:
    language = console.strings.language
    return {
        "state": state,
        "running": updates.running,
        "checked": updates.memory.checked or None,
        "version": str(newest.version) if newest else None,
        "date": newest.dated.isoformat() if newest else None,
        "expires": newest.expires.isoformat() if newest else None,
        "page": newest.page if newest else None,
        "notes": newest.notes_in(language) if newest else None,
        "dismissed": newest is not None and updates.memory.dismissed == str(newest.version),
    }


def _print(updates: Updates, newest: Manifest | None, state: str, console: Console) -> None:
    if newest is None:
        console.say(f"updates.cli.{state}", running=updates.running, host=updates.host)
        return
    language = console.strings.language
    console.say(
        f"updates.cli.{state}",
        running=updates.running,
        host=updates.host,
        version=newest.version,
        date=day_words(newest.dated, language),
        expires=day_words(newest.expires, language),
    )
    if state == "newer":
        for line in newest.notes_in(language).splitlines():
            console.line(f"    {line}".rstrip())
        console.line(newest.page)
