"""Named ways in which an answer of Connect Call is not what was documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.sandbox import twists
from dialer.sandbox.connect_call.answers import RESPONSES, answer, document
from dialer.sandbox.twists import changed, edited

if TYPE_CHECKING:
    from dialer.sandbox.twists import Twist

_LONG_GUID = "5ae2a5rw47w" * 931  # 10 KB
_HOSTILE_GUIDS = {
    "spaces": "5ae2a5 rw47w",
    "markup": '"><script>&',
    "path": "../../admin?cmd=end&guid=1",
    "newline": "5ae2a5rw47w\r\nX-Injected: 1",
    "long": _LONG_GUID,
    "empty": "",
}
_ENTITY_BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE response [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>
<response><code>103</code><message>&g;</message></response>"""


def _declared(encoding: str, *, really: str = "utf-8") -> Twist:
    """Declare one encoding and use one: the same, or another."""

    def edit(body: bytes) -> bytes:
        text = f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- café -->\n' + body.decode()
        return text.encode(really)

    return edited(edit)


def _code(written: str) -> Twist:
    """Write something else in the place of the code, the rest staying as it is."""

    def edit(body: bytes) -> bytes:
        before, rest = body.split(b"<code>", 1)
        return before + b"<code>" + written.encode() + b"</code>" + rest.split(b"</code>", 1)[1]

    return edited(edit)


def _padded_code(body: bytes) -> bytes:
    return body.replace(b"<code>", b"<code> ").replace(b"</code>", b" </code>")


def _without(element: str) -> Twist:
    def edit(body: bytes) -> bytes:
        before, rest = body.split(f"<{element}>".encode(), 1)
        return before + rest.split(f"</{element}>".encode(), 1)[1]

    return edited(edit)


TWISTS: dict[str, Twist] = {
    **twists.TWISTS,
    **{f"code-{code}": changed(body=answer(code).body) for code in RESPONSES if code != 103},
    "utf-8-bom": edited(lambda body: b"\xef\xbb\xbf" + body),
    "utf-16": _declared("utf-16", really="utf-16"),
    "utf-16-untrue": _declared("utf-16"),
    "latin-1": _declared("iso-8859-1", really="latin-1"),
    "latin-1-undeclared": edited(lambda body: body + "<!-- café -->".encode("latin-1")),
    "unknown-charset": _declared("klingon"),
    "leading-newline": edited(lambda body: b'\r\n<?xml version="1.0"?>\r\n' + body),
    "two-roots": edited(lambda body: body + document(101, "Failed")),
    "junk-after": edited(lambda body: body + b"\r\n<!-- page --><html></html>"),
    "nul-byte": edited(lambda body: body.replace(b"</code>", b"\0</code>")),
    "entity-bomb": changed(body=_ENTITY_BOMB),
    "cut-after-code": edited(lambda body: body.split(b"</code>", maxsplit=1)[0] + b"</code>"),
    "plain-text": changed(body=b"103"),
    "two-codes": edited(lambda body: body.replace(b"<message>", b"<code>101</code>\n<message>")),
    "no-code": _without("code"),
    "empty-code": _code(""),
    "padded-code": edited(_padded_code),
    "unknown-code": _code("199"),
    "negative-code": _code("-1"),
    "exponent-code": _code("1.03e2"),
    "no-guid": _without("message"),
    **{f"guid-{name}": changed(body=answer(103, guid).body) for name, guid in _HOSTILE_GUIDS.items()},
}
