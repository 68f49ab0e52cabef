"""CardDAV passes what every directory must pass."""

from __future__ import annotations

from dialer.testing.directory import DirectoryConformance
from tests.integrations.carddav.recipe import CardDavRecipe


class TestCardDav(DirectoryConformance):
    recipe = CardDavRecipe
