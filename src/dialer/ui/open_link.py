"""The one place that hands a link to the browser (SAFETY T33)."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from dialer.core.links import link_place, shown_host


def open_link(link: str) -> bool:
    """Open a link that `shown_host` finds fit to be opened; return whether a program took it."""
    place, url = link_place(link), QUrl(link, QUrl.ParsingMode.StrictMode)
    if place is None or shown_host(link) is None:
        return False
    # What is opened is Qt's reading of it: that has to lead to the same host.
    scheme, host, port = place
    if not url.isValid() or (url.scheme(), url.host(), url.port(port)) != (scheme, host, port):
        return False
    return QDesktopServices.openUrl(url)
