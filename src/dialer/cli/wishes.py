"""What a command line can come to instead of a command; whoever only catches it needs no parser."""

from __future__ import annotations

from dialer.core.errors import InputError


class UsageError(InputError):
    """The command line does not say what to do."""


class PrintAndLeave(Exception):
    """The command line asks for a text and nothing else: the help, or the version."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        super().__init__("help")
        self.text = text
