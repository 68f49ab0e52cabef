"""``dialer contacts import``, ``export`` and ``undo``: contacts from files and to files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.contacts.documents import report_to_json
from dialer.contacts.exchange.csv_columns import WrongChoice
from dialer.contacts.exchange.csv_lists import Lists
from dialer.contacts.exchange.reader import holds_list
from dialer.core.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.model import FileReport


async def import_files(app: App, args: argparse.Namespace, console: Console) -> int:
    """Import the files as one import that can be taken back; tell what each brought when it is done."""
    code = Exit.DONE
    names: dict[str, list[str]] = {}
    paths: list[Path] = []
    for name in args.files:
        path = console.path(name)
        if await asyncio.to_thread(_is_no_file, path):
            console.warn("cli.contacts.no_file", file=name)
            code = Exit.INPUT
            continue
        paths.append(path)
        names.setdefault(str(path), []).append(name)

    lists = Lists(lambda _path, guessed: guessed.with_choices(args.map))
    if args.map:
        # What is wrong with a choice is told before anything is imported.
        await asyncio.to_thread(_try, lists, paths)

    def tell(report: FileReport) -> None:
        name = names[report.file].pop(0)
        _report(name, report, console)
        if left_out := lists.left_out().get(report.file):
            console.warn("csv.left_out", file=name, columns=", ".join(left_out))

    reports = await app.contacts.import_files(paths, region=args.region, reader=lists.open, finished=tell)
    return Exit.INPUT if any(report.error_key is not None for report in reports) else code


async def export(app: App, args: argparse.Namespace, console: Console) -> int:
    """Write all contacts to a file, in the place of one of that name."""
    path = console.path(args.file)
    count = await app.contacts.export(path)
    if console.json:
        console.document({"file": args.file, "contacts": count})
    else:
        console.say("exchange.exported", file=args.file, count=count)
    if await app.contacts.leaves_photos_out(path):
        console.warn("exporting.photos")
    return Exit.DONE


async def undo(app: App, args: argparse.Namespace, console: Console) -> int:
    """Take the last import back; contacts that were edited since need a ``--yes``."""
    run = await app.contacts.undo(allow_edited=args.yes)
    if console.json:
        console.document(
            {"files": list(run.files), "removed": run.new, "restored": run.changed, "left": run.left}
        )
    else:
        files = ", ".join(run.files)
        console.say("exchange.undone", files=files, removed=run.new, restored=run.changed)
        if run.left:
            console.warn("exchange.undo.left", count=run.left)
    return Exit.DONE


def _try(lists: Lists, paths: Sequence[Path]) -> None:
    """See whether the choices fit each list; one that cannot be read is told with the others.

    Raises:
        WrongChoice: they do not.
    """
    for path in filter(holds_list, paths):
        try:
            lists.open(path)
        except WrongChoice:
            raise
        except InputError:
            continue


def _is_no_file(path: Path) -> bool:
    """Whether something is there that is no file: a pipe would keep whoever reads it waiting."""
    return path.exists() and not path.is_file()


def _report(name: str, report: FileReport, console: Console) -> None:
    if report.error_key is not None:
        console.warn("cli.contacts.unread", file=name, why=console.strings.text(report.error_key))
        return
    if console.json:
        console.document({**report_to_json(report, console.strings), "file": name})
        return
    counts = {"new": report.new, "changed": report.changed, "unchanged": report.unchanged}
    console.say("cli.contacts.imported", file=name, **counts)
    for line, key in report.skipped:
        console.say("cli.contacts.skipped", line=line, reason=console.strings.text(key))
    if report.incomplete:
        console.say("exchange.incomplete", count=report.incomplete)
