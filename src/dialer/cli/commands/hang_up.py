"""``dialer hang-up``: end the running call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.cli.following import Following, print_call

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """End the running call and tell what became of it."""
    call = app.calls.current
    if call is None or not call.live:
        if console.json:
            console.document({"call": None})
        else:
            console.say("cli.call.none")
        return Exit.DONE
    with Following(app) as following:
        await app.calls.hang_up()
        # Without an answer to the dial yet, the hang-up waits for it.
        while (now := app.calls.current) is not None and now.id == call.id:
            call = now
            if not (call.live and call.hanging_up):
                break
            await following.next(call)
    print_call(call, app, console)
    return Exit.UNKNOWN if call.live else Exit.DONE
