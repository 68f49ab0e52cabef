"""The app with a company's host beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.testing import Bench
from tests.integrations.iotum.recipe import IotumRecipe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.integrations.iotum.server import Platform


@pytest.fixture
def recipe() -> IotumRecipe:
    return IotumRecipe()


@pytest.fixture
def platform(recipe: IotumRecipe) -> Platform:
    return recipe.platform


@pytest.fixture
async def bench(recipe: IotumRecipe, tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.open(recipe, tmp_path) as bench:
        yield bench
