"""What the Phone page shows before anything is typed, read from the managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import StorageError

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.core.scope import Scope
    from dialer.meetings.model import MeetingChanged
    from dialer.ui.look.shown_numbers import ShownNumbers
    from dialer.ui.phone.actions import PhoneActions
    from dialer.ui.phone.home_view import HomeView

_RECENT = 12


class HomeData:
    """Fills the view, and keeps the order that the speed dial is put in."""

    def __init__(
        self, app: App, actions: PhoneActions, scope: Scope, view: HomeView, numbers: ShownNumbers
    ) -> None:
        """Fill this view; its numbers are written as the page writes them."""
        self._app, self._actions, self._scope = app, actions, scope
        self._view, self._numbers = view, numbers
        self._follows_meetings = False
        view.favourites_ordered.connect(self._on_ordered)

    def load_contacts(self) -> None:
        """Show the speed dial, and what is missing before one can call."""
        self._scope.spawn(self._load_contacts(), "load the speed dial")

    def load_calls(self) -> None:
        """Show the newest calls and meetings, and on the speed dial what became of the last ones."""
        self._scope.spawn(self._load_calls(), "load what was there lately")

    async def _load_contacts(self) -> None:
        contacts = self._app.contacts
        favourites, lacks_contacts = await contacts.favourites(), await contacts.count() == 0
        self._view.show_favourites(favourites)
        self._view.show_lacks(account=not self._app.hub.entries.all, contacts=lacks_contacts)
        await self._load_attempts()

    async def _load_calls(self) -> None:
        from dialer.ui.history.rows import shown

        self._follow_meetings()
        rows = (await self._app.journal.page(limit=_RECENT)).rows
        await self._numbers.learn(row.call.number for row in rows if row.call is not None and row.call.number)
        now, known, strings = self._app.hub.clock.now(), self._numbers.known, self._app.hub.strings
        self._view.show_recent([(row, shown(row, known, now, strings)) for row in rows])
        await self._load_attempts()

    def _follow_meetings(self) -> None:
        """From the first reading on, which is after the first paint."""
        if not self._follows_meetings:
            from dialer.meetings.model import MeetingChanged

            self._follows_meetings = True
            self._scope.on_close(self._app.hub.bus.listen(MeetingChanged, self._on_meeting))

    def _on_meeting(self, _event: MeetingChanged) -> None:
        self.load_calls()

    async def _load_attempts(self) -> None:
        attempts = await self._app.calls.history.last_of(self._view.favourites)
        self._view.show_attempts(attempts, self._app.hub.clock.now())

    def _on_ordered(self, ids: list[str]) -> None:
        self._actions.run(self._order(ids), "order the speed dial")

    async def _order(self, ids: list[str]) -> None:
        try:
            await self._app.contacts.order_favourites(ids)
        except StorageError:
            await self._load_contacts()  # as they stand still: what one sees is what there is
            raise
