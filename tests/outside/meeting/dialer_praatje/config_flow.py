"""What a Praatje account asks for."""

from __future__ import annotations

from dialer.core.config_flow import Account, ConfigFlow
from dialer.core.fields import SecretField, Url
from dialer.core.flow_check import Check

from .client import PraatjeClient, part


class PraatjeFlow(ConfigFlow):
    """An address and a key."""

    domain = "praatje"
    FIELDS = (Url(key="base_url"), SecretField(key="api_key"))

    async def async_check(self, check: Check) -> Account:
        client = PraatjeClient(check.hub.http, check.data["base_url"], check.secrets["api_key"])
        owner = part(await client.ask("GET", "v2/owner"), "name", str)
        return Account(unique_id=f"{check.data['base_url']} {owner}", title=f"Praatje ({owner})")
