"""``dialer sandbox``: serve the simulated providers until Ctrl-C. It needs no home."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.cli.terminal import dumps
from dialer.core.errors import InputError
from dialer.sandbox import LOGIN, MAGIC, MAGIC_SOURCES, PASSWORD, Sandbox, serve

if TYPE_CHECKING:
    import argparse

    from dialer.cli.terminal import Terminal
    from dialer.core.strings import Strings


def run(args: argparse.Namespace, terminal: Terminal, strings: Strings) -> int:
    """Serve, and say where."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(args, terminal, strings))
    return Exit.DONE


async def _serve(args: argparse.Namespace, terminal: Terminal, strings: Strings) -> None:
    try:
        sandbox = await serve(args.port)
    except OSError:
        raise InputError("cli.sandbox.no_port", port=args.port) from None
    try:
        if args.json:
            terminal.out(dumps(_document(sandbox)))
        else:
            for line in _explain(sandbox, strings):
                terminal.out(line)
        await asyncio.Event().wait()
    finally:
        await sandbox.close()


def _document(sandbox: Sandbox) -> dict[str, object]:
    return {
        "url": sandbox.url,
        "providers": sandbox.base_urls,
        "accounts": sandbox.accounts,
        "login": LOGIN,
        "password": PASSWORD,
        "magic": [
            {"number": entry.number, "name": entry.name, "description": entry.description} for entry in MAGIC
        ],
        "magic_sources": [
            {"number": entry.number, "name": entry.name, "description": entry.description}
            for entry in MAGIC_SOURCES
        ],
    }


def _explain(sandbox: Sandbox, strings: Strings) -> list[str]:
    numbers = [f"  {entry.number}  {entry.description}" for entry in MAGIC]
    sources = [f"  {entry.number}  {entry.description}" for entry in MAGIC_SOURCES]
    accounts = []
    for name, fields in sandbox.accounts.items():
        accounts.append(strings.text("cli.sandbox.serving", name=name, url=fields["base_url"]))
        accounts += [f"  {key:18} {value}" for key, value in fields.items() if key != "base_url"]
    return [
        *accounts,
        strings.text("cli.sandbox.sign_in"),
        strings.text("cli.sandbox.magic"),
        *numbers,
        strings.text("cli.sandbox.magic_sources"),
        *sources,
    ]
