"""What may stand behind the commands that are about versions of Dialer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.cli.usage import Parser


def add_versions(command: Callable[[str], Parser]) -> None:
    """Add the commands; `command` makes the parser of one."""
    updates = command("updates")
    updates.take("--check", help_key="updates.help.check", action="store_true")
    restore = command("restore")
    restore.take("copy", help_key="restore.help.copy", metavar="COPY", nargs="?")
    restore.take("--yes", help_key="restore.help.yes", action="store_true")
