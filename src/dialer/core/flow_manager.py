"""Where flows begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.config_flow import FlowKind
from dialer.core.errors import InputError
from dialer.core.flow import Flow

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.onboarding import Onboarding


class FlowManager:
    """Begins flows."""

    def __init__(self, hub: Hub) -> None:
        """Belong to a hub."""
        self._hub = hub

    def start(self, domain: str, kind: FlowKind = FlowKind.USER, entry: ConfigEntry | None = None) -> Flow:
        """Begin a flow of an integration; all kinds but ``USER`` are about an account.

        Raises:
            EntryError: there is no such integration.
            InputError: the organisation presets the account, and only its secrets are the user's.
            DialerError: the organisation's file, which may decide its address, does not hold.
        """
        if entry is not None and entry.managed and kind is not FlowKind.REAUTH:
            raise InputError("core.entry.managed", title=entry.title)
        if entry is not None and entry.held is not None:  # a secret would go to nobody knows whom
            raise entry.held
        return Flow(self._hub, loader.load_flow(domain), kind, entry)

    def start_from(self, onboarding: Onboarding) -> Flow:
        """Begin a flow for a new account, filled in by a set-up link.

        Raises:
            EntryError: there is no such integration.
        """
        flow = self.start(onboarding.domain)
        flow.values.update(onboarding.values)
        flow.onboarding = onboarding
        return flow
