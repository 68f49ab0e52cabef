"""Message slips: "Ms Jansen called for you", as a message that the mail program sends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.core.conventions import day_words, time_words
from dialer.core.errors import InputError
from dialer.core.mail import LONGEST, MailLink, is_address, mail_url, plain

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.core.strings import Strings

PLACEHOLDERS = ("name", "number", "time", "note", "organisation", "my_name")

_TEMPLATE = "slips.template"  # its placeholders are filled in here, line by line
_SUBJECT = 120
_PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_STEP = 20


@dataclass(frozen=True, kw_only=True)
class Slip:
    """Who called for somebody.

    Attributes:
        name: who called; empty where nobody knows.
        number: where to call back, as people write it.
        at: when.
        note: what it is about.
        organisation: for whom the caller works.
    """

    name: str
    number: str
    at: datetime
    note: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Message:
    """A slip as it is sent.

    Attributes:
        subject: on one line.
        text: on lines that end with a line feed.
    """

    subject: str
    text: str


def message(slip: Slip, template: str, my_name: str, now: datetime, strings: Strings) -> Message:
    """Return what is sent, in the language of these strings.

    What fills a placeholder is filled in once: braces in it mean nothing. A line that has only empty ones is
    left out.

    Args:
        slip: who called.
        template: the company's own text; empty for Dialer's.
        my_name: who took the message.
        now: today's calls have a time alone.
        strings: the recipient's language.
    """
    name = plain(slip.name) or plain(slip.number) or strings.text("slips.somebody")
    at = slip.at.astimezone(now.tzinfo)
    values = {
        "name": name,
        "number": plain(slip.number),
        "time": _time(at, now, strings),
        "note": plain(slip.note),
        "organisation": plain(slip.organisation) if slip.organisation != slip.name else "",
        "my_name": plain(my_name),
    }
    lines = (template.strip() or strings.text(_TEMPLATE)).splitlines()
    filled = [_fill(line, values) for line in lines]
    subject = strings.text("slips.subject", name=name)[:_SUBJECT].rstrip()
    return Message(subject, "\n".join(line for line in filled if line is not None).strip() + "\n")


def _time(at: datetime, now: datetime, strings: Strings) -> str:
    time = time_words(at, strings.language)
    if at.date() == now.date():
        return strings.text("slips.time.today", time=time)
    return strings.text("slips.time.earlier", time=time, day=day_words(at, strings.language))


def slip_link(recipient: str, slip: Message) -> MailLink:
    """Return the link that opens the mail program with a slip in it; of a long one, the end is left out.

    Args:
        recipient: one e-mail address; empty where it is to be chosen in the mail program.
        slip: what is sent.

    Raises:
        InputError: that is no address.
    """
    address = recipient.strip()
    if address and not is_address(address):
        raise InputError("slips.error.no_address")
    to, text = [address] if address else [], slip.text
    while len(url := mail_url(to, slip.subject, text)) > LONGEST:
        text = text[:-_STEP].rstrip() + " …"
        if len(text) <= _STEP:
            raise InputError("slips.error.no_address")  # nothing else is so long
    return MailLink(url, is_short=text != slip.text)


def _fill(line: str, values: dict[str, str]) -> str | None:
    names = _PLACEHOLDER.findall(line)
    if names and not any(values[name] for name in names):
        return None
    return _PLACEHOLDER.sub(lambda match: values[match[1]], line).rstrip()
