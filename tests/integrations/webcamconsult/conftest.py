"""The app with one account at the provider of the recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.testing.bench import Bench
from tests.integrations.webcamconsult.recipe import WebcamconsultRecipe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def recipe() -> WebcamconsultRecipe:
    """The provider; a test module may have another one."""
    return WebcamconsultRecipe()


@pytest.fixture
async def bench(recipe: WebcamconsultRecipe, tmp_path: Path) -> AsyncIterator[Bench]:
    """The app, without an account."""
    async with Bench.open(recipe, tmp_path) as bench:
        yield bench
