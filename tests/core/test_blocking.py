"""What blocks does so on a thread, in bounded time, and trusts as everything else does."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from dialer.core.blocking import NotTrusted
from dialer.core.certificates import CertificateTrouble
from dialer.core.errors import ApiError, ErrorKind, NotSent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dialer.core.hub import Hub

HOST = "directory.example"


class Job:
    """Does what it is told, and hears when it is to let go."""

    def __init__(self, do: Callable[[Job], str]) -> None:
        self._do = do
        self.began, self.let_go = threading.Event(), threading.Event()
        self.until = 0.0

    def run(self, until: float) -> str:
        self.until = until
        self.began.set()
        return self._do(self)

    def abort(self) -> None:
        self.let_go.set()


def hang(job: Job) -> str:
    assert job.let_go.wait(20), "nobody told it to let go"
    return "late"


async def run(hub: Hub, do: Callable[[Job], str] | Job, deadline: float = 20.0) -> Any:
    job = do if isinstance(do, Job) else Job(do)
    return await hub.blocking.run(job, host=HOST, deadline=deadline, purpose="test")


def failing(error: Exception) -> Callable[[Job], str]:
    def do(_job: Job) -> str:
        raise error

    return do


async def test_an_answer_comes_from_a_thread_and_is_counted(hub: Hub) -> None:
    started = time.monotonic()
    job = Job(lambda _job: threading.current_thread().name)
    assert await run(hub, job) != threading.main_thread().name
    assert 19.0 < job.until - started <= 21.0
    assert hub.counters["blocking.answered"] == 1


async def test_what_hangs_is_given_up_and_told_to_let_go(hub: Hub) -> None:
    job = Job(hang)
    with pytest.raises(ApiError) as failed:
        await run(hub, job, deadline=0.05)
    assert (failed.value.key, failed.value.kind) == ("core.net.no_answer", ErrorKind.NETWORK)
    assert job.let_go.is_set()


async def test_whoever_does_not_wait_any_more_is_let_go_at_once(hub: Hub) -> None:
    job = Job(hang)
    waiting = asyncio.create_task(run(hub, job))
    await asyncio.to_thread(job.began.wait)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert job.let_go.is_set()
    assert hub.counters["blocking.cancelled"] == 1


async def test_an_error_has_nothing_of_the_library_on_it(hub: Hub) -> None:
    def do(_job: Job) -> str:
        try:
            return str(int("what the server said"))
        except ValueError:
            raise ApiError("core.net.garbled", ErrorKind.PROTOCOL) from None

    with pytest.raises(ApiError) as failed:
        await run(hub, do)
    assert failed.value.__context__ is None


async def test_a_certificate_is_an_issue_until_the_server_answers(hub: Hub) -> None:
    error = NotTrusted("core.net.tls", CertificateTrouble.UNTRUSTED)
    with pytest.raises(NotSent):
        await run(hub, failing(error))
    assert [issue.id for issue in hub.issues.all] == [f"certificate/{HOST}"]
    await run(hub, lambda _job: "good")
    assert hub.issues.all == []


async def test_the_companys_certificates_are_trusted_as_soon_as_they_are_named(
    hub: Hub, tmp_path: Path
) -> None:
    before = await hub.blocking.trust(HOST)
    file = tmp_path / "company.pem"
    trustme.CA().cert_pem.write_to_path(str(file))
    await hub.settings.set("extra_ca", str(file))
    after = await hub.blocking.trust(HOST)
    assert len(after.get_ca_certs()) == len(before.get_ca_certs()) + 1
    assert await hub.blocking.trust(HOST) is after, "it takes long to load"
    file.unlink()
    hub.__dict__.pop("blocking")
    with pytest.raises(NotSent) as failed:
        await hub.blocking.trust(HOST)
    assert failed.value.key == "core.net.certificates"
    assert [issue.id for issue in hub.issues.all] == ["certificate-file"]
