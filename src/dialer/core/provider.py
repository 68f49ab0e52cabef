"""What an account adds to the app: a provider of some kind, with what it can do."""

from __future__ import annotations

from abc import ABC
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import Flag


class Provider(ABC):
    """One ability of one account.

    Attributes:
        kind: ``telephony``, ``meetings``, ``directory`` or ``team``: what the manifest calls it.
        features: what it can do; the window greys out the rest and says why.
    """

    kind: ClassVar[str]
    features: Flag

    def diagnostics(self) -> Mapping[str, object]:
        """Return what helps to find a fault: counts and states, no names, numbers or secrets."""
        return {}
