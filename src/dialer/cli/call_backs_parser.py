"""What may stand on the command line after ``dialer call-backs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.values import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.cli.usage import Parser

_LIMIT = 50


def add_call_backs(
    parser: Parser, part: Callable[[str], Parser], add_region: Callable[[Parser], None]
) -> None:
    """Add the parts of the command.

    Args:
        parser: the command's own.
        part: makes the parser of a part.
        add_region: adds the option that says how numbers without a country are read.
    """
    rows = part("list")
    rows.take("--done", help_key="callbacks.help.done", action="store_true")
    rows.take("--owner", help_key="callbacks.help.owner", metavar="NAME")
    rows.take("--limit", help_key="cli.help.limit", metavar="N", type=count, default=_LIMIT)
    parser.set_defaults(subcommand="list", done=False, owner=None, limit=_LIMIT)
    add = part("add")
    add.take("target", help_key="cli.help.target", metavar="TARGET")
    add.take("--due", help_key="callbacks.help.due", metavar="WHEN", required=True)
    add.take("--name", help_key="callbacks.help.name", metavar="NAME", default="")
    add.take("--owner", help_key="callbacks.help.set_owner", metavar="NAME")
    add.take("--note", help_key="callbacks.help.note", metavar="TEXT", default="")
    add_region(add)
    for name in ("done", "reopen", "remove"):
        one = part(name)
        one.take("id", help_key="callbacks.help.id", metavar="ID")
        if name == "done":
            one.take("--by", help_key="callbacks.help.by", metavar="NAME")
