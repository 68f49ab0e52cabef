"""The pages that a browser opens: the meeting room, which says who is in it as what, and what came of it."""

from __future__ import annotations

import secrets
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dialer.sandbox.iotum.clock import wall
from dialer.sandbox.iotum.meeting import EARLY, Attendee
from dialer.sandbox.iotum.scheduling import new_meeting
from dialer.sandbox.iotum.shapes import dial_in
from dialer.sandbox.pages import GUEST, HOST
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from dialer.sandbox.iotum.clock import Clock
    from dialer.sandbox.iotum.meeting import Meeting
    from dialer.sandbox.iotum.world import Host, World
    from dialer.sandbox.journal import Entry

_HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"),
)
_STYLE = (
    ":root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;"
    "margin:4rem auto;padding:0 1rem}.notice{border-left:.3rem solid;padding-left:1rem}"
    "dt{font-weight:600}dd{margin:0 0 .5rem}"
)


def page(title: str, body: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Return a page; its title is plain text, its body is HTML."""
    text = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><main>\n{body}\n</main></body></html>\n"
    )
    return Reply(status=status, body=text.encode(), headers=(*_HEADERS, *headers))


def plain_page(title: str, sentence: str, *, status: int) -> Reply:
    """Return a page that says one thing."""
    return page(title, f"<h1>{escape(title)}</h1>\n<p>{escape(sentence)}</p>", status=status)


class Rooms:
    """The meeting rooms."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock

    def enter(
        self, address: str, query: dict[str, str], entry: Entry, signed_in: Host | None = None
    ) -> Reply:
        """Return the page of a room for somebody who comes in.

        Args:
            address: the last part of the path, as it was requested.
            query: the parameters, such as moderator_token, name and encrypted_pin.
            entry: where the journal notes the role.
            signed_in: the host as which the browser is signed in, if it is.
        """
        token = query.get("moderator_token", "")
        meeting = self._find(unquote(address), token, sealed=query.get("encrypted_pin") == "true")
        if meeting is None:
            return plain_page("No such meeting", "There is no meeting at this address.", status=404)
        if meeting.cancelled:
            return self._closed(meeting, "This meeting was cancelled.")
        if meeting.over:
            return self._closed(meeting, "This meeting is over.")
        moderator = (
            secrets.compare_digest(token.encode(), meeting.token.encode()) or meeting.host is signed_in
        )
        notice = "" if moderator or not token else "That moderator token is not valid: you join as a guest."
        if meeting.security_pin and not moderator and query.get("pin") != meeting.security_pin:
            return self._ask_pin(meeting, query, wrong="pin" in query)
        name = query.get("name", "").strip() or (meeting.host.name if moderator else "Guest")
        entry.role = HOST if moderator else GUEST
        self._join(meeting, name, moderator=moderator)
        return self._room(meeting, name, notice, moderator=moderator)

    def summary(self, address: str) -> Reply:
        """Return what came of a meeting."""
        meeting = next((one for one in self._world.meetings.values() if str(one.id) == address), None)
        if meeting is None:
            return plain_page("No such meeting", "There is no summary at this address.", status=404)
        people = "".join(f"<li>{escape(one.name)}</li>" for one in meeting.attendees)
        spoken = "".join(
            f"<p>{escape(line)}</p>" for recording in meeting.recordings for line in recording.transcript
        )
        return page(
            f"{meeting.subject} – summary",
            f"<h1>{escape(meeting.subject)}</h1>\n<p>{self._when(meeting)}</p>\n<ul>{people}</ul>\n{spoken}",
        )

    def _find(self, address: str, token: str, *, sealed: bool) -> Meeting | None:
        """Return the meeting at an address: in a host's own room, the one of the token or the next one."""
        meetings = self._world.meetings.values()
        here = [one for one in meetings if address == (one.sealed if sealed else one.code)]
        here = [one for one in here if bool(one.sealed) is sealed]
        for one in here:
            one.settle(self._clock)
        ours = [one for one in here if one.token == token] or here
        held = [one for one in ours if one.active(self._clock)]
        coming = sorted((one for one in ours if not one.over), key=lambda one: one.start)
        if held or coming:
            return (held or coming)[0]
        past = sorted((one for one in ours if one.one_time or one.token == token), key=lambda one: one.end)
        return past[-1] if past else self._open(address)

    def _open(self, code: str) -> Meeting | None:
        """Begin a meeting in a host's own room, which visiting it does when none is held."""
        host = next((one for one in self._world.hosts.values() if one.access_code == code), None)
        if host is None:
            return None
        meeting = new_meeting(self._world, host, self._clock)
        meeting.scheduled = False
        self._world.meetings[meeting.id] = meeting
        return meeting

    def _join(self, meeting: Meeting, name: str, *, moderator: bool) -> None:
        """Count somebody in, once the meeting is near; a page looked at long before changes nothing."""
        near = meeting.active(self._clock) or meeting.start - self._clock.utc() <= EARLY
        known = any(one.name == name and one.moderator is moderator for one in meeting.attendees)
        if not near or known:
            return
        contacts = (self._world.contacts[one] for one in meeting.participants if one in self._world.contacts)
        contact = next((one for one in contacts if one.name == name), None)
        meeting.attendees.append(
            Attendee(
                id=self._world.new_id(),
                name=name,
                email=contact.email if contact else None,
                moderator=moderator,
                since=self._clock.now(),
                joined=self._clock.utc(),
                contact_id=contact.id if contact else None,
            )
        )

    def _room(self, meeting: Meeting, name: str, notice: str, *, moderator: bool) -> Reply:
        role = HOST if moderator else GUEST
        _, _, number, city = dial_in(meeting.host)
        here = [one for one in meeting.attendees if one.came(self._clock.now())]
        people = "".join(f"<li>{escape(one.name)}{' (host)' if one.moderator else ''}</li>" for one in here)
        warning = f'<p class="notice" id="notice">{escape(notice)}</p>\n' if notice else ""
        agenda = f'<p id="agenda">{escape(meeting.agenda)}</p>\n' if meeting.agenda else ""
        body = (
            f"<h1>You are in “{escape(meeting.subject)}” as {role}</h1>\n{warning}"
            f'<p id="role" data-role="{role}">{"Host" if moderator else "Guest"}: '
            f'<span id="name">{escape(name)}</span></p>\n'
            f"<p>{self._when(meeting)}</p>\n{agenda}"
            f'<h2>In this meeting</h2>\n<ul id="people">{people}</ul>\n'
            f"<dl><dt>Join by phone</dt><dd>{escape(number)} ({escape(city)})</dd>"
            f'<dt>Access code</dt><dd id="code">{escape(meeting.code)}</dd></dl>'
        )
        return page(f"{meeting.subject} – {role}", body)

    def _ask_pin(self, meeting: Meeting, query: dict[str, str], *, wrong: bool) -> Reply:
        kept = "".join(
            f'<input type="hidden" name="{escape(key)}" value="{escape(value)}" />'
            for key, value in query.items()
            if key != "pin"
        )
        warning = '<p class="notice" id="notice">That code is not right.</p>\n' if wrong else ""
        body = (
            f"<h1>{escape(meeting.subject)}</h1>\n{warning}"
            f'<form method="get">{kept}<label for="pin">Security code</label> '
            '<input id="pin" name="pin" inputmode="numeric" autocomplete="off" required autofocus /> '
            "<button>Join</button></form>"
        )
        return page(f"{meeting.subject} – security code", body, status=403 if wrong else 200)

    def _closed(self, meeting: Meeting, sentence: str) -> Reply:
        body = (
            f"<h1>{escape(meeting.subject)}</h1>\n"
            f'<p id="closed">{escape(sentence)}</p>\n<p>{self._when(meeting)}</p>'
        )
        return page(f"{meeting.subject} – {sentence}", body, status=410)

    @staticmethod
    def _when(meeting: Meeting) -> str:
        start, end = wall(meeting.start, meeting.zone), wall(meeting.end, meeting.zone)
        return escape(f"{start[:16]} – {end[11:16]} ({meeting.zone})")
