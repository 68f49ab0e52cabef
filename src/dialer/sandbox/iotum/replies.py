"""Answers as they go over the wire."""

from __future__ import annotations

import json

from dialer.sandbox.wire import Reply

JSON = (("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"))

# The two ways in which the documents say that all went well.
BARE_OK = "OK"
MESSAGE_OK = {"message": "OK"}


def json_reply(value: object, status: int = 200) -> Reply:
    """Return a JSON answer."""
    return Reply(
        status=status, body=json.dumps(value, ensure_ascii=False).encode(errors="replace"), headers=JSON
    )


def empty_reply(status: int) -> Reply:
    """Return an answer without a body, and so without the type of one."""
    return Reply(status=status, headers=(("Cache-Control", "no-store"),))
