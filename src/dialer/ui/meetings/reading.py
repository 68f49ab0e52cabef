"""Reading the list of meetings: one reading at a time, and never one too few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import DialerError

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.core.scope import Scope
    from dialer.ui.meetings.listing import MeetingList


class ListReading:
    """Shows the meetings of an app in a list."""

    def __init__(self, app: App, scope: Scope) -> None:
        """Read in tasks of this scope."""
        self._app, self._scope = app, scope
        self._reads = self._again = False

    def read(self, listed: MeetingList) -> None:
        """Read the list again; while that runs, a further wish is one more reading afterwards."""
        if self._reads:
            self._again = True
        elif not self._scope.closed:
            self._reads = True
            self._scope.spawn(self._read(listed), "load the meetings")

    async def _read(self, listed: MeetingList) -> None:
        from dialer.ui.meetings.words import trouble_words

        try:
            self._again = True
            while self._again:
                self._again = False
                coming = await self._app.meetings.coming()
                listed.show_meetings(coming, trouble_words(self._app.hub, self._app.meetings.unheard()))
        except DialerError as error:
            listed.show_meetings((), self._app.hub.strings.text(error.key, **error.placeholders))
        finally:
            self._reads = False
