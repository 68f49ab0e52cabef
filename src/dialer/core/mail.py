"""A message as the link that opens the mail program (RFC 6068), and what may stand in one.

Everything that comes from outside is percent-encoded, so that nothing in it is read as another header or
another recipient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 2000
"""Characters that every system hands on: Windows cuts a little above that, in the middle of a word."""

# What ends a line or cannot be seen, and what turns the writing direction round: it could hide what is read.
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
# What no address holds unless somebody tries something.
_ADDRESS = re.compile(r"[^\s@<>\x00-\x1f\x7f]+@[^\s@<>\x00-\x1f\x7f]+")
_MAIL_LINK = re.compile(r"mailto:[A-Za-z0-9._~@%,-]*\?subject=[A-Za-z0-9._~%-]*&body=[A-Za-z0-9._~%-]*")


@dataclass(frozen=True)
class MailLink:
    """A link that opens the mail program with a message that is ready to be read and sent.

    Attributes:
        url: the link. It holds names and what the message says: it is for no log.
        is_short: the whole text did not fit.
        left_out: the addresses that did not fit.
    """

    url: str = field(repr=False)
    is_short: bool = False
    left_out: tuple[str, ...] = field(default=(), repr=False)


def mail_url(addresses: Iterable[str], subject: str, text: str) -> str:
    """Return the link for a message; the line breaks of its text stay, those of the subject do not."""
    to = ",".join(map(_address, addresses))
    lines = "\r\n".join(text.splitlines())
    return f"mailto:{to}?subject={_quoted(plain(subject))}&body={_quoted(lines)}"


def is_mail_link(link: str) -> bool:
    """Whether a text is such a link, with nothing in it that another program could read in its own way."""
    return len(link) <= LONGEST and _MAIL_LINK.fullmatch(link) is not None


def plain(text: str) -> str:
    """Return a text on one line, without what cannot be seen or turns the writing direction round."""
    return _UNSEEN.sub(" ", text).strip()


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address."""
    return _ADDRESS.fullmatch(text) is not None


def _address(address: str) -> str:
    """An address with what would end it, or be read as the next one, percent-encoded."""
    name, _, host = address.rpartition("@")
    return f"{quote(name, safe='')}@{quote(host, safe='')}"


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
