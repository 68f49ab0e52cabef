"""An invitation as the link that opens the mail program (RFC 6068)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from dialer.core.errors import InputError
from dialer.meetings.shared import is_address, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.meetings.invitation import Invitation

LONGEST = 2000
"""Characters that every system hands on: Windows cuts a little above that, in the middle of a word."""

_SUBJECT = 120
_MAIL_LINK = re.compile(r"mailto:[A-Za-z0-9._~@%,-]*\?subject=[A-Za-z0-9._~%-]*&body=[A-Za-z0-9._~%-]*")


@dataclass(frozen=True)
class MailLink:
    """A link that opens the mail program with a message that is ready to be read and sent.

    Attributes:
        url: the link. It holds names and the guests' link: it is for no log.
        is_short: the whole text did not fit.
        left_out: the addresses that did not fit.
    """

    url: str = field(repr=False)
    is_short: bool = False
    left_out: tuple[str, ...] = field(default=(), repr=False)


def mail_link(addresses: Iterable[str], invitation: Invitation) -> MailLink:
    """Return the link for an invitation; what does not fit is left out, the way in never.

    Args:
        addresses: who gets it; what is no address is passed over.
        invitation: what they get.

    Raises:
        InputError: not even the way in fits.
    """
    everybody = list(dict.fromkeys(filter(is_address, (address.strip() for address in addresses))))
    for text, subject in (
        (invitation.text, invitation.subject),
        (invitation.short, plain(invitation.subject)[:_SUBJECT].rstrip()),
        (invitation.short, ""),
    ):
        is_short = text != invitation.text
        if len(url := _url(everybody, subject, text)) <= LONGEST:
            return MailLink(url, is_short=is_short)
    if len(_url((), "", invitation.short)) > LONGEST:
        raise InputError("invitation.error.too_long")
    subject = plain(invitation.subject)[:_SUBJECT].rstrip()
    if len(_url((), subject, invitation.short)) > LONGEST:
        subject = ""
    fitting: list[str] = []
    for address in everybody:
        if len(_url([*fitting, address], subject, invitation.short)) > LONGEST:
            break
        fitting.append(address)
    url = _url(fitting, subject, invitation.short)
    return MailLink(url, is_short=True, left_out=tuple(everybody[len(fitting) :]))


def is_mail_link(link: str) -> bool:
    """Whether a text is such a link, with nothing in it that another program could read in its own way."""
    return len(link) <= LONGEST and _MAIL_LINK.fullmatch(link) is not None


def _url(addresses: Iterable[str], subject: str, text: str) -> str:
    to = ",".join(map(_address, addresses))
    lines = "\r\n".join(text.splitlines())
    return f"mailto:{to}?subject={_quoted(plain(subject))}&body={_quoted(lines)}"


def _address(address: str) -> str:
    """An address with what would end it, or be read as the next one, percent-encoded."""
    name, _, host = address.rpartition("@")
    return f"{quote(name, safe='')}@{quote(host, safe='')}"


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
