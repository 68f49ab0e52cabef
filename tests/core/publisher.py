"""Somebody who publishes a list of versions, signed as minisign signs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import minisign

ADDRESS = "https://updates.example/dialer.json"
NOTES = {"en": "Faster search.\nA quieter bell.", "nl": "Sneller zoeken."}


@dataclass
class Publisher:
    """A key pair, and the lists that are made with it."""

    pair: Any = field(default_factory=minisign.KeyPair.generate)

    @property
    def key(self) -> str:
        """The public key, as the settings hold it."""
        return str(self.pair.public_key.to_base64().decode())

    def sign(self, content: bytes) -> bytes:
        """Return the file with the signature."""
        return bytes(self.pair.secret_key.sign(content, trusted_comment="a test"))


def listing(**changes: Any) -> bytes:
    """Return a list of versions of the day before the tests' clock begins."""
    content = {
        "version": "0.5.0",
        "date": "2026-03-01",
        "expires": "2026-05-30",
        "page": "https://dialer.example/0.5",
        "notes": NOTES,
    }
    return json.dumps(content | changes).encode()
