"""Idiligo passes what every meeting provider must pass."""

from __future__ import annotations

from dialer.testing.meetings import MeetingConformance
from tests.integrations.idiligo.recipe import IdiligoRecipe


class TestIdiligo(MeetingConformance):
    recipe = IdiligoRecipe
