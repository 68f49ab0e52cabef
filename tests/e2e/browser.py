"""A real browser without a window: what it finds at a link, and the one that the program opens links in."""

from __future__ import annotations

import asyncio
import re
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--no-proxy-server", "--dump-dom",
)  # fmt: skip
_ROLE = re.compile(r'data-role="(\w+)"')
_PATIENCE = 30.0


class Browser:
    """Loads one page after another, each in a browser that knows nothing."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program = program
        self._folder = folder

    @classmethod
    def found(cls, folder: Path) -> Browser:
        """Return the browser; skip the test where there is none."""
        program = next(filter(None, map(shutil.which, _NAMES)), None)
        if program is None:
            pytest.skip("Chromium is not installed")
        return cls(program, folder)

    def open_links_in(self, environment: dict[str, str]) -> dict[str, str]:
        """Return an environment in which the desktop's own opener starts this browser."""
        opener = self._folder / "bin" / "xdg-open"
        opener.parent.mkdir()
        folder = self._folder / "opened"
        options = " ".join(_OPTIONS)
        opener.write_text(f'#!/bin/sh\nexec {self._program} {options} --user-data-dir="{folder}-$$" "$1"\n')
        opener.chmod(0o755)
        return {**environment, "PATH": f"{opener.parent}:{environment['PATH']}"}

    async def roles(self, *urls: str) -> list[str]:
        """Return the role in which somebody joins by each link, empty for a page without a meeting."""
        return list(await asyncio.gather(*(self._role(number, url) for number, url in enumerate(urls))))

    async def _role(self, number: int, url: str) -> str:
        process = await asyncio.create_subprocess_exec(
            self._program, *_OPTIONS, f"--user-data-dir={self._folder / str(number)}", url,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(_PATIENCE):
                page, _ = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()
            raise
        match = _ROLE.search(page.decode())
        return match[1] if match else ""
