"""asyncio without TLS of its own, which Dialer never uses: what is encrypted goes through httpx and ldap3.

asyncio imports OpenSSL only to offer it: 4 MiB, in a window that may have nothing to encrypt. asyncio is made
for a Python without the module ssl, too, and does without.
"""

from __future__ import annotations

import importlib
import sys


def import_asyncio() -> None:
    """Import asyncio, unless that was done; afterwards the module ssl can be imported as ever."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    # An import that finds None fails, as in a Python without it (Python's reference, "The module cache").
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        importlib.import_module("asyncio")
    finally:
        del sys.modules["ssl"]


def complete_asyncio() -> None:
    """Give asyncio its TLS after all: code that others wrote may count on it."""
    import ssl
    from asyncio import sslproto

    if vars(sslproto)["ssl"] is not None:
        return
    for name, module in tuple(sys.modules.items()):
        if name.startswith("asyncio.") and vars(module).get("ssl", ...) is None:
            vars(module)["ssl"] = ssl
    importlib.reload(sslproto)  # some of it is made only where there is TLS
