"""The real program against the sandbox over real HTTP, with a real key ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.sandbox import Sandbox, serve
from tests.e2e.program import PASSWORD, Program

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def speed() -> float:
    """How much faster than in life the simulated calls go; the program itself runs at its own pace."""
    return 4.0


@pytest.fixture
async def sandbox(speed: float) -> AsyncIterator[Sandbox]:
    """The simulated provider."""
    sandbox = await serve(speed=speed, password=PASSWORD)
    yield sandbox
    await sandbox.close()


@pytest.fixture
def program(desktop: dict[str, str], tmp_path: Path, sandbox: Sandbox) -> Program:
    """Dialer on an empty home."""
    environment = {
        **desktop, "HOME": str(tmp_path / "user"), "LANG": "C.UTF-8", "LANGUAGE": "en",
        "PYTHONWARNINGS": "default",
    }  # fmt: skip
    (tmp_path / "user").mkdir()
    return Program(tmp_path / "home", environment, sandbox)
