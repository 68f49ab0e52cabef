"""``dialer status``: how the running call is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.cli.following import print_call

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Print the running call."""
    call = app.calls.current
    if call is not None and call.live:
        print_call(call, app, console)
    elif console.json:
        console.document({"call": None})
    else:
        console.say("cli.call.none")
    return Exit.DONE
