"""Who takes part in a meeting, in the three ways in which a request can say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.sandbox.iotum.problem import Problem, invalid

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.iotum.meeting import Meeting

# The quote at the end is the documents' own.
NOT_AN_ARRAY = "Participants must be an array of contacts'"
NOT_A_CONTACT = "Participants has one or more contact that does not exist in the host's contact list."


def read_people(call: Call, meeting: Meeting) -> None:
    """Take over the participants of a request; the organiser is always one of them, and a moderator.

    Raises:
        Problem: they are not in the host's contact list, or not written as documented.
    """
    names = ("participants", "participant_emails", "participant_hosts")
    if not any(name in call.params for name in names):
        return
    organiser = call.world.contact_of(meeting.host).id
    participants, moderators = [organiser], [organiser]
    participants += _by_contact(call, meeting)
    by_host = _by_host(call, meeting)
    by_email = _by_email(call, meeting)
    for contact_id, moderator in by_host + by_email:
        participants.append(contact_id)
        if moderator:
            moderators.append(contact_id)
    meeting.participants = list(dict.fromkeys(participants))
    meeting.moderators = list(dict.fromkeys(moderators))


def _by_contact(call: Call, meeting: Meeting) -> list[int]:
    if "participants" not in call.params:
        return []
    given = call.params.get("participants")
    if not isinstance(given, list):
        raise Problem(400, NOT_AN_ARRAY)
    known = {contact.id for contact in call.world.contacts_for(meeting.host)}
    ids = [int(one) if isinstance(one, str) and one.isdecimal() else one for one in given]
    if not all(isinstance(one, int) and one in known for one in ids):
        raise Problem(400, NOT_A_CONTACT)
    return ids


def _by_host(call: Call, meeting: Meeting) -> list[tuple[int, bool]]:
    if "participant_hosts" not in call.params:
        return []
    found = []
    for item in call.params.items("participant_hosts"):
        host = call.host_of(item.id("host_id"))
        if host.company is not meeting.host.company:
            raise invalid("participant_hosts")
        found.append((call.world.contact_of(host).id, item.flag("moderator")))
    return found


def _by_email(call: Call, meeting: Meeting) -> list[tuple[int, bool]]:
    """Return the invited by mail; who is not on the host's contact list is added to it."""
    if "participant_emails" not in call.params:
        return []
    given = [(item.text("email"), item.flag("moderator")) for item in call.params.items("participant_emails")]
    if not all("@" in email for email, _ in given):
        raise invalid("participant_emails")
    meeting.emails = [{"email": email, "moderator": moderator} for email, moderator in given]
    known = {contact.email.lower(): contact.id for contact in call.world.contacts_for(meeting.host)}
    for email, _ in given:
        if email.lower() not in known:
            known[email.lower()] = call.world.add_contact(meeting.host, email, email).id
    return [(known[email.lower()], moderator) for email, moderator in given]
