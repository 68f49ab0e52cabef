"""Reading the answers: a bare XML document, whose root's text is the value, or nothing at all.

The document's samples disagree on the name of the root (``long``, ``slong``, ``string``), so only its text
counts. A web page must never pass for an answer, and an answer that was cut never for a shorter one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dialer.core.answers import Answer
from dialer.core.errors import ErrorKind, OutcomeUnknown, Refused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 64 * 1024
MAX_LIST_BYTES = 4 * 1024 * 1024

_LONG = re.compile(r"-?[0-9]{1,19}")
_LARGEST = 2**63
_WEB_PAGE = re.compile(rb"\s*(<\?xml[^>]{0,200}\?>\s*)?<(!doctype\s+html|html)\b", re.IGNORECASE)
_BYTE_ORDER = b"\xef\xbb\xbf"
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class Attachment(Answer, frozen=True, kw_only=True):
    """A document of a meeting, as Idiligo tells of it; the names are the document's.

    Attributes:
        Url: where to fetch it; it changes over time, so it is used at once and never kept.
        SignStatus: of signing; the document has no legend for it.
    """

    Id: int
    Description: str = ""
    Url: str = ""
    Preview: str = ""
    Attach: bool | None = None
    Size: str = ""
    Date: str = ""
    SignUrl: str = ""
    SignStatus: int | None = None


def read_text(body: bytes) -> str:
    """Return the text of an answer's root, without white space around it.

    Raises:
        OutcomeUnknown: it is something else.
    """
    root = _parse(body)
    if len(root):
        raise _unreadable()
    return (root.text or "").strip()


def read_long(body: bytes) -> int:
    """Return a 64-bit number.

    Raises:
        OutcomeUnknown: it is something else.
    """
    value = _long(read_text(body))
    if value is None:
        raise _unreadable()
    return value


def refuse_web_page(body: bytes) -> None:
    """Return unless a web page came in place of an answer without content, which is not parsed.

    Raises:
        OutcomeUnknown: it did.
    """
    if _WEB_PAGE.match(body.removeprefix(_BYTE_ORDER)):
        raise OutcomeUnknown("answers.web_page")


def read_attachments(body: bytes) -> list[Attachment]:
    """Return a list of documents, which may be empty.

    Raises:
        OutcomeUnknown: it is something else.
    """
    root = _parse(body)
    if (root.text or "").strip():
        raise _unreadable()
    return [_attachment(child) for child in root]


def _attachment(element: Element) -> Attachment:
    parts = {_local(part): (part.text or "").strip() for part in element}
    id_ = _long(parts.get("Id", ""))
    if id_ is None or _local(element) != "AttachmentDTO":
        raise _unreadable()
    texts = {key: parts.get(key, "") for key in ("Description", "Url", "Preview", "Size", "Date", "SignUrl")}
    return Attachment(
        Id=id_,
        Attach=_BOOLEANS.get(parts.get("Attach", "").lower()),
        SignStatus=_long(parts.get("SignStatus", "")),
        **texts,
    )


def _parse(body: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    refuse_web_page(body)
    try:
        root: Element = fromstring(body.removeprefix(_BYTE_ORDER).strip(), forbid_dtd=True)
    except (ParseError, LookupError, ValueError, DefusedXmlException):  # LookupError: an unknown encoding
        raise _unreadable() from None
    return root


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _long(text: str) -> int | None:
    if not _LONG.fullmatch(text):
        return None
    value = int(text)
    return value if -_LARGEST <= value < _LARGEST else None


def _unreadable() -> OutcomeUnknown:
    return OutcomeUnknown("answers.unreadable", ErrorKind.PROTOCOL)


def made(body: bytes) -> int:
    """Return the id of what was made.

    Raises:
        Refused: nothing was.
        OutcomeUnknown: the answer does not tell.
    """
    id_ = read_long(body)
    if id_ <= 0:
        raise Refused("idiligo.error.not_made", ErrorKind.PROVIDER)
    return id_


def there(body: bytes) -> str:
    """Return a text that must not be empty.

    Raises:
        OutcomeUnknown: it is, or the answer is none.
    """
    text = read_text(body)
    if not text:
        raise OutcomeUnknown("answers.unreadable")
    return text
