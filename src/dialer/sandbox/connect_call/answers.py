"""The provider's codes with their texts as documented, and an answer as it looks on the wire."""

from __future__ import annotations

from xml.sax.saxutils import escape

from dialer.sandbox.wire import Reply

OK = 100
FAILED = 101
AUTHORIZATION_FAILED = 102
LOGIN_SUCCESS = 103
WRONG_PARAMETERS = 104
NO_CHANGES = 105

# The vendor's own spelling.
RESPONSES = {
    OK: "OK",
    FAILED: "Failed",
    AUTHORIZATION_FAILED: "AutorizationFailed",
    LOGIN_SUCCESS: "LoginSucess",
    WRONG_PARAMETERS: "WrongParameters",
    NO_CHANGES: "NoChanges",
}
STATUSES = {
    3: "Unknown",
    4: "Hang Up",
    5: "Account State",
    7: "Call ended because of insufficient funds",
    9: "Clients connected",
    10: "Busy",
    11: "No answer",
    12: "Call has been rejected",
    16: "Insufficient funds",
    24: "Wrong source number",
    25: "Wrong destination number",
    26: "Destination is alerting",
    27: "Source is alerting",
    28: "Source number connected",
    29: "Destination number connected",
    30: "Destination number ended the call",
    31: "Source number ended the call",
    32: "Source number has insufficient funds",
    33: "Destination number has insufficient funds",
}
# After these nothing rings and nobody talks any more.
FINAL = frozenset({4, 7, 10, 11, 12, 16, 24, 25, 30, 31, 32, 33})

_HEADERS = (("Content-Type", "text/xml; charset=utf-8"), ("Cache-Control", "private"))


def document(code: object, message: str) -> bytes:
    """Return an answer as the document prints it."""
    return f"<response>\n<code>{code}</code>\n<message>{escape(message)}</message>\n</response>".encode()


def answer(code: int, message: str | None = None) -> Reply:
    """Return the reply with a code and its text, or with another message."""
    text = (RESPONSES | STATUSES).get(code, "") if message is None else message
    return Reply(body=document(code, text), headers=_HEADERS)
