"""Plays the provider: reads a request, keeps sessions and calls, answers, and fails as the scenario says."""

from __future__ import annotations

import re
import secrets
import string
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialer.sandbox.connect_call import answers
from dialer.sandbox.connect_call.answers import answer
from dialer.sandbox.connect_call.bodies import TWISTS
from dialer.sandbox.connect_call.magic import scenario_for
from dialer.sandbox.connect_call.scenario import Command, Step
from dialer.sandbox.provider import Provider
from dialer.sandbox.script import Play
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from dialer.sandbox.connect_call.scenario import Scenario
    from dialer.sandbox.journal import Entry
    from dialer.sandbox.pace import Pace
    from dialer.sandbox.script import Script
    from dialer.sandbox.wire import Request

PAGE = "connectcall.aspx"
SOURCE = "+31205550112"

# The exact parameters of each command, as documented.
_IN_SESSION = frozenset({"guid", "cmd"})
_PARAMETERS = {
    Command.LOGIN: frozenset({"login", "password", "dest", "source", "type"}),
    Command.CONNECT: _IN_SESSION | {"dest", "source", "type"},
    Command.STATUS: _IN_SESSION,
    Command.HANG_UP: _IN_SESSION,
    Command.END: _IN_SESSION,
}
_DIALS = (Command.LOGIN, Command.CONNECT)
_NUMBER = re.compile(r"\+?[0-9]{3,20}")
_SOURCE_FIRST, _BOTH_AT_ONCE = "1", "2"
_TYPES = (_SOURCE_FIRST, _BOTH_AT_ONCE)
_GUID_LETTERS = string.ascii_lowercase + string.digits
_GUID_LENGTH = 11


@dataclass
class Call:
    """A call that the server has placed.

    Attributes:
        began: the scenario second in which it was placed.
        told: the step of which the client knows, counted from 0; -1 is none yet.
        over: whether the client knows that it has ended.
        asked: how often each command has come in this call.
    """

    scenario: Scenario
    began: float
    steps: tuple[Step, ...]
    told: int = -1
    over: bool = False
    asked: Counter[Command] = field(default_factory=Counter)

    def step(self, now: float) -> int:
        """Return the index of the last step that has happened, -1 for none."""
        return sum(step.at <= now - self.began for step in self.steps) - 1

    def live(self, now: float) -> bool:
        """Whether anything rings or anybody talks."""
        return not any(step.code in answers.FINAL for step in self.steps[: self.step(now) + 1])

    def hang_up(self, now: float) -> None:
        """End it: what would have come does not come."""
        self.steps = (*self.steps[: self.step(now) + 1], Step(now - self.began, 4))
        self.over = True

    def news(self, now: float) -> int | None:
        """Return the status code if it is not the one told last, and count it as told."""
        if (step := self.step(now)) == self.told:
            return None
        self.told = step
        code = self.steps[step].code
        self.over = self.over or code in answers.FINAL
        return code


@dataclass
class Session:
    """A login session; it outlives its calls."""

    guid: str
    call: Call

    def forgotten(self, now: float) -> bool:
        """Whether the server has forgotten it without being asked to."""
        scenario = self.call.scenario
        return now - self.call.began >= scenario.forgotten_after or (
            scenario.forgotten_with_call and self.call.over
        )


class ConnectCall(Provider):
    """The simulated provider."""

    name = "connect_call"
    prefix = "/connect_call/api/"
    plays_script = True  # its magic numbers have faults of their own

    def __init__(self, pace: Pace, script: Script, login: str, password: str) -> None:
        super().__init__(pace)
        self._script = script
        self._login = login
        self._password = password
        self._sessions: dict[str, Session] = {}
        self._calls: list[Call] = []

    @property
    def open_sessions(self) -> int:
        """How many sessions the server still knows."""
        self._forget()
        return len(self._sessions)

    @property
    def live_calls(self) -> int:
        """How many calls ring or are talked in, those without a session included."""
        return sum(call.live(self._pace.now()) for call in self._calls)

    @property
    def account(self) -> dict[str, str]:
        """What to fill in for an account here."""
        return {"login": self._login, "password": self._password, "source": SOURCE}

    def reset(self) -> None:
        """Forget all sessions and calls."""
        self._sessions.clear()
        self._calls.clear()

    def change_password(self, password: str) -> None:
        """Take another password from now on; whoever was signed in with the old one is not any more."""
        self._password = password
        self._sessions.clear()

    def expire_sessions(self) -> None:
        """Forget all sessions; the calls go on."""
        self._sessions.clear()

    def command(self, request: Request) -> str:
        """Return what the journal calls a request: its command, or its path if it has none."""
        if request.path != self.prefix + PAGE:
            return request.path
        return dict(request.params).get("cmd", Command.LOGIN.value)

    def answer(self, request: Request, entry: Entry) -> Reply:
        """Answer a request, and note in its entry what was decided."""
        if request.path != self.prefix + PAGE:
            return Reply(status=404, body=b"Not found\n")
        if request.method != "GET":
            return Reply(status=405, body=b"Method not allowed\n", headers=(("Allow", "GET"),))
        command = _read(request.params)
        if command is None:
            entry.code = answers.WRONG_PARAMETERS
            return answer(entry.code)
        return self._command(command, dict(request.params), entry)

    def _command(self, command: Command, params: dict[str, str], entry: Entry) -> Reply:
        """Act on a command whose parameters are right, or fail as the scenario or the script says."""
        play = self._script.take(command)
        message = None
        entry.code = self._refusal(command, params)
        if entry.code is None:
            play = play or self._fault(command, params)
            if play is None or play.effect:
                entry.code, message = self._act(command, params)
                entry.placed = command in _DIALS and entry.code in (answers.LOGIN_SUCCESS, answers.OK)
        reply = answer(answers.FAILED if entry.code is None else entry.code, message)
        if play is None:
            return reply
        entry.fault = play.name
        return play.twist(reply)

    def _refusal(self, command: Command, params: dict[str, str]) -> int | None:
        """Return the code for a request that comes to nothing, whatever its scenario."""
        if command is Command.LOGIN:
            known = (params["login"], params["password"]) == (self._login, self._password)
            return None if known else answers.AUTHORIZATION_FAILED
        self._forget()
        return None if params["guid"] in self._sessions else answers.FAILED

    def _fault(self, command: Command, params: dict[str, str]) -> Play | None:
        """Return what goes wrong with this request in its scenario."""
        if command in _DIALS:
            scenario, count, elapsed = scenario_for(params["dest"], params["source"]), 1, 0.0
        else:
            call = self._sessions[params["guid"]].call
            call.asked[command] += 1
            scenario, count, elapsed = call.scenario, call.asked[command], self._pace.now() - call.began
        fault = scenario.fault(command, count, elapsed)
        return None if fault is None else Play(fault.twist, TWISTS[fault.twist], fault.effect)

    def _act(self, command: Command, params: dict[str, str]) -> tuple[int, str | None]:
        """Do what is asked; return the code and, where it is not the code's own text, the message."""
        now = self._pace.now()
        if command is Command.LOGIN:
            session = self._log_in(params)
            return answers.LOGIN_SUCCESS, session.guid
        session = self._sessions[params["guid"]]
        if command is Command.STATUS:
            news = session.call.news(now)
            return answers.NO_CHANGES if news is None else news, None
        if command is Command.END:
            del self._sessions[session.guid]
            return answers.OK, None
        live = session.call.live(now)
        if command is Command.HANG_UP:
            if live:
                session.call.hang_up(now)
            return answers.OK if live else answers.NO_CHANGES, None
        if not live:
            session.call = self._place(params)
        return answers.FAILED if live else answers.OK, None

    def _log_in(self, params: dict[str, str]) -> Session:
        call = self._place(params)
        guid = call.scenario.guid or "".join(secrets.choice(_GUID_LETTERS) for _ in range(_GUID_LENGTH))
        self._sessions[guid] = Session(guid, call)
        return self._sessions[guid]

    def _place(self, params: dict[str, str]) -> Call:
        scenario = scenario_for(params["dest"], params["source"])
        steps = scenario.steps(both_at_once=params["type"] == _BOTH_AT_ONCE)
        call = Call(scenario, self._pace.now(), steps)
        self._calls.append(call)
        return call

    def _forget(self) -> None:
        """Let the sessions go whose time is over."""
        now = self._pace.now()
        self._sessions = {
            guid: session for guid, session in self._sessions.items() if not session.forgotten(now)
        }


def _read(params: tuple[tuple[str, str], ...]) -> Command | None:
    """Return the command if its parameters are exactly the documented ones, each once and sensible."""
    given = dict(params)
    if len(given) != len(params) or "" in given.values():
        return None
    try:
        command = Command(given["cmd"]) if "cmd" in given else Command.LOGIN
    except ValueError:
        return None
    if given.keys() != _PARAMETERS[command]:
        return None
    if command in _DIALS and not (
        _NUMBER.fullmatch(given["dest"]) and _NUMBER.fullmatch(given["source"]) and given["type"] in _TYPES
    ):
        return None
    return command
