"""Serve the sandbox from the command line: ``python -m dialer.sandbox``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import suppress

from dialer.sandbox.connect_call.magic import MAGIC, MAGIC_SOURCES
from dialer.sandbox.server import LOGIN, PASSWORD, serve


async def run(port: int, speed: float = 1.0) -> None:
    """Serve until cancelled, and print the addresses."""
    sandbox = await serve(port, speed=speed)
    lines = [
        f"Simulated providers on {sandbox.url} (log-in {LOGIN}, password {PASSWORD})",
        *(line for name, fields in sandbox.accounts.items() for line in _account(name, fields)),
        f"What was received: {sandbox.url}sandbox/journal",
        f"Magic numbers:     {sandbox.url}sandbox/magic",
        "Ctrl-C ends it.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.close()


def _account(name: str, fields: dict[str, str]) -> list[str]:
    """Return what to fill in for an account, line by line."""
    return [f"  {name}", *(f"    {key:18} {value}" for key, value in fields.items())]


def main() -> None:
    """Read the arguments and serve, or print the magic numbers."""
    parser = argparse.ArgumentParser(prog="python -m dialer.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="where to listen (default: any free port)")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="how many times faster calls go (default: 1)"
    )
    parser.add_argument("--magic", action="store_true", help="print the magic numbers and leave")
    arguments = parser.parse_args()
    if arguments.magic:
        for entry in (*MAGIC, *MAGIC_SOURCES):
            sys.stdout.write(f"{entry.number}  {entry.name:26}  {entry.description}\n")
        return
    with suppress(KeyboardInterrupt):
        asyncio.run(run(arguments.port, arguments.speed))


if __name__ == "__main__":
    main()
