"""``dialer accounts diagnostics``: shows what a helpdesk needs to find a fault, then saves it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.core.diagnostics import describe, save

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console

_PRINT_ONLY = "-"


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Print the whole document, then save it; a person who sits there is asked in between.

    A script is not asked: what it saves it has printed, and naming the file was its wish.
    """
    entry = app.hub.entries.find(args.account) if args.account else None
    text = await describe(app.hub, entry)
    if console.json:
        console.document(json.loads(text))
    else:
        for line in text.splitlines():
            console.line(line)
    if args.file == _PRINT_ONLY:
        return Exit.DONE
    path = console.path(args.file)
    question = console.strings.text("diagnostics.cli.ask", path=path)
    if console.interactive and not await console.confirm(question):
        console.warn("diagnostics.cli.not_saved")
        return Exit.DONE
    await save(path, text)
    if not console.json:
        console.say("diagnostics.saved", path=path)
    return Exit.DONE
