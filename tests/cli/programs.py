"""The real program, started on one home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.copier import copier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RINGS_FOR_EVER = "+31205559027"


def wait_for_state(process: subprocess.Popen[str], state: str) -> None:
    """Read a call's events up to this state."""
    assert process.stdout is not None
    while json.loads(process.stdout.readline())["state"] != state:
        pass


class Program:
    """Starts the program on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, "LANG": "C.UTF-8", "LANGUAGE": "en"}

    def start(self, *argv: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "dialer", "--home", str(self.home), *argv],
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=self._environment,
            **options,
        )

    def run(self, *argv: str, given: str | None = None, **options: Any) -> tuple[int, str, str]:
        """Run a command to its end; return exit code, output and errors.

        With options for its process, or where processes cannot be copied, Python is started for it.
        """
        if not options and sys.platform == "linux":
            command = ("--home", str(self.home), *argv)
            return copier(self._environment).run_now(command, self._environment, given or "")
        stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
        with self.start(*argv, stdin=stdin, **options) as process:
            out, err = process.communicate(given, timeout=30)
        return process.returncode, out, err

    @contextmanager
    def calling(self, number: str = RINGS_FOR_EVER) -> Iterator[subprocess.Popen[str]]:
        """Have a call of the demo ring as long as the test lasts."""
        with self.start("--demo", "--json", "call", number) as process:
            try:
                wait_for_state(process, "source_ringing")
                yield process
            finally:
                process.kill()
