"""The terminal, or the files and pipes in its place, that this process was started with."""

from __future__ import annotations

import json
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from dialer.core.errors import InputError

# Control characters make a terminal do more than show a text; the bidirectional ones reorder what is read.
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_PRINTABLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_BIDI), " ")


def printable(text: str) -> str:
    """Return a text without what would make a terminal do more than show it."""
    return text.translate(_PRINTABLE)


def dumps(content: object) -> str:
    """Return a JSON document on one line."""
    return json.dumps(content, ensure_ascii=False)


def working_folder() -> Path:
    """Return the folder that relative file names start from; one that was removed is as good as none."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.sep)


class Terminal:
    """Prints and reads lines. Once nobody reads the output any more, printing does nothing."""

    def __init__(self) -> None:
        """Take the process's standard streams."""
        for stream in (sys.stdout, sys.stderr):
            # A name that the terminal's character set lacks must not end a command.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    @property
    def interactive(self) -> bool:
        """Whether a person can answer questions."""
        return sys.stdin is not None and sys.stdin.isatty()

    def speak_json(self) -> None:
        """Print UTF-8, as JSON documents are, whatever the terminal's character set is."""
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")

    def out(self, line: str) -> None:
        """Print a line."""
        _print(sys.stdout, line)

    def err(self, line: str) -> None:
        """Print a line on standard error."""
        _print(sys.stderr, line)

    def read(self, prompt: str, *, secret: bool) -> str | None:
        """Return the next line of standard input, from a person without echo if it is secret.

        Raises:
            InputError: it is no text.
        """
        if self.interactive and secret:
            from getpass import getpass

            try:
                return getpass(f"{prompt}: ")
            except EOFError:
                return None
        if self.interactive:
            sys.stderr.write(f"{prompt}: ")
            sys.stderr.flush()
        return self.line()

    def line(self) -> str | None:
        """Return the next line of standard input without its end; None after the last one.

        Raises:
            InputError: it is no text.
        """
        try:
            line = sys.stdin.readline() if sys.stdin is not None else ""
        except UnicodeDecodeError:
            raise InputError("cli.input.not_text") from None
        return line.removesuffix("\n").removesuffix("\r") if line else None


def _print(stream: TextIO, line: str) -> None:
    try:
        stream.write(line + "\n")
        stream.flush()
    except (BrokenPipeError, ValueError):
        _discard(stream)


def _discard(stream: TextIO) -> None:
    """Send what is still to come nowhere; Python's own flush at the end must not complain either."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
