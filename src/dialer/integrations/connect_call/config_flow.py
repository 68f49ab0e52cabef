"""What a Connect Call account asks for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors
from dialer.core.errors import InputError
from dialer.core.fields import Choice, Phone, SecretField, Text, Url
from dialer.integrations.connect_call import legs
from dialer.integrations.connect_call.client import DEFAULT_BASE_URL, ConnectionType

if TYPE_CHECKING:
    from dialer.core.flow_check import Check


class ConnectCallFlow(ConfigFlow):
    """Asks for an account and checks what can be checked without ringing a phone."""

    domain = "connect_call"
    FIELDS = (
        Url(key="base_url", default=DEFAULT_BASE_URL),
        Text(key="login", personal=True),
        SecretField(key="password"),
        Phone(key="source", multiple=True, personal=True),
    )
    OPTIONS = (
        Choice(
            key="type",
            options=(ConnectionType.SOURCE_FIRST.value, ConnectionType.BOTH_AT_ONCE.value),
            default=ConnectionType.SOURCE_FIRST.value,
        ),
        Choice(key="number_format", options=legs.STYLES, default=legs.STYLES[0]),
    )

    async def async_check(self, check: Check) -> Account:
        """Check the form only: Connect Call has no log-in without a call, so nothing is sent.

        Raises:
            FieldErrors: one of the user's own numbers cannot be rung.
        """
        data = check.data
        try:
            # The numbering plans are heavy to load and must not hold up the window.
            await asyncio.to_thread(_read_all, legs.split(data["source"]), check.hub.settings.region)
        except InputError as error:
            raise FieldErrors({"source": error.key}) from None
        login, host = data["login"], urlsplit(data["base_url"]).netloc.lower()
        return Account(unique_id=f"{host} {login}", title=f"Connect Call ({login})")


def _read_all(numbers: tuple[str, ...], region: str) -> None:
    for number in numbers:
        legs.own_number(number, region)
