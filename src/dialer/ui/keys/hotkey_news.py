"""What the settings and the hotkeys tell each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.desktop.hotkeys import Held

SETTING = "hotkey_"
"""What a hotkey's setting begins with; the rest is the name of what it does."""


@dataclass(frozen=True)
class HotkeysHeld:
    """What became of the hotkeys that are set, by the name of what they do."""

    held: Mapping[str, Held] = field(default_factory=dict)


@dataclass(frozen=True)
class HotkeysAsked:
    """Somebody wants to hear it again."""


@dataclass(frozen=True)
class HotkeyRecording:
    """Keys are being pressed that are to become a hotkey: none may do anything meanwhile.

    Attributes:
        on: whether that begins or is over.
    """

    on: bool
