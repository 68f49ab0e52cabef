"""What can be done with an account now: the one thing that matters most as a button, the rest in a menu."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.entry import EntryState
from dialer.core.errors import DialerError

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry


class Action(StrEnum):
    """What can be done with an account."""

    SIGN_IN = "sign_in"
    RETRY = "retry"
    ENABLE = "enable"
    CHANGE = "change"
    OPTIONS = "options"
    SET_UP_LINK = "set_up_link"
    DIAGNOSTICS = "diagnostics"
    DISABLE = "disable"
    REMOVE = "remove"


ICONS = {
    Action.SIGN_IN: "login",
    Action.RETRY: "refresh",
    Action.ENABLE: "power",
    Action.CHANGE: "pencil-outline",
    Action.REMOVE: "delete-outline",
}
"""The icons of those that can be the main one; a menu has words alone."""

KEYS = {
    Action.SIGN_IN: "ui_pages.accounts.sign_in",
    Action.RETRY: "ui_pages.accounts.retry",
    Action.ENABLE: "ui_pages.accounts.enable",
    Action.CHANGE: "ui_pages.accounts.change",
    Action.OPTIONS: "accounts.options",
    Action.SET_UP_LINK: "accounts.set_up_link",
    Action.DIAGNOSTICS: "accounts.diagnostics",
    Action.DISABLE: "ui_pages.accounts.disable",
    Action.REMOVE: "ui_pages.accounts.remove",
}
_TRIED_AGAIN = {EntryState.RETRYING, EntryState.FAILED}
_DECIDED_ELSEWHERE = {Action.CHANGE, Action.OPTIONS, Action.REMOVE}


def main_action(entry: ConfigEntry, *, known: bool) -> Action | None:
    """The one thing to do next; `known` is whether the account's integration is there."""
    if not known:
        return Action.REMOVE
    if entry.disabled:
        return Action.ENABLE
    if entry.held is not None:  # the administrator alone can do something
        return None
    if entry.state is EntryState.AUTH_NEEDED:
        return Action.SIGN_IN
    if entry.state in _TRIED_AGAIN:
        return Action.RETRY
    return None if entry.managed else Action.CHANGE


def more_actions(entry: ConfigEntry) -> list[Action]:
    """Everything else that makes sense, in the order of a menu; its integration was prepared before."""
    known = loader.find(entry.domain) is not None
    main = main_action(entry, known=known)
    wanted = [Action.DIAGNOSTICS, Action.REMOVE]
    if known:
        wanted = [
            *([Action.SIGN_IN] if _has_secrets(entry) and not (entry.disabled or entry.held) else []),
            Action.CHANGE,
            *([Action.OPTIONS] if _has_options(entry) else []),
            *([] if entry.held else [Action.SET_UP_LINK]),
            Action.DIAGNOSTICS,
            *([] if entry.disabled else [Action.DISABLE]),
            Action.REMOVE,
        ]
    return [action for action in wanted if action is not main]


def is_refused(action: Action, entry: ConfigEntry) -> bool:
    """Whether the organisation, which presets the account, decides this."""
    return entry.managed and action in _DECIDED_ELSEWHERE


def _has_options(entry: ConfigEntry) -> bool:
    try:
        return bool(loader.load_flow(entry.domain).OPTIONS)
    except DialerError:  # an add-on that cannot be imported
        return False


def _has_secrets(entry: ConfigEntry) -> bool:
    try:
        return bool(loader.load_flow(entry.domain).secret_fields)
    except DialerError:
        return False
