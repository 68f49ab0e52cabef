"""Kaartenbak passes what every directory must pass."""

from __future__ import annotations

from dialer.testing.directory import DirectoryConformance
from recipe import KaartenbakRecipe


class TestKaartenbak(DirectoryConformance):
    """The tests are in the class above; add your own here."""

    recipe = KaartenbakRecipe
