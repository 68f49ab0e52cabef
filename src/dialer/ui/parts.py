"""What works beside the pages, from a furnished window to its end; each is loaded after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.ui.desk import Desk


class Part(Protocol):
    """Something that listens and acts for the window as a whole, and draws on no page."""

    def stop(self) -> None:
        """Stop listening; the window goes."""


def _call_backs(desk: Desk) -> Part:
    from dialer.ui.callbacks.part import CallBackPart

    return CallBackPart(desk)


def _hotkeys(desk: Desk) -> Part:
    from dialer.ui.keys.hotkeys import Hotkeys

    return Hotkeys(desk)


def _clipboard(desk: Desk) -> Part:
    from dialer.ui.outside.clipboard_dial import ClipboardDial

    return ClipboardDial(desk)


def _call_doings(desk: Desk) -> Part:
    from dialer.ui.call.doings import CallDoings

    return CallDoings(desk)


def _keys(desk: Desk) -> Part:
    from dialer.ui.keys.part import Keys

    return Keys(desk)


def _fall_back(desk: Desk) -> Part:
    from dialer.ui.ready.fall_back_part import FallBackPart

    return FallBackPart(desk)


def _background(desk: Desk) -> Part:
    from dialer.ui.desktop.background import Background

    return Background(desk)


def _access(desk: Desk) -> Part:
    from dialer.ui.settings.access_part import Access

    return Access(desk)


def _hot_desk(desk: Desk) -> Part:
    from dialer.ui.ready.hot_desk import HotDesk

    return HotDesk(desk)


def _phone_ready(desk: Desk) -> Part:
    from dialer.ui.ready.line import PhoneReady

    return PhoneReady(desk)


def _team(desk: Desk) -> Part:
    from dialer.ui.team.part import TeamPart

    return TeamPart(desk)


def _call_window(desk: Desk) -> Part:
    from dialer.ui.call.window_part import CallWindowPart

    return CallWindowPart(desk)


def _toolkit_words(desk: Desk) -> Part:
    from dialer.ui.look.toolkit_words import ToolkitWords

    return ToolkitWords(desk)


def _updates(desk: Desk) -> Part:
    from dialer.ui.updates.part import UpdatePart

    return UpdatePart(desk)


def _replaced(desk: Desk) -> Part:
    from dialer.ui.updates.replaced import Replaced

    return Replaced(desk)


PARTS: tuple[Callable[[Desk], Part], ...] = (
    _toolkit_words,
    _call_doings,
    _call_window,
    _call_backs,
    _team,
    _hotkeys,
    _clipboard,
    _keys,
    _access,
    _fall_back,
    _hot_desk,
    _phone_ready,
    _background,
    _updates,
    _replaced,
)
"""What makes each of them; what it needs is imported then."""
