"""argparse with our manners: one sentence in the user's language, and no printing or exiting on its own."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, NoReturn

from dialer.cli.wishes import PrintAndLeave, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dialer.core.strings import Strings

# What argparse says in English, and the sentence that we say instead.
_SENTENCES = (
    (re.compile(r"the following arguments are required: (?P<what>.+)"), "cli.usage.required"),
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), "cli.usage.unrecognized"),
    (
        re.compile(r"argument (?P<what>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<choices>.+)\)"),
        "cli.usage.choice",
    ),
    (re.compile(r"argument (?P<what>.+?): expected .+"), "cli.usage.expected"),
    (re.compile(r"argument (?P<what>.+?): invalid .*?value: (?P<value>.+)"), "cli.usage.value"),
)


class Parser(argparse.ArgumentParser):
    """A parser of the program or of one command.

    What argparse needs is made when it is first asked for: of some eighty commands, one is meant.
    """

    def __init__(self, *, strings: Strings, **options: Any) -> None:
        """Speak the language of these sentences."""
        self.strings = strings
        self._options: dict[str, Any] | None = options
        self._taken: list[tuple[tuple[str, ...], str, dict[str, Any]]] = []
        self._mixed = False

    def __getattr__(self, name: str) -> Any:
        """Make what argparse expects to be there."""
        options = self.__dict__.get("_options")
        if options is None:
            raise AttributeError(name)
        self._options = None
        options.setdefault("formatter_class", _formatter(self.strings.text("cli.help.usage")))
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._arguments = self.add_argument_group(self.strings.text("cli.help.arguments"))
        self._own_options = self.add_argument_group(self.strings.text("cli.help.options"))
        for names, help_key, more in self._taken:
            self._take(names, help_key, more)
        return getattr(self, name)

    def mix(self) -> None:
        """Let options stand between the arguments; argparse on its own takes none after an option."""
        self._mixed = True

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read the arguments that are known, and return the others too."""
        if not self._mixed:
            return super().parse_known_args(args, namespace)
        self._mixed = False  # it comes back here for each half of its work
        if self.usage is None:  # else argparse cuts off its own English word for it
            self.usage = self.format_usage().partition(": ")[2]
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixed = True

    def take(self, *names: str, help_key: str, **options: Any) -> None:
        """Add an argument or an option with its help."""
        if self._options is None:
            self._take(names, help_key, options)
        else:
            self._taken.append((names, help_key, options))

    def _take(self, names: tuple[str, ...], help_key: str, options: dict[str, Any]) -> None:
        group = self._own_options if names[0].startswith("-") else self._arguments
        group.add_argument(*names, help=self.strings.text(help_key), **options)

    def error(self, message: str) -> NoReturn:
        """Say in the user's language what argparse says in English.

        Raises:
            UsageError: always.
        """
        for pattern, key in _SENTENCES:
            if match := pattern.fullmatch(message):
                raise UsageError(key, program=self.prog, **match.groupdict())
        raise UsageError("cli.usage.unreadable", program=self.prog)


class Show(argparse.Action):
    """Asks for a text instead of a command: ``const``, or the help without one."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        """Take no value."""
        unset = argparse.SUPPRESS
        super().__init__(option_strings, dest=unset, nargs=0, default=unset, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Leave the parser.

        Raises:
            PrintAndLeave: always.
        """
        raise PrintAndLeave((self.const or parser.format_help()).rstrip("\n"))


def _formatter(usage: str) -> type[argparse.HelpFormatter]:
    class Formatter(argparse.HelpFormatter):
        """Begins with the user's word for "usage"."""

        def add_usage(
            self,
            usage_text: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[argparse._MutuallyExclusiveGroup],
            prefix: str | None = None,
        ) -> None:
            super().add_usage(usage_text, actions, groups, f"{usage}: " if prefix is None else prefix)

    return Formatter
