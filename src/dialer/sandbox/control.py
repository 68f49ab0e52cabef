"""The sandbox's own pages under /sandbox/: what was received, and what a test orders to happen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.sandbox.connect_call.magic import MAGIC, MAGIC_SOURCES
from dialer.sandbox.script import ScriptError
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from dialer.sandbox.connect_call.api import ConnectCall
    from dialer.sandbox.journal import Journal
    from dialer.sandbox.script import Script
    from dialer.sandbox.wire import Request

PREFIX = "/sandbox/"


class Control:
    """Answers the requests to the sandbox itself."""

    def __init__(self, journal: Journal, script: Script, provider: ConnectCall) -> None:
        self._journal = journal
        self._script = script
        self._provider = provider
        self._pages = {
            ("GET", "journal"): self._show_journal,
            ("GET", "magic"): self._show_magic,
            ("POST", "password"): self._change_password,
            ("POST", "reset"): self._reset,
            ("POST", "script"): self._take_script,
        }

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        page = self._pages.get((request.method, request.path.removeprefix(PREFIX)))
        return _json({"error": "no such page"}, 404) if page is None else page(request)

    def _show_journal(self, _request: Request) -> Reply:
        return _json(
            {
                "requests": [entry.as_json() for entry in self._journal],
                "placed": self._journal.placed,
                "open_sessions": self._provider.open_sessions,
                "live_calls": self._provider.live_calls,
            }
        )

    def _show_magic(self, _request: Request) -> Reply:
        return _json(
            [
                {
                    "number": entry.number,
                    "name": entry.name,
                    "description": entry.description,
                    "expect": entry.expect,
                }
                for entry in (*MAGIC, *MAGIC_SOURCES)
            ]
        )

    def _reset(self, _request: Request) -> Reply:
        self._journal.clear()
        self._script.clear()
        self._provider.reset()
        return _json({"ok": True})

    def _change_password(self, request: Request) -> Reply:
        try:
            password = request.body.decode()
        except UnicodeDecodeError as error:
            return _json({"error": str(error)}, 400)
        self._provider.change_password(password)
        return _json({"ok": True})

    def _take_script(self, request: Request) -> Reply:
        try:
            self._script.add(request.body)
        except ScriptError as error:
            return _json({"error": str(error)}, 400)
        return _json({"ok": True})


def _json(value: object, status: int = 200) -> Reply:
    return Reply(
        status=status,
        body=json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n",
        headers=(("Content-Type", "application/json"), ("Cache-Control", "no-store")),
    )
