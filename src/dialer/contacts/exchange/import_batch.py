"""What an import has in hand: contacts to be stored, a batch of them, and how many became what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialer.contacts import records
from dialer.contacts.model import LOCAL, FileReport

if TYPE_CHECKING:
    from dialer.contacts.model import ContactDraft
    from dialer.contacts.record import Record


@dataclass(slots=True)
class Item:
    """One card to be stored; its numbers are read only if there is something to write."""

    draft: ContactDraft
    source: str
    uid: str
    digest: bytes
    region: str
    is_partial: bool = False
    has_uid: bool = False
    is_known: bool = False
    read: Record | None = None

    def record(self) -> Record:
        """Return what is written of it."""
        if self.read is None:
            self.read = records.imported(
                self.draft, self.region, source=LOCAL, uid=self.uid, digest=self.digest
            )
        return self.read


@dataclass(slots=True)
class Batch:
    """What one turn of the reading thread brings."""

    items: list[Item] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    incomplete: int = 0
    done: int = 0


@dataclass(slots=True)
class Tally:
    """What became of the contacts of a file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    incomplete: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def add(self, batch: Batch, counted: Tally) -> None:
        """Count a batch, and what became of its contacts."""
        self.skipped += batch.skipped
        self.incomplete += batch.incomplete
        self.new += counted.new
        self.changed += counted.changed
        self.unchanged += counted.unchanged

    def report(self, file: str, error_key: str | None = None) -> FileReport:
        """Return it as it is told."""
        return FileReport(
            file=file,
            new=self.new,
            changed=self.changed,
            unchanged=self.unchanged,
            skipped=tuple(self.skipped),
            incomplete=self.incomplete,
            error_key=error_key,
        )
