"""The sandbox's own pages under /sandbox/: what was received, and what a test orders to happen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.sandbox.connect_call.magic import MAGIC, MAGIC_SOURCES
from dialer.sandbox.script import ScriptError
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.sandbox.connect_call.api import ConnectCall
    from dialer.sandbox.journal import Journal
    from dialer.sandbox.provider import Provider
    from dialer.sandbox.script import Script
    from dialer.sandbox.wire import Request

PREFIX = "/sandbox/"


class Control:
    """Answers the requests to the sandbox itself."""

    def __init__(
        self,
        journal: Journal,
        script: Script,
        connect_call: ConnectCall,
        providers: Callable[[], Mapping[str, Provider]],
    ) -> None:
        self._journal = journal
        self._script = script
        self._connect_call = connect_call
        self._providers = providers
        self._pages = {
            ("GET", "journal"): self._show_journal,
            ("GET", "magic"): self._show_magic,
            ("GET", "choose"): self._show_choices,
            ("POST", "choose"): self._choose,
            ("POST", "expire"): self._expire,
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
                "made": self._journal.made,
                "open_sessions": self._connect_call.open_sessions,
                "live_calls": self._connect_call.live_calls,
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
        for provider in self._providers().values():
            provider.reset()
        return _json({"ok": True})

    def _change_password(self, request: Request) -> Reply:
        try:
            password = request.body.decode()
        except UnicodeDecodeError as error:
            return _json({"error": str(error)}, 400)
        return self._each(request, lambda provider: provider.change_password(password))

    def _expire(self, request: Request) -> Reply:
        return self._each(request, lambda provider: provider.expire_sessions())

    def _each(self, request: Request, act: Callable[[Provider], None]) -> Reply:
        """Act on all providers, or on the one that ``?provider=`` names."""
        name, providers = dict(request.params).get("provider"), self._providers()
        if name is not None and name not in providers:
            return _json({"error": f"there are {', '.join(providers)}"}, 400)
        for provider in providers.values() if name is None else [providers[name]]:
            act(provider)
        return _json({"ok": True})

    def _show_choices(self, _request: Request) -> Reply:
        return _json(
            {
                f"{name}.{choice}": {"chosen": provider.chosen[choice], "choices": values}
                for name, provider in self._providers().items()
                for choice, values in provider.choices.items()
            }
        )

    def _choose(self, request: Request) -> Reply:
        """Take an object such as ``{"webcamconsult.paths": "singular"}``."""
        try:
            wanted = json.loads(request.body)
        except ValueError as error:
            return _json({"error": f"not JSON: {error}"}, 400)
        for key, value in wanted.items() if isinstance(wanted, dict) else [("", "")]:
            name, _, choice = key.partition(".")
            provider = self._providers().get(name)
            if provider is None or not provider.choose(choice, str(value)):
                return _json({"error": f"no such choice: {key} {value}"}, 400)
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
