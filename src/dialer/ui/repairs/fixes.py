"""Carries out what mends an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dialer.core import loader
from dialer.core.config_flow import FlowKind
from dialer.core.fields import FieldError
from dialer.core.issues import FixAction

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.core.issues import Issue
    from dialer.ui.phone.actions import PhoneActions
    from dialer.ui.window import MainWindow

_FOR_ACCOUNTS = {
    FixAction.SIGN_IN: FlowKind.REAUTH,
    FixAction.CHANGE_ACCOUNT: FlowKind.RECONFIGURE,
    FixAction.RETRY: None,
}


class Fixes(QObject):
    """The buttons of banner and page, one press at a time for each issue.

    Signals:
        changed: a fix has begun or ended.
    """

    changed = Signal()

    def __init__(self, app: App, window: MainWindow, actions: PhoneActions) -> None:
        """Work on these rooms; dialogs stand in front of `window`, and `actions` tells what failed."""
        super().__init__(window)
        self._app, self._window, self._actions = app, window, actions
        self._hub = app.hub
        self._running: set[str] = set()

    def can(self, issue: Issue) -> bool:
        """Whether there is something to press for an issue."""
        match issue.fix:
            case None:
                return False
            case FixAction.SIGN_IN | FixAction.CHANGE_ACCOUNT | FixAction.RETRY | FixAction.REMOVE_CONTACTS:
                return self._entry(issue) is not None
            case FixAction.ADD_CERTIFICATE:
                return self._hub.settings.managed_by("extra_ca") is None
            case FixAction.LOAD_ACCOUNTS:
                return self._hub.safe_mode
            case _:
                return True

    def is_running(self, issue: Issue) -> bool:
        """Whether its fix is under way."""
        return issue.id in self._running

    def carry_out(self, issue: Issue) -> None:
        """Do it; how it ends is told, and an issue that is mended goes by itself."""
        if self.can(issue) and issue.id not in self._running:
            self._running.add(issue.id)
            self.changed.emit()
            self._actions.run(self._fix(issue), f"mend {issue.id}")

    async def _fix(self, issue: Issue) -> None:
        try:
            await self._carry_out(issue)
        finally:
            self._running.discard(issue.id)
            self.changed.emit()

    async def _carry_out(self, issue: Issue) -> None:
        match issue.fix:
            case FixAction.SIGN_IN | FixAction.CHANGE_ACCOUNT | FixAction.RETRY:
                if (entry := self._entry(issue)) is not None:
                    await self._mend_account(entry, _FOR_ACCOUNTS[issue.fix])
            case FixAction.CHECK_KEYRING:
                from dialer.core.mending import check_keyring

                await check_keyring(self._hub)
                self._tell("ok", "repairs.fixed.keyring")
            case FixAction.ADD_CERTIFICATE:
                await self._add_certificate()
            case FixAction.TAKE_LINKS:
                from dialer.desktop.handlers_watch import take

                await take(self._hub)
            case FixAction.SHOW_NUMBERS:
                from dialer.ui.settings.numbers_dialog import show_numbers

                await show_numbers(self._app, self._window)
            case FixAction.LOAD_ACCOUNTS:
                await self._hub.entries.leave_safe_mode()
            case FixAction.CHOOSE_VERSION:
                from dialer.ui.contacts.writing import choose_version

                await choose_version(self._app, self._window, int(str(issue.placeholders["id"])))
            case FixAction.EMERGENCY_LIST:
                await self._save_emergency_list()
            case FixAction.REMOVE_CONTACTS:
                if (entry := self._entry(issue)) is not None:
                    await self._remove_contacts(entry, issue)

    async def _save_emergency_list(self) -> None:
        from dialer.ui.phone.emergency_list import save_emergency_list

        self._actions.told.emit("ok", await save_emergency_list(self._app, self._window))

    async def _mend_account(self, entry: ConfigEntry, kind: FlowKind | None) -> None:
        if kind is None:
            await self._hub.entries.reload(entry)
            return
        from dialer.ui.accounts.flow_dialog import run_flow

        await loader.prepare(entry.domain)  # an import must not hold up the window
        await run_flow(self._app, self._window, self._hub.flows.start(entry.domain, kind, entry))

    async def _remove_contacts(self, entry: ConfigEntry, issue: Issue) -> None:
        """Let those go whom a directory no longer has, after a question: the mistake may be its own."""
        from dialer.ui.blocks.dialogs import confirm

        text = self._hub.strings.text
        sure = await confirm(
            self._window,
            self._hub.strings,
            title=text("directories.remove.title"),
            text=text("directories.remove.text", **issue.placeholders),
            action=text("repairs.fix.remove_contacts"),
            danger=True,
        )
        if sure:
            directories = self._app.directories
            report = await directories.copies.sync(directories.copied(entry), allow_vanishing=True)
            words = text("directories.removed", title=entry.title, count=report.removed)
            self._actions.told.emit("ok", words)

    async def _add_certificate(self) -> None:
        from dialer.core.mending import trust
        from dialer.ui.blocks.dialogs import ask_open_files

        text = self._hub.strings.text
        files = f"{text('repairs.certificate.filter')} (*.pem *.crt *.cer)"
        paths = await ask_open_files(self._window, text("repairs.certificate.choose"), files, many=False)
        for path in paths:
            try:
                await trust(self._hub, path)
            except FieldError as error:
                self._tell("bad", error.key)
            else:
                self._tell("ok", "repairs.fixed.certificate")

    def _entry(self, issue: Issue) -> ConfigEntry | None:
        return self._hub.entries.get(issue.entry_id) if issue.entry_id else None

    def _tell(self, tone: str, key: str) -> None:
        self._actions.told.emit(tone, self._hub.strings.text(key))
