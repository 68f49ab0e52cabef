"""An invitation as the link that opens the mail program (RFC 6068)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import InputError
from dialer.core.mail import LONGEST, MailLink, is_address, mail_url, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.meetings.invitation import Invitation

_SUBJECT = 120


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
        if len(url := mail_url(everybody, subject, text)) <= LONGEST:
            return MailLink(url, is_short=is_short)
    if len(mail_url((), "", invitation.short)) > LONGEST:
        raise InputError("invitation.error.too_long")
    subject = plain(invitation.subject)[:_SUBJECT].rstrip()
    if len(mail_url((), subject, invitation.short)) > LONGEST:
        subject = ""
    fitting: list[str] = []
    for address in everybody:
        if len(mail_url([*fitting, address], subject, invitation.short)) > LONGEST:
            break
        fitting.append(address)
    url = mail_url(fitting, subject, invitation.short)
    return MailLink(url, is_short=True, left_out=tuple(everybody[len(fitting) :]))
