"""Issues that follow from how the accounts are doing; each goes when its cause goes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.entries import SAFE_MODE_ISSUE
from dialer.core.entry import ConfigEntry, EntryChanged, EntryRemoved, EntryState
from dialer.core.errors import InputError, SecretsUnavailable
from dialer.core.issues import KEYRING_ISSUE, FixAction, Issue, IssuesChanged, Severity

if TYPE_CHECKING:
    from dialer.core.hub import Hub

PATIENCE = 300.0
"""Seconds for which an account may be tried again before that is worth a warning."""

# States on the way from one to another, which say nothing yet.
_PASSING = {EntryState.LOADING, EntryState.UNLOADING}


class EntryIssues:
    """Watches the accounts and the packages of others."""

    def __init__(self, hub: Hub) -> None:
        """Watch from now on."""
        self._hub = hub
        self._waiting: dict[str, asyncio.Task[None]] = {}
        hub.bus.listen(EntryChanged, lambda event: self._on_changed(event.entry))
        hub.bus.listen(EntryRemoved, lambda event: self._on_removed(event.entry))
        hub.bus.listen(IssuesChanged, lambda _event: self._on_issues())

    async def look(self) -> None:
        """Report what is wrong without any account's doing."""
        if self._hub.safe_mode:
            self._hub.issues.report(
                Issue(
                    id=SAFE_MODE_ISSUE,
                    severity=Severity.WARNING,
                    key="core.issue.safe_mode",
                    fix=FixAction.LOAD_ACCOUNTS,
                )
            )
        for each in await asyncio.to_thread(loader.broken):
            self._hub.issues.report(
                Issue(
                    id=f"integration/{each.distribution}/{each.name}",
                    severity=Severity.WARNING,
                    key="core.issue.broken_integration",
                    placeholders={
                        "name": each.name,
                        "package": each.distribution,
                        "reason": InputError(each.key, **each.placeholders),
                    },
                )
            )

    def _on_changed(self, entry: ConfigEntry) -> None:
        if entry.state in _PASSING:
            return
        if entry.state is EntryState.RETRYING:
            if entry.id not in self._waiting:
                self._waiting[entry.id] = self._hub.scope.spawn(self._lose_patience(entry), "lose patience")
            self._tell_of_retrying(entry)
        elif (waiting := self._waiting.pop(entry.id, None)) is not None:
            waiting.cancel()
        self._show(entry, "sign-in", _sign_in(entry))
        self._show(entry, "failed", _failed(entry))
        if entry.state is not EntryState.RETRYING:
            self._hub.issues.clear(f"retrying/{entry.id}")

    def _on_removed(self, entry: ConfigEntry) -> None:
        if (waiting := self._waiting.pop(entry.id, None)) is not None:
            waiting.cancel()
        self._hub.issues.clear_account(entry.id)

    def _show(self, entry: ConfigEntry, name: str, issue: Issue | None) -> None:
        if issue is None:
            self._hub.issues.clear(f"{name}/{entry.id}")
        else:
            self._hub.issues.report(issue)

    async def _lose_patience(self, entry: ConfigEntry) -> None:
        await self._hub.clock.sleep(PATIENCE)
        self._tell_of_retrying(entry, late=True)

    def _on_issues(self) -> None:
        """The key ring's own issue came or went: what waits for the key ring follows it."""
        for entry in self._hub.entries.all:
            if entry.id in self._waiting and isinstance(entry.error, SecretsUnavailable):
                self._tell_of_retrying(entry)

    def _tell_of_retrying(self, entry: ConfigEntry, *, late: bool = False) -> None:
        """Tell why the last try failed, unless that was told already, of the account or of the key ring."""
        if isinstance(entry.error, SecretsUnavailable) and self._told(KEYRING_ISSUE) is not None:
            self._hub.issues.clear(f"retrying/{entry.id}")
            return
        late = late or self._waiting[entry.id].done()
        issue = _issue(entry, "retrying", Severity.INFO, "core.issue.not_ready", FixAction.RETRY)
        if late:
            issue = replace(issue, severity=Severity.WARNING, key="core.issue.retrying")
        told = self._told(issue.id)
        if told is None or _said(told) != _said(issue):
            self._hub.issues.report(issue)

    def _told(self, issue_id: str) -> Issue | None:
        return next((each for each in self._hub.issues.all if each.id == issue_id), None)


def _said(issue: Issue) -> tuple[str, str]:
    # Each try has an error of its own, which may say the same.
    return issue.key, str(issue.placeholders["reason"])


def _sign_in(entry: ConfigEntry) -> Issue | None:
    if entry.state is not EntryState.AUTH_NEEDED:
        return None
    key = "core.issue.sign_in" if entry.auth_refused else "core.issue.no_secret"
    return _issue(entry, "sign-in", Severity.WARNING, key, FixAction.SIGN_IN)


def _failed(entry: ConfigEntry) -> Issue | None:
    if entry.state is not EntryState.FAILED:
        return None
    if entry.held is not None:  # the administrator alone can mend that
        return _issue(entry, "failed", Severity.ERROR, "core.issue.failed", None)
    # What the integration itself says has to do with the account; the rest may pass.
    ours = entry.error is None or entry.error.key.startswith("core.")
    fix = FixAction.RETRY if ours or entry.managed else FixAction.CHANGE_ACCOUNT
    return _issue(entry, "failed", Severity.ERROR, "core.issue.failed", fix)


def _issue(entry: ConfigEntry, name: str, severity: Severity, key: str, fix: FixAction | None) -> Issue:
    return Issue(
        id=f"{name}/{entry.id}",
        severity=severity,
        key=key,
        placeholders={"title": entry.title, "reason": entry.error or ""},
        fix=fix,
        entry_id=entry.id,
    )
