"""Whom a search finds on a real server, and what the server was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.directories.directory import directories
from dialer.core.diagnostics import describe
from dialer.testing.secrets import found
from tests.servers import company

if TYPE_CHECKING:
    from tests.integrations.ldap.conftest import Desk


async def test_every_word_is_somewhere(desk: Desk) -> None:
    wanted = {
        "Zoë van der Meer": ["Zoë van der Meer"],
        "zoë": ["Zoë van der Meer"],
        "meer zoë": ["Zoë van der Meer"],
        "Meer, Zoë": ["Zoë van der Meer"],
        "Geschäftsführerin direktion": ["Zoë van der Meer"],
        "zoe@zoe-soehne.example": ["Zoë van der Meer"],
        "person7@": ["Person 007"],
        "zoë smit": [],
        "schublade": [],  # has a number, and is nobody
    }
    await desk.add()
    assert {text: await desk.names(text) for text in wanted} == wanted


async def test_accents_need_not_be_known(desk: Desk) -> None:
    wanted = {
        "muller": ["Bar (Café) Müller"],
        "mul cafe": ["Bar (Café) Müller"],
        "helene": ["Hélène Straßer"],
        "strasser": ["Hélène Straßer"],
        "strässer": ["Hélène Straßer"],  # any accent or none
        "strüsser": [],  # but no other letter
        "söhne smit": [],
    }
    await desk.add()
    assert {text: await desk.names(text) for text in wanted} == wanted


async def test_accents_that_are_typed_need_not_be_there(desk: Desk) -> None:
    await desk.add()
    assert await desk.names("stérn hôtel") == ["Stern * Hotel"]
    assert await desk.names("smït") == ["Back\\slash Smit"]


async def test_what_is_typed_means_these_characters(desk: Desk) -> None:
    wanted = {
        "*": ["Stern * Hotel"],
        "(": ["Bar (Café) Müller"],
        "(Café)": ["Bar (Café) Müller"],
        "\\": ["Back\\slash Smit"],
        "&": ["Zoë van der Meer"],
        "zoë\0meer": ["Zoë van der Meer"],
    }
    nobodys = ("\\2a", "*)(uid=*", "*)(objectClass=*))(|(cn=*", "zo*", "=", "\0", "\ud800", "é(", "#", "%")
    await desk.add()
    assert [await desk.names(text) for text in nobodys] == [[]] * len(nobodys)
    assert {text: await desk.names(text) for text in wanted} == wanted


async def test_the_filter_that_arrives_is_the_escaped_one(desk: Desk) -> None:
    await desk.add()
    before = len(desk.server.log)
    await desk.ask("*)(uid=*")
    [asked] = desk.server.lines("SRCH base=", before)
    assert "(cn=*\\2A\\29\\28uid=\\2A*)" in asked
    assert "(uid=" not in asked


async def test_digits_are_found_in_every_way_of_writing(desk: Desk) -> None:
    ways = ("+31 20 555 0100", "020 555 0100", "0205550100", "0031205550100", "555-0100", "55501 zoë")
    await desk.add()
    assert [await desk.names(way) for way in ways] == [["Zoë van der Meer"]] * len(ways)


async def test_digits_stand_together(desk: Desk) -> None:
    await desk.add()
    # All of these digits are in the number, in this order, but with others in between.
    assert await desk.names("3125550100") == []


async def test_somebody_is_what_the_directory_says(desk: Desk) -> None:
    entry = await desk.add()
    [hit] = (await desk.ask("zoë")).hits
    contact = hit.contact
    assert (contact.name, contact.organisation, contact.department, contact.title, contact.source) == (
        "Zoë van der Meer", "Zoë & Söhne", "Direktion", "Geschäftsführerin", entry.id,
    )  # fmt: skip
    assert contact.emails == ("zoe@zoe-soehne.example",)
    assert [(number.label, number.e164) for number in contact.numbers] == [
        ("work", "+31205550100"),
        ("mobile", "+31612345678"),
        ("home", "+31205550101"),
        ("fax", "+31205550199"),
        ("pager", "+31612349999"),
    ]
    assert contact.numbers[hit.number_index].label == "work"
    assert len(contact.uid) == len("0a0b0c0d-0000-0000-0000-000000000000"), "entryUUID is not the key"


async def test_who_has_no_number_or_an_odd_one_is_shown(desk: Desk) -> None:
    await desk.add()
    [nobody] = (await desk.ask("Zonder Nummer")).hits
    [internal] = (await desk.ask("Intern Toestel")).hits
    assert (nobody.contact.numbers, nobody.number_index) == ((), -1)
    assert [(number.raw, number.callable) for number in internal.contact.numbers] == [("101", False)]


async def test_active_directory_is_understood_as_it_is(desk: Desk) -> None:
    await desk.add(base_dn=company.ACTIVE_DIRECTORY)
    [hit] = (await desk.ask("bakker")).hits
    contact = hit.contact
    assert (contact.name, contact.organisation, contact.department, contact.title) == (
        "Bakker, Ilse (Zürich)", "Müller AG", "Verkauf", "Leiterin",
    )  # fmt: skip
    assert [(number.label, number.raw) for number in contact.numbers] == [
        ("work", "044 668 18 00"),
        ("mobile", "079 555 01 23"),
        ("work", "044 668 18 01"),
        ("other", "4711"),
    ]


async def test_more_than_are_wanted_are_said_to_be_more(desk: Desk) -> None:
    await desk.add(page_size=10)
    answer = await desk.ask("Person", limit=25)
    assert (len(answer.hits), answer.complete, answer.error) == (25, False, None)
    exact = await desk.ask("Person 00", limit=12)  # 000 to 009, 100 and 200
    assert (len(exact.hits), exact.complete) == (12, True)


@pytest.mark.parametrize(("who", "count"), [(company.LIMITED, 5), (company.CAPPED, 7)])
async def test_a_limit_of_the_server_is_a_partial_answer(desk: Desk, who: str, count: int) -> None:
    await desk.add(bind_dn=who)
    answer = await desk.ask("Person")
    assert (len(answer.hits), answer.complete, answer.error) == (count, False, None)


async def test_an_empty_text_finds_everybody_as_far_as_may_be(desk: Desk) -> None:
    await desk.add()
    answer = await desk.ask("", limit=0)
    assert (len(answer.hits), answer.complete) == (200, False)


async def test_the_server_is_asked_for_what_is_needed_and_nothing_else(desk: Desk) -> None:
    await desk.add()
    checked = desk.server.log.index(desk.server.logged("SEARCH RESULT"))
    desk.server.logged("SEARCH RESULT", checked + 1)  # of the sign-in that stays: its lines may come late
    before = len(desk.server.log)
    await desk.ask("zoë")
    assert len(desk.server.lines("SRCH base=", before)) == 1
    [attributes] = desk.server.lines("SRCH attr=", before)
    assert "telephoneNumber" in attributes
    assert "jpegPhoto" not in attributes
    assert "userPassword" not in attributes


async def test_the_best_come_first(desk: Desk) -> None:
    await desk.add()
    assert (await desk.names("person 007"))[0] == "Person 007"  # and those with 007 in their number
    assert (await desk.names("person 00"))[:3] == ["Person 000", "Person 001", "Person 002"]


async def test_nobody_is_led_to_another_server(desk: Desk) -> None:
    # The tests have no network: whoever tries is caught.
    await desk.add()
    answer = await desk.ask("zoë")
    assert (answer.complete, answer.error, len(answer.hits)) == (True, None, 1)
    [(_, provider)] = directories(desk.hub)
    assert provider.diagnostics() == {
        "connected": True, "searches": 1, "incomplete": 0, "left_out": 0, "referrals": 1,
    }  # fmt: skip


async def test_a_place_on_another_server_is_told_as_that(desk: Desk) -> None:
    flow = await desk.refusal(base_dn=company.ELSEWHERE)
    assert flow.errors == {"base_dn": "ldap.error.elsewhere"}


async def test_diagnostics_tell_no_name_and_no_password(desk: Desk) -> None:
    entry = await desk.add()
    await desk.ask("zoë")
    told = await describe(desk.hub, entry)
    assert found([company.PASSWORD], told) == []
    assert "van der Meer" not in told
    assert company.READER not in told
    assert '"searches": 1' in told
