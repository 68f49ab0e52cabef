"""What the calls room announces on the bus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.contacts.numbers.reading import Reading


@dataclass(frozen=True)
class CallChanged:
    """The current call has a new state."""

    call: Call


@dataclass(frozen=True)
class HistoryChanged:
    """A call record was added or changed; the id is empty where it is many that changed or went."""

    call_id: str


@dataclass(frozen=True)
class LinkOpened:
    """Another program wants a number called: a person is to be asked, or told why it is not called."""

    reading: Reading
