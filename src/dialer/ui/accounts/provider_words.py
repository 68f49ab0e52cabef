"""What an integration is called: those that others wrote are named as such, wherever they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.ui.blocks.widgets import one_line

if TYPE_CHECKING:
    from dialer.core.manifest import Manifest
    from dialer.core.strings import Strings


def provider_name(manifest: Manifest, strings: Strings) -> str:
    """The provider's name; what is no brand has one in each language."""
    own = f"{manifest.domain}.name"
    return strings.text(own) if strings.has(own) and not manifest.third_party else one_line(manifest.name)


def provider_words(manifest: Manifest, strings: Strings) -> str:
    """The provider's name; of an add-on also who wrote it, and in which package it comes."""
    name = provider_name(manifest, strings)
    return f"{name} · {addon_words(manifest, strings)}" if manifest.third_party else name


def addon_words(manifest: Manifest, strings: Strings) -> str:
    """Who wrote an add-on, and in which package it comes."""
    return strings.text(
        "accounts.addon_by" if manifest.owner else "accounts.addon",
        owner=one_line(manifest.owner),
        package=manifest.distribution,
        version=manifest.version,
    )
