"""How an issue looks and reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.issues import Severity
from dialer.ui.blocks.widgets import one_line

if TYPE_CHECKING:
    from dialer.core.hub import Hub
    from dialer.core.issues import Issue
    from dialer.ui.blocks.widgets import Button

_LOOKS = {
    Severity.ERROR: ("bad", "alert-circle-outline"),
    Severity.WARNING: ("warning", "alert-outline"),
    Severity.INFO: ("accent", "information-outline"),
}


def issue_look(issue: Issue) -> tuple[str, str]:
    """The tone and the icon of an issue."""
    return _LOOKS[issue.severity]


def issue_sentence(issue: Issue, hub: Hub) -> str:
    """What is wrong and what to do, in a plain sentence."""
    return one_line(hub.strings.text(issue.key, **issue.placeholders))


def issue_account(issue: Issue, hub: Hub) -> str:
    """The name of the account that an issue is about, if it is about one."""
    entry = hub.entries.get(issue.entry_id) if issue.entry_id else None
    return one_line(entry.title) if entry is not None else ""


def label_fix(button: Button, issue: Issue, hub: Hub) -> None:
    """Put the words of an issue's fix on a button; its name tells the account as well."""
    words = hub.strings.text(f"repairs.fix.{issue.fix}")
    button.set_label(words)
    if account := issue_account(issue, hub):
        button.setAccessibleName(hub.strings.text("repairs.fix.name", fix=words, account=account))
