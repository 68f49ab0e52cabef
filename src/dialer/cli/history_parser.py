"""What may stand on the command line after ``dialer history``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dialer.cli.values import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.cli.usage import Parser

NO_OUTCOME = "none"
KINDS = ("call", "meeting", "all")

_LIMIT = 50
# Written out: the calls room is not imported to read a command line.
_OUTCOMES = (
    "reached",
    "message_left",
    "voicemail",
    "will_call_back",
    "call_again",
    "wrong_person",
    NO_OUTCOME,
)


def add_history(parser: Parser, part: Callable[[str], Parser]) -> None:
    """Add the parts of the command.

    Args:
        parser: the command's own.
        part: makes the parser of a part.
    """
    rows = part("list")
    rows.take("--limit", help_key="cli.help.limit", metavar="N", type=count, default=_LIMIT)
    _add_filter(rows)
    defaults = {name: rows.get_default(name) for name in _FILTERS}
    parser.set_defaults(subcommand="list", limit=_LIMIT, **defaults)
    export = part("export")
    export.take("file", help_key="history.help.file", metavar="FILE")
    _add_filter(export)
    export.set_defaults(kind="all")
    parts = {name: part(name) for name in ("note", "outcome", "tags", "private", "forget")}
    for name, each in parts.items():
        what = "history.help.whom" if name == "forget" else "history.help.id"
        each.take("id", help_key=what, metavar="ID")
    parts["note"].take("text", help_key="history.help.text", metavar="TEXT")
    parts["outcome"].take("outcome", help_key="history.help.outcome", metavar="OUTCOME", choices=_OUTCOMES)
    parts["tags"].take("tags", help_key="history.help.tags", metavar="TAG", nargs="*")
    parts["private"].take("--off", help_key="history.help.off", action="store_true")
    parts["forget"].take("--yes", help_key="history.help.yes", action="store_true")


_FILTERS = ("search", "since", "until", "contact", "outcomes", "tags", "kind")


def _add_filter(parser: Parser) -> None:
    parser.take("--search", help_key="history.help.search", metavar="TEXT", default="")
    parser.take("--since", help_key="history.help.since", metavar="DATE", type=date.fromisoformat)
    parser.take("--until", help_key="history.help.until", metavar="DATE", type=date.fromisoformat)
    parser.take("--contact", help_key="cli.help.contact_id", metavar="ID")
    parser.take(
        "--outcome",
        help_key="history.help.outcome",
        metavar="OUTCOME",
        choices=_OUTCOMES,
        action="append",
        dest="outcomes",
        default=[],
    )
    parser.take("--tag", help_key="history.help.tag", metavar="T", action="append", dest="tags", default=[])
    parser.take("--kind", help_key="history.help.kind", metavar="KIND", choices=KINDS, default="call")
