"""A team folder: colleagues share through a folder of the company's file share, without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.integrations.team_folder.folder import Folder, desk_name
from dialer.integrations.team_folder.team import TeamFolder

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """See that the folder is there and can be written to, before anything is offered."""
    from dialer.calls.callback_store import CallBackStore  # the database's library is heavy

    desk = desk_name(await CallBackStore(hub.database).desk())
    name = str(entry.data.get("name") or hub.settings.get("my_name") or "").strip()
    team = TeamFolder(hub, Folder(str(entry.data["folder"]), desk), name)
    await team.open()
    hub.provide(entry, team)
