"""``dialer contacts duplicates``, ``merge`` and ``distinct``: people who are there more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.cli.people import print_contact
from dialer.contacts.documents import contact_to_json
from dialer.core.errors import InputError

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.merging.duplicates import Group
    from dialer.contacts.model import Contact


async def suggest(app: App, args: argparse.Namespace, console: Console) -> int:
    """List who seems to be there more than once."""
    found = await app.duplicates.suggest(args.limit)
    if console.json:
        groups = [
            {"reasons": list(group.reasons), "contacts": [contact_to_json(one) for one in group.contacts]}
            for group in found.groups
        ]
        console.document({"groups": groups, "total": found.total})
        return Exit.DONE
    for group in found.groups:
        _print(group, app, console)
    if not found.groups:
        console.say("duplicates.none")
    elif len(found.groups) < found.total:
        console.say("duplicates.shown", shown=len(found.groups), total=found.total)
    return Exit.DONE


async def merge(app: App, args: argparse.Namespace, console: Console) -> int:
    """Make one contact of several, or take the last merge back."""
    if not args.undo:
        whole = await app.duplicates.merge(args.ids, args.keep)
        _tell([whole], "duplicates.merged", console)
    elif args.ids or args.keep:
        raise InputError("duplicates.error.undo_ids")
    else:
        _tell(await app.duplicates.undo(), "duplicates.restored", console)
    return Exit.DONE


async def dismiss(app: App, args: argparse.Namespace, console: Console) -> int:
    """Remember that contacts are different people."""
    await app.duplicates.dismiss(args.ids)
    if console.json:
        console.document({"distinct": args.ids})
    else:
        console.say("duplicates.dismissed")
    return Exit.DONE


def _print(group: Group, app: App, console: Console) -> None:
    reasons = [console.strings.text(f"duplicates.reason.{reason.value}") for reason in group.reasons]
    console.line(f"{', '.join(reasons)}:")
    for contact in group.contacts:
        print_contact(contact, console, app.directories.title(contact.source))


def _tell(contacts: list[Contact], key: str, console: Console) -> None:
    if console.json:
        console.document([contact_to_json(contact) for contact in contacts])
        return
    for contact in contacts:
        console.say(key, id=contact.id, name=contact.name)
