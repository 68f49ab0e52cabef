"""ALLOcloud passes what every meeting provider must pass."""

from __future__ import annotations

from dialer.testing.meetings import MeetingConformance
from tests.integrations.allocloud.recipe import AllocloudRecipe


class TestAllocloud(MeetingConformance):
    recipe = AllocloudRecipe
