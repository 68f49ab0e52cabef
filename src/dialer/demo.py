"""The demo: simulated providers, an account at each, some two hundred people; nothing leaves the machine."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dialer.core.config_flow import FlowKind
from dialer.core.errors import DialerError
from dialer.core.secrets import Secret
from dialer.sandbox import Sandbox, serve

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.app import App
    from dialer.core.entry import ConfigEntry

_LOGGER = logging.getLogger(__name__)

_PEOPLE = Path(__file__).resolve().parent / "resources" / "demo" / "people.vcf"
_FAVOURITES = (
    "Sanne de Vries",
    "Gemeente Utrecht",
    "Karel Bakker",
    "Nachtdienst",
    "Anne Vermeer",
    "Taxi Centrale",
)
_PHONE = "connect_call"
_SECRETS = frozenset({"api_key", "api_token", "apikey", "password", "token"})
_HERE = "127.0.0.1"
# What a person confirms of a real provider: here the page is known to be the right one.
_CONFIRMED: dict[str, dict[str, object]] = {"allocloud": {"join_url_confirmed": True}}

# What is planned already: with which account, with whom, what about, in how many hours from the next one.
_MEETINGS = (
    ("allocloud", "Karel Bakker", "Oplevering fase 2", 1),
    ("idiligo", "Anne Vermeer", "Hypotheekgesprek", 2),
    ("iotum", "Sanne de Vries", "Contractbespreking", 3),
    ("allocloud", "Sanne de Vries", "Kwartaaloverleg", 26),
)


def throw_away_home() -> tempfile.TemporaryDirectory[str]:
    """Return a new empty folder for a demo, which goes when the demo ends."""
    return tempfile.TemporaryDirectory(prefix="dialer-demo-", ignore_cleanup_errors=True)


async def furnish(app: App) -> Sandbox:
    """Serve the simulated providers, let the phone's account use them, and fill an empty address book.

    What nobody needs at once is left to `furnish_meetings`.
    """
    sandbox = await _serve(app)
    await app.hub.settings.set("welcomed", raw=True)
    await _put_account(app, sandbox, _PHONE)
    if await app.contacts.count() == 0:
        await app.contacts.import_files([_PEOPLE])
        for name in _FAVOURITES:
            for contact in await app.contacts.resolve(name):
                await app.contacts.change(contact.id, replace(contact.draft(), favourite=True))
    entry = _own_entry(app, _PHONE)
    if app.lived_in and entry is not None:
        from dialer.demo_past import furnish_past

        await furnish_past(app, entry)
    return sandbox


async def furnish_meetings(app: App, sandbox: Sandbox) -> None:
    """Let an account use each meeting provider, and plan a few meetings where there are none."""
    planned = [meeting for meeting in await app.meetings.coming() if not meeting.listed]
    for meeting in planned:
        # Its links are asked for one by one: this provider has no list in which one could be missing.
        if meeting.domain == "idiligo" and meeting.provider_id is not None:
            who = meeting.people[0].name if meeting.people else ""
            sandbox.idiligo.records.restore(int(meeting.provider_id), who)
    for domain in sandbox.base_urls:
        if domain != _PHONE:
            await asyncio.to_thread(_import, domain)
            await _put_account(app, sandbox, domain)
    if not planned:
        await _plan_meetings(app)


def _import(domain: str) -> None:
    """Import an integration and its simulated provider beside the window, which people are looking at."""
    from importlib import import_module

    from dialer.core import loader

    import_module(f"dialer.sandbox.{domain}.api")
    loader.load(domain)
    loader.load_flow(domain)


async def _serve(app: App) -> Sandbox:
    """Serve where the accounts of an earlier demo in this home look for the providers, if that is free."""
    entry = _own_entry(app, _PHONE)
    try:
        return await serve(0 if entry is None else urlsplit(entry.data["base_url"]).port or 0)
    except OSError:
        return await serve()


async def _put_account(app: App, sandbox: Sandbox, domain: str) -> None:
    """Add an account, or give that of a demo home that was used before what it needs again."""
    fields = sandbox.account(domain)
    entry = _own_entry(app, domain)
    try:
        if entry is None:
            flow = app.hub.flows.start(domain, FlowKind.USER)
            if await flow.submit({**fields, **_CONFIRMED.get(domain, {})}) is None:
                _LOGGER.warning("the demo's account at %s was not added: %s", domain, sorted(flow.errors))
        else:
            await _renew(app, entry, fields)
    except DialerError as error:
        _LOGGER.warning("the demo's account at %s cannot be used: %s", domain, error.key)


def _own_entry(app: App, domain: str) -> ConfigEntry | None:
    """Return the demo's own account, not one that somebody added besides."""
    return next(
        (
            entry
            for entry in app.hub.entries.all
            if entry.domain == domain and urlsplit(str(entry.data.get("base_url"))).hostname == _HERE
        ),
        None,
    )


async def _renew(app: App, entry: ConfigEntry, fields: dict[str, str]) -> None:
    """Give an account its secrets again, which ended with the last demo, and the address of today."""
    before, now = (urlsplit(str(url)).netloc for url in (entry.data["base_url"], fields["base_url"]))

    def moved(value: Any) -> Any:
        return value.replace(before, now) if isinstance(value, str) else value

    await app.hub.entries.change(
        entry,
        data={key: moved(value) for key, value in entry.data.items()},
        options=entry.options,
        title=entry.title,
        secrets={key: Secret(value) for key, value in fields.items() if key in _SECRETS},
        unique_id=moved(entry.unique_id),
    )


async def _plan_meetings(app: App) -> None:
    from dialer.meetings.requests import MeetingRequest, person

    made = []
    for domain, name, subject, hours in _MEETINGS:
        entry = _own_entry(app, domain)
        people = await app.contacts.resolve(name)
        if entry is None or not people:
            continue
        request = MeetingRequest(
            entry_id=entry.id,
            subject=subject,
            start=_full_hour(app.hub.clock.now(), hours),
            people=(person(people[0]),),
        )
        try:
            made.append((await app.meetings.create(request)).id)
            await app.meetings.finished(made[-1])
        except DialerError as error:
            _LOGGER.warning("the demo's meeting at %s was not made: %s", domain, error.key)
    if app.lived_in:
        from dialer.demo_past import date_meetings

        await date_meetings(app, made)


def _full_hour(now: datetime, hours: int) -> datetime:
    """Return so many hours after the last full one, in this computer's time."""
    from datetime import timedelta

    return now.astimezone().replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)
