"""The one place that hands a link, an invitation or a number to another program (SAFETY T33)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from dialer.core.links import link_place, shown_host

if TYPE_CHECKING:
    from dialer.core.mail import MailLink


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


def open_number(number: str) -> bool:
    """Hand a number in E.164 form to the computer's own program for phone numbers; return whether it took it.

    Who that is was looked at before: Dialer itself would only come back here.
    """
    if not re.fullmatch(r"\+[1-9][0-9]{4,14}", number):
        return False
    return QDesktopServices.openUrl(QUrl(f"tel:{number}", QUrl.ParsingMode.StrictMode))


def open_mail(mail: MailLink) -> bool:
    """Open the mail program with an invitation in it; return whether a program took it.

    Nothing that a server sent comes here: such a link is made of what guests may know, by `mail_link`.
    """
    from dialer.core.mail import is_mail_link  # only who writes needs it

    url = QUrl(mail.url, QUrl.ParsingMode.StrictMode)
    if not is_mail_link(mail.url) or not url.isValid() or url.scheme() != "mailto":
        return False
    # Qt hands on its own reading of it: that has to be the same link, letter by letter.
    if bytes(url.toEncoded().data()).decode("ascii", "replace") != mail.url:
        return False
    return QDesktopServices.openUrl(url)
