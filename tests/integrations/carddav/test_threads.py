"""What takes long with a large card is done beside the loop, so that a window goes on meanwhile."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from dialer.contacts.model import ContactDraft
from dialer.core.errors import ErrorKind, OutcomeUnknown
from dialer.core.http import Response
from dialer.integrations.carddav import cards, editing, writing
from dialer.integrations.carddav.client import Card
from dialer.integrations.carddav.writing import Writer
from tests.integrations.carddav.desk import card

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "/b/jan.vcf"
JAN = ContactDraft(uid=PATH, name="Jan Smit")


class Server:
    """Has one card; the answer to each change of it is lost, if that is wanted."""

    def __init__(self, *, lost: bool) -> None:
        self.now = Card(card("jan", "Jan Smit").encode(), '"1"')
        self._lost = lost

    async def get(self, _path: str) -> Card:
        return self.now

    async def put(self, _path: str, text: bytes, _version: str = "", *, new: bool = False) -> Response:
        self.now = Card(text, '"new"' if new else '"2"')
        if self._lost:
            raise OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK)
        return Response(204, {"etag": self.now.version}, b"")


@pytest.fixture
def where(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[threading.Thread]]:
    """In which threads cards were read and changed, by the name of the function."""
    threads: dict[str, set[threading.Thread]] = {}

    def watch(module: object, name: str, function: Callable[..., Any]) -> None:
        def watched(*args: Any) -> Any:
            threads.setdefault(name, set()).add(threading.current_thread())
            return function(*args)

        monkeypatch.setattr(module, name, watched)

    watch(writing, "edit", editing.edit)
    watch(cards, "read", cards.read)
    return threads


@pytest.mark.parametrize("lost", [False, True])
async def test_a_card_is_changed_beside_the_loop(
    where: dict[str, set[threading.Thread]], *, lost: bool
) -> None:
    written = await Writer(Server(lost=lost)).change(replace(JAN, title="CEO"), JAN, '"1"')  # type: ignore[arg-type]
    assert (written.person.title, written.version) == ("CEO", '"2"')
    assert sorted(where) == ["edit", "read"]
    assert threading.main_thread() not in where["edit"] | where["read"]


@pytest.mark.parametrize("lost", [False, True])
async def test_a_new_card_is_read_beside_the_loop(
    where: dict[str, set[threading.Thread]], *, lost: bool
) -> None:
    written = await Writer(Server(lost=lost)).create("/b/", replace(JAN, uid=""))  # type: ignore[arg-type]
    assert (written.person.name, written.version) == ("Jan Smit", '"new"')
    assert threading.main_thread() not in where["read"]
