"""Reading the answers: ``<response><code>…</code><message>…</message></response>`` and nothing else.

The reader is strict on purpose: a web page, a cut document or two answers in one must never pass for "the
call was started".
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MAX_BYTES = 64 * 1024

_SPACE = " \t\r\n"
_LAST = b"</response>"
_CODE = re.compile(r"0|[1-9][0-9]{0,8}")
# The parser drops comments and instructions, so that <code>10<!-- -->3</code> would read as 103.
_COMMENT_OR_INSTRUCTION = re.compile(rb"<!--|<\?(?!xml\s)")
_WEB_PAGE = re.compile(rb"<(!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A well-formed answer.

    Attributes:
        code: a response code, or a status code in the answer to ``getStatus``.
        message: a GUID in the answer to the log-in, words in all others.
        exact: the code stood there without white space around it.
    """

    code: int
    message: str = field(repr=False)
    exact: bool


class AnswerError(Exception):
    """This is not an answer of Connect Call.

    Attributes:
        web_page: it is a web page, such as the log-in page of a Wi-Fi network.
    """

    def __init__(self, *, web_page: bool = False) -> None:
        super().__init__("not an answer of Connect Call")
        self.web_page = web_page


def read(body: bytes) -> Answer:
    """Read an answer.

    Raises:
        AnswerError: it is anything but one complete answer.
    """
    document = body.removeprefix(codecs.BOM_UTF8).strip(_SPACE.encode())
    # The parser lets comments and instructions follow the root; nothing may.
    if not document.endswith(_LAST) or _COMMENT_OR_INSTRUCTION.search(document):
        raise AnswerError(web_page=bool(_WEB_PAGE.search(document)))
    texts = dict(_children(_parse(document)))
    if "code" not in texts:
        raise AnswerError
    code = texts["code"].strip(_SPACE)
    if not _CODE.fullmatch(code):
        raise AnswerError
    return Answer(code=int(code), message=texts.get("message", ""), exact=code == texts["code"])


def _parse(document: bytes) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(document, forbid_dtd=True)
    except (ParseError, LookupError, ValueError, DefusedXmlException):  # LookupError: an unknown encoding
        raise AnswerError from None
    if root.tag != "response":
        raise AnswerError
    return root


def _children(root: Element) -> Iterator[tuple[str, str]]:
    """Yield tag and text of the children, each documented one at most once and nothing between them."""
    expected = {"code", "message"}
    between = [root.text, *(child.tail for child in root)]
    if any((text or "").strip(_SPACE) for text in between):
        raise AnswerError
    for child in root:
        if child.tag not in expected or len(child):
            raise AnswerError
        expected.remove(child.tag)
        yield child.tag, child.text or ""
