"""What an Idiligo account asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors, FlowKind
from dialer.core.fields import SecretField, Text, Url
from dialer.integrations.idiligo.client import DEFAULT_BASE_URL, IdiligoClient
from dialer.integrations.idiligo.fields import SCRIPT, KeptSecret, Link, Scripts
from dialer.integrations.idiligo.session import Credentials

if TYPE_CHECKING:
    from dialer.core.flow_check import Check
    from dialer.core.secrets import Secret

SIGN_IN = "sign_in"
PASSWORD, TICKET = "password", "ticket"
_OTHER = {PASSWORD: TICKET, TICKET: PASSWORD}


class IdiligoFlow(ConfigFlow):
    """Asks for an account, and signs in with its password or with the organisation's ticket."""

    domain = "idiligo"
    FIELDS = (
        Url(key="base_url", default=DEFAULT_BASE_URL),
        Text(key="username", personal=True),
        KeptSecret(key="apikey"),
        SecretField(key=PASSWORD, required=False),
        SecretField(key=TICKET, required=False),
    )
    OPTIONS = (
        Scripts(key=SCRIPT, required=False),
        Link(key="returnUrl", required=False, encrypted=False, advanced=True),
    )
    NAMES_NOBODY = frozenset({SIGN_IN})

    async def async_check(self, check: Check) -> Account:
        """Sign in, which makes nothing at Idiligo.

        Raises:
            FieldErrors: a secret is missing, or one too many is given.
            ApiError: the sign-in is refused, or Idiligo is not reached.
        """
        url, username = str(check.data["base_url"]), str(check.data["username"])
        how = _sign_in(check)
        if "apikey" not in check.secrets:
            raise FieldErrors({"apikey": "core.field.required"})
        known = Credentials(username=username, apikey=check.secrets["apikey"], **{how: check.secrets[how]})

        async def credentials() -> Credentials:
            return known

        await IdiligoClient(check.hub.http, check.hub.clock, url, credentials).session.token()
        # The one that is not used any more is forgotten: a ticket is good for every user.
        stale: dict[str, Secret | None] = {_OTHER[how]: None} if _OTHER[how] in check.secrets else {}
        return Account(
            unique_id=f"{urlsplit(url).netloc.lower()} {username.lower()}",
            title=f"Idiligo ({username})",
            data={SIGN_IN: how},
            secrets=stale,
        )


def _sign_in(check: Check) -> str:
    """Return whether the password or the ticket is to be used.

    Raises:
        FieldErrors: neither is there, or both are.
    """
    there = [key for key in (PASSWORD, TICKET) if key in check.secrets]
    if not there:
        raise FieldErrors({PASSWORD: "idiligo.error.password_or_ticket"})
    if len(there) == 1:
        return there[0]
    if check.kind is FlowKind.USER or check.data.get(SIGN_IN) not in _OTHER:
        raise FieldErrors({TICKET: "idiligo.error.password_and_ticket"})
    return _OTHER[check.data[SIGN_IN]]  # the account had one of both, so the other has just been given
