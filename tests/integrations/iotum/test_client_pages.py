"""Lists: bare, or in an object with the way to the next page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from dialer.core.errors import OutcomeUnknown
from dialer.integrations.iotum.client import base
from tests.integrations.iotum.client_bench import Bench, bodies, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATH = "conference/fetch_all"


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


def _page(first: int, count: int, cursor: object, name: str = "conferences") -> dict[str, Any]:
    return {name: [{"conference_id": first + n} for n in range(count)], "next_page": cursor, "total": 99}


async def _ids(bench: Bench, **values: Any) -> list[int]:
    return [int(each.conference_id) for each in await bench.client.conference_fetch_all(host_id=1, **values)]


@pytest.mark.parametrize("name", ["conferences", "data", "results"])
async def test_all_pages_are_read(bench: Bench, name: str) -> None:
    route = bench.answers_json(
        PATH, _page(1, 10, "c2", name), _page(11, 10, 3, name), _page(21, 2, None, name)
    )
    assert await _ids(bench) == list(range(1, 23))
    assert bodies(route) == [{"host_id": 1}, {"host_id": 1, "page": "c2"}, {"host_id": 1, "page": 3}]


@pytest.mark.parametrize("end", [None, False, "", 0, "absent"])
async def test_there_are_many_ways_to_say_that_it_is_the_last(bench: Bench, end: object) -> None:
    page = _page(1, 2, end)
    if end == "absent":
        del page["next_page"]
    route = bench.answers_json(PATH, page)
    assert await _ids(bench) == [1, 2]
    assert route.call_count == 1


async def test_a_bare_list_has_no_pages(bench: Bench) -> None:
    route = bench.answers_json(PATH, [{"conference_id": n} for n in range(10)])
    assert await _ids(bench) == list(range(10))
    assert route.call_count == 1


async def test_other_details_go_with_every_page(bench: Bench) -> None:
    route = bench.answers_json("host/conferences", _page(1, 1, "c2"), _page(2, 1, None))
    await bench.client.host_conferences(host_id=1, output="detail", start_date="2026-01-01")
    assert bodies(route)[1] == {"host_id": 1, "output": "detail", "start_date": "2026-01-01", "page": "c2"}


async def test_a_page_that_is_asked_for_comes_alone(bench: Bench) -> None:
    route = bench.answers_json(PATH, _page(11, 2, "c3"))
    assert await _ids(bench, page="c2") == [11, 12]
    assert bodies(route) == [{"host_id": 1, "page": "c2"}]


@pytest.mark.parametrize("cursors", [["c2", "c2"], ["c2", "c3", "c2"]])
async def test_a_circle_is_left(bench: Bench, cursors: list[str]) -> None:
    route = bench.answers_json(PATH, *(_page(n, 1, cursor) for n, cursor in enumerate(cursors)))
    assert await _ids(bench) == list(range(len(cursors)))
    assert route.call_count == len(cursors)


async def test_a_list_without_an_end_is_not_taken_for_a_whole_one(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MOST_PAGES", 3)
    route = bench.answers_json(PATH, *(_page(n, 1, n + 1) for n in range(4)))
    with pytest.raises(OutcomeUnknown):
        await _ids(bench)
    assert route.call_count == 3


async def test_a_page_that_fails_fails_the_list(bench: Bench) -> None:
    bench.answers(PATH, httpx.Response(200, json=_page(1, 10, "c2")), httpx.Response(500))
    with pytest.raises(OutcomeUnknown):
        await _ids(bench)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        None,
        "OK",
        5,
        {"a": [], "b": []},
        [{"conference_id": 1}, {"subject": "no id"}],
        [[]],
        {"conferences": None},
    ],
)
async def test_half_a_list_is_none(bench: Bench, answer: object) -> None:
    bench.answers_json(PATH, answer)
    with pytest.raises(OutcomeUnknown) as caught:
        await _ids(bench)
    assert caught.value.key == "answers.unreadable"


async def test_drives_count_their_pages(bench: Bench) -> None:
    pages = [
        {
            "files": [{"id": n, "size": "12"}],
            "total_pages": 2,
            "current_page": n,
            "next_page": 2 if n == 1 else None,
        }
        for n in (1, 2)
    ]
    route = bench.answers_json("drive/fetch_all", *pages)
    found = await bench.client.drive_fetch_all(host_id=31)
    assert [(file.id, file.size) for file in found.files] == [("1", 12), ("2", 12)]
    assert (found.total_pages, found.current_page, found.next_page) == (2, 2, None)
    assert bodies(route) == [{"host_id": 31}, {"host_id": 31, "page": 2}]


async def test_a_page_of_a_drive_says_what_comes_next(bench: Bench) -> None:
    bench.answers_json("drive/fetch_all", {"files": [], "total_pages": 3, "current_page": 1, "next_page": 2})
    found = await bench.client.drive_fetch_all(host_id=31, page=1)
    assert (found.files, found.next_page) == ((), 2)


async def test_a_long_list_keeps_its_order(bench: Bench) -> None:
    contacts = [{"contact_id": n, "name": f"Contact {n}", "email": f"{n}@x.example"} for n in range(5000)]
    bench.answers_json("contact/fetch_all", contacts)
    found = await bench.client.contact_fetch_all(host_id=31)
    assert [contact.name for contact in found] == [contact["name"] for contact in contacts]
