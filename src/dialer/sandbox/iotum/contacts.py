"""The address books of hosts and companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.sandbox.iotum.call import Operation
from dialer.sandbox.iotum.clock import zone
from dialer.sandbox.iotum.problem import absent, invalid
from dialer.sandbox.iotum.replies import MESSAGE_OK
from dialer.sandbox.iotum.shapes import contact_object
from dialer.sandbox.iotum.world import Host

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.iotum.params import Params
    from dialer.sandbox.iotum.world import Contact

_PHONES = ("business_phone", "mobile_phone", "home_phone", "other_phone")


def _details(params: Params) -> dict[str, str | None]:
    zone_name = params.maybe_text("time_zone")
    if zone_name is not None:
        zone(zone_name)
    names = (*_PHONES, "time_zone")
    return {name: params.maybe_text(name) for name in names if name in params}


def _create(call: Call) -> object:
    owner = call.owner()
    people = [
        (item.text("name"), item.text("email"), _details(item)) for item in call.params.items("contacts")
    ]
    if not people or not all("@" in email for _, email, _ in people):
        raise invalid("contacts")
    return [
        contact_object(call.world.add_contact(owner, name, email, **details))
        for name, email, details in people
    ]


def _fetch(call: Call) -> object:
    return contact_object(_contact(call))


def _fetch_all(call: Call) -> object:
    return [contact_object(contact) for contact in _contacts(call)]


def _update(call: Call) -> object:
    """Change a contact; the answer does not tell whether it is a host's own, unlike all others."""
    contact = _contact(call)
    name, email = call.params.maybe_text("name"), call.params.maybe_text("email")
    for key, value in _details(call.params).items():
        setattr(contact, key, value)
    contact.name, contact.email = name or contact.name, email or contact.email
    answer = contact_object(contact)
    del answer["has_host"]
    return answer


def _delete(call: Call) -> object:
    contact = _contact(call)
    del call.world.contacts[contact.id]
    for meeting in call.world.meetings.values():
        meeting.participants = [one for one in meeting.participants if one != contact.id]
    return MESSAGE_OK


def _contacts(call: Call) -> list[Contact]:
    """Return a host's contacts, which include those of the company, or the company's alone."""
    owner = call.owner()
    if isinstance(owner, Host):
        return call.world.contacts_for(owner)
    return [one for one in call.world.contacts.values() if one.of_company and one.owner == owner.id]


def _contact(call: Call) -> Contact:
    contact_id = call.params.id("contact_id")
    for contact in _contacts(call):
        if contact.id == contact_id:
            return contact
    raise absent("Contact")


OPERATIONS = {
    "contact/create": Operation(_create, ("contacts",)),
    "contact/fetch": Operation(_fetch, ("contact_id",)),
    "contact/fetch_all": Operation(_fetch_all),
    "contact/update": Operation(_update, ("contact_id",)),
    "contact/delete": Operation(_delete, ("contact_id",)),
}
