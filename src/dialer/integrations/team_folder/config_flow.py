"""What a team folder asks for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors
from dialer.core.errors import ApiError
from dialer.core.fields import Text
from dialer.core.folder_field import FolderPath
from dialer.integrations.team_folder.folder import Folder
from dialer.integrations.team_folder.team import try_out

if TYPE_CHECKING:
    from dialer.core.flow_check import Check


class TeamFolderFlow(ConfigFlow):
    """Asks for the folder, and what colleagues call this desk."""

    domain = "team_folder"
    FIELDS = (FolderPath(key="folder"), Text(key="name", required=False, personal=True))

    async def async_check(self, check: Check) -> Account:
        """See that the folder is there, and that this desk may write into it.

        Raises:
            FieldErrors: it is not, or may not.
        """
        folder = str(check.data["folder"])
        try:
            await try_out(Folder(folder, "check"))
        except ApiError as error:
            raise FieldErrors({"folder": error.key}) from None
        return Account(unique_id=_key(folder), title=Path(folder).name or folder)


def _key(folder: str) -> str:
    """Return what two ways to write one folder have in common."""
    return os.path.normcase(os.path.normpath(folder))
