"""``dialer repairs``: what is wrong and what mends it; and the repairs that no other command makes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.core import loader
from dialer.core.entry_life import SETUP_DEADLINE, UNLOAD_DEADLINE
from dialer.core.errors import DialerError, InputError
from dialer.core.fields import FieldError
from dialer.core.issues import FixAction
from dialer.core.readable import named

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.numbers.rereading_store import Change
    from dialer.core.entry import ConfigEntry
    from dialer.core.issues import Issue

_COMMANDS = {
    FixAction.SIGN_IN: "dialer accounts sign-in {account}",
    FixAction.CHANGE_ACCOUNT: "dialer accounts change {account}",
    FixAction.RETRY: "dialer accounts retry {account}",
    FixAction.CHECK_KEYRING: "dialer self-test",
    FixAction.ADD_CERTIFICATE: "dialer repairs add-certificate FILE",
    FixAction.SHOW_NUMBERS: "dialer repairs numbers",
    FixAction.REMOVE_CONTACTS: "dialer contacts sync {account} --yes",
    FixAction.CHOOSE_VERSION: "dialer contacts conflicts",
}
_EVERYTHING = -1  # SQLite's word for no limit
_PATIENCE = 10.0
# An account may need all of its time to find that its provider does not answer.
_SETTLED = SETUP_DEADLINE + UNLOAD_DEADLINE


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """List what is wrong, or mend it."""
    # What the start looks at must have been looked at.
    await asyncio.gather(app.hub.entries.settled(_SETTLED), asyncio.wait({app.looked}, timeout=_PATIENCE))
    match args.subcommand:
        case "numbers":
            await _numbers(app, console)
        case "add-certificate":
            await _add_certificate(app, args.file, console)
        case _:
            await _list(app, console)
    return Exit.DONE


async def _list(app: App, console: Console) -> None:
    issues = app.hub.issues.all
    commands = {issue.id: await _command(app, issue) for issue in issues}
    if console.json:
        console.document([_to_document(issue, commands[issue.id], console) for issue in issues])
    elif not issues:
        console.say("repairs.empty.title")
    for issue in () if console.json else issues:
        severity = console.strings.text(f"repairs.severity.{issue.severity}")
        console.line(named(severity, _sentence(issue, console), console.strings))
        if command := commands[issue.id]:
            console.line(f"    {command}")


def _to_document(issue: Issue, command: str | None, console: Console) -> dict[str, str | None]:
    return {
        "id": issue.id,
        "severity": issue.severity,
        "text": _sentence(issue, console),
        "fix": issue.fix,
        "account": issue.entry_id,
        "command": command,
    }


def _sentence(issue: Issue, console: Console) -> str:
    return console.strings.text(issue.key, **issue.placeholders)


async def _command(app: App, issue: Issue) -> str | None:
    """Return the command that mends an issue, where there is one; it works in a script as well."""
    template = _COMMANDS.get(issue.fix) if issue.fix is not None else None
    if template is None:
        return None
    command = template.format(account=issue.entry_id)
    entry = app.hub.entries.get(issue.entry_id) if issue.entry_id is not None else None
    if issue.fix is FixAction.SIGN_IN and entry is not None:
        command += "".join(f" --secret {key}" for key in await _secrets(entry))
    return command


async def _secrets(entry: ConfigEntry) -> list[str]:
    """Return the secrets that a sign-in takes: those that must be there, and those that the account has."""
    try:
        await loader.prepare(entry.domain)
        fields = loader.load_flow(entry.domain).secret_fields
    except DialerError:  # an add-on that cannot be imported
        return entry.secret_keys
    return [field.key for field in fields if field.required or field.key in entry.secret_keys]


async def _numbers(app: App, console: Console) -> None:
    """Show the numbers that are read differently; they have been seen then."""
    changes = await app.number_rules.changes(_EVERYTHING)
    if console.json:
        console.document([_change_to_document(change) for change in changes.shown])
    elif not changes.shown:
        console.say("repairs.numbers.nothing")
    for change in () if console.json else changes.shown:
        none = console.strings.text("repairs.numbers.none")
        readings = f"{change.before or none} → {change.now or none}"
        console.line(f"{change.contact_id}  {change.name}  {change.raw}: {readings}")
    await app.number_rules.seen()


def _change_to_document(change: Change) -> dict[str, str | None]:
    return {
        "contact": change.contact_id,
        "name": change.name,
        "raw": change.raw,
        "before": change.before,
        "now": change.now,
    }


async def _add_certificate(app: App, file: str, console: Console) -> None:
    from dialer.core.mending import trust

    try:
        await trust(app.hub, str(console.path(file)))
    except FieldError as error:
        raise InputError(error.key) from None
    if not console.json:
        console.say("repairs.fixed.certificate")
