"""A full day of calls in the sandbox, with ten secrets planted wherever one could get out: none does."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Flag, auto
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import pytest

from dialer.app import App
from dialer.calls.events import CallChanged
from dialer.calls.gate import DialRequest
from dialer.calls.provider import DialOrder, telephony
from dialer.contacts.numbers.dialling import MAY_STILL_RUN
from dialer.core.clock import Clock
from dialer.core.diagnostics import describe
from dialer.core.errors import ApiError, ErrorKind
from dialer.core.home import Home
from dialer.core.issues import Issue, Severity
from dialer.core.provider import Provider
from dialer.core.redact import REDACTOR
from dialer.core.secrets import KeyringSecrets
from dialer.sandbox import MAGIC, serve
from dialer.sandbox.connect_call.magic import by_name
from tests.core.planted import ENCODINGS, SECRETS, readable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.sandbox import Sandbox

_LOGGER = logging.getLogger("dialer.test")

_SPEED = 400.0
_SESSIONS = 200
_ENDING = ("busy", "wrong-destination", "quick")
_ENDED_HERE = (
    "normal", "no-answer", "undocumented-status", "polls-html", "dial-html-200", "dial-reset",
    "dial-http-500", "dial-guid-markup", "dial-latin-1", "dial-empty",
)  # fmt: skip
_OWN = "020 555 0112"
_NUMBERS = (
    "+31612345678", "0031 6 12 34 56 78", "06-12345678", "(020) 624 11 11", "31206241111",
    "+1 (212) 555-0123",
)  # fmt: skip
_MAIL = "sanne.de.vries+werk@example.nl"


class _FastClock(Clock):
    """A day's clock that is done in seconds."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._jumped = 0.0

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * _SPEED + self._jumped

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._jumped)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / _SPEED)

    def jump(self, seconds: float) -> None:
        """Let an hour in which nobody calls be over."""
        self._jumped += seconds


@dataclass
class _Keyring:
    """A key ring that other runs have filled: reading it tells our log nothing."""

    items: dict[str, str] = field(default_factory=dict)

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get(service)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service]


class _Feature(Flag):
    NOTHING = auto()


class _Leaky(Provider):
    """A provider of others that tells of itself more than it should."""

    kind = "telephony"
    features = _Feature(0)

    def diagnostics(self) -> Mapping[str, object]:
        query = f"access_token={quote_plus(SECRETS[2])}&dest={quote_plus(_NUMBERS[0])}"
        return {
            "last_request": f"https://h.example/?{query}",
            "per_number": dict.fromkeys(_NUMBERS, 1),
            "raw": [{"answer": encode(secret)} for secret in SECRETS for encode in ENCODINGS.values()],
        }


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    running = await serve(speed=_SPEED, login="reception", password=SECRETS[0])
    yield running
    await running.close()


@pytest.fixture
def keyring() -> _Keyring:
    return _Keyring()


@pytest.fixture
async def app(tmp_path: Path, keyring: _Keyring, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    # What other tests told the redactor of this process must not help here.
    monkeypatch.setattr(REDACTOR, "_lasting", {})
    monkeypatch.setattr(REDACTOR, "_passing", OrderedDict())
    app = App(
        Home.open(tmp_path / "home"),
        clock=_FastClock(),
        make_secrets=lambda: KeyringSecrets(backend_factory=lambda: keyring),
    )
    await app.start()
    yield app
    await app.stop()


async def _add(app: App, sandbox: Sandbox, password: str, login: str = "reception") -> ConfigEntry:
    entry = await app.hub.flows.start("connect_call").submit(
        {"base_url": sandbox.base_url, "login": login, "password": password, "source": _OWN}
    )
    assert entry is not None
    return entry


async def _press(app: App, name: str) -> None:
    """Press Call."""
    clock: Any = app.hub.clock
    clock.jump(600)
    number = by_name(name).number
    await app.calls.dial(DialRequest(number=number, confirmed=frozenset({MAY_STILL_RUN})))


async def _over(app: App) -> None:
    """Follow the call until it is over, however long a busy machine takes for that."""
    changed = asyncio.Event()
    stop = app.hub.bus.listen(CallChanged, lambda _event: changed.set())
    while app.calls.dialling or (app.calls.current is not None and app.calls.current.live):
        changed.clear()
        await changed.wait()
    stop()


async def _many_sessions(app: App) -> list[str]:
    """Begin and end so many sessions that a redactor that forgets would have forgotten the passwords."""
    [(_, provider), *_] = telephony(app.hub)
    sessions = []
    for number in range(_SESSIONS):
        await provider.async_dial(DialOrder(attempt_id=str(number), destination=f"+3120555{number:04}"))
        assert provider.session is not None
        sessions.append(provider.session.reveal())
        _LOGGER.info("call %d is session %s", number, sessions[-1])
        await provider.async_end_session()
    return sessions


def _leak(app: App, entry: ConfigEntry) -> None:
    """Have a careless program write secrets, numbers and addresses wherever they can be written."""
    for secret in SECRETS:
        for name, encode in ENCODINGS.items():
            _LOGGER.warning("%s: %s of %s", name, encode(secret), _MAIL)
        error = ApiError("core.net.no_answer", ErrorKind.NETWORK)
        error.__cause__ = ValueError(f"GET https://h/?x={quote_plus(secret)}")
        around = {"password": secret, "Authorization": f"Bearer {secret}"}
        _LOGGER.warning("failed with %r", around, exc_info=error)
        key, values = "core.entry.auth_refused", {"who": secret, "x": _MAIL}
        issue = Issue(id=f"x/{secret}", severity=Severity.INFO, key=key, placeholders=values)
        app.hub.issues.report(issue)
        app.hub.counters[f"http.{secret}"] += 1
        entry.options[f"note about {secret}"] = {"list": [encode(secret) for encode in ENCODINGS.values()]}
    for number in _NUMBERS:
        _LOGGER.warning("rang %s, that is GET /call/%s", number, quote_plus(number))
    entry.options["speed_dial"] = [*_NUMBERS, _MAIL]
    entry.data["client_secret"] = "unregistered"
    entry.data["proxy"] = "http://anna:unregistered@proxy.example:8080"


def _leaves(facts: object) -> Iterator[str]:
    if isinstance(facts, dict):
        yield from (str(key) for key in facts)
        facts = list(facts.values())
    if isinstance(facts, list):
        for each in facts:
            yield from _leaves(each)
    else:
        yield str(facts)


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", re.sub(r"\b20\d\d-\d\d-\d\d[ T][\d:.+]+", "", text))


async def test_a_day_leaves_nothing_in_the_document(app: App, sandbox: Sandbox, keyring: _Keyring) -> None:
    entry = await _add(app, sandbox, SECRETS[0])
    idle = await _add(app, sandbox, SECRETS[1], "idle")
    await app.hub.entries.set_disabled(idle, True)
    for name in _ENDING:
        await _press(app, name)
        await _over(app)
    for name in _ENDED_HERE:
        await _press(app, name)
        await asyncio.sleep(10 / _SPEED)
        await app.calls.hang_up()
        await _over(app)
    sessions = await _many_sessions(app)
    # Of another run: the session of a call that went on, and what an integration keeps by names of its own.
    keyring.items[f"dialer/{entry.id}/session"] = f"portal.example anna\n{SECRETS[2]}"
    for place, secret in enumerate(SECRETS[3:]):
        keyring.items[f"dialer/{idle.id}/kept{place}"] = secret
        idle.secret_keys.append(f"kept{place}")
    app.hub.provide(entry, _Leaky())
    _leak(app, entry)

    text = await describe(app.hub)
    document = json.loads(text)
    assert len(document["log"]) == 200
    assert document["counters"]["calls.busy"] == 1
    assert document["accounts"][0]["counters"]["calls.busy"] == 1
    assert document["accounts"][0]["providers"][0]["facts"]["own_phones"] == 1
    leaves = list(_leaves(document))
    for shown in (text, "\n".join(leaves)):
        assert readable(shown) == []
        assert "unregistered" not in shown
        assert [each for each in sessions if each in shown] == []
        assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", shown) == []
    numbers = [*(magic.number for magic in MAGIC), *_NUMBERS, _OWN]
    assert [each for each in numbers if any(_digits(each)[-9:] in _digits(leaf) for leaf in leaves)] == []
