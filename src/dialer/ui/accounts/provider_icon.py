"""The icon of what an account is with."""

from __future__ import annotations

from dialer.core import loader

_FALLBACK = "puzzle-outline"


def integration_icon(domain: str) -> str:
    """Return the icon of an integration, or a neutral one where it brings none."""
    manifest = loader.find(domain)
    return str(manifest.icon) if manifest is not None and manifest.icon.is_file() else _FALLBACK
