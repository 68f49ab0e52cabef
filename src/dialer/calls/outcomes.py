"""What a call came to, in the words of whoever made it; the call's end is the telephone's side of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.core.strings import Strings

OUTCOMES = ("reached", "message_left", "voicemail", "will_call_back", "call_again", "wrong_person")
"""What may be chosen, in the order in which it is offered; a call without one has the empty text."""


def outcome_text(outcome: str, strings: Strings) -> str:
    """Return how an outcome is shown: the empty text where there is none, or one that nobody knows."""
    return strings.text(f"calls.outcome.{outcome}") if outcome in OUTCOMES else ""


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are kept: each once, whatever its capitals, none empty, in the order given."""
    found: dict[str, str] = {}
    for tag in tags:
        bare = " ".join(tag.split())
        if bare:
            found.setdefault(bare.casefold(), bare)
    return tuple(found.values())
