"""``dialer api``: what is sent, what is printed, the exit codes, and what is never sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from msgspec import UNSET, UnsetType

from dialer.calls.model import CallState, EndReason
from dialer.calls.sentences import sentence
from dialer.cli.exitcodes import Exit
from dialer.cli.parser import parse
from dialer.cli.wishes import PrintAndLeave
from dialer.core.answers import Answer, Id
from dialer.core.api import Api
from dialer.core.entry import EntryState
from dialer.core.errors import (
    EntryNotReady,
    ErrorKind,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SafetyError,
    SecretsUnavailable,
)
from dialer.core.strings import LANGUAGES, Strings
from tests.cli.conftest import ENTRY, Shell, Typed
from tests.fakes import FakeTelephony, settle, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from tests.cli.programs import Program
    from tests.fakes import FakeClock

NUMBERS = {"ring": (("country_code", "phone_number"),), "login": (("dest",), ("source",))}


class Room(Answer, frozen=True, kw_only=True):
    """What the provider answers."""

    id: Id
    size: int
    agenda: str | None = None


@dataclass
class Provider:
    """An interface that remembers what it was asked, and answers as it is told."""

    answer: object = None
    asked: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def create(self, *, name: object, notes: object | UnsetType = UNSET) -> object:
        return await self._note("room/create", name=name, notes=notes)

    async def fetch_all(self, *, host_id: object | UnsetType = UNSET) -> object:
        return await self._note("room/fetch_all", host_id=host_id)

    async def delete_records(self, *, id: object) -> object:
        return await self._note("room/delete_records", id=id)

    async def ring(self, *, country_code: object, phone_number: object) -> object:
        return await self._note("ring", country_code=country_code, phone_number=phone_number)

    async def login(self, *, dest: object, source: object) -> object:
        return await self._note("login", dest=dest, source=source)

    async def _note(self, operation: str, **values: object) -> object:
        self.asked.append((operation, {key: value for key, value in values.items() if value is not UNSET}))
        if self.gate is not None:
            await self.gate.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    @property
    def api(self) -> Api:
        operations: dict[str, Callable[..., Awaitable[object]]] = {
            "room/create": self.create,
            "room/fetch_all": self.fetch_all,
            "room/delete_records": self.delete_records,
            "ring": self.ring,
            "login": self.login,
        }
        return Api(operations, NUMBERS)


@dataclass
class Integration:
    """Sets the account up with the interface."""

    provider: Provider
    failures: list[Exception] = field(default_factory=list)
    setups: int = 0
    without: bool = False

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        self.setups += 1
        if self.failures:
            raise self.failures.pop(0)
        hub.provide(entry, FakeTelephony())
        if not self.without:
            hub.provide(entry, self.provider.api)


@pytest.fixture
def door() -> Provider:
    return Provider()


@pytest.fixture
def integration(door: Provider) -> Integration:  # in place of the scripted telephone alone
    return Integration(door)


async def test_the_operations_are_listed(shell: Shell) -> None:
    assert await shell("--json", "api", ENTRY) == Exit.DONE
    listed = shell.link.document
    assert listed[:3] == [
        {"operation": "room/create", "parameters": {"name": True, "notes": False}, "destructive": False},
        {"operation": "room/fetch_all", "parameters": {"host_id": False}, "destructive": False},
        {"operation": "room/delete_records", "parameters": {"id": True}, "destructive": True},
    ]
    assert await shell("api", "Office") == Exit.DONE
    assert shell.link.shown[:3] == [
        "room/create  name=…  [notes=…]",
        "room/fetch_all  [host_id=…]",
        "room/delete_records  id=…  --yes",
    ]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("5", 5),
        ("-1.5", -1.5),
        ("12345678901234567890123", 12345678901234567890123),
        ("true", True),
        ("null", None),
        ('["a", 1]', ["a", 1]),
        ('{"a": {"b": null}}', {"a": {"b": None}}),
        ("012345", "012345"),
        ("+31201234567", "+31201234567"),
        ("Anna's", "Anna's"),
        ("a=b=c", "a=b=c"),
        ("", ""),
        ('"quoted"', '"quoted"'),
        ("True", "True"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("[NaN]", "[NaN]"),
        ("1e999", "1e999"),
        ("9" * 5000, "9" * 5000),
        ("[" * 100_000, "[" * 100_000),
        ("{broken", "{broken"),
        ("–é日", "–é日"),
    ],
    ids=lambda value: repr(value)[:20],
)
async def test_what_is_json_is_sent_as_such_and_anything_else_as_text(
    shell: Shell, door: Provider, typed: str, sent: object
) -> None:
    assert await shell("api", "scripted", "room/create", f"name={typed}") == Exit.DONE
    assert door.asked == [("room/create", {"name": sent})]
    assert type(door.asked[0][1]["name"]) is type(sent)


@pytest.mark.parametrize(
    ("answer", "printed"),
    [
        (None, "null"),
        ("OK", '"OK"'),
        ([], "[]"),
        (Room(id=Id("7"), size=2**64 + 1), f'{{"id": "7", "size": {2**64 + 1}, "agenda": null}}'),
    ],
    ids=repr,
)
@pytest.mark.parametrize("general", [(), ("--json",)], ids=["plain", "json"])
async def test_the_answer_is_printed_as_json(
    shell: Shell, door: Provider, general: Sequence[str], answer: object, printed: str
) -> None:
    door.answer = answer
    assert await shell(*general, "api", ENTRY, "room/fetch_all") == Exit.DONE
    assert (shell.link.shown, shell.link.errors) == ([printed], [])


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        (("room/burn",), "room/burn"),
        (("room/create",), "name"),
        (("room/create", "name=a", "colour=red"), "colour"),
        (("room/create", "name=a", "name=b"), "name"),
        (("room/create", "name=\udcff"), "name"),
        (("ROOM/CREATE", "name=a"), "ROOM/CREATE"),
    ],
    ids=lambda value: repr(value)[:30],
)
async def test_what_is_wrong_is_named_and_nothing_is_sent(
    shell: Shell, door: Provider, argv: Sequence[str], named: str
) -> None:
    assert await shell("api", ENTRY, *argv) == Exit.INPUT
    assert door.asked == []
    [error] = shell.link.errors
    assert named in error
    assert shell.link.shown == []


async def test_an_account_that_is_not_there(shell: Shell) -> None:
    assert await shell("api", "nobody", "room/create", "name=a") == Exit.INPUT
    assert len(shell.link.errors) == 1


async def test_what_destroys_something_wants_a_yes(shell: Shell, door: Provider) -> None:
    assert await shell("api", ENTRY, "room/delete_records", "id=7") == Exit.SAFETY
    assert door.asked == []
    [error] = shell.link.errors
    assert "--yes" in error
    for argv in (("--yes", "id=7"), ("id=7", "--yes")):
        assert await shell("api", ENTRY, "room/delete_records", *argv) == Exit.DONE
    assert door.asked == [("room/delete_records", {"id": 7})] * 2


@pytest.mark.parametrize("operation", ["room/delete_records", "Room.Cancel", "subscription/suspend_all"])
def test_without_a_yes_not_even_the_home_is_opened(program: Program, operation: str) -> None:
    code, out, err = program.run("--json", "api", "anything", operation, "id=7")
    assert (code, out) == (Exit.SAFETY, "")
    assert err.count("\n") == 1
    assert not program.home.exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused("answers.not_found", ErrorKind.NOT_FOUND, code=404), Exit.NOT_REACHED),
        (Refused("answers.not_allowed", ErrorKind.PERMISSION, code=403), Exit.NOT_REACHED),
        (Refused("answers.refused", ErrorKind.VALIDATION, code=422), Exit.NOT_REACHED),
        (Refused("answers.too_many", ErrorKind.PROVIDER, code=429), Exit.NOT_REACHED),
        (NotSent("core.net.dns"), Exit.NOT_SENT),
        (SecretsUnavailable("core.secrets.locked"), Exit.NOT_SENT),
        (InputError("answers.refused"), Exit.INPUT),
        (OutcomeUnknown("answers.server_error", ErrorKind.PROVIDER, code=500), Exit.UNKNOWN),
        (TimeoutError(), Exit.UNKNOWN),
        (KeyError("canary"), Exit.UNKNOWN),
    ],
    ids=repr,
)
async def test_an_error_is_one_sentence_and_its_exit_code(
    shell: Shell, door: Provider, error: Exception, code: Exit
) -> None:
    door.answer = error
    assert await shell("--json", "api", ENTRY, "room/create", "name=a") == code
    assert (len(shell.link.errors), shell.link.shown, len(door.asked)) == (1, [], 1)
    assert "canary" not in shell.link.errors[0]
    if code is Exit.UNKNOWN:
        assert "do not know whether this was carried out" in shell.link.errors[0]


async def test_a_question_without_an_answer_leaves_nothing_in_doubt(shell: Shell, door: Provider) -> None:
    door.answer = OutcomeUnknown("answers.server_error", ErrorKind.PROVIDER, code=500)
    assert await shell("api", ENTRY, "room/fetch_all") == Exit.UNKNOWN
    [error] = shell.link.errors
    assert "Nothing was changed" in error
    assert "do not know" not in error


async def test_a_refused_sign_in_silences_the_account(
    app: App, shell: Shell, door: Provider, integration: Integration
) -> None:
    door.answer = Refused("answers.sign_in_refused", ErrorKind.AUTH, code=401)
    assert await shell("api", ENTRY, "room/fetch_all") == Exit.REFUSED
    [entry] = app.hub.entries.all
    assert (entry.state, entry.auth_refused) == (EntryState.AUTH_NEEDED, True)
    setups = integration.setups
    assert await shell("api", ENTRY, "room/fetch_all") == Exit.REFUSED
    assert (len(door.asked), integration.setups) == (1, setups)
    [error] = shell.link.errors
    assert "nothing was sent" in error


async def test_an_account_that_is_switched_off_or_not_ready_says_so(
    app: App, shell: Shell, door: Provider, integration: Integration
) -> None:
    [entry] = app.hub.entries.all
    await app.hub.entries.set_disabled(entry, True)
    assert await shell("api", ENTRY) == Exit.INPUT
    assert "switched off" in shell.link.errors[0]
    integration.failures.append(EntryNotReady("core.net.dns"))
    await app.hub.entries.set_disabled(entry, False)
    assert await shell("api", ENTRY, "room/create", "name=a") == Exit.NOT_SENT
    assert len(shell.link.errors) == 1
    integration.without = True
    await app.hub.entries.reload(entry)
    assert await shell("api", ENTRY) == Exit.INPUT
    assert door.asked == []


async def test_ctrl_c_tells_that_it_may_have_been_carried_out(
    shell: Shell, door: Provider, clock: FakeClock
) -> None:
    door.gate = asyncio.Event()
    for argv, told in ((("room/create", "name=a"), 1), (("room/fetch_all",), 0)):
        asked = len(door.asked)
        typed = Typed(shell, clock, "api", ENTRY, *argv)
        await until(lambda: len(door.asked) == asked + 1)  # noqa: B023
        typed.shell.link.interrupted.set()
        assert await typed.ended() == Exit.INTERRUPTED
        assert len(typed.shell.link.errors) == told


@pytest.mark.parametrize(
    "argv",
    [
        ("login", "dest=112", "source=+31206241100"),
        ("login", "dest=31112", "source=+31206241100"),
        ("login", "dest=1-1-2", "source=+31206241100"),
        ("login", "dest=+31206241100", "source=112"),
        ("ring", "country_code=31", "phone_number=112"),
        ("ring", "country_code=44", "phone_number=999"),
        ("ring", "country_code=NL", "phone_number=112"),
        ("ring", "country_code=gb", "phone_number=999"),
        ("ring", "country_code=NL", "phone_number=31112"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("yes", [(), ("--yes",)], ids=["", "yes"])
async def test_an_emergency_number_is_never_rung(
    app: App, shell: Shell, door: Provider, argv: Sequence[str], yes: Sequence[str]
) -> None:
    assert await shell("api", ENTRY, *argv, *yes) == Exit.SAFETY
    assert (door.asked, await app.calls.history.recent(1)) == ([], [])


async def test_somebody_is_called_into_a_meeting(shell: Shell, door: Provider) -> None:
    argv = ("ring", "country_code=CA", "phone_number=14165551212")
    assert await shell("api", ENTRY, *argv) == Exit.DONE
    assert door.asked == [("ring", {"country_code": "CA", "phone_number": 14165551212})]


async def test_an_expensive_number_wants_a_second_step(shell: Shell, door: Provider) -> None:
    argv = ("api", ENTRY, "login", "dest=0900-1234", "source=201")
    assert await shell(*argv) == Exit.SAFETY
    assert door.asked == []
    assert await shell(*argv, "--yes") == Exit.DONE
    assert door.asked == [("login", {"dest": "0900-1234", "source": 201})]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, EndReason.UNKNOWN),
        (Refused("answers.sign_in_refused", ErrorKind.AUTH), EndReason.AUTH_FAILED),
        (Refused("answers.refused", ErrorKind.VALIDATION), EndReason.REJECTED),
        (NotSent("core.net.dns"), EndReason.NOT_SENT),
        (OutcomeUnknown(), EndReason.UNKNOWN),
    ],
    ids=repr,
)
async def test_a_call_placed_this_way_is_in_the_history(
    app: App, shell: Shell, door: Provider, answer: object, reason: EndReason
) -> None:
    door.answer, door.gate = answer, asyncio.Event()
    typing = asyncio.ensure_future(shell("api", ENTRY, "login", "dest=31205550142", "source=201"))
    await until(lambda: bool(door.asked))
    [before] = await app.calls.history.recent(1)
    assert (before.state, before.number) == (CallState.REQUESTED, "+31205550142")
    door.gate.set()
    await typing
    [row] = await app.calls.history.recent(1)
    assert (row.id, row.reason, row.entry_id) == (before.id, reason, ENTRY)
    assert (row.accepted_at is not None) is (answer is None)
    assert ("dialer api" in sentence(row, app.hub.strings)) is (answer is None)


async def test_of_two_calls_at_once_one_is_placed(app: App, shell: Shell, door: Provider) -> None:
    from dialer.calls.gate import DialRequest

    door.gate = asyncio.Event()
    argv = ("api", ENTRY, "login", "dest=31205550142", "source=201")
    first = asyncio.ensure_future(Shell(app, shell.cwd)(*argv))
    await until(lambda: bool(door.asked))
    assert await shell(*argv) == Exit.SAFETY
    with pytest.raises(SafetyError):
        await app.calls.dial(DialRequest(number="+31205550143"))
    door.gate.set()
    assert await first == Exit.DONE
    assert (len(door.asked), len(await app.calls.history.recent(5))) == (1, 1)


async def test_no_call_is_placed_beside_a_running_one(app: App, shell: Shell, door: Provider) -> None:
    from dialer.calls.gate import DialRequest

    await app.calls.dial(DialRequest(number="+31205550142"))
    await settle()
    assert await shell("api", ENTRY, "login", "dest=+31205550143", "source=201") == Exit.SAFETY
    assert door.asked == []


async def test_no_call_is_placed_with_an_account_that_was_switched_off_meanwhile(
    app: App, shell: Shell, door: Provider
) -> None:
    async with app.hub.counting:  # as while another press has its call ended
        typing = asyncio.ensure_future(shell("api", ENTRY, "login", "dest=31205550142", "source=201"))
        await settle()
        await app.hub.entries.set_disabled(app.hub.entries.find(ENTRY), True)
    assert await typing == Exit.INPUT
    assert door.asked == []
    [row] = await app.calls.history.recent(1)
    assert row.reason is EndReason.NOT_SENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_begins_with_the_usage_in_the_users_language(language: str) -> None:
    strings = Strings(language)
    with pytest.raises(PrintAndLeave) as caught:
        parse(["api", "x", "--help"], strings)
    assert caught.value.text.startswith(f"{strings.text('cli.help.usage')}: dialer api [")


def test_it_is_told_what_the_program_prints_when_no_such_account_is_there(program: Program) -> None:
    code, out, err = program.run("--json", "api", "iotum", "conference/fetch_all")
    assert (code, out, err.count("\n")) == (Exit.INPUT, "", 1)
