"""What a Pingo account asks for."""

from __future__ import annotations

from urllib.parse import urlsplit

from dialer.core.config_flow import Account, ConfigFlow
from dialer.core.fields import Phone, SecretField, Url
from dialer.core.flow_check import Check

from .client import PingoClient


class PingoFlow(ConfigFlow):
    """Asks for an address, a token and the user's own number."""

    domain = "pingo"
    FIELDS = (Url(key="base_url"), SecretField(key="token"), Phone(key="phone"))

    async def async_check(self, check: Check) -> Account:
        url = check.data["base_url"]
        user = await PingoClient(check.hub.http, url, check.secrets["token"]).me()
        return Account(unique_id=f"{urlsplit(url).netloc} {user}", title=f"Pingo ({user})")
