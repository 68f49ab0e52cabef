"""A newer version is told of only where a key of ours signed the list, and nobody can pass an old one off."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
import respx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialer.core.errors import ApiError, DialerError, ErrorKind, InputError, SafetyError
from dialer.core.fields import FieldError
from dialer.core.http_tls import trust_store
from dialer.core.policy import Policy
from dialer.core.settings_declared import DECLARED
from dialer.core.update_fields import UpdateAddress, UpdateKeys
from dialer.core.update_manifest import (
    LONGEST_NOTES,
    MOST_BYTES,
    NotAList,
    NotSigned,
    check_signature,
    read_manifest,
)
from dialer.core.updates import ISSUE, Updates
from tests.core.publisher import ADDRESS, NOTES, Publisher, listing
from tests.fakes import FakeClock

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from dialer.core.hub import Hub

DAY = 24 * 3600.0


class Server:
    """What is published at the moment."""

    def __init__(self, router: respx.MockRouter) -> None:
        self.lists = router.get(ADDRESS)
        self.signatures = router.get(ADDRESS + ".minisig")

    def publish(self, content: bytes, signature: bytes) -> None:
        self.lists.respond(200, content=content)
        self.signatures.respond(200, content=signature)


@pytest.fixture(scope="module")
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture(scope="module")
def trust() -> ssl.SSLContext:
    return trust_store()


@pytest.fixture(autouse=True)
def _trusted_before(monkeypatch: pytest.MonkeyPatch, trust: ssl.SSLContext) -> None:
    """Read the computer's authorities once: each test's client is a new one."""
    monkeypatch.setattr("dialer.core.http.trust_store", lambda _extra: trust)


@pytest.fixture
def server() -> Iterator[Server]:
    with respx.mock(assert_all_called=False) as router:
        yield Server(router)


@pytest.fixture
def clock(hub: Hub) -> FakeClock:
    assert isinstance(hub.clock, FakeClock)
    return hub.clock


@pytest.fixture
async def updates(hub: Hub, publisher: Publisher) -> Updates:
    await hub.settings.set_all({"update_address": ADDRESS, "update_key": publisher.key})
    return Updates(hub, running="0.4.1")


def _moved(to: str) -> httpx.Response:
    return httpx.Response(302, headers={"Location": to})


async def test_a_signed_list_offers_its_version(
    updates: Updates, server: Server, publisher: Publisher
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    await updates.check()
    offer = updates.offer()
    assert offer is not None
    assert (str(offer.version), offer.page) == ("0.5.0", "https://dialer.example/0.5")
    assert [offer.notes_in(language) for language in ("nl", "fr")] == [NOTES["nl"], NOTES["en"]]


@pytest.mark.parametrize("running", ["0.5.0", "0.5.0.post1", "0.10", "1.0"])
async def test_what_is_not_newer_is_not_offered(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher, running: str
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    newer = Updates(hub, running=running)
    await newer.check()
    assert newer.offer() is None


@pytest.mark.parametrize(
    "fault", ["changed", "other key", "other list", "empty", "text", "cut", "html", "key id"]
)
async def test_what_no_key_of_ours_signed_is_not_believed(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher, fault: str
) -> None:
    good = publisher.sign(listing())
    lines = good.splitlines()
    signature = {
        "changed": good,
        "other key": Publisher().sign(listing(version="9.9")),
        "other list": publisher.sign(listing(version="0.4.9")),
        "empty": b"",
        "text": b"\xff\xfe signed, honestly",
        "cut": b"\n".join(lines[:3]),
        "html": b"<html><body>Log in to the hotel's network</body></html>",
        "key id": b"\n".join([lines[0], Publisher().sign(listing()).splitlines()[1], *lines[2:]]),
    }[fault]
    server.publish(listing(version="9.9"), signature)
    with pytest.raises(SafetyError) as refused:
        await updates.check()
    assert refused.value.key == "updates.error.signature"
    assert updates.offer() is None
    assert [(issue.id, dict(issue.placeholders)) for issue in hub.issues.all] == [
        (ISSUE, {"host": "updates.example"})
    ]
    server.publish(listing(), publisher.sign(listing()))
    await updates.check()
    assert hub.issues.all == []


async def test_files_that_are_being_replaced_are_read_once_more(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher
) -> None:
    new = listing(version="0.5.1")
    server.lists.respond(200, content=new)
    server.signatures.side_effect = [
        httpx.Response(200, content=publisher.sign(listing())),
        httpx.Response(200, content=publisher.sign(new)),
    ]
    assert str((await updates.check()).version) == "0.5.1"
    assert hub.issues.all == []


async def test_two_keys_hold_while_the_publisher_changes_them(
    hub: Hub, server: Server, publisher: Publisher
) -> None:
    await hub.settings.set_all(
        {"update_address": ADDRESS, "update_key": f"{publisher.key}, {Publisher().key}"}
    )
    server.publish(listing(), publisher.sign(listing()))
    assert str((await Updates(hub, running="0.4.1").check()).version) == "0.5.0"


@pytest.mark.parametrize(
    "older",
    [{"version": "0.4.9"}, {"date": "2026-02-27"}, {"version": "0.5.0rc1", "date": "2026-03-02"}],
)
async def test_an_older_list_than_one_seen_before_is_not_believed(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher, older: dict[str, str]
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    await updates.check()
    server.publish(listing(**older), publisher.sign(listing(**older)))
    later = Updates(hub, running="0.4.1")  # the program was started again meanwhile
    with pytest.raises(SafetyError, match="replayed"):
        await later.check()
    offer = later.offer()
    assert offer is not None
    assert str(offer.version) == "0.5.0"
    assert hub.issues.all == []


async def test_another_key_begins_anew(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher
) -> None:
    server.publish(listing(version="99"), publisher.sign(listing(version="99")))
    await updates.check()
    successor = Publisher()
    await hub.settings.set("update_key", successor.key)
    assert updates.offer() is None
    server.publish(listing(), successor.sign(listing()))
    assert str((await updates.check()).version) == "0.5.0"


async def test_a_list_that_nobody_renews_is_said_to_be_old(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher, clock: FakeClock
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    await updates.check()
    assert updates.offer() is not None
    clock.jump_wall(timedelta(days=90))
    assert updates.offer() is None
    with pytest.raises(ApiError) as old:
        await updates.check()
    assert (old.value.key, old.value.kind) == ("updates.error.expired", ErrorKind.PROVIDER)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(404), "updates.error.status"),
        (
            httpx.Response(301, headers={"Location": "http://updates.example/dialer.json"}),
            "updates.error.status",
        ),
        (
            httpx.Response(302, headers={"Location": "https://evil.example/dialer.json"}),
            "updates.error.status",
        ),
        (httpx.Response(200, content=b" " * (MOST_BYTES + 1)), "updates.error.unreadable"),
        (httpx.ConnectError("refused"), "core.net.refused"),
        (httpx.ReadTimeout("slow"), "updates.error.no_answer"),
    ],
)
async def test_what_fails_is_told_only_to_who_asks(
    hub: Hub, updates: Updates, server: Server, answer: httpx.Response | Exception, error: str
) -> None:
    server.lists.side_effect = [answer]
    with pytest.raises(DialerError) as failed:
        await updates.check()
    assert failed.value.key == error
    assert hub.issues.all == []
    assert server.lists.call_count == 1


async def test_without_address_or_key_nothing_is_asked(
    hub: Hub, server: Server, publisher: Publisher
) -> None:
    for values in ({}, {"update_address": ADDRESS}, {"update_address": "", "update_key": publisher.key}):
        await hub.settings.set_all(values)
        with pytest.raises(InputError, match="off"):
            await Updates(hub).check()
    assert server.lists.call_count == 0


async def test_the_organisation_can_switch_it_off(hub: Hub, updates: Updates, server: Server) -> None:
    hub.settings._policy = Policy(locked={"update_address": None})  # noqa: SLF001  # as the policy's "" is read
    assert not updates.is_on
    with pytest.raises(InputError, match="off"):
        await updates.check()
    assert server.lists.call_count == 0


async def test_a_version_that_was_put_away_stays_away_and_the_next_one_comes(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    await updates.check()
    await updates.dismiss()
    later = Updates(hub, running="0.4.1")
    await later.recall()
    assert later.offer() is None
    assert later.newest() is not None
    server.publish(listing(version="0.6"), publisher.sign(listing(version="0.6")))
    await later.check()
    assert later.offer() is not None


async def test_it_is_looked_for_once_a_day_and_never_during_a_call(
    updates: Updates, server: Server, publisher: Publisher, clock: FakeClock
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    busy = True
    running = asyncio.create_task(updates.run(lambda: busy))
    await clock.advance(299)
    assert server.lists.call_count == 0
    await clock.advance(1200)
    assert server.lists.call_count == 0  # a call is under way
    busy = False
    await clock.advance(301)
    assert server.lists.call_count == 1
    await clock.advance(DAY - 1)
    assert server.lists.call_count == 1
    await clock.advance(7300)
    assert server.lists.call_count == 2
    running.cancel()


async def test_a_failure_is_tried_again_after_an_hour_and_logged_once(
    updates: Updates, server: Server, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="dialer.core.updates")
    server.lists.respond(503)
    running = asyncio.create_task(updates.run(lambda: False))
    await clock.advance(901)
    await clock.advance(5401)
    assert server.lists.call_count == 2
    running.cancel()
    said = [record.getMessage() for record in caplog.records if record.name == "dialer.core.updates"]
    assert said == ["looking for a newer version: updates.error.status"]


async def test_what_was_seen_once_is_not_checked_again(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    await updates.check()
    monkeypatch.setitem(sys.modules, "minisign", None)  # importing it would fail
    assert str((await Updates(hub, running="0.4.1").check()).version) == "0.5.0"
    server.publish(listing(version="0.6"), publisher.sign(listing()))
    with pytest.raises(ImportError):
        await updates.check()


def test_nothing_of_it_is_loaded_with_the_program() -> None:
    code = (
        "import sys, dialer.app, dialer.core.hub, dialer.core.settings_declared;"
        "print([name for name in sys.modules if name in {'minisign', 'cryptography', 'packaging', "
        "'dialer.core.updates', 'dialer.core.update_manifest', 'dialer.core.update_memory'}])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


async def test_what_is_remembered_is_for_its_owner_only(
    hub: Hub, updates: Updates, server: Server, publisher: Publisher
) -> None:
    server.publish(listing(), publisher.sign(listing()))
    await updates.check()
    file = hub.home.path / "updates.json"
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("not JSON")
    await updates.recall()
    assert updates.offer() is None
    await updates.check()
    assert updates.offer() is not None


# --- the list itself ---


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "latest"},
        {"version": "1.0+mine"},
        {"version": "1!2.0"},
        {"version": "1." * 16 + "1"},
        {"version": 5},
        {"page": "http://dialer.example/0.5"},
        {"page": "javascript:alert(1)"},
        {"page": "https://user@dialer.example/"},
        {"page": "file:///etc/passwd"},
        {"page": "https://dialer.example/" + "x" * 2048},
        {"expires": "2026-02-28"},
        {"expires": "2028-03-01"},
        {"expires": "never"},
        {"notes": {}},
        {"notes": "Faster search."},
        {"notes": {"en": "x" * (LONGEST_NOTES + 1)}},
        {"notes": {f"l{number}": "x" for number in range(21)}},
    ],
)
def test_a_list_beyond_its_limits_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NotAList):
        read_manifest(listing(**changes))


def test_notes_hold_nothing_that_cannot_be_seen_or_turns_lines_around() -> None:
    notes = {"en": "Fixed\u202e gnp.exe\u2066\x1b[31m\x00\u200b\r\n<b>Bold</b>\u2028end\ttab"}
    assert read_manifest(listing(notes=notes)).notes == {"en": "Fixed gnp.exe[31m\n<b>Bold</b>end tab"}


def test_what_is_published_reads_as_it_was_meant() -> None:
    manifest = read_manifest(listing())
    assert read_manifest(manifest.document()) == manifest


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_garbage_is_refused(content: bytes) -> None:
    with pytest.raises(NotAList):
        read_manifest(content)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.sampled_from(["version", "date", "expires", "page", "notes"]), _JSON)
@example("notes", {"": "\U00010c49"})  # a character that nobody has assigned
def test_any_value_is_read_or_refused(key: str, value: object) -> None:
    try:
        manifest = read_manifest(json.dumps(json.loads(listing()) | {key: value}).encode())
    except NotAList:
        return
    assert manifest.page.startswith("https://")
    assert all(char == "\n" or char.isprintable() or char.isspace() for char in manifest.notes_in("nl"))


def test_a_signature_of_the_tool_itself_holds() -> None:
    """Key and signature are minisign's own, from its documentation."""
    key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
    signature = (
        b"untrusted comment: signature from minisign secret key\n"
        b"RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=\n"
        b"trusted comment: timestamp:1555779966\tfile:test\n"
        b"QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==\n"
    )
    check_signature(b"test", signature, key)
    with pytest.raises(NotSigned):
        check_signature(b"Test", signature, key)
    with pytest.raises(NotSigned):  # the comment is signed as well
        check_signature(b"test", signature.replace(b"1555779966", b"1655779966"), key)


# --- the settings ---


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("http://updates.example/dialer.json", "updates.field.not_https"),
        ("https://me:secret@updates.example/", "updates.field.login"),
        ("https://updates.example/dialer.json?v=1", "updates.field.not_address"),
        ("ftp://updates.example/", "updates.field.not_address"),
        ("dialer.json", "updates.field.not_address"),
    ],
)
def test_an_address_has_to_be_safe(raw: str, error: str) -> None:
    with pytest.raises(FieldError, match=error):
        UpdateAddress(key="update_address").parse(raw)


def test_a_key_is_one_of_minisigns(publisher: Publisher) -> None:
    field = DECLARED["update_key"]
    assert isinstance(field, UpdateKeys)
    assert field.parse(f" {publisher.key},  {publisher.key}") == f"{publisher.key} {publisher.key}"
    for wrong in ("not a key", publisher.key[:-1], " ".join([publisher.key] * 4), publisher.key[1:]):
        with pytest.raises(FieldError, match="not_key"):
            field.parse(wrong)
