"""The parts of the Meetings page, each made when it is needed first, or in its turn after the head."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.app import App
    from dialer.core.scope import Scope
    from dialer.ui.meetings.actions import MeetingActions
    from dialer.ui.meetings.card import MeetingCard
    from dialer.ui.meetings.form import MeetingForm
    from dialer.ui.meetings.inviting import MeetingInviting
    from dialer.ui.meetings.listing import MeetingList


class MeetingParts(QWidget):
    """Makes the parts, and tells the page, which is one of these; what a part needs is imported then."""

    def __init__(self, app: App, scope: Scope, parent: QWidget | None = None) -> None:
        """Make nothing yet."""
        super().__init__(parent)
        self._app, self._scope = app, scope

    def has(self, part: str) -> bool:
        """Whether a part, by the name that it has here, is made."""
        return part in self.__dict__

    def steps(self) -> Iterator[None]:
        """Make all that is not made yet, what is seen first before the rest."""
        from dialer.meetings import repeats  # noqa: F401  # each import a step of its own

        yield
        from dialer.meetings import changes  # noqa: F401

        yield
        from dialer.meetings import manager  # noqa: F401

        yield
        from dialer.ui.meetings import actions, listing  # noqa: F401

        yield
        self.show_list()
        yield
        from dialer.ui.meetings import card  # noqa: F401

        yield
        from dialer.ui.meetings import doing, inviting  # noqa: F401

        yield
        _ = self.card
        yield
        from dialer.ui.meetings import form  # noqa: F401

        yield
        _ = self.form

    @cached_property
    def _actions(self) -> MeetingActions:
        """What people do, forwarded."""
        from dialer.ui.meetings.actions import MeetingActions

        made = MeetingActions(self._app, self, self._scope)
        self.wire_actions(made)
        return made

    @cached_property
    def list(self) -> MeetingList:
        """The meetings to come, and past ones."""
        from dialer.ui.meetings.listing import MeetingList

        made = MeetingList(self._app.hub)
        made.chosen.connect(self.show_meeting)
        made.past_wanted.connect(self._actions.read_past)
        self._actions.past_read.connect(made.show_past)
        return made

    @cached_property
    def card(self) -> MeetingCard:
        """The meeting that is shown."""
        from dialer.ui.meetings.card import MeetingCard
        from dialer.ui.meetings.doing import MeetingDoing

        made, actions = MeetingCard(self._app.hub), self._actions
        made.open_wanted.connect(actions.open)
        made.end_wanted.connect(actions.end)
        made.cancel_wanted.connect(actions.cancel)
        made.look_wanted.connect(actions.refresh)
        made.documents_wanted.connect(actions.documents)
        made.invite_wanted.connect(self._on_invite)
        MeetingDoing(self._app, self, actions, made.doings)
        self.wire_card(made)
        return made

    @cached_property
    def _inviting(self) -> MeetingInviting:
        """Invitations to the meeting that is shown."""
        from dialer.ui.meetings.inviting import MeetingInviting

        made = MeetingInviting(self._app, self, self._actions)
        made.language_known.connect(self.card.set_guests_language)
        return made

    @cached_property
    def form(self) -> MeetingForm:
        """A meeting that is not made yet, or is changed."""
        from dialer.ui.meetings.form import MeetingForm

        made = MeetingForm(self._app, self._scope)
        self.wire_form(made)
        return made

    def _on_invite(self, way: str, meeting_id: str, language: str) -> None:
        self._inviting.invite(way, meeting_id, language)

    def show_meeting(self, meeting_id: str) -> None:
        """Show a meeting beside the list."""
        raise NotImplementedError

    def show_list(self) -> None:
        """Put the list on the page."""
        raise NotImplementedError

    def wire_actions(self, actions: MeetingActions) -> None:
        """Follow what comes of actions."""
        raise NotImplementedError

    def wire_card(self, card: MeetingCard) -> None:
        """Take the card, which has just been made."""
        raise NotImplementedError

    def wire_form(self, form: MeetingForm) -> None:
        """Take the form, which has just been made."""
        raise NotImplementedError
