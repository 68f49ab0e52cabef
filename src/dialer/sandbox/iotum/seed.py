"""What the simulated server begins with: a reseller with two companies, and somebody else's."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.meeting import Attendee, Recording
from dialer.sandbox.iotum.people import CLIENTS, SHARED
from dialer.sandbox.iotum.scheduling import new_meeting
from dialer.sandbox.iotum.world import Company, Host, Product, Role, Subscription, World

if TYPE_CHECKING:
    from dialer.sandbox.iotum.clock import Clock
    from dialer.sandbox.iotum.people import Person

_PRODUCTS = (
    Product("small_plan", "Small Conference Plan", plan=True),
    Product("large_plan", "Large Conference Plan", plan=True),
    Product("recording", "Recording Add-On", plan=False),
    Product("video_recording", "Video Recording Add-On", plan=False),
    Product("transcription", "Transcription Add-On", plan=False),
    Product("one_time_access_code", "One Time Access Code Add-On", plan=False),
    Product("streaming", "Streaming Add-On", plan=False),
)
_EVERYTHING = tuple(one.slug for one in _PRODUCTS if one.slug != "large_plan")

# Company, then its hosts: id, name, country, role; the last of each company has the plan and nothing more.
_COMPANIES = (
    (
        Company(id=5, reseller=3, subdomain="delinde", name="De Linde Advocaten", customer_id="DL-2041"),
        (
            (31, "Marijke Brand", "NL", Role.HOST),
            (32, "Beheer De Linde", "NL", Role.COMPANY_ADMIN),
            (33, "API Vergaderen & Meer", "NL", Role.RESELLER_ADMIN),
            (34, "Rob Kuipers", "NL", Role.HOST),
        ),
    ),
    (
        Company(id=6, reseller=3, subdomain="brouwermaes", name="Brouwer & Maes Accountants"),
        (
            (41, "Isabelle Brouwer", "BE", Role.COMPANY_ADMIN),
            (42, "Pieter Maes", "BE", Role.HOST),
        ),
    ),
    (
        Company(id=77, reseller=8, subdomain="elsewhere", name="Elsewhere Ltd"),
        ((701, "Somebody Else", "NL", Role.COMPANY_ADMIN),),
    ),
)


def new_world(clock: Clock) -> World:
    """Return a server's contents as on its first day."""
    world = World(products={one.slug: one for one in _PRODUCTS})
    for template, hosts in _COMPANIES:
        company = Company(**{**vars(template), "subscriptions": [], "chat_rooms": {template.id * 100 + 1}})
        company.subscriptions = [
            Subscription(id=company.id * 100 + number, product=world.products[slug], host_limit=10)
            for number, slug in enumerate(_EVERYTHING)
        ]
        world.companies[company.id] = company
        for number, (host_id, name, country, role) in enumerate(hosts):
            plan_only = number == len(hosts) - 1 and number > 0
            _add_host(world, company, (host_id, name, country, role), plan_only=plan_only)
    first = world.hosts[31]
    for number, person in enumerate(CLIENTS):
        _add_contact(world, first, person, number)
    for number, person in enumerate(SHARED, len(CLIENTS)):
        _add_contact(world, world.companies[5], person, number)
    _add_past(world, first, clock)
    return world


def _add_host(world: World, company: Company, about: tuple[int, str, str, Role], *, plan_only: bool) -> None:
    host_id, name, country, role = about
    subscriptions = company.subscriptions[:1] if plan_only else company.subscriptions
    host = Host(
        id=host_id,
        company=company,
        name=name,
        email=f"{_mail_name(name)}@{company.subdomain}.example",
        role=role,
        access_code=f"{60865000 + host_id}",
        moderator_pin=f"{9876000 + host_id}",
        subscription_ids=[one.id for one in subscriptions],
        country_code=country,
        time_zone="Europe/Brussels" if country == "BE" else "Europe/Amsterdam",
    )
    world.codes |= {host.access_code, host.moderator_pin}
    world.hosts[host.id] = host
    world.contact_of(host)


def _add_contact(world: World, owner: Host | Company, person: Person, number: int) -> None:
    belgian = person.country == "BE"
    business = f"+3225550{number:03}" if belgian else f"+3120555{1000 + number}"
    mobile = f"+324605550{number:02}" if belgian else f"+3161155{1000 + number}"
    world.add_contact(
        owner,
        person.name,
        f"{_mail_name(person.name)}@{person.domain}",
        business_phone=business if person.business else None,
        mobile_phone=mobile if person.mobile else None,
        time_zone="Europe/Brussels" if belgian else "Europe/Amsterdam",
    )


def _add_past(world: World, host: Host, clock: Clock) -> None:
    """Put some meetings of the last weeks there, so that there is something to look back at."""
    guests = [one for one in world.contacts_for(host) if one.host_id is None]
    for number, (days, subject, minutes) in enumerate(
        ((2, "Bespreking koopcontract", 45), (9, "Kennismaking", 20), (16, "Kwartaaloverleg", 60))
    ):
        meeting = new_meeting(world, host, clock)
        meeting.start -= timedelta(days=days)
        meeting.subject, meeting.minutes = subject, minutes
        meeting.ended = meeting.start + timedelta(minutes=minutes)
        came = [world.contact_of(host), *guests[number * 3 : number * 3 + 2]]
        meeting.participants = [one.id for one in came]
        meeting.attendees = [
            Attendee(
                id=world.new_id(),
                name=one.name,
                email=one.email,
                moderator=one.host_id is not None,
                since=0.0,
                joined=meeting.start + timedelta(minutes=1),
                contact_id=one.id,
                phone=None
                if one.host_id
                else (one.mobile_phone or one.business_phone or "").lstrip("+") or None,
            )
            for one in came
        ]
        if number == 0:
            meeting.auto_record = "audio"
            spoken = ["Goedemiddag, zullen we artikel voor artikel doorlopen?", "Graag, vanaf artikel drie."]
            meeting.recordings = [
                Recording(
                    id=world.new_id(),
                    kind="audio",
                    start=meeting.start,
                    end=meeting.ended,
                    published_at=0.0,
                    transcript=spoken,
                )
            ]
        world.meetings[meeting.id] = meeting


def _mail_name(name: str) -> str:
    """Return a name as it stands in an e-mail address."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", ".", plain).strip(".")
