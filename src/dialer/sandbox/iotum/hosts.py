"""Hosts: the accounts that hold meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.sandbox.iotum.call import Operation
from dialer.sandbox.iotum.clock import zone
from dialer.sandbox.iotum.problem import Problem, absent, forbidden, invalid
from dialer.sandbox.iotum.replies import MESSAGE_OK, empty_reply
from dialer.sandbox.iotum.shapes import host_object, host_summary
from dialer.sandbox.iotum.world import Host, Role

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call

FORMATS = ("none", "audio", "video")

_KEPT = {
    "disable_emails": dict,
    "time_format": dict,
    "stream_preview": dict,
    "locale": str,
    "openid_sub": str,
    "public_username": str,
    "image_url": str,
    "native_streaming": bool,
    "host_initiated_recording": bool,
    "waiting_room": bool,
    "no_login": bool,
}


def _create(call: Call) -> object:
    company = call.company()
    name, email = call.params.text("name"), call.params.text("email")
    _check_email(call, email)
    host = Host(
        id=max(call.world.hosts) + 1,
        company=company,
        name=name,
        email=email,
        role=Role.HOST,
        access_code="",
        moderator_pin="",
        subscription_ids=[one.id for one in company.subscriptions],
    )
    _change(call, host)
    host.access_code = host.access_code or call.world.new_code(7)
    host.moderator_pin = host.moderator_pin or call.world.new_code(7)
    call.world.hosts[host.id] = host
    call.world.contact_of(host)
    return host_object(host, call.root)


def _fetch(call: Call) -> object:
    return host_object(call.host(), call.root)


def _update(call: Call) -> object:
    host = call.host()
    email = call.params.maybe_text("email")
    if email and email != host.email:
        _check_email(call, email)
    _change(call, host)
    host.name = call.params.maybe_text("name") or host.name
    host.email = email or host.email
    return host_object(host, call.root)


def _delete(call: Call) -> object:
    host = call.host()
    if host is call.caller:
        raise Problem(400, "Cannot delete yourself")
    world = call.world
    del world.hosts[host.id]
    world.meetings = {key: one for key, one in world.meetings.items() if one.host is not host}
    world.contacts = {key: one for key, one in world.contacts.items() if one.host_id != host.id}
    return empty_reply(202)


def _mail(call: Call) -> object:
    call.host()
    return MESSAGE_OK


def _fetch_all(call: Call) -> object:
    return [host_summary(host, call.root) for host in call.world.hosts_of(call.company())]


def _change(call: Call, host: Host) -> None:
    """Read everything that is optional, and only then take it over."""
    params = call.params
    role = _role(call, host)
    record = params.one_of("auto_record", FORMATS, host.auto_record)
    stream = params.one_of("auto_stream", FORMATS, host.auto_stream)
    check_formats(record, stream)
    code = _own_code(call, "access_code", host.access_code)
    pin = _own_code(call, "moderator_pin", host.moderator_pin)
    subscriptions = _subscription_ids(call, host)
    zone_name = params.maybe_text("time_zone") or host.time_zone
    zone(zone_name)
    country = params.maybe_text("country_code") or host.country_code
    settings = {name: params.get(name) for name in _KEPT if params.get(name) is not None}
    for name, value in settings.items():
        if not isinstance(value, _KEPT[name]):
            raise invalid(name)
    host.role, host.auto_record, host.auto_stream = role, record, stream
    host.access_code, host.moderator_pin = code, pin
    host.subscription_ids, host.time_zone, host.country_code = subscriptions, zone_name, country
    host.settings |= settings
    call.world.codes |= {code, pin} - {""}


def check_formats(record: str, stream: str) -> None:
    """Insist that what is recorded and streamed is of the same format."""
    if "none" not in {record, stream} and record != stream:
        raise Problem(400, "Both record and stream must be the same value")


def _role(call: Call, host: Host) -> Role:
    role = Role(call.params.one_of("role", tuple(one.value for one in Role), host.role.value))
    if role is Role.RESELLER_ADMIN and role is not host.role and call.caller.role is not Role.RESELLER_ADMIN:
        raise forbidden()
    return role


def _own_code(call: Call, name: str, present: str) -> str:
    code = call.params.number_text(name)
    if code is None or code == present:
        return present
    if code in call.world.codes:
        raise Problem(400, f"{name} has already been taken")
    return code


def _subscription_ids(call: Call, host: Host) -> list[int]:
    """Return the subscriptions as told by id, or by slug, or else as they are."""
    params, available = call.params, host.company.subscriptions
    if (ids := params.get("subscription_ids")) is not None:
        if not isinstance(ids, list) or not all(type(one) is int for one in ids):
            raise invalid("subscription_ids")
        known = {one.id for one in available}
        if not known.issuperset(ids):
            raise absent("Subscription")
        return list(ids)
    add_ons = params.get("add_on_slugs") or []
    if not isinstance(add_ons, list) or not all(isinstance(one, str) for one in add_ons):
        raise invalid("add_on_slugs")
    slugs = {params.maybe_text("plan_slug"), *add_ons} - {None}
    if not slugs:
        return host.subscription_ids
    if not slugs <= {one.product.slug for one in available}:
        raise absent("Subscription")
    return [one.id for one in available if one.product.slug in slugs]


def _check_email(call: Call, email: str) -> None:
    """Insist on an address of nobody else, unless the account cannot be logged in to."""
    if "@" not in email:
        raise invalid("email")
    taken = any(host.email.lower() == email.lower() for host in call.world.hosts.values())
    if taken and not call.params.flag("no_login"):
        raise Problem(400, "Email has already been taken")


OPERATIONS = {
    "host/create": Operation(_create, ("name", "email")),
    "host/fetch": Operation(_fetch, ("host_id",)),
    "host/update": Operation(_update, ("host_id",)),
    "host/delete": Operation(_delete, ("host_id",)),
    "host/resend_invitation": Operation(_mail, ("host_id",)),
    "host/reset_password": Operation(_mail, ("host_id",)),
    "host/fetch_all": Operation(_fetch_all),
}
