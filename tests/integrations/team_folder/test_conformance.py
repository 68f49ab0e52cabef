"""The team folder passes what every team provider must pass."""

from __future__ import annotations

from dialer.testing.team import TeamConformance
from tests.integrations.team_folder.recipe import TeamFolderRecipe


class TestTeamFolder(TeamConformance):
    recipe = TeamFolderRecipe
