"""Webcamconsult passes what every meeting provider and every directory must pass."""

from __future__ import annotations

from dialer.testing.directory import DirectoryConformance
from dialer.testing.meetings import MeetingConformance
from tests.integrations.webcamconsult.recipe import WebcamconsultRecipe


class TestAppointments(MeetingConformance):
    recipe = WebcamconsultRecipe


class TestClients(DirectoryConformance):
    recipe = WebcamconsultRecipe
