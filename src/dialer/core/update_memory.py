"""What is remembered of lists of versions, so that an older one cannot be passed off as the newest."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dialer.core.errors import StorageError
from dialer.core.storage import JsonStore

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.core.update_manifest import Manifest

FILE_NAME = "updates.json"
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What is kept between two starts; all of it is about one address and its keys.

    Attributes:
        source: address and keys.
        checked: when a list was last fetched and found to be signed, in ISO 8601; empty for never.
        proof: the SHA-256 of list, signature and keys that were found to belong together.
        manifest: the newest list that was seen, as it was published.
        dismissed: the version that the user wants to hear no more of.
    """

    source: str = ""
    checked: str = ""
    proof: str = ""
    manifest: str = ""
    dismissed: str = ""

    @property
    def checked_at(self) -> datetime | None:
        """When a list was last fetched and found to be signed."""
        try:
            moment = datetime.fromisoformat(self.checked)
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else None

    def newest(self) -> Manifest | None:
        """Return the newest list that was seen, where there is one."""
        if not self.manifest:
            return None
        from dialer.core.update_manifest import NotAList, read_manifest

        try:
            return read_manifest(self.manifest.encode())
        except NotAList:
            return None


def proof_of(content: bytes, signature: bytes, keys: str) -> str:
    """Return what tells these three from any others."""
    parts = (content, signature, keys.encode())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def load(folder: Path, source: str) -> Memory:
    """Return what is remembered about a source; nothing where it is another one's, or cannot be read."""
    try:
        content = JsonStore(folder / FILE_NAME, VERSION).load()
    except StorageError:
        return Memory(source=source)
    known: dict[str, Any] = {
        each.name: content[each.name] for each in fields(Memory) if isinstance(content.get(each.name), str)
    }
    return Memory(**known) if known.get("source") == source else Memory(source=source)


def save(folder: Path, memory: Memory) -> None:
    """Keep it.

    Raises:
        StorageError: it cannot be written.
    """
    JsonStore(folder / FILE_NAME, VERSION).save(asdict(memory))
