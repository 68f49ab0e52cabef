"""``dialer contacts``: the address book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli import contact_fields
from dialer.cli.commands import contacts_duplicates, contacts_files
from dialer.cli.exitcodes import Exit
from dialer.cli.people import print_contact
from dialer.contacts.documents import contact_to_json
from dialer.contacts.model import LOCAL, ContactDraft
from dialer.core.errors import InputError

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.model import Contact


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Carry out what is to be done with contacts."""
    work = {
        "import": contacts_files.import_files,
        "export": contacts_files.export,
        "undo": contacts_files.undo,
        "find": _find,
        "add": _add,
        "change": _change,
        "remove": _remove,
        "sync": _sync,
        "who": _who,
        "conflicts": _conflicts,
        "settle": _conflicts,
        "duplicates": contacts_duplicates.suggest,
        "merge": contacts_duplicates.merge,
        "distinct": contacts_duplicates.dismiss,
    }
    return await work[args.subcommand](app, args, console)


async def _find(app: App, args: argparse.Namespace, console: Console) -> int:
    await app.number_rules.keep_up()  # the rules may have changed while no Dialer was running
    without = _left_out(app, args)
    found = await app.contacts.search(args.query, limit=args.limit, without=without)
    contacts = {hit.contact.id: hit.contact for hit in found.hits}
    answers: list[Answer] = []
    await app.directories.search(args.query, args.limit, answers.append, without=without)
    for answer in answers:
        contacts.update((hit.contact.id, hit.contact) for hit in answer.hits)
        _name_trouble(answer, console)
    _print_all(list(contacts.values())[: args.limit or None], app, console)
    return Exit.DONE


def _left_out(app: App, args: argparse.Namespace) -> set[str]:
    """Return the sources in which is not searched: those that are named, or all but those that are."""
    only, without = (
        {text if text == LOCAL else app.directories.account(text).id for text in texts}
        for texts in (args.source, args.without_source)
    )
    every = {LOCAL, *(entry.id for entry in app.hub.entries.all)}
    return without | (every - only if only else set())


def _name_trouble(answer: Answer, console: Console) -> None:
    """Name a directory that is down, refused or incomplete: not all of its people are among those found."""
    if answer.error is not None:
        why = console.strings.text(answer.error.key, **answer.error.placeholders)
        console.warn("directories.trouble", title=answer.title, why=why)
    elif not answer.complete:
        console.warn("directories.incomplete", title=answer.title)


async def _sync(app: App, args: argparse.Namespace, console: Console) -> int:
    from dialer.cli.syncing import sync  # the other commands do without

    return await sync(app, args, console)


async def _conflicts(app: App, args: argparse.Namespace, console: Console) -> int:
    from dialer.cli import choosing  # the other commands do without

    work = choosing.settle if args.subcommand == "settle" else choosing.show
    return await work(app, args, console)


async def _who(app: App, args: argparse.Namespace, console: Console) -> int:
    await app.number_rules.keep_up()
    _print_all(await app.contacts.who(args.number, region=args.region), app, console)
    return Exit.DONE


def _print_all(contacts: list[Contact], app: App, console: Console) -> None:
    if console.json:
        console.document([contact_to_json(contact) for contact in contacts])
    elif not contacts:
        console.say("cli.contacts.none")
    for contact in () if console.json else contacts:
        print_contact(contact, console, app.directories.title(contact.source))


async def _add(app: App, args: argparse.Namespace, console: Console) -> int:
    draft = ContactDraft(
        name=args.name,
        organisation=args.organisation,
        department=args.department,
        title=args.title,
        note=args.note,
        numbers=tuple(map(contact_fields.number, args.number)),
        emails=tuple(args.email),
        tags=tuple(args.tag),
    )
    if args.to is None:
        added = await app.contacts.add(draft, region=args.region)
    else:
        await app.directories.ready()
        entry = app.directories.account(args.to)
        writing = app.directories.writing
        added = await writing.add(writing.target(entry), draft, region=args.region)
    _print_one(added, "cli.contacts.added", console)
    return Exit.DONE


async def _change(app: App, args: argparse.Namespace, console: Console) -> int:
    contact = await _existing(app, args.id)
    draft = contact_fields.changed(contact.draft(), args.values)
    if contact.source == LOCAL:
        changed = await app.contacts.change(contact.id, draft, region=args.region)
    else:
        await app.directories.ready()
        changed = await app.directories.writing.change(contact, draft, region=args.region)
    _print_one(changed, "cli.contacts.changed", console)
    return Exit.DONE


async def _remove(app: App, args: argparse.Namespace, console: Console) -> int:
    contact = await _existing(app, args.id)
    if contact.source == LOCAL:
        await app.contacts.remove(contact.id)
    else:
        await app.directories.ready()
        await app.directories.writing.remove(contact)
    _print_one(contact, "cli.contacts.removed", console)
    return Exit.DONE


def _print_one(contact: Contact, key: str, console: Console) -> None:
    if console.json:
        console.document(contact_to_json(contact))
    else:
        console.say(key, id=contact.id, name=contact.name)


async def _existing(app: App, contact_id: str) -> Contact:
    contact = await app.contacts.get(contact_id)
    if contact is None:
        raise InputError("cli.contacts.no_such", id=contact_id)
    return contact
