"""The door to an account's whole interface."""

from __future__ import annotations

from typing import Any

import pytest

from dialer.core.answers import Answer, Id
from dialer.core.api import Api
from dialer.core.errors import InputError, SafetyError


class Room(Answer, frozen=True, kw_only=True):
    """An answer."""

    id: Id


class Client:
    """Notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    async def fetch(self, *, room_id: str, page: int | None = 7) -> list[Room]:
        self.asked.append({"room_id": room_id, "page": page})
        return [Room(id=Id(room_id))]

    async def delete(self, *, room_id: str) -> None:
        self.asked.append({"room_id": room_id})


def door() -> tuple[Client, Api]:
    client = Client()
    return client, Api(
        {"room/fetch": client.fetch, "room/deleteAll": client.delete, "room/CANCEL": client.delete}
    )


async def test_an_operation_is_carried_out_with_what_was_given() -> None:
    client, api = door()
    assert await api.call("room/fetch", {"room_id": "5", "page": None}) == [{"id": "5"}]
    assert client.asked == [{"room_id": "5", "page": None}]


async def test_what_was_not_given_has_its_default() -> None:
    client, api = door()
    await api.call("room/fetch", {"room_id": "5"})
    assert client.asked == [{"room_id": "5", "page": 7}]


@pytest.mark.parametrize(
    ("name", "values", "key"),
    [
        ("room/none", {}, "api.error.no_operation"),
        ("room/fetch", {}, "api.error.missing"),
        ("room/fetch", {"room_id": "5", "pages": 1}, "api.error.no_parameter"),
    ],
)
async def test_what_does_not_fit_is_said_and_nothing_is_sent(
    name: str, values: dict[str, Any], key: str
) -> None:
    client, api = door()
    with pytest.raises(InputError) as caught:
        await api.call(name, values)
    assert (caught.value.key, client.asked) == (key, [])


@pytest.mark.parametrize("name", ["room/deleteAll", "room/CANCEL"])
async def test_what_destroys_has_to_be_meant(name: str) -> None:
    client, api = door()
    with pytest.raises(SafetyError):
        await api.call(name, {"room_id": "5"})
    assert client.asked == []
    assert await api.call(name, {"room_id": "5"}, destroy=True) is None
    assert client.asked == [{"room_id": "5"}]


def test_the_operations_are_listed_with_their_parameters() -> None:
    _, api = door()
    assert api.names == ("room/fetch", "room/deleteAll", "room/CANCEL")
    assert api.parameters("room/fetch") == {"room_id": True, "page": False}
