"""Praatje passes what every meeting provider must pass."""

from __future__ import annotations

from dialer.testing.meetings import MeetingConformance
from recipe import PraatjeRecipe


class TestPraatje(MeetingConformance):
    """The tests are in the class above; add your own here."""

    recipe = PraatjeRecipe
