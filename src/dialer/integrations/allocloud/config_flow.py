"""What an ALLOcloud account asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors, FlowKind
from dialer.core.errors import ErrorKind, InputError, Refused
from dialer.core.fields import Choice, SecretField, Text, Toggle, Url
from dialer.integrations.allocloud import join_page
from dialer.integrations.allocloud.client import NOT_ALLOWED, AllocloudClient, may_be_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.flow_check import Check
    from dialer.integrations.allocloud.models import Admin

TEMPLATE = "join_url_template"
CONFIRMED = "join_url_confirmed"
_TRIED = "confirmed_template"
_LONGEST_NAME = 100


class AllocloudFlow(ConfigFlow):
    """Asks for a key and an account, picks the organiser, and lets a person confirm the join page."""

    domain = "allocloud"
    FIELDS = (
        Url(key="base_url"),
        SecretField(key="api_key"),
        Text(key="account_id"),
        Text(key="user_id", required=False, personal=True),
        Text(key=TEMPLATE, required=False),
        Toggle(key=CONFIRMED, default=False),
    )

    async def async_check(self, check: Check) -> Account:
        """Read the account's organisers; where there are several and none was given, ask which.

        Raises:
            FieldErrors: a value does not fit.
            ApiError: the key is refused, or the server is not reached.
        """
        data = check.data
        base_url, account_id = str(data["base_url"]), str(data["account_id"])
        template, user_id = str(data.get(TEMPLATE) or ""), str(data.get("user_id") or "")
        _check_form(base_url, user_id, template, check.secrets["api_key"].reveal().strip())
        client = AllocloudClient(check.hub.http, base_url, check.secrets["api_key"])
        admins = await read_admins(client, account_id)
        user_id = user_id or await _choose(check, admins)
        email = next((_plain(admin.email) for admin in admins if admin.id == user_id), "")
        confirmed = bool(template and data.get(CONFIRMED))
        if check.kind is FlowKind.RECONFIGURE and data.get(_TRIED) not in {None, "", template}:
            confirmed = False  # another page was confirmed
        return Account(
            unique_id=f"{urlsplit(base_url).netloc.lower()} {account_id} {user_id}",
            title=f"ALLOcloud ({email or user_id})",
            data={"user_id": user_id, CONFIRMED: confirmed, _TRIED: template if confirmed else ""},
        )


async def read_admins(client: AllocloudClient, account_id: str) -> list[Admin]:
    """Return an account's organisers, which is the one question that proves a key and costs nothing.

    Raises:
        FieldErrors: there is no such account.
        ApiError: of kind AUTH where the key is refused; here, being not allowed can mean nothing else.
    """
    try:
        data = (await client.account_admin(accountId=account_id)).data
    except Refused as error:
        if error.kind in {ErrorKind.AUTH, ErrorKind.PERMISSION} or error.code in NOT_ALLOWED:
            raise Refused("allocloud.error.key_refused", ErrorKind.AUTH, code=error.code) from None
        if error.kind is ErrorKind.NOT_FOUND:
            raise Refused("allocloud.error.no_account", ErrorKind.NOT_FOUND, code=error.code) from None
        raise
    except InputError as error:
        raise FieldErrors({"account_id": "allocloud.error.account_id"}) from error
    return data if isinstance(data, list) else [data]


def _check_form(base_url: str, user_id: str, template: str, api_key: str) -> None:
    errors = {}
    if not may_be_header(api_key):
        errors["api_key"] = "allocloud.error.api_key"
    if user_id and not may_be_header(user_id):
        errors["user_id"] = "allocloud.error.user_id"
    if template and (trouble := join_page.trouble(template, base_url)) is not None:
        errors[TEMPLATE] = trouble
    if errors:
        raise FieldErrors(errors)


async def _choose(check: Check, admins: Sequence[Admin]) -> str:
    usable = [admin for admin in admins if may_be_header(admin.id)]
    if not usable:
        raise FieldErrors({"account_id": "allocloud.error.no_admin"})
    if len(usable) == 1:
        return str(usable[0].id)
    labels = {str(admin.id): _name(admin) for admin in usable}
    answer = await check.ask(Choice(key="user_id", options=tuple(labels), labels=labels), step="user")
    return str(answer["user_id"])


def _name(admin: Admin) -> str:
    name, email = _plain(f"{admin.firstName or ''} {admin.lastName or ''}"), _plain(admin.email)
    return f"{name} ({email})" if name and email else name or email or str(admin.id)


def _plain(text: str | None) -> str:
    """Return a name of the server's as it may be shown: on one line, and no longer than names are."""
    return " ".join("".join(char if char.isprintable() else " " for char in text or "").split())[
        :_LONGEST_NAME
    ]
