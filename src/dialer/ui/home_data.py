"""What the Phone page shows before anything is typed, read from the managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.core.scope import Scope
    from dialer.ui.actions import PhoneActions
    from dialer.ui.home_view import HomeView
    from dialer.ui.shown_numbers import ShownNumbers

_RECENT = 12


class HomeData:
    """Fills the view, and keeps the order that the speed dial is put in."""

    def __init__(
        self, app: App, actions: PhoneActions, scope: Scope, view: HomeView, numbers: ShownNumbers
    ) -> None:
        """Fill this view; its numbers are written as the page writes them."""
        self._app, self._actions, self._scope = app, actions, scope
        self._view, self._numbers = view, numbers
        view.favourites_ordered.connect(self._on_ordered)

    def load_contacts(self) -> None:
        """Show the speed dial, and what is missing before one can call."""
        self._scope.spawn(self._load_contacts(), "load the speed dial")

    def load_calls(self) -> None:
        """Show the recent calls, and on the speed dial what became of the last ones."""
        self._scope.spawn(self._load_calls(), "load recent calls")

    async def _load_contacts(self) -> None:
        contacts = self._app.contacts
        favourites, lacks_contacts = await contacts.favourites(), await contacts.count() == 0
        self._view.show_favourites(favourites)
        self._view.show_lacks(account=not self._app.hub.entries.all, contacts=lacks_contacts)
        await self._load_attempts()

    async def _load_calls(self) -> None:
        calls = await self._app.calls.history.recent(_RECENT)
        await self._numbers.learn(call.number for call in calls)
        self._view.show_calls(calls, self._numbers.known, self._app.hub.clock.now())
        await self._load_attempts()

    async def _load_attempts(self) -> None:
        attempts = await self._app.calls.history.last_of(self._view.favourites)
        self._view.show_attempts(attempts, self._app.hub.clock.now())

    def _on_ordered(self, ids: list[str]) -> None:
        self._actions.run(self._app.contacts.order_favourites(ids), "order the speed dial")
