"""How an ASMX service reads a request and writes an answer: its HTTP GET and POST bindings.

From Idiligo's document, Microsoft's description of the bindings, and what its error texts are known to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from dialer.sandbox.params import FORM, form, media_type
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dialer.sandbox.wire import Request

NAMESPACE = "http://www.idiligo.com/"

_LONGEST = 2**63 - 1
_XML = (("Content-Type", "text/xml; charset=utf-8"), ("Cache-Control", "private, max-age=0"))
_TEXT = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "private"))


class AsmxError(Exception):
    """What the server answers with status 500 and its text."""


class Arguments:
    """The arguments of a method, found by their exact names; the order does not matter."""

    def __init__(self, pairs: Iterable[tuple[str, str]], names: Iterable[str]) -> None:
        """Take what was sent, and the names that the method has; ``names`` and ``values`` are lists."""
        self._given: dict[str, list[str]] = {}
        for name, value in pairs:
            self._given.setdefault(name, []).append(value)
        wanted = list(names)
        for name in wanted:
            if name not in self._given and name not in _LISTS:
                raise AsmxError(f"Missing parameter: {name}.")
        # The real service overlooks these; here a slip is told.
        for name, values in self._given.items():
            if name not in wanted:
                raise AsmxError(f"Unknown parameter: {name}.")
            if len(values) > 1 and name not in _LISTS:
                raise AsmxError(f"Parameter {name} was given {len(values)} times.")

    def text(self, name: str) -> str:
        """Return a text."""
        return self._given[name][0]

    def long(self, name: str) -> int:
        """Return a whole number of 64 bits."""
        text = self.text(name).strip()
        if not text.lstrip("+-").isdecimal() or abs(int(text)) > _LONGEST:
            raise AsmxError(
                f"Cannot convert {text} to System.Int64.\r\nParameter name: type --> "
                "Input string was not in a correct format."
            )
        return int(text)

    def texts(self, name: str) -> list[str]:
        """Return a list of texts: its key is repeated."""
        return self._given.get(name, [])


_LISTS = frozenset({"names", "values"})


def read(request: Request, names: Iterable[str]) -> Arguments:
    """Return the arguments of a request by the binding of its HTTP method."""
    if request.method == "GET":
        return Arguments(request.params, names)
    if request.method == "POST" and (media_type(request) == FORM or not request.body):
        return Arguments(form(request), names)
    path = request.path.rpartition("/")[2]
    raise AsmxError(f"Request format is unrecognized for URL unexpectedly ending in '/{path}'.")


def value(kind: str, content: str | int) -> Reply:
    """Return an answer of one value; kind is its XML type."""
    return _xml(f'<{kind} xmlns="{NAMESPACE}">{escape(str(content))}</{kind}>')


def attachments(rows: Iterable[Mapping[str, str]]) -> Reply:
    """Return a list of attachments."""
    items = "".join(
        "  <AttachmentDTO>\r\n"
        + "".join(f"    {_element(name, text)}\r\n" for name, text in row.items())
        + "  </AttachmentDTO>\r\n"
        for row in rows
    )
    name = "ArrayOfAttachmentDTO"
    opened = f'<{name} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="{NAMESPACE}"'
    return _xml(f"{opened}>\r\n{items}</{name}>" if items else f"{opened} />")


def nothing() -> Reply:
    """Return the answer of a method that tells nothing: a good status, and no body."""
    return Reply(headers=(("Cache-Control", "private, max-age=0"),))


def failure(error: AsmxError) -> Reply:
    """Return the answer to whatever goes wrong: there is only this one."""
    return Reply(status=500, body=f"{error}\r\n".encode(), headers=_TEXT)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else f"<{name} />"


def _xml(text: str) -> Reply:
    return Reply(body=f'<?xml version="1.0" encoding="utf-8"?>\r\n{text}'.encode(), headers=_XML)
