"""``dialer contacts sync``, and directories in ``dialer contacts find``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.app import App
from dialer.contacts.directories.directory import Changes, DirectoryFeature, Matches
from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown
from dialer.core.issues import FixAction
from dialer.core.secrets import MemorySecrets
from tests.cli.conftest import ENTRY, STRINGS, FakeIntegration
from tests.contacts.room import people, person
from tests.fakes import FakeDirectory, integrate

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

REFUSED = ApiError("core.entry.auth_refused", ErrorKind.AUTH)
DOWN = NotSent("core.net.refused")
BROKEN = ApiError("core.net.garbled", ErrorKind.PROTOCOL)


@pytest.fixture
def directory(app: App, monkeypatch: pytest.MonkeyPatch) -> FakeDirectory:
    """A directory on the account."""
    integration = FakeIntegration(FakeDirectory())  # type: ignore[arg-type]  # it hands over what it is given
    integrate(monkeypatch, "scripted", integration, kinds=("directory",))
    directory = FakeDirectory()
    app.hub.provide(app.hub.entries.find(ENTRY), directory)
    return directory


async def test_people_are_copied_and_each_source_reports(shell: Shell, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=people(10)), Changes(people=people(9, first=1))]
    assert await shell("contacts", "sync", "--json") == 0
    assert shell.link.document == {"source": ENTRY, "new": 10, "changed": 0, "removed": 0, "unchanged": 0}
    assert await shell("contacts", "sync", "Office") == 0
    assert shell.link.shown == ["Office: 0 new, 0 changed, 1 removed, 9 unchanged"]
    assert await shell("contacts", "find", "person 0003", "--json") == 0
    [contact] = shell.link.document
    assert (contact["name"], contact["source"]) == ("Person 0003", ENTRY)


@pytest.mark.parametrize(
    ("answer", "code"), [(REFUSED, 4), (DOWN, 5), (BROKEN, 5), (Changes(people=people(5), complete=False), 5)]
)
async def test_contacts_are_kept_whatever_goes_wrong(
    shell: Shell, directory: FakeDirectory, answer: Changes | Exception, code: int
) -> None:
    directory.rounds = [Changes(people=people(10)), answer]
    await shell("contacts", "sync")
    assert await shell("contacts", "sync", "--json") == code
    assert [line.startswith("Office") for line in shell.link.errors] == [True]
    assert await shell("contacts", "find", "", "--json") == 0
    assert len(shell.link.document) == 10


async def test_after_a_refusal_nothing_is_asked(shell: Shell, directory: FakeDirectory) -> None:
    directory.rounds = [REFUSED]
    for command in (("sync",), ("sync", "Office"), ("sync",)):
        assert await shell("contacts", *command) == 4
    assert await shell("contacts", "find", "jan", "--json") == 0
    assert [line.startswith("Office: ") for line in shell.link.errors] == [True]
    assert directory.log == ["sync"]


async def test_many_vanish_only_on_a_clear_word(shell: Shell, app: App, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=people(10)), Changes()]
    await shell("contacts", "sync")
    assert await shell("contacts", "sync", "--json") == 7
    assert shell.link.shown == []
    assert ["10 of the 10" in line for line in shell.link.errors] == [True]
    [issue] = app.hub.issues.all
    assert issue.fix is FixAction.REMOVE_CONTACTS
    assert await shell("contacts", "sync", "--yes", "--json") == 0
    assert shell.link.document["removed"] == 10
    assert app.hub.issues.all == []


async def test_what_has_nothing_to_copy(shell: Shell, directory: FakeDirectory) -> None:
    directory.features = DirectoryFeature.SEARCH
    assert await shell("contacts", "sync") == 0
    assert shell.link.shown == ["No account has contacts to copy."]
    assert await shell("contacts", "sync", "--json") == 0
    assert shell.link.shown == []
    assert await shell("contacts", "sync", "Office") == 2
    assert await shell("contacts", "sync", "Nobody") == 2
    assert await shell("accounts", "disable", "Office") == 0
    assert await shell("contacts", "sync", "Office") == 2
    assert "switched off" in shell.link.errors[0]


async def test_directories_are_found_after_what_is_stored(shell: Shell, directory: FakeDirectory) -> None:
    await shell("contacts", "add", "--name", "Jan Aalders")
    directory.matches = [Matches(people=(person("7", "Jan Smit", "020 555 0142"), person("8", "Jan Zwart")))]
    assert await shell("contacts", "find", "jan", "--json") == 0
    assert [contact["name"] for contact in shell.link.document] == ["Jan Aalders", "Jan Smit", "Jan Zwart"]
    assert [contact["source"] for contact in shell.link.document] == ["local", ENTRY, ENTRY]
    assert shell.link.errors == []
    assert await shell("contacts", "find", "jan", "--limit", "2") == 0
    assert ["Office" in line for line in shell.link.shown] == [False, True]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (DOWN, "Office: "),
        (REFUSED, "Office: "),
        (Matches(people=(person("7"),), complete=False), "Office found more people"),
    ],
)
async def test_a_source_that_fails_is_named_and_the_rest_is_found(
    shell: Shell, directory: FakeDirectory, answer: Matches | Exception, says: str
) -> None:
    await shell("contacts", "add", "--name", "Jan Aalders")
    directory.matches = [answer]
    assert await shell("contacts", "find", "jan", "--json") == 0
    assert shell.link.document[0]["name"] == "Jan Aalders"
    assert [line.startswith(says) for line in shell.link.errors] == [True]


async def test_a_directorys_contact_is_not_changed_here(shell: Shell, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=(person("7", "Jan Smit", "020 555 0142"),))]
    await shell("contacts", "sync")
    assert await shell("contacts", "change", "c1", "--set", "name=Piet") == 2
    assert "Jan Smit comes from a directory" in shell.link.errors[0]
    assert await shell("contacts", "remove", "c1") == 2
    assert await shell("contacts", "change", "c1", "--set", "note=Mornings only", "--json") == 0


async def test_contacts_go_with_their_account(shell: Shell, app: App, directory: FakeDirectory) -> None:
    directory.rounds = [Changes(people=people(10))]
    await shell("contacts", "sync")
    assert await shell("accounts", "remove", "Office") == 0
    await app.directories.stop()
    assert await app.contacts.count() == 0


async def test_whom_an_account_left_behind_goes_at_the_next_start(
    shell: Shell, app: App, directory: FakeDirectory
) -> None:
    """Dialer was killed between the end of the account and that of its people."""
    directory.rounds = [Changes(people=people(10))]
    await shell("contacts", "add", "--name", "My own")
    await shell("contacts", "sync")
    await app.stop()
    app.hub.home.accounts_file.write_text('{"version": 1, "accounts": []}')
    later = App(app.hub.home, make_secrets=MemorySecrets)
    await later.start()
    await later.recovery
    await later.directories.stop()
    assert [hit.contact.name for hit in (await later.contacts.search("", limit=0)).hits] == ["My own"]
    await later.stop()


@pytest.mark.parametrize(
    ("options", "names", "log"),
    [
        ((), ["Person 0000", "Person 0001", "Person Home"], ["sync", "search person"]),
        (("--source", "Office"), ["Person 0000", "Person 0001"], ["sync", "search person"]),
        (("--source", "local"), ["Person Home"], ["sync"]),
        (("--without-source", "Office"), ["Person Home"], ["sync"]),
        (("--without-source", "local"), ["Person 0000", "Person 0001"], ["sync", "search person"]),
    ],
)
async def test_a_search_looks_where_it_is_told_to(
    shell: Shell, directory: FakeDirectory, options: tuple[str, ...], names: list[str], log: list[str]
) -> None:
    directory.rounds = [Changes(people=people(2))]
    await shell("contacts", "sync")
    await shell("contacts", "add", "--name", "Person Home")
    assert await shell("contacts", "find", "person", *options, "--json") == 0
    assert sorted(contact["name"] for contact in shell.link.document) == names
    assert directory.log == log


async def test_an_account_whose_server_does_not_answer_is_not_in_doubt(
    shell: Shell, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_answer(*_arguments: object, **_options: object) -> None:
        raise OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK)

    monkeypatch.setattr(app.hub.http, "request", no_answer)
    values = ("--set", "url=https://127.0.0.1/dav/", "--set", "username=jan")
    assert await shell("accounts", "add", "carddav", *values, "--secret", "password", answers=["p"]) == 5
    assert shell.link.errors[-1] == STRINGS.text("core.net.no_answer")


async def test_a_search_in_no_account_is_refused(shell: Shell) -> None:
    assert await shell("contacts", "find", "person", "--source", "nowhere") == 2
