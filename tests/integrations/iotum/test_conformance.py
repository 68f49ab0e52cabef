"""Iotum passes what every meeting provider and every directory must pass."""

from __future__ import annotations

from dialer.testing.directory import DirectoryConformance
from dialer.testing.meetings import MeetingConformance
from tests.integrations.iotum.recipe import IotumRecipe
from tests.integrations.iotum.rooms import RoomsRecipe


class TestMeetings(MeetingConformance):
    recipe = RoomsRecipe


class TestDirectory(DirectoryConformance):
    recipe = IotumRecipe
