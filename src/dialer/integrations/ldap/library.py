"""The LDAP library, loaded when it is first needed and on the thread that needs it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def load() -> ModuleType:
    """Return ldap3; it takes a quarter of a second to load."""
    # It names two tables of pyasn1 by their former names; the correction was never released.
    warnings.filterwarnings("ignore", "(tag|type)Map is deprecated", DeprecationWarning)
    import ldap3

    return ldap3
