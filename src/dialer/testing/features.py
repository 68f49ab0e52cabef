"""Features are promises: what is declared is there, and what is there is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.provider import Provider

Needs = dict[str, tuple[str, ...]]

TELEPHONY: Needs = {
    "STATUS": ("async_status",),
    "HANG_UP": ("async_hang_up",),
    "RESUME": ("session", "resume", "release"),
}
MEETINGS: Needs = {
    "CHANGE": ("async_change",),
    "CANCEL": ("async_cancel",),
    "END": ("async_end",),
    "LIST": ("async_list",),
    "FETCH": ("async_fetch",),
    "DOCUMENTS": ("async_documents", "async_download"),
    "DIAL_OUT": ("async_dial",),
    "MESSAGE": ("async_message",),
    "ATTENDANCE": ("async_attendance",),
    "UPLOAD": ("async_upload",),
}
DIRECTORY: Needs = {
    "SEARCH": ("async_search",),
    "SYNC": ("async_sync",),
    "WRITE": ("async_create", "async_change", "async_remove"),
}
TEAM: Needs = {
    "SHARE_CALLS": ("async_share_call", "async_withdraw_call"),
    "SHARE_CALLBACKS": ("async_share_call_back",),
}
NEEDS: Mapping[str, Needs] = {
    "telephony": TELEPHONY,
    "meetings": MEETINGS,
    "directory": DIRECTORY,
    "team": TEAM,
}
"""By kind and feature, the members that a provider which declares the feature overrides."""


def dishonest(provider: Provider) -> list[str]:
    """Return where a provider's features and its methods differ."""
    declared = {feature.name for feature in type(provider.features) if feature in provider.features}
    found = []
    for feature, members in NEEDS.get(provider.kind, {}).items():
        missing = [name for name in members if not _overridden(type(provider), name)]
        if feature in declared and missing:
            found.append(f"{feature} is declared without {', '.join(missing)}")
        # Of several members, one alone (such as a session) may be there for reasons of its own.
        if feature not in declared and not missing:
            found.append(f"{', '.join(members)} is there, but {feature} is not declared")
    return found


def _overridden(kind: type, name: str) -> bool:
    owner = next(base for base in kind.__mro__ if name in vars(base))
    return not owner.__module__.startswith(("dialer.calls.", "dialer.meetings.", "dialer.contacts."))
