"""``dialer accounts``: add, list, sign in, change, set options, try again, switch off and remove accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit, of_error
from dialer.cli.form import complain, go_through
from dialer.core import loader, onboarding
from dialer.core.config_flow import FlowKind
from dialer.core.entry_words import entry_words
from dialer.core.errors import InputError

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow
    from dialer.core.hub import Hub

_FLOWS = {"change": FlowKind.RECONFIGURE, "sign-in": FlowKind.REAUTH, "options": FlowKind.OPTIONS}


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Carry out what is to be done with accounts."""
    hub = app.hub
    await hub.entries.settled()
    if args.subcommand == "list":
        return _list(app, console)
    if args.subcommand == "diagnostics":
        from dialer.cli.commands import diagnostics  # the other commands do without

        return await diagnostics.run(app, args, console)
    if args.subcommand == "add":
        return await _submit(hub, await _begin(hub, args, console), args, console)
    entry = hub.entries.find(args.account)
    if (kind := _FLOWS.get(args.subcommand)) is not None:
        await loader.prepare(entry.domain)
        return await _submit(hub, hub.flows.start(entry.domain, kind, entry), args, console)
    match args.subcommand:
        case "remove":
            await hub.entries.remove(entry)
            _print(entry, "cli.accounts.removed", console)
        case "retry":
            await _retry(hub, entry)
            _print(entry, "cli.accounts.ready", console)
        case _:
            disabled = args.subcommand == "disable"
            await hub.entries.set_disabled(entry, disabled)
            _print(entry, "cli.accounts.disabled" if disabled else "cli.accounts.enabled", console)
    return Exit.DONE


async def _retry(hub: Hub, entry: ConfigEntry) -> None:
    """Set an account up anew, now.

    Raises:
        DialerError: it is not ready after that; this says why.
    """
    if entry.disabled:
        raise InputError("cli.accounts.is_off", title=entry.title, id=entry.id)
    await hub.entries.reload(entry)
    if entry.error is not None:
        raise entry.error
    if hub.safe_mode:
        raise InputError("core.issue.safe_mode")


def _list(app: App, console: Console) -> int:
    entries = app.hub.entries.all
    if console.json:
        console.document([_to_document(entry) for entry in entries])
    elif not entries:
        console.say("cli.accounts.none")
    for entry in () if console.json else entries:
        state = entry_words(entry, console.strings, app.hub.clock)
        why = console.strings.text(entry.error.key, **entry.error.placeholders) if entry.error else ""
        console.line("  ".join(filter(None, (entry.id, entry.title, entry.domain, state, why))))
    return Exit.DONE


async def _begin(hub: Hub, args: argparse.Namespace, console: Console) -> Flow:
    """Begin with a new account of a provider, or with what a set-up link says of one."""
    if (args.domain is None) == (args.link is None):
        raise InputError("flow.provider_or_link")
    if args.link is None:
        await loader.prepare(args.domain)
        return hub.flows.start(args.domain)
    flow = hub.flows.start_from(await onboarding.read(args.link))
    key, placeholders = onboarding.notice(flow)
    console.warn(key, **placeholders)
    return flow


async def _submit(hub: Hub, flow: Flow, args: argparse.Namespace, console: Console) -> int:
    """Take a flow to its end, and say what became of it."""
    values, secrets = getattr(args, "values", []), getattr(args, "secrets", [])
    entry = await go_through(flow, values, secrets, console, hub.bus)
    if entry is not None:
        _print(entry, f"cli.accounts.{flow.kind.value}", console)
        return Exit.DONE
    complain(flow, secrets, console)
    return of_error(flow.error) if flow.error is not None else Exit.INPUT


def _print(entry: ConfigEntry, key: str, console: Console) -> None:
    if console.json:
        console.document(_to_document(entry))
    else:
        console.say(key, id=entry.id, title=entry.title)


def _to_document(entry: ConfigEntry) -> dict[str, str]:
    return {"id": entry.id, "domain": entry.domain, "title": entry.title, "state": _state(entry)}


def _state(entry: ConfigEntry) -> str:
    return "disabled" if entry.disabled else entry.state.value
