"""Carrying out what the accounts page offers: flows, switches, removal, links, diagnostics, the table."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.config_flow import FlowKind
from dialer.core.errors import DialerError
from dialer.core.fields import Phone
from dialer.ui.accounts.actions import Action

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow import Flow

_FLOWS = {
    Action.SIGN_IN: FlowKind.REAUTH,
    Action.CHANGE: FlowKind.RECONFIGURE,
    Action.OPTIONS: FlowKind.OPTIONS,
}


class AccountJobs:
    """Does things with accounts; dialogs stand in front of `parent`."""

    def __init__(self, app: App, parent: QWidget) -> None:
        """Work on these rooms."""
        self._app = app
        self._hub = app.hub
        self._parent = parent

    async def add(self) -> None:
        """Let a provider be chosen, or a set-up link be given, and ask what it needs.

        Raises:
            DialerError: it could not be begun or kept.
        """
        from dialer.ui.accounts.flow_dialog import run_flow
        from dialer.ui.accounts.provider_picker import pick_provider

        chosen = await pick_provider(self._parent, self._hub.strings, self._hub.scope)
        if chosen is None:
            return
        if isinstance(chosen, str):
            flow = await self._begin(chosen, FlowKind.USER)
        else:
            flow = self._hub.flows.start_from(chosen)
        self._prefill(flow)
        await run_flow(self._app, self._parent, flow)

    async def carry_out(self, action: Action, entry: ConfigEntry) -> None:
        """Do something with an account.

        Raises:
            DialerError: it did not work.
        """
        entries = self._hub.entries
        match action:
            case Action.SIGN_IN | Action.CHANGE | Action.OPTIONS:
                from dialer.ui.accounts.flow_dialog import run_flow

                await run_flow(
                    self._app, self._parent, await self._begin(entry.domain, _FLOWS[action], entry)
                )
            case Action.RETRY:
                await entries.reload(entry)
            case Action.ENABLE | Action.DISABLE:
                await entries.set_disabled(entry, action is Action.DISABLE)
            case Action.SET_UP_LINK:
                from dialer.ui.accounts.set_up_link_dialog import show_set_up_link

                await show_set_up_link(self._hub, self._parent, entry)
            case Action.DIAGNOSTICS:
                await self.show_diagnostics(entry)
            case Action.REMOVE:
                if await self._confirm_removal(entry):
                    await entries.remove(entry)

    async def prepare(self, entry: ConfigEntry) -> None:
        """Have at hand what an account's integration offers; one that cannot be used offers nothing."""
        with contextlib.suppress(DialerError):
            await loader.prepare(entry.domain)

    async def show_diagnostics(self, entry: ConfigEntry | None = None) -> None:
        """Show the diagnostics of an account, or of Dialer."""
        from dialer.ui.accounts.diagnostics_dialog import show_diagnostics

        await show_diagnostics(self._hub, self._parent, entry)

    async def show_table(self) -> None:
        """Show what each account can do."""
        from dialer.ui.accounts.capability_table import show_capabilities

        await show_capabilities(self._hub, self._parent)

    async def _begin(self, domain: str, kind: FlowKind, entry: ConfigEntry | None = None) -> Flow:
        await loader.prepare(domain)
        return self._hub.flows.start(domain, kind, entry)

    def _prefill(self, flow: Flow) -> None:
        """Put the own number where an account asks for a phone."""
        for field in flow.fields:
            if isinstance(field, Phone) and not flow.values.get(field.key):
                flow.values[field.key] = self._hub.settings.get("own_number")

    async def _confirm_removal(self, entry: ConfigEntry) -> bool:
        from dialer.ui.blocks.dialogs import confirm

        strings, manifest = self._hub.strings, loader.find(entry.domain)
        text = strings.text("ui_pages.accounts.remove.text", title=entry.title)
        if manifest is not None and manifest.third_party:
            package = manifest.distribution
            text += " " + strings.text("accounts.remove.addon", provider=manifest.name, package=package)
        return await confirm(
            self._parent,
            strings,
            title=strings.text("ui_pages.accounts.remove.title"),
            text=text,
            action=strings.text("ui_pages.accounts.remove"),
            danger=True,
        )
