"""Writing to a real server: each change once, never over somebody else's, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.directories.conflicts import ConflictKept, Keep
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.errors import ApiError, ErrorKind, InputError, NotSent, OutcomeUnknown, SafetyError
from dialer.core.issues import FixAction
from tests.integrations.carddav.cutter import Cutter
from tests.integrations.carddav.desk import card

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.contacts.model import Contact
    from tests.integrations.carddav.desk import Desk
    from tests.servers.radicale import Radicale

JAN = card("jan", "Jan Smit", "TITLE:Director", "TEL;TYPE=CELL:06 12345678", "X-OTHER;FOO=bar:kept exactly")


@pytest.fixture
async def line(server: Radicale) -> AsyncIterator[Cutter]:
    async with Cutter(to=server.port) as cutter:
        yield cutter


@pytest.fixture
async def jan(server: Radicale, book: str, desk: Desk, line: Cutter) -> Contact:
    """Somebody who was copied from a book that may be written to."""
    server.put(f"{book}jan.vcf", JAN)
    await desk.add(line.url, writable=True)
    await desk.sync()
    line.seen.clear()
    [contact] = await desk.everybody()
    return contact


def there(server: Radicale, book: str) -> list[str]:
    """Return the cards of a book, without their line ends."""
    return [server.get(path).replace("\r\n", "\n") for path in server.paths(book)]


async def test_a_change_is_written_and_the_rest_of_the_card_stays(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    changed = await desk.directories.writing.change(jan, replace(jan.draft(), title="CEO"))
    assert (changed.id, changed.title) == (jan.id, "CEO")
    assert line.methods() == ["GET", "PUT"]
    [text] = there(server, book)
    assert "TITLE:CEO\n" in text
    assert "X-OTHER;FOO=bar:kept exactly\n" in text
    assert await desk.counts() == (0, 0, 0, 1)
    assert line.methods() == ["REPORT"]  # what was written here is not read back


async def test_what_is_this_desks_own_is_not_sent(desk: Desk, jan: Contact, line: Cutter) -> None:
    draft = jan.draft()
    own = replace(draft, favourite=True, instructions=replace(draft.instructions, ask_for="the order"))
    changed = await desk.directories.writing.change(jan, own)
    assert (changed.favourite, changed.instructions.ask_for, line.methods()) == (True, "the order", [])
    both = await desk.directories.writing.change(changed, replace(changed.draft(), title="CEO"))
    assert (both.favourite, both.instructions.ask_for, both.title) == (True, "the order", "CEO")


async def test_somebody_new_is_added_there_and_here(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    draft = ContactDraft(name="Anna de Boer", numbers=(NumberDraft(raw="020 555 0143", label="work"),))
    anna = await desk.directories.writing.add(desk.source, draft)
    assert (anna.source, anna.numbers[0].e164) == (desk.source.entry.id, "+31205550143")
    assert line.methods() == ["PUT"]
    assert sum("FN:Anna de Boer\n" in text for text in there(server, book)) == 1
    assert await desk.counts() == (0, 0, 0, 2)


async def test_who_is_removed_here_is_gone_there(
    server: Radicale, book: str, desk: Desk, jan: Contact
) -> None:
    await desk.directories.writing.remove(jan)
    assert (there(server, book), await desk.names()) == ([], [])
    assert await desk.counts() == (0, 0, 0, 0)


async def test_a_mistake_is_found_before_anything_is_sent(desk: Desk, jan: Contact, line: Cutter) -> None:
    with pytest.raises(InputError):
        await desk.directories.writing.change(jan, replace(jan.draft(), emails=("no address",)))
    assert line.methods() == []


@pytest.mark.parametrize("keep", list(Keep))
async def test_both_versions_are_kept_until_somebody_chooses(
    server: Radicale, book: str, desk: Desk, jan: Contact, keep: Keep
) -> None:
    server.put(f"{book}jan.vcf", JAN.replace("Director", "Chairman"))
    writing = desk.directories.writing
    with pytest.raises(ConflictKept):
        await writing.change(jan, replace(jan.draft(), title="CEO"))
    [text] = there(server, book)
    assert "TITLE:Chairman\n" in text
    await desk.sync()
    await desk.stop()
    await desk.start()
    await desk.sync()
    writing = desk.directories.writing
    [conflict] = await writing.conflicts.all()
    assert conflict.theirs is not None
    assert (conflict.mine.title, conflict.theirs.title) == ("CEO", "Chairman")
    [issue] = desk.hub.issues.all
    assert issue.fix is FixAction.CHOOSE_VERSION
    await writing.settle(conflict.id, keep)
    wanted = {Keep.MINE: ["CEO"], Keep.THEIRS: ["Chairman"], Keep.BOTH: ["CEO", "Chairman"]}[keep]
    titles = sorted(text.partition("TITLE:")[2].partition("\n")[0] for text in there(server, book))
    assert titles == wanted
    assert sorted(contact.title for contact in await desk.everybody()) == wanted
    assert (await writing.conflicts.all(), desk.hub.issues.all) == ([], [])
    assert await desk.counts() == (0, 0, 0, len(wanted))


async def test_what_was_copied_anew_while_somebody_typed_is_not_written_over(
    server: Radicale, book: str, desk: Desk, jan: Contact
) -> None:
    server.put(f"{book}jan.vcf", JAN.replace("Director", "Chairman"))
    await desk.sync()
    with pytest.raises(ConflictKept):
        await desk.directories.writing.change(jan, replace(jan.draft(), name="Jan Smits"))
    [text] = there(server, book)
    assert "TITLE:Chairman\n" in text
    [conflict] = await desk.directories.writing.conflicts.all()
    assert conflict.mine.name == "Jan Smits"


async def test_who_is_gone_there_can_be_kept(server: Radicale, book: str, desk: Desk, jan: Contact) -> None:
    server.delete(f"{book}jan.vcf")
    writing = desk.directories.writing
    with pytest.raises(ConflictKept):
        await writing.change(jan, replace(jan.draft(), title="CEO"))
    [conflict] = await writing.conflicts.all()
    assert conflict.theirs is None
    await writing.settle(conflict.id, Keep.MINE)
    [text] = there(server, book)
    assert "TITLE:CEO\n" in text


async def test_somebody_elses_change_is_not_removed(
    server: Radicale, book: str, desk: Desk, jan: Contact
) -> None:
    server.put(f"{book}jan.vcf", JAN.replace("Director", "Chairman"))
    with pytest.raises(SafetyError):
        await desk.directories.writing.remove(jan)
    [contact] = await desk.everybody()
    assert contact.title == "Chairman"
    await desk.directories.writing.remove(contact)
    assert there(server, book) == []


async def test_a_change_whose_answer_is_lost_is_found_out_and_not_sent_again(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    line.cut["PUT"] = 1
    changed = await desk.directories.writing.change(jan, replace(jan.draft(), title="CEO"))
    assert changed.title == "CEO"
    assert line.methods() == ["GET", "PUT", "GET"]
    again = await desk.directories.writing.change(changed, replace(changed.draft(), title="Founder"))
    assert again.title == "Founder"


async def test_a_change_that_did_not_arrive_is_said_not_to_have_been_made(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    line.stop["PUT"] = 1
    with pytest.raises(ApiError) as caught:
        await desk.directories.writing.change(jan, replace(jan.draft(), title="CEO"))
    assert caught.value.key == "carddav.error.not_done"
    [contact] = await desk.everybody()
    assert contact.title == "Director"


async def test_a_new_person_whose_answer_is_lost_is_no_twin(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    line.cut["PUT"] = 1
    await desk.directories.writing.add(desk.source, ContactDraft(name="Anna de Boer"))
    assert (len(there(server, book)), len(await desk.names())) == (2, 2)


async def test_a_new_person_who_did_not_arrive_is_sent_once_more(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    line.stop["PUT"] = 1
    await desk.directories.writing.add(desk.source, ContactDraft(name="Anna de Boer"))
    assert line.methods() == ["PUT", "GET", "PUT"]
    assert (len(there(server, book)), len(await desk.names())) == (2, 2)


async def test_a_removal_whose_answer_is_lost_is_found_out(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    line.cut["DELETE"] = 1
    await desk.directories.writing.remove(jan)
    assert (there(server, book), await desk.names()) == ([], [])


async def test_a_change_that_nobody_knows_of_is_kept_and_settles_itself(
    server: Radicale, book: str, desk: Desk, jan: Contact, line: Cutter
) -> None:
    writing = desk.directories.writing
    line.cut["PUT"] = 1
    line.cut_after["PUT"] = {"GET": 1}
    with pytest.raises(OutcomeUnknown):
        await writing.change(jan, replace(jan.draft(), title="CEO"))
    [conflict] = await writing.conflicts.all()
    assert conflict.mine.title == "CEO"
    await desk.sync()
    assert (await writing.conflicts.all(), desk.hub.issues.all) == ([], [])
    [contact] = await desk.everybody()
    assert contact.title == "CEO"


async def test_without_the_server_nothing_is_changed(desk: Desk, jan: Contact, line: Cutter) -> None:
    await line.__aexit__()
    with pytest.raises(NotSent):
        await desk.directories.writing.change(jan, replace(jan.draft(), title="CEO"))
    [contact] = await desk.everybody()
    assert (contact.title, await desk.directories.writing.conflicts.all()) == ("Director", [])
    await line.__aenter__()


async def test_a_book_that_is_only_read_is_only_read(server: Radicale, book: str, desk: Desk) -> None:
    server.put(f"{book}jan.vcf", JAN)
    entry = await desk.add(server.url)
    await desk.sync()
    [jan] = await desk.everybody()
    writing = desk.directories.writing
    assert not writing.may_write(entry.id)
    with pytest.raises(InputError):
        await writing.change(jan, replace(jan.draft(), title="CEO"))
    with pytest.raises(InputError):
        await writing.remove(jan)
    with pytest.raises(InputError):
        writing.target(entry)


async def test_a_book_that_the_server_lets_nobody_change_is_only_read(server: Radicale, desk: Desk) -> None:
    path = server.make_book("shared", user="other")
    try:
        entry = await desk.add(server.url + path[1:], writable=True)
        assert not desk.directories.writing.may_write(entry.id)
    finally:
        server.delete(path)


@pytest.mark.parametrize(
    ("status", "kind"), [(403, ErrorKind.PERMISSION), (415, ErrorKind.VALIDATION), (401, ErrorKind.AUTH)]
)
async def test_a_refusal_is_told_and_nothing_is_changed(
    desk: Desk, jan: Contact, line: Cutter, status: int, kind: ErrorKind
) -> None:
    line.instead["PUT"] = f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()
    with pytest.raises(ApiError) as caught:
        await desk.directories.writing.change(jan, replace(jan.draft(), title="CEO"))
    assert caught.value.kind is kind
    [contact] = await desk.everybody()
    assert (contact.title, line.methods()) == ("Director", ["GET", "PUT"])
