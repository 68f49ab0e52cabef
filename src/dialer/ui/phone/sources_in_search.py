"""Where the Phone page looks for people: shown as switches, and kept as people switch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.search.search_sources import sources, switch

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.hub import Hub
    from dialer.core.scope import Scope
    from dialer.ui.phone.actions import PhoneActions
    from dialer.ui.phone.source_switches import SourceSwitches


class SourcesInSearch:
    """Wires the switches above the results to the settings and the search."""

    def __init__(
        self,
        hub: Hub,
        actions: PhoneActions,
        scope: Scope,
        switches: SourceSwitches,
        look_again: Callable[[], None],
    ) -> None:
        """Show the switches; `look_again` repeats the search after one of them changed."""
        self._hub, self._actions, self._scope = hub, actions, scope
        self._switches, self._look_again = switches, look_again
        switches.switched.connect(self._on_switched)
        self.refresh()

    def refresh(self) -> None:
        """Accounts or contacts have changed: read again where a search can look."""
        self._scope.spawn(self._load(), "load where to search")

    async def _load(self) -> None:
        self._switches.show_sources(await sources(self._hub))

    def _on_switched(self, source: str, on: bool) -> None:
        self._actions.run(self._switch(source, on=on), "switch a source")

    async def _switch(self, source: str, *, on: bool) -> None:
        await switch(self._hub.settings, source, on=on)
        self.refresh()
        self._look_again()
