"""``dialer updates`` says what a signed list says, and ends as the contract of exit codes has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import respx

from tests.core.publisher import ADDRESS, Publisher, listing

if TYPE_CHECKING:
    from dialer.app import App
    from tests.cli.conftest import Shell


@pytest.fixture
async def publisher(app: App) -> Publisher:
    publisher = Publisher()
    await app.hub.settings.set_all({"update_address": ADDRESS, "update_key": publisher.key})
    return publisher


def _publish(router: respx.MockRouter, content: bytes, signature: bytes) -> None:
    router.get(ADDRESS).respond(200, content=content)
    router.get(ADDRESS + ".minisig").respond(200, content=signature)


async def test_off_is_said_and_a_look_is_refused(shell: Shell) -> None:
    assert await shell("updates") == 0
    assert shell.link.shown == ["This is Dialer 0.1.0. It does not look for newer versions: that is off."]
    assert await shell("updates", "--json") == 0
    assert (shell.link.document["state"], shell.link.document["version"]) == ("off", None)
    assert await shell("updates", "--check") == 2
    assert [line.split(":")[0] for line in shell.link.errors] == ["Dialer does not look for newer versions"]


async def test_what_is_new_is_printed_and_remembered(shell: Shell, publisher: Publisher) -> None:
    assert await shell("updates") == 0
    assert "Nobody has looked at updates.example yet" in shell.link.shown[0]
    with respx.mock() as router:
        _publish(router, listing(), publisher.sign(listing()))
        assert await shell("updates", "--check") == 0
    said = [
        "Dialer 0.5.0 of 01/03/2026 is there; this is 0.1.0. New in it:",
        "    Faster search.",
        "    A quieter bell.",
        "https://dialer.example/0.5",
    ]
    assert shell.link.shown == said
    assert await shell("updates") == 0
    assert shell.link.shown == said
    assert await shell("updates", "--json") == 0
    assert shell.link.document == {
        "state": "newer",
        "running": "0.1.0",
        "checked": "2026-03-02T09:30:00+00:00",
        "version": "0.5.0",
        "date": "2026-03-01",
        "expires": "2026-05-30",
        "page": "https://dialer.example/0.5",
        "notes": "Faster search.\nA quieter bell.",
        "dismissed": False,
    }


async def test_each_failure_has_its_sentence_and_code(shell: Shell, publisher: Publisher) -> None:
    for content, code, words in (
        (listing(version="9"), 7, "is not signed with the key"),
        (None, 3, "has no list of versions at this address (HTTP 404)"),
    ):
        with respx.mock(assert_all_called=False) as router:
            _publish(router, content or b"", publisher.sign(listing()))
            if content is None:
                router.get(ADDRESS).respond(404)
            assert await shell("updates", "--check") == code
        assert words in shell.link.errors[0]
        assert shell.link.shown == []
