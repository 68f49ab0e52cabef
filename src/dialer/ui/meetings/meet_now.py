"""From a contact or a running call to a meeting, in one press."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dialer.core.provider import Provider
from dialer.ui.pages import MEETINGS

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.contacts.model import Contact
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingPerson
    from dialer.ui.contacts.card import ContactCard
    from dialer.ui.desk import Desk
    from dialer.ui.meetings.page import MeetingsPage


class MeetNow:
    """Goes to the Meetings page and begins there."""

    def __init__(self, desk: Desk) -> None:
        """Work in this window."""
        self._desk = desk

    def meet_contact(self, contact: Contact, entry_id: str) -> None:
        """Make a meeting with a contact now, with the account that stood on the button."""
        from dialer.meetings.requests import person

        self._page().meet_now(person(contact), entry_id)

    def meet_caller(self, call: Call) -> None:
        """Make a meeting now with the other party of a call, which goes on, with the usual account."""
        self._desk.phone_actions.run(self._meet_caller(call), "meet a caller")

    def schedule(self, contact: Contact) -> None:
        """Ask when to meet a contact."""
        from dialer.meetings.requests import person

        self._page().new_meeting(person(contact), later=True)

    def show(self, meeting: Meeting) -> None:
        """Show a meeting."""
        self._page().show_meeting(meeting.id)

    async def _meet_caller(self, call: Call) -> None:
        from dialer.meetings.usual import usual_account

        page, app = self._page(), self._desk.app
        who = await self._other_party(call)
        entry, _ = await usual_account(app.hub)
        if entry is not None:
            page.meet_now(who, entry.id)

    async def _other_party(self, call: Call) -> MeetingPerson:
        from dialer.meetings.provider import MeetingPerson
        from dialer.meetings.requests import person

        contacts = self._desk.app.contacts
        contact = await contacts.get(call.contact_id) if call.contact_id is not None else None
        if contact is not None:
            return person(contact)
        return MeetingPerson(name=call.name or call.number, number=call.number)

    def _page(self) -> MeetingsPage:
        return cast("MeetingsPage", self._desk.show_page(MEETINGS))


async def offer_meetings(app: App, card: ContactCard) -> None:
    """Offer meetings on a contact's card with the usual account, if there is one."""
    if any(provider.kind == "meetings" for _, provider in app.hub.providers(Provider)):
        from dialer.meetings.usual import usual_account

        usual, several = await usual_account(app.hub)
        if usual is not None:
            card.set_meeting_account(usual.id, usual.title if several else "")
            return
    card.set_meeting_account("")
