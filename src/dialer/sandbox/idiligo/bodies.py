"""Named ways in which an answer of this service is not what it should be; some are slips of its document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dialer.sandbox.twists import changed, edited

if TYPE_CHECKING:
    from dialer.sandbox.twists import Twist

_ROOT = re.compile(rb"(</?)(?:long|string)\b")
_VALUE = re.compile(rb'(/">)[^<]*(<)')
_DOCTYPE = b'?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'


def _value(value: bytes) -> Twist:
    return edited(lambda body: _VALUE.sub(rb"\g<1>" + value + rb"\g<2>", body))


TWISTS: dict[str, Twist] = {
    "xml-doubled-quote": edited(lambda body: body.replace(b'xmlns="', b'xmlns=""')),
    "xml-no-break-space": edited(lambda body: body.replace(b"?>\r\n", b"?>\xc2\xa0")),
    "xml-other-root": edited(lambda body: _ROOT.sub(rb"\1slong", body)),
    "xml-no-namespace": edited(lambda body: body.replace(b' xmlns="http://www.idiligo.com/"', b"")),
    "xml-doctype": edited(lambda body: body.replace(b"?>\r\n", _DOCTYPE).replace(b"</", b"&e;</")),
    "xml-other-encoding": edited(lambda body: body.replace(b'"utf-8"', b'"utf-99"')),
    "xml-no-value": _value(b""),
    "xml-zero": _value(b"0"),
    "xml-negative": _value(b"-1"),
    "xml-too-long": _value(b"9223372036854775808"),
    "xml-words": _value(b"none"),
    "xml-spaces": edited(lambda body: _VALUE.sub(lambda found: found[0].replace(b'">', b'">\r\n  '), body)),
    "asmx-error": changed(
        status=500,
        body=b"System.NullReferenceException: Object reference not set to an instance of an object.\r\n",
        headers=(("Content-Type", "text/plain; charset=utf-8"),),
    ),
}
