"""ALLOcloud Web Meeting, a white label of Veeting Rooms: meetings for now and for later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.api import Api
from dialer.core.entry_secrets import SecretMissing
from dialer.core.issues import FixAction, Issue, Severity
from dialer.integrations.allocloud.client import AllocloudClient, operations
from dialer.integrations.allocloud.config_flow import CONFIRMED, TEMPLATE, read_admins
from dialer.integrations.allocloud.meetings import AllocloudMeetings

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


async def async_setup_entry(hub: Hub, entry: ConfigEntry) -> None:
    """Prove the key, and make the account able to meet."""
    key = await hub.entries.secret(entry, "api_key")
    if key is None:
        raise SecretMissing("core.entry.no_secret")
    data = entry.data
    client = AllocloudClient(hub.http, data["base_url"], key, str(data.get("user_id") or ""))
    await read_admins(client, data["account_id"])
    _tell_of_join_page(hub, entry)
    hub.provide(entry, Api(operations(client)))
    hub.provide(entry, AllocloudMeetings(client, hub.clock, data.get(TEMPLATE)))


def _tell_of_join_page(hub: Hub, entry: ConfigEntry) -> None:
    """Say that the join page is missing, or that nobody has seen yet that it is the right one."""
    if entry.data.get(TEMPLATE) and entry.data.get(CONFIRMED):
        return
    issue = Issue(
        id=f"allocloud-join-page/{entry.id}",
        severity=Severity.INFO,
        key="allocloud.issue.unconfirmed" if entry.data.get(TEMPLATE) else "allocloud.issue.no_page",
        placeholders={"account": entry.title},
        fix=FixAction.CHANGE_ACCOUNT,
        entry_id=entry.id,
    )
    hub.issues.report(issue)
    entry.scope.on_close(lambda: hub.issues.clear(issue.id))
