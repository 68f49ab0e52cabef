"""What may stand behind ``dialer settings``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dialer.cli.usage import Parser


class Parts(Protocol):
    """The parts of a command."""

    def add(self, name: str) -> Parser:
        """Add one."""


def add_settings(parser: Parser, parts: Parts) -> None:
    """Add the parts of ``dialer settings``, which lists them where nothing else is said."""
    parts.add("list")
    parts.add("get").take("key", help_key="settings.cli.help.key", metavar="KEY")
    change = parts.add("set")
    change.take("key", help_key="settings.cli.help.key", metavar="KEY")
    change.take("value", help_key="settings.cli.help.value", metavar="VALUE", nargs="+")
    reset = parts.add("reset")
    reset.take("keys", help_key="settings.cli.help.key", metavar="KEY", nargs="*", default=[])
    reset.take("--all", help_key="settings.cli.help.all", action="store_true")
    parts.add("export").take("file", help_key="settings.cli.help.export_file", metavar="FILE")
    taken = parts.add("import")
    taken.take("file", help_key="settings.cli.help.import_file", metavar="FILE")
    taken.take("--yes", help_key="settings.cli.help.yes", action="store_true")
    parser.set_defaults(subcommand="list")
