"""What a provider tells of something that a meeting leaves behind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MeetingDocument:
    """Something that a meeting leaves behind at its provider.

    Attributes:
        document_id: the provider's id, as text whatever it is on the wire.
        name: what the provider calls it, as it was sent; a file is never called so without being cleaned.
        size: in bytes; None where the provider does not tell.
    """

    document_id: str
    name: str
    size: int | None = None
