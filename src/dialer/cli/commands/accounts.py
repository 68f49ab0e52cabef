"""``dialer accounts``: add, list, sign in, change, set options, try again, switch off and remove accounts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit, of_error
from dialer.cli.form import complain, go_through
from dialer.core import loader, onboarding
from dialer.core.config_flow import FlowKind
from dialer.core.entry_words import entry_words, held_up
from dialer.core.errors import InputError, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow
    from dialer.core.hub import Hub

_FLOWS = {"change": FlowKind.RECONFIGURE, "sign-in": FlowKind.REAUTH, "options": FlowKind.OPTIONS}
_UNCHANGED = "cli_accounts.unchanged"


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
        if not (args.domain or args.link or args.values or args.secrets):
            return await _list_integrations(console)
        return await _submit(hub, await _begin(hub, args, console), args, console)
    entry = hub.entries.find(args.account)
    if (kind := _FLOWS.get(args.subcommand)) is not None:
        return await _revise(hub, entry, kind, args, console)
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
    error = entry.error
    if isinstance(error, OutcomeUnknown):  # a check does nothing that could be in doubt
        raise NotSent(error.key, **error.placeholders)
    if error is not None:
        raise error
    if hub.safe_mode:
        raise InputError("core.issue.safe_mode")


def _list(app: App, console: Console) -> int:
    entries = app.hub.entries.all
    if console.json:
        console.document([_to_document(entry, _why(app.hub, entry, console)) for entry in entries])
    elif not entries:
        console.say("cli.accounts.none")
    for entry in () if console.json else entries:
        state = entry_words(entry, console.strings, app.hub.clock)
        told = (entry.id, entry.title, entry.domain, state, _why(app.hub, entry, console))
        console.line("  ".join(filter(None, told)))
    return Exit.DONE


async def _list_integrations(console: Console) -> int:
    """Say what accounts there can be, Dialer's own kinds first."""
    found = sorted(
        (await asyncio.to_thread(loader.discover)).values(), key=lambda each: (each.third_party, each.domain)
    )
    if console.json:
        console.document(
            [
                {
                    "domain": each.domain,
                    "name": each.name,
                    "kinds": list(each.kinds),
                    "package": each.distribution if each.third_party else None,
                }
                for each in found
            ]
        )
        return Exit.DONE
    text = console.strings.text
    for each in found:
        kinds = ", ".join(text(f"cli_accounts.kind.{kind}") for kind in each.kinds)
        origin = "addon" if each.third_party else "built_in"
        words = text(f"cli_accounts.{origin}", package=each.distribution)
        console.line(f"{each.domain}  {each.name}  {kinds}  {words}")
    console.warn("cli_accounts.add_one")
    return Exit.DONE


async def _begin(hub: Hub, args: argparse.Namespace, console: Console) -> Flow:
    """Begin with a new account of a provider, or with what a set-up link says of one."""
    if (args.domain is None) == (args.link is None):
        raise InputError("flow.provider_or_link")
    if args.link is None:
        if await asyncio.to_thread(loader.find, args.domain) is None:
            domains = ", ".join(sorted(loader.discover()))
            raise InputError("cli_accounts.no_such_domain", domain=args.domain, domains=domains)
        await loader.prepare(args.domain)
        return hub.flows.start(args.domain)
    flow = hub.flows.start_from(await onboarding.read(args.link))
    key, placeholders = onboarding.notice(flow)
    console.warn(key, **placeholders)
    return flow


async def _revise(
    hub: Hub, entry: ConfigEntry, kind: FlowKind, args: argparse.Namespace, console: Console
) -> int:
    """Change an account, or say that there is nothing to change."""
    await loader.prepare(entry.domain)
    flow = hub.flows.start(entry.domain, kind, entry)
    given = bool(getattr(args, "values", []) or getattr(args, "secrets", []))
    if kind is FlowKind.OPTIONS and not flow.fields and not given:
        _print(entry, "cli_accounts.no_options", console)
        return Exit.DONE
    if kind is not FlowKind.REAUTH and not given and not console.interactive:
        _print(entry, _UNCHANGED, console)
        return Exit.DONE
    return await _submit(hub, flow, args, console)


async def _submit(hub: Hub, flow: Flow, args: argparse.Namespace, console: Console) -> int:
    """Take a flow to its end, and say what became of it."""
    values, secrets = getattr(args, "values", []), getattr(args, "secrets", [])
    entry = await go_through(flow, values, secrets, console, hub.bus)
    if entry is not None:
        _print(entry, _UNCHANGED if flow.unchanged else f"cli.accounts.{flow.kind.value}", console)
        return Exit.DONE
    complain(flow, secrets, console)
    code = of_error(flow.error) if flow.error is not None else Exit.INPUT
    # A check does nothing that could be in doubt: whoever did not answer was not reached.
    return Exit.NOT_SENT if code is Exit.UNKNOWN else code


def _print(entry: ConfigEntry, key: str, console: Console) -> None:
    if console.json:
        console.document(_to_document(entry))
    else:
        console.say(key, id=entry.id, title=entry.title)


def _to_document(entry: ConfigEntry, why: str = "") -> dict[str, str]:
    document = {"id": entry.id, "domain": entry.domain, "title": entry.title, "state": _state(entry)}
    return document | ({"error": why} if why else {})


def _state(entry: ConfigEntry) -> str:
    return "disabled" if entry.disabled else entry.state.value


def _why(hub: Hub, entry: ConfigEntry, console: Console) -> str:
    """Return why an account is not ready, and what to do; empty where there is nothing to say."""
    error = entry.error or held_up(hub, entry)
    if entry.disabled or error is None:
        return ""
    return console.strings.text(error.key, **error.placeholders)
