"""Domains, companies, their subscriptions and their chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.sandbox.iotum.call import ADMINS, RESELLER, Operation
from dialer.sandbox.iotum.problem import Problem, absent
from dialer.sandbox.iotum.replies import BARE_OK, MESSAGE_OK, json_reply
from dialer.sandbox.iotum.shapes import company_object
from dialer.sandbox.iotum.world import Company, Subscription

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.wire import Reply


def _descendants(call: Call) -> object:
    return {
        "id": call.caller.company.reseller,
        "domain": "meetings.example",
        "display_name": "Vergaderen & Meer",
        "descendants": [
            {
                "id": call.caller.company.reseller + 1,
                "domain": "reunions.example",
                "display_name": "Réunions & Plus",
                "descendants": [],
            }
        ],
    }


def _create(call: Call) -> object:
    subdomain = call.params.text("subdomain")
    _check_subdomain(call, subdomain)
    company = Company(
        id=max(call.world.companies) + 1,
        reseller=call.caller.company.reseller,
        subdomain=subdomain,
        name=call.params.text("name"),
        customer_id=call.params.get("customer_id"),
        partner_id=call.params.get("partner_id"),
        openid_provider=call.params.flag("openid_provider"),
    )
    call.world.companies[company.id] = company
    return {"id": company.id}


def _fetch(call: Call) -> object:
    return company_object(call.company(), call)


def _update(call: Call) -> object:
    company = call.company()
    subdomain = call.params.maybe_text("subdomain")
    if subdomain and subdomain != company.subdomain:
        _check_subdomain(call, subdomain)
        company.subdomain = subdomain
    company.name = call.params.maybe_text("name") or company.name
    company.customer_id = call.params.values.get("customer_id", company.customer_id)
    company.partner_id = call.params.values.get("partner_id", company.partner_id)
    return company_object(company, call)


def _fetch_all(call: Call) -> object:
    """List the reseller's companies; the id, which the sample lacks, is there in the real answers."""
    return [
        {"id": one.id, **company_object(one, call), "openid_provider": one.openid_provider}
        for one in call.world.companies.values()
        if one.reseller == call.caller.company.reseller
    ]


def _delete(call: Call) -> object:
    company = call.company()
    if company is call.caller.company:
        raise Problem(400, "Cannot delete your own company")
    hosts = {host.id for host in call.world.hosts_of(company)}
    world = call.world
    world.hosts = {key: host for key, host in world.hosts.items() if key not in hosts}
    world.meetings = {key: one for key, one in world.meetings.items() if one.host.id not in hosts}
    del world.companies[company.id]
    return MESSAGE_OK


def _check_subdomain(call: Call, subdomain: str) -> None:
    if any(one.subdomain == subdomain for one in call.world.companies.values()):
        raise Problem(400, "Subdomain has already been taken")


def _products(call: Call) -> object:
    described = call.params.flag("include_description")
    return [
        {
            "slug": one.slug,
            "name": one.name,
            "plan": one.plan,
            **({"description": f"Description of the {one.name}"} if described else {}),
        }
        for one in call.world.products.values()
    ]


def _subscribe(call: Call) -> object:
    company = call.company()
    product = call.world.products.get(call.params.text("slug"))
    if product is None:
        raise absent("Product")
    if any(one.product is product for one in company.subscriptions):
        raise Problem(400, "Company is already subscribed to this product")
    limit = None if call.params.get("host_limit") is None else call.params.positive("host_limit")
    _switch_plan(call, company, is_plan=product.plan)
    new = Subscription(id=call.world.new_id(), product=product, host_limit=limit)
    company.subscriptions.append(new)
    if call.params.flag("subscribe_all_hosts", default=True):
        for host in call.world.hosts_of(company):
            host.subscription_ids.append(new.id)
    return BARE_OK


def _switch_plan(call: Call, company: Company, *, is_plan: bool) -> None:
    """End the plan that a new one replaces: the one named, none for null, the present one otherwise."""
    if not is_plan or ("switch_plan" in call.params and call.params.get("switch_plan") is None):
        return
    named = call.params.maybe_id("switch_plan")
    plans = [one for one in company.subscriptions if one.product.plan and named in {None, one.id}]
    if named is not None and not plans:
        raise absent("Subscription")
    company.subscriptions = [one for one in company.subscriptions if one not in plans]


def _subscription(call: Call) -> Subscription:
    slug = call.params.text("slug")
    for one in call.company().subscriptions:
        if one.product.slug == slug:
            return one
    raise absent("Subscription")


def _change_limit(call: Call) -> object:
    one, limit = _subscription(call), call.params.positive("host_limit")
    one.host_limit = limit
    return BARE_OK


def _suspend(call: Call) -> object:
    _subscription(call).suspended = True
    return BARE_OK


def _reactivate(call: Call) -> object:
    _subscription(call).suspended = False
    return BARE_OK


def _cancel(call: Call) -> object:
    one = _subscription(call)
    call.company().subscriptions.remove(one)
    return BARE_OK


def _set_all(call: Call, *, suspended: bool) -> Reply:
    """Change all of a company's; the server does it later and says that it has taken note."""
    for one in call.company().subscriptions:
        one.suspended = suspended
    return json_reply(BARE_OK, 202)


def _subscriptions(call: Call) -> object:
    return [
        {
            "id": one.id,
            "status": "Suspended" if one.suspended else "Active",
            "host_limit": one.host_limit,
            "product": {"slug": one.product.slug, "name": one.product.name, "plan": one.product.plan},
        }
        for one in call.company().subscriptions
    ]


def _chat(call: Call) -> object:
    call.params.text("message")
    if call.params.id("id") not in call.company().chat_rooms:
        raise absent("Chat room")
    return MESSAGE_OK


OPERATIONS = {
    "domain/descendants": Operation(_descendants, roles=RESELLER),
    "company/create": Operation(_create, ("subdomain", "name"), RESELLER),
    "company/fetch": Operation(_fetch, ("company_id",), RESELLER),
    "company/update": Operation(_update, ("company_id",), RESELLER),
    "company/fetch_all": Operation(_fetch_all, roles=RESELLER),
    "company/delete": Operation(_delete, ("company_id",), RESELLER),
    "subscription/fetch_products": Operation(_products),
    "subscription/create": Operation(_subscribe, ("company_id", "slug")),
    "subscription/update": Operation(_change_limit, ("company_id", "slug", "host_limit"), ADMINS, "PUT"),
    "subscription/suspend": Operation(_suspend, ("company_id", "slug"), RESELLER),
    "subscription/reactivate": Operation(_reactivate, ("company_id", "slug"), RESELLER),
    "subscription/cancel": Operation(_cancel, ("company_id", "slug"), RESELLER),
    "subscription/suspend_all": Operation(
        lambda call: _set_all(call, suspended=True), ("company_id",), RESELLER
    ),
    "subscription/reactivate_all": Operation(lambda call: _set_all(call, suspended=False), ("company_id",)),
    "subscription/fetch": Operation(_subscriptions, ("company_id",), RESELLER),
    "chat/create": Operation(_chat, ("company_id", "id", "message"), RESELLER),
}
