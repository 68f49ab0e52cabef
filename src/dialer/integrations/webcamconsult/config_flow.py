"""What a Webcamconsult account asks for: the organisation's token, and whose appointments these are."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors, FlowKind
from dialer.core.errors import ApiError, ErrorKind, Refused
from dialer.core.fields import SecretField, Text, Url
from dialer.integrations.webcamconsult.client import DEFAULT_BASE_URL, WebcamconsultClient
from dialer.integrations.webcamconsult.links import waiting_room
from dialer.integrations.webcamconsult.options import OpenChoice, user_field, user_labels

if TYPE_CHECKING:
    from dialer.core.fields import Field
    from dialer.core.flow_check import Check
    from dialer.integrations.webcamconsult.models import User

_TOKEN = re.compile(r"[\x21-\x7e]+")


class WebcamconsultFlow(ConfigFlow):
    """Asks for a token, tries it, and has a user and a division chosen."""

    domain = "webcamconsult"
    FIELDS = (
        Url(key="base_url", default=DEFAULT_BASE_URL),
        SecretField(key="token"),
        Url(key="waiting_room_url", required=False),
    )
    NAMES_NOBODY = frozenset({"waiting_room"})

    async def async_check(self, check: Check) -> Account:
        """List the users with the token, and have one of them and a division chosen.

        Raises:
            FieldErrors: the token is none.
            ApiError: it is refused, or the provider cannot be reached.
        """
        token, base_url = check.secrets["token"], str(check.data["base_url"])
        if not _TOKEN.fullmatch(token.reveal()):
            raise FieldErrors({"token": "webcamconsult.error.not_token"})
        client = WebcamconsultClient(check.hub.http, base_url, token)
        check.progress("webcamconsult.check.users")
        users = await _users(client)
        known = check.data.get("user_id")
        # Whoever signs in again has chosen before.
        division = Text(key="division_id", required=False)
        asked = division if check.kind is FlowKind.REAUTH else await _division_field(client)
        chosen = await check.ask(user_field(users, str(known) if known else None), asked, step="desk")
        user_id = str(chosen["user_id"] or "")
        address = urlsplit(base_url)
        return Account(
            unique_id=f"{address.netloc.lower()}{address.path.rstrip('/')} {user_id}".rstrip(),
            title=f"Webcamconsult ({user_labels(users).get(user_id) or address.hostname})",
            data={"waiting_room": waiting_room(base_url, check.data.get("waiting_room_url"))},
        )


async def _users(client: WebcamconsultClient) -> list[User]:
    try:
        return await client.users_list()
    except Refused as error:
        if error.kind is ErrorKind.PERMISSION:  # the token is all that there is of an account
            raise Refused("answers.sign_in_refused", ErrorKind.AUTH, code=error.code) from None
        raise


async def _division_field(client: WebcamconsultClient) -> Field:
    """Return the field for a division: those that appointments are in, because there is no list of them."""
    try:
        appointments = await client.appointments_list()
    except ApiError as error:
        if error.kind is ErrorKind.AUTH:
            raise
        appointments = []
    found = Counter(str(one.division_id) for one in appointments if one.division_id)
    if not found:
        return Text(key="division_id", required=False)
    options = tuple(division for division, _ in found.most_common())
    labels = {division: f"{division} ({count})" for division, count in found.items()}
    only = options[0] if len(options) == 1 else None
    return OpenChoice(key="division_id", required=False, options=options, labels=labels, default=only)
