"""``dialer restore``: the copies from before updates, and putting one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.app import migrations
from dialer.cli.exitcodes import Exit
from dialer.cli.terminal import dumps, printable
from dialer.core.conventions import moment_words
from dialer.core.errors import InputError, SafetyError
from dialer.core.home import Home
from dialer.core.restoring import DATABASE, list_copies, missing_after, restore
from dialer.desktop.lock import HomeLock

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from dialer.cli.terminal import Terminal
    from dialer.core.restoring import Copy, Restored
    from dialer.core.strings import Strings


def run(args: argparse.Namespace, terminal: Terminal, strings: Strings, path: Path) -> int:
    """List the copies in a home that nobody else has open, or put one back.

    Raises:
        InputError: there is no such copy, this Dialer cannot read it, or Dialer is open.
        SafetyError: nobody has confirmed it.
        StorageError: it could not be done; everything is as it was.
    """
    lock = HomeLock(Home.open(path).path)
    if not lock.acquire():
        raise InputError("restore.error.running")
    try:
        return _run(args, terminal, strings, Home(path))
    finally:
        lock.close()


def _run(args: argparse.Namespace, terminal: Terminal, strings: Strings, home: Home) -> int:
    copies = list_copies(home, {step.name for step in migrations()})
    if args.copy is None:
        _list(copies, args, terminal, strings)
        return Exit.DONE
    copy = next((each for each in copies if each.path.name == args.copy), None)
    if copy is None:
        raise InputError("restore.error.unknown", name=args.copy)
    if not copy.readable:
        raise InputError("restore.error.unreadable", name=copy.path.name)
    if not args.yes and not _confirmed(home, copy, terminal, strings):
        raise SafetyError("restore.error.not_confirmed")
    from dialer.calls.carried import carry_over  # a list does without

    _tell(copy, restore(home, copy, carry_over), args, terminal, strings)
    return Exit.DONE


def _list(copies: list[Copy], args: argparse.Namespace, terminal: Terminal, strings: Strings) -> None:
    if args.json:
        terminal.out(dumps([_to_document(copy) for copy in copies]))
    elif not copies:
        terminal.out(strings.text("restore.none"))
    for copy in () if args.json else copies:
        words = [
            strings.text(f"restore.kind.{copy.kind}"),
            moment_words(copy.made.astimezone(), strings.language),
        ]
        if copy.rows is not None:
            words.append(strings.text("restore.rows", count=copy.rows))
        if copy.aside:
            words.append(strings.text("restore.aside"))
        if not copy.readable:
            words.append(strings.text("restore.newer"))
        terminal.out(printable(f"{copy.path.name}  {', '.join(words)}"))


def _to_document(copy: Copy) -> dict[str, object]:
    return {
        "copy": copy.path.name,
        "of": copy.kind,
        "made": copy.made.astimezone().isoformat(timespec="seconds"),
        "set_aside": copy.aside,
        "readable": copy.readable,
        "rows": copy.rows,
    }


def _confirmed(home: Home, copy: Copy, terminal: Terminal, strings: Strings) -> bool:
    """Ask a person who sits there, and say before what is lost from sight."""
    if not terminal.interactive:
        return False
    if copy.kind == DATABASE:
        terminal.err(_missing_words(missing_after(home, copy), strings))
    question = strings.text("restore.ask", name=copy.path.name)
    answer = terminal.read(strings.text("cli.confirm", question=question), secret=False)
    yes = strings.text("cli.confirm.yes")
    return (answer or "").strip().casefold() in {yes, yes[:1]}


def _missing_words(missing: int | None, strings: Strings) -> str:
    if missing is None:
        return strings.text("restore.missing.unknown")
    return strings.text("restore.missing", count=missing)


def _tell(copy: Copy, done: Restored, args: argparse.Namespace, terminal: Terminal, strings: Strings) -> None:
    aside = done.aside.name if done.aside is not None else None
    if args.json:
        document = {"restored": copy.path.name, "set_aside": aside, "missing": done.missing}
        terminal.out(dumps(document | {"carried_over": done.carried}))
        return
    terminal.out(printable(strings.text("restore.done", name=copy.path.name)))
    if aside is not None:
        day = moment_words(done.until.astimezone(), strings.language)
        terminal.out(printable(strings.text("restore.kept", name=aside, date=day)))
    if copy.kind == DATABASE:
        terminal.out(_missing_words(done.missing, strings))
        if done.carried:
            terminal.out(strings.text("restore.carried", count=done.carried))
