"""What an Iotum account asks for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors, FlowKind
from dialer.core.errors import ErrorKind, Refused
from dialer.core.fields import Choice, SecretField, Text, Toggle, Url
from dialer.integrations.iotum.client import IotumClient
from dialer.integrations.iotum.facts import HostFacts
from dialer.integrations.iotum.orders import wire_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.flow_check import Check
    from dialer.integrations.iotum.models import Company, HostSummary

_COMPANY, _HOST = "company_id", "host_id"


class IotumFlow(ConfigFlow):
    """Asks for a token, and whose meetings it is for: given by number, or chosen from lists."""

    domain = "iotum"
    FIELDS = (
        Url(key="base_url"),
        SecretField(key="api_token"),
        Text(key=_COMPANY, required=False),
        Text(key=_HOST, required=False, personal=True),
    )
    OPTIONS = (
        Toggle(key="one_time_access_code", default=True, advanced=True),
        Toggle(key="secure_url", default=False, advanced=True),
    )
    NAMES_NOBODY = frozenset({"time_zone"})

    async def async_check(self, check: Check) -> Account:
        """Sign in, and find the host.

        Raises:
            FieldErrors: it cannot be told of which company the hosts are to be listed.
            ApiError: the sign-in is refused, the server is not reached, or there is no such host.
        """
        data = check.data
        client = IotumClient(check.hub.http, str(data["base_url"]), check.secrets["api_token"])
        check.progress("iotum.progress.signing_in")
        await _sign_in(client)
        company_id, host_id = str(data.get(_COMPANY) or ""), str(data.get(_HOST) or "")
        if not host_id:
            check.progress("iotum.progress.hosts")
            if not company_id:
                company_id = await _choose_company(check, client)
            host_id = await _choose_host(check, await _hosts(client, company_id))
        facts = await _facts(client, company_id, host_id)
        host = urlsplit(str(data["base_url"])).netloc.lower()
        chosen: dict[str, str | None] = {"host": host_id, **facts.data}
        if check.kind is not FlowKind.REAUTH:  # in which an organisation's preset fields stay as they are
            chosen |= {_COMPANY: company_id or None, _HOST: host_id}
        return Account(
            unique_id=f"{host} {host_id}", title=f"Iotum ({facts.host_name or host_id})", data=chosen
        )


async def _sign_in(client: IotumClient) -> None:
    try:
        await client.authenticate()
    except Refused as error:
        if error.kind is ErrorKind.AUTH:
            raise Refused("iotum.error.token_refused", error.kind, code=error.code) from None
        raise


async def _choose_company(check: Check, client: IotumClient) -> str:
    """Return the company of a reseller's token; empty for a company's own, which lists no companies."""
    try:
        companies = await client.company_fetch_all()
    except Refused as error:
        if error.kind is ErrorKind.AUTH:
            raise
        return ""
    known = {str(company.company_id): company for company in companies if company.company_id}
    if len(known) <= 1:
        return next(iter(known), "")
    labels = {id_: _company_words(company, id_) for id_, company in known.items()}
    choice = Choice(key="company", options=tuple(_sorted(labels)), labels=labels)
    return str((await check.ask(choice, step="company"))["company"])


async def _hosts(client: IotumClient, company_id: str) -> Sequence[HostSummary]:
    try:
        if company_id:
            return await client.host_fetch_all(company_id=wire_id(company_id))
        return await client.host_fetch_all()
    except Refused as error:
        if error.kind in {ErrorKind.AUTH, ErrorKind.PROVIDER} or company_id:
            raise
        raise FieldErrors({_COMPANY: "iotum.error.company_needed"}) from None


async def _choose_host(check: Check, hosts: Sequence[HostSummary]) -> str:
    if not hosts:
        raise Refused("iotum.error.no_hosts", ErrorKind.NOT_FOUND)
    if len(hosts) == 1:
        return str(hosts[0].host_id)
    labels = {str(host.host_id): _host_words(host) for host in hosts}
    choice = Choice(key="host", options=tuple(_sorted(labels)), labels=labels)
    return str((await check.ask(choice, step="host"))["host"])


async def _facts(client: IotumClient, company_id: str, host_id: str) -> HostFacts:
    """Return what is known of a host: some tokens may list the hosts, but read none of them."""
    try:
        return HostFacts.of(await client.host_fetch(host_id=wire_id(host_id)))
    except Refused as error:
        if error.kind in {ErrorKind.AUTH, ErrorKind.PROVIDER}:
            raise
        refused = Refused("iotum.error.no_host", error.kind, code=error.code)
    with suppress(Refused, FieldErrors):
        for host in await _hosts(client, company_id):
            if str(host.host_id) == host_id:
                return HostFacts.of(host)
    raise refused


def _sorted(labels: dict[str, str]) -> list[str]:
    return sorted(labels, key=lambda id_: (labels[id_].casefold(), id_))


def _company_words(company: Company, id_: str) -> str:
    name = company.name or company.subdomain or id_
    return f"{name} ({company.subdomain})" if company.subdomain and company.name else name


def _host_words(host: HostSummary) -> str:
    name = host.name or host.email or str(host.host_id)
    return f"{name} ({host.email})" if host.name and host.email else name
