"""``dialer api``: any documented operation of an account's provider, under the document's own names."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from typing import TYPE_CHECKING

from dialer.calls import by_hand
from dialer.cli.exitcodes import Exit, of_error
from dialer.core import api
from dialer.core.api import Api
from dialer.core.entry import EntryState
from dialer.core.errors import (
    ApiError,
    DialerError,
    EntryAuthFailed,
    ErrorKind,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SecretsUnavailable,
)
from dialer.core.faults import blame, trace
from dialer.meetings.accounts import why_not_ready

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)


def refuse_slip(args: argparse.Namespace) -> None:
    """Refuse what destroys something without ``--yes``: nothing is sent, no session is opened either.

    Raises:
        SafetyError: it does.
    """
    api.refuse_slip(args.operation or "", destroy=args.yes)


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """List an account's operations, or carry one out, once."""
    refuse_slip(args)  # for a command that another process has sent here
    entry = app.hub.entries.find(args.account)
    values = read_values(args.values)
    await app.hub.entries.settled()
    operations = _ready(app.hub, entry)
    if args.operation is None:
        return _list(operations, console)
    operations.check(args.operation, values)
    try:
        answer = await _carry_out(app, entry, operations, args, values)
    except asyncio.CancelledError:
        if not api.only_asks(args.operation):
            console.warn("cli_api.given_up")
        raise
    except OutcomeUnknown as error:
        key = "cli_api.no_answer" if api.only_asks(args.operation) else "cli_api.doubt"
        console.warn(key, why=error)
        return of_error(error)
    console.document(answer)
    return Exit.DONE


def read_values(pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Return the parameters that were typed: what is JSON as that, anything else as text.

    Raises:
        InputError: one was given twice, or is no text.
    """
    values: dict[str, object] = {}
    for key, text in pairs:
        if key in values:
            raise InputError("cli_api.error.twice", parameter=key)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InputError("cli_api.error.not_text", parameter=key) from None
        values[key] = _value(text)
    return values


def _value(text: str) -> object:
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError too
        return text
    return text if isinstance(value, str) else value


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _finite(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise ValueError(text)
    return value


def _ready(hub: Hub, entry: ConfigEntry) -> Api:
    """Return the operations of an account that can be used now.

    Raises:
        InputError: it is switched off, or its provider's interface is not reached this way.
        NotSent: it is not ready, and why.
        Refused: its sign-in was refused before.
    """
    for each, operations in hub.providers(Api):
        if each is entry:
            return operations
    if entry.disabled:
        raise InputError("meetings.error.account_off", account=entry.title)
    if entry.state is EntryState.LOADED:
        raise InputError("cli_api.error.none", account=entry.title)
    why = why_not_ready(hub, entry)
    if entry.state is EntryState.AUTH_NEEDED:
        raise Refused("cli_api.error.not_ready", ErrorKind.AUTH, account=entry.title, why=why)
    raise NotSent("cli_api.error.not_ready", account=entry.title, why=why)


def _list(operations: Api, console: Console) -> int:
    found = [(name, operations.parameters(name)) for name in operations.names]
    if console.json:
        console.document(
            [
                {"operation": name, "parameters": parameters, "destructive": api.is_destructive(name)}
                for name, parameters in found
            ]
        )
        return Exit.DONE
    for name, parameters in found:
        words = [f"{key}=…" if needed else f"[{key}=…]" for key, needed in parameters.items()]
        if api.is_destructive(name):
            words.append("--yes")
        console.line("  ".join((name, *words)))
    return Exit.DONE


async def _carry_out(
    app: App, entry: ConfigEntry, operations: Api, args: argparse.Namespace, values: Mapping[str, object]
) -> object:
    """Call an operation; a refused sign-in silences the account until a person signs in again."""
    numbers = by_hand.numbers(operations.rings.get(args.operation, ()), values)
    try:
        async with by_hand.placed(app.calls, app.hub, entry, numbers, confirmed=args.yes):
            operations = _ready(app.hub, entry)  # it takes long enough for an account to be changed
            return await _asked(entry.domain, operations, args, values)
    except ApiError as error:
        ready = any(each is operations for _, each in app.hub.providers(Api))
        if error.kind is ErrorKind.AUTH and ready:  # else it is late news of what was changed since
            await app.hub.entries.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
        raise


async def _asked(
    domain: str, operations: Api, args: argparse.Namespace, values: Mapping[str, object]
) -> object:
    try:
        return await operations.call(args.operation, values, destroy=args.yes)
    except SecretsUnavailable as error:
        raise NotSent(error.key, **error.placeholders) from None
    except DialerError:
        raise
    except TimeoutError:
        raise OutcomeUnknown from None
    except Exception as bug:  # noqa: BLE001  # an integration's bug must not pass for "nothing was sent"
        _LOGGER.error(
            "the operation %s of %s failed because of a fault in it:\n%s", args.operation, domain, trace(bug)
        )
        raise OutcomeUnknown("cli_api.error.bug", why=blame(domain)) from None
