"""What to know before somebody is put through, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.contacts.model import Instructions
    from dialer.core.strings import Strings


def sentences(instructions: Instructions, strings: Strings) -> list[str]:
    """Return a sentence for each instruction, the most important first."""
    known = []
    if instructions.never_put_through:
        known.append(strings.text("contacts.door.never"))
    if instructions.ask_for:
        known.append(strings.text("contacts.door.ask", what=instructions.ask_for))
    if instructions.best_time:
        known.append(strings.text("contacts.door.best", when=instructions.best_time))
    return known
