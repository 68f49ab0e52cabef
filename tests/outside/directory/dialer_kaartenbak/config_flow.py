"""What a Kaartenbak account asks for."""

from __future__ import annotations

from urllib.parse import urlsplit

from dialer.core.config_flow import Account, ConfigFlow
from dialer.core.fields import SecretField, Url
from dialer.core.flow_check import Check

from .client import KaartenbakClient


class KaartenbakFlow(ConfigFlow):
    """Asks for an address and a token."""

    domain = "kaartenbak"
    FIELDS = (Url(key="base_url"), SecretField(key="token"))

    async def async_check(self, check: Check) -> Account:
        url = check.data["base_url"]
        company = await KaartenbakClient(check.hub.http, url, check.secrets["token"]).company()
        return Account(unique_id=f"{urlsplit(url).netloc} {company}", title=f"Kaartenbak ({company})")
