"""Stored numbers are read again when the rules have changed; what that changes is told until seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

from dialer.app import migrations
from dialer.contacts.book import ContactBook
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.contacts.numbers import rereading
from dialer.contacts.numbers.reading import RULES
from dialer.contacts.numbers.rereading import NumberRules
from dialer.core.errors import StorageError
from dialer.core.home import Home
from dialer.core.home_region import INTERNAL_NUMBERS, NUMBER_RULES, OUTSIDE_LINE
from dialer.core.hub import Hub
from dialer.core.issues import FixAction, Severity
from dialer.core.secrets import MemorySecrets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import apsw

    from dialer.contacts.model import Contact

T = TypeVar("T")


class Program:
    """The address book of a home, and what looks after its numbers; it can start again."""

    def __init__(self, home: Home) -> None:
        self.home = home

    async def start(self) -> None:
        self.hub = Hub(self.home, MemorySecrets)
        await self.hub.open(migrations())
        self.book = ContactBook(self.hub.database, self.hub.bus, lambda: self.hub.settings.region)
        self.rules = NumberRules(self.hub, self.book)
        await self.rules.keep_up()

    async def again(self) -> None:
        await self.hub.stop()
        await self.start()

    async def move(self, region: str) -> None:
        await self.hub.settings.set("region", region)
        await self.rules.keep_up()

    async def rule(self, key: str, value: object) -> None:
        await self.hub.settings.set(key, value)
        await self.rules.keep_up()

    async def add(self, name: str, *numbers: str, region: str | None = None) -> Contact:
        draft = ContactDraft(name=name, numbers=tuple(NumberDraft(raw=raw) for raw in numbers))
        return await self.book.add(draft, region=region)

    async def read(self, contact: Contact) -> list[str | None]:
        found = await self.book.get(contact.id)
        assert found is not None
        assert [number.raw for number in found.numbers] == [number.raw for number in contact.numbers]
        return [number.e164 for number in found.numbers]

    @property
    def told(self) -> list[tuple[Severity, object]]:
        """How loud the issues are, and how many numbers they tell of."""
        assert all(issue.fix is FixAction.SHOW_NUMBERS for issue in self.hub.issues.all)
        return [(issue.severity, issue.placeholders["count"]) for issue in self.hub.issues.all]


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    program = Program(Home.open(tmp_path / "home"))
    await program.start()
    yield program
    await program.hub.stop()


@pytest.fixture
def updated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start is that of a newer Dialer."""
    monkeypatch.setattr(rereading, "RULES", RULES + 1)


async def test_a_move_is_told_with_both_readings_until_it_was_seen(program: Program) -> None:
    jan = await program.add("Jan", "0475 12 34 56", "+31 6 12345678")
    await program.add("Anna", "030 286 10 00")
    await program.move("BE")
    assert await program.read(jan) == ["+32475123456", "+31612345678"]
    assert program.told == [(Severity.WARNING, 2)]
    changes = await program.rules.changes(1)
    assert changes.count == 2
    (first,) = changes.shown
    assert (first.name, first.raw, first.before) == ("Anna", "030 286 10 00", "+31 30 286 1000")
    await program.again()
    assert program.told == [(Severity.WARNING, 2)], "nobody has seen it yet"
    await program.rules.seen()
    assert program.told == []
    await program.again()
    assert program.told == []
    assert await program.read(jan) == ["+32475123456", "+31612345678"]


async def test_a_move_back_takes_it_back(program: Program) -> None:
    jan = await program.add("Jan", "0475 12 34 56")
    await program.move("BE")
    await program.move("NL")
    assert await program.read(jan) == ["+31475123456"]
    assert program.told == []


async def test_a_company_rule_reads_what_is_stored_and_finds_it_by_its_new_number(program: Program) -> None:
    jan = await program.add("Jan", "142", "9 020 555 01 43")
    assert await program.read(jan) == [None, None]
    await program.rule(INTERNAL_NUMBERS, ["3 = +31 20 555 0"])
    await program.rule(OUTSIDE_LINE, "9")
    assert await program.read(jan) == ["+31205550142", "+31205550143"]
    assert program.told == [(Severity.INFO, 2)]
    for number in ("+31 20 555 0142", "020 555 01 43", "142"):
        assert [contact.name for contact in await program.book.who(number)] == ["Jan"]
    for typed in ("0205550142", "+3120 555 0143", "550143"):
        assert [hit.contact.name for hit in (await program.book.search(typed)).hits] == ["Jan"]
    await program.again()
    assert program.told == [(Severity.INFO, 2)]


async def test_a_company_rule_that_goes_leaves_nothing_behind(program: Program) -> None:
    await program.rule(NUMBER_RULES, ["Site: 7(\\d{3}) => +31205550$1"])
    jan = await program.add("Jan", "7142", "020 555 01 43")
    assert await program.read(jan) == ["+31205550142", "+31205550143"]
    await program.rule(NUMBER_RULES, [])
    assert await program.read(jan) == [None, "+31205550143"]
    assert program.told == [(Severity.WARNING, 1)]
    assert await program.book.who("+31 20 555 0142") == []
    assert (await program.book.search("0205550142")).hits == ()


async def test_company_rules_leave_people_of_another_country_alone(program: Program) -> None:
    marie = await program.add("Marie", "9 2 555 12 12", "02 555 12 12", region="BE")
    await program.rule(OUTSIDE_LINE, "9")
    assert await program.read(marie) == [None, "+3225551212"]
    assert program.told == []


async def test_a_rule_that_does_not_hold_is_told_until_it_is_mended(program: Program) -> None:
    await program.rule(INTERNAL_NUMBERS, ["3 = 020"])
    await program.rule(NUMBER_RULES, ["Good: 1 => 2", "Bad: ( => 2"])
    [issue] = program.hub.issues.all
    assert (issue.severity, issue.key) == (Severity.WARNING, "number_rules.issue")
    assert issue.placeholders == {"rules": "3 = 020, Bad"}
    await program.again()
    assert program.hub.issues.all == [issue]
    await program.rule(INTERNAL_NUMBERS, [])
    await program.rule(NUMBER_RULES, [])
    assert program.hub.issues.all == []


async def test_only_numbers_that_can_be_called_now_are_good_news(program: Program) -> None:
    luc = await program.add("Luc", "02 555 12 12")
    assert luc.numbers[0].e164 is None
    await program.move("BE")
    assert await program.read(luc) == ["+3225551212"]
    assert program.told == [(Severity.INFO, 1)]


async def test_what_is_changed_meanwhile_is_not_overwritten(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan = await program.add("Jan", "0475 12 34 56")
    database = program.hub.database
    write = database.write

    async def slow(function: Callable[[apsw.Connection], T]) -> T:
        monkeypatch.setattr(database, "write", write)
        await program.book.change(jan.id, ContactDraft(name="Jan Nieuw"))
        return await write(function)

    monkeypatch.setattr(database, "write", slow)
    await program.move("BE")
    assert await program.book.get(jan.id) == (await program.book.resolve("Jan Nieuw"))[0]
    assert program.told == []


async def test_an_update_that_reads_the_same_tells_nothing(program: Program, updated: None) -> None:
    jan = await program.add("Jan", "020 555 01 42", "1234")
    await program.again()
    assert program.told == []
    assert await program.read(jan) == ["+31205550142", None]


async def test_an_update_reads_again_what_it_reads_differently(
    program: Program, updated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan = await program.add("Jan", "020 555 01 42")
    # As if the older one had read it otherwise.
    await program.hub.database.write(
        lambda connection: connection.execute(
            "UPDATE contact_number SET e164='+31205550100', display='+31 20 555 0100'"
        )
    )
    await program.again()
    assert await program.read(jan) == ["+31205550142"]
    (change,) = (await program.rules.changes(9)).shown
    assert (change.before, change.now) == ("+31 20 555 0100", "+31 20 555 0142")
    assert program.told == [(Severity.WARNING, 1)]


@pytest.mark.parametrize("moves", [False, True])
async def test_what_came_from_another_country_stays_there(
    program: Program, updated: None, moves: bool
) -> None:
    marie = await program.add("Marie", "0475 12 34 56", region="BE")
    await (program.move("DE") if moves else program.again())
    assert await program.read(marie) == ["+32475123456"]
    assert program.told == []


async def test_a_contact_that_goes_takes_its_numbers_along(program: Program) -> None:
    jan = await program.add("Jan", "0475 12 34 56")
    await program.move("BE")
    assert program.told
    await program.book.remove(jan.id)
    await program.rules.keep_up()
    assert program.told == []


async def test_nothing_is_read_again_where_nothing_changed(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    await program.add("Jan", "020 555 01 42")

    async def unexpected(_book: ContactBook, _before: str | None = None) -> None:
        raise AssertionError

    monkeypatch.setattr(ContactBook, "read_numbers_again", unexpected)
    await program.again()


async def test_a_full_disk_leaves_it_to_the_next_start(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    jan = await program.add("Jan", "0475 12 34 56")
    with monkeypatch.context() as full:

        async def write(*_args: object) -> None:
            raise StorageError("core.database.full", path="dialer.db")

        full.setattr(program.hub.database, "write", write)
        await program.move("BE")
    assert "numbers were not read again" in caplog.text
    assert await program.read(jan) == ["+31475123456"]
    await program.again()
    assert await program.read(jan) == ["+32475123456"]
    assert program.told == [(Severity.WARNING, 1)]
