"""Repairs: what is wrong and needs a person, in a plain sentence, with the action that mends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.bus import EventBus

KEYRING_ISSUE = "keyring"
"""The issue that says why passwords cannot be read or kept, whoever needs them."""


class Severity(StrEnum):
    """How much an issue keeps people from working."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class FixAction(StrEnum):
    """What mends an issue; ``repairs.fix.<action>`` is the text on its button."""

    SIGN_IN = "sign_in"
    RETRY = "retry"
    CHANGE_ACCOUNT = "change_account"
    CHECK_KEYRING = "check_keyring"
    ADD_CERTIFICATE = "add_certificate"
    TAKE_LINKS = "take_links"
    SHOW_NUMBERS = "show_numbers"
    LOAD_ACCOUNTS = "load_accounts"
    REMOVE_CONTACTS = "remove_contacts"
    CHOOSE_VERSION = "choose_version"
    EMERGENCY_LIST = "emergency_list"


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One thing that is wrong.

    Attributes:
        id: what it is about, such as ``sign-in/<entry id>``; reporting it again replaces it.
        severity: how bad it is.
        key: the key of its sentence, which says what to do next.
        placeholders: what the sentence is filled in with.
        fix: the action that mends it.
        entry_id: the account that it is about; it goes when the account goes.
    """

    id: str
    severity: Severity
    key: str
    placeholders: Mapping[str, object] = field(default_factory=dict)
    fix: FixAction | None = None
    entry_id: str | None = None


@dataclass(frozen=True)
class IssuesChanged:
    """An issue was found, changed or mended."""


class IssueManager:
    """Keeps the issues that there are now. Nothing is stored: a cause that is still there is found again."""

    def __init__(self, bus: EventBus) -> None:
        """Start without issues."""
        self._bus = bus
        self._issues: dict[str, Issue] = {}

    @property
    def all(self) -> list[Issue]:
        """The issues, the worst first, else in the order in which they were found."""
        order = list(Severity)
        return sorted(self._issues.values(), key=lambda issue: order.index(issue.severity))

    def report(self, issue: Issue) -> None:
        """Say that something is wrong, in place of what was said about it before."""
        if self._issues.get(issue.id) != issue:
            self._issues[issue.id] = issue
            self._bus.fire(IssuesChanged())

    def clear(self, issue_id: str) -> None:
        """Say that the cause is gone."""
        if self._issues.pop(issue_id, None) is not None:
            self._bus.fire(IssuesChanged())

    def clear_account(self, entry_id: str) -> None:
        """Drop everything about an account that is gone."""
        for issue in self.all:
            if issue.entry_id == entry_id:
                self.clear(issue.id)
