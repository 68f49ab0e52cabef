"""A server that goes, hangs, refuses or comes back: one connection, one sign-in, and an answer in time."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.errors import NotSent
from dialer.core.secrets import Secret
from dialer.integrations.ldap import client
from dialer.integrations.ldap.directory import LdapDirectory
from dialer.integrations.ldap.place import Place
from dialer.integrations.ldap.session import Session
from dialer.testing.secrets import found
from tests.servers import company

if TYPE_CHECKING:
    from dialer.contacts.directories.directories import Answer
    from tests.integrations.ldap.conftest import Desk

NEW_PASSWORD = "another one +ë"


async def test_the_connection_is_kept_and_closed_in_the_end(desk: Desk) -> None:
    entry = await desk.add()
    before = len(desk.server.log)
    for text in ("zoë", "smit", "person 1"):
        await desk.ask(text)
    assert desk.server.lines("ACCEPT", before) == []
    await desk.hub.entries.unload(entry)
    desk.server.logged("UNBIND", before)
    desk.server.logged("closed", before)


async def test_a_connection_that_the_server_closed_is_opened_again(desk: Desk) -> None:
    await desk.add()
    desk.server.stop()
    desk.server.start()
    before = len(desk.server.log)
    assert await desk.names("zoë") == ["Zoë van der Meer"]
    assert len(desk.server.lines("method=128", before)) == 1


async def test_a_connection_that_nobody_used_for_long_is_not_trusted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.add()
    monkeypatch.setattr(client, "IDLE", 0.0)
    before = len(desk.server.log)
    assert await desk.names("zoë") == ["Zoë van der Meer"]
    assert len(desk.server.lines("ACCEPT", before)) == 1
    desk.server.logged("closed", before)


async def test_a_server_that_is_down_is_named_and_asked_again(desk: Desk) -> None:
    entry = await desk.add()
    desk.server.stop()
    try:
        answer = await desk.ask("zoë")
    finally:
        desk.server.start()
    assert (answer.title, answer.hits) == (entry.title, ())
    assert answer.error is not None
    assert answer.error.key == "ldap.error.not_reachable"
    assert await desk.names("zoë") == ["Zoë van der Meer"]


async def test_typing_does_not_queue_questions_at_a_server_that_hangs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LdapDirectory.search_deadline == 5.0
    monkeypatch.setattr(LdapDirectory, "search_deadline", 0.5)
    await desk.add()
    await desk.ask("zoë")  # until then nobody knows whether the sign-in is right
    before = len(desk.server.log)
    with desk.server.silent():
        for length in range(1, 11):
            typing = asyncio.create_task(desk.ask("zoë van der"[:length]))
            await asyncio.sleep(0.01)  # a key that follows at once
            typing.cancel()
            await asyncio.wait({typing})
        started = time.monotonic()
        answer = await desk.ask("zoë van der")
        took = time.monotonic() - started
    assert answer.error is not None
    assert answer.error.key == "core.net.no_answer"
    assert took < 1.0
    assert await desk.names("zoë van der meer") == ["Zoë van der Meer"]
    desk.server.logged("*meer*", before)
    asked = [line for line in desk.server.lines("SRCH base=", before) if "*van*" in line]
    assert len(asked) == 1, "questions that nobody waited for were asked later"


async def test_without_a_password_nothing_is_sent(desk: Desk) -> None:
    # The form lets none through; to a server it would be an anonymous sign-in, which succeeds.
    before = len(desk.server.log)
    session = Session(
        Place.of({"url": desk.server.url, "start_tls": False}), company.READER, Secret(""), None
    )
    with pytest.raises(NotSent):
        session.open(time.monotonic() + 20)
    assert desk.server.log[before:] == []


async def test_what_is_stored_is_found_at_once_while_the_server_hangs(desk: Desk) -> None:
    await desk.add()
    answers: list[Answer] = []
    with desk.server.silent():
        started = time.monotonic()
        asking = asyncio.create_task(desk.app.directories.search("zoë", 50, answers.append))
        await desk.app.contacts.search("zoë", limit=50)
        assert time.monotonic() - started < 1.0
        assert answers == []
        asking.cancel()
        await asyncio.wait({asking})


async def test_a_changed_password_is_refused_once_and_then_given_anew(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    entry = await desk.add()
    await desk.ask("zoë")
    desk.server.change_password(company.READER, NEW_PASSWORD)
    try:
        before = len(desk.server.log)
        answers = await asyncio.gather(*(desk.ask(text) for text in ("zoë", "smit", "bar")))
        assert {answer.error.key for answer in answers if answer.error} <= {
            "ldap.error.sign_in",
            "core.entry.auth_refused",
            "directories.error.taken_down",
        }
        assert entry.state is EntryState.AUTH_NEEDED
        await desk.ask("zoë")
        await desk.hub.entries.setup(entry)
        assert len(desk.server.lines("method=128", before)) == 1
        wrong, flow = await desk.submit({"password": "still wrong"}, FlowKind.REAUTH, entry)
        assert wrong is None
        assert flow.error is not None
        right, _ = await desk.submit({"password": NEW_PASSWORD}, FlowKind.REAUTH, entry)
        assert right is entry
        await desk.hub.entries.settled()
        assert await desk.names("zoë") == ["Zoë van der Meer"]
    finally:
        desk.server.change_password(company.READER, company.PASSWORD)
    secrets = [company.PASSWORD, NEW_PASSWORD, "still wrong"]
    assert found(secrets, "\n".join(record.getMessage() for record in caplog.records)) == []
    assert found(secrets, "\n".join(desk.server.log)) == []
