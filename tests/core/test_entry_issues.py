"""What accounts need a person for: told once, and gone when the cause is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core import loader
from dialer.core.entry import EntryState
from dialer.core.entry_issues import PATIENCE, EntryIssues
from dialer.core.errors import EntryAuthFailed, EntryError, EntryNotReady, SecretsUnavailable
from dialer.core.hub import Hub
from dialer.core.issues import FixAction, IssuesChanged, Severity
from dialer.core.secrets import MemorySecrets, Secret
from dialer.core.watched_secrets import WatchedSecrets
from tests.core.conftest import RIGHT
from tests.core.test_entries import fake_clock
from tests.core.test_flow import add
from tests.outside_packages import installed, write_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.core.home import Home
    from tests.core.conftest import ExampleIntegration


@pytest.fixture(autouse=True)
def issues(hub: Hub) -> EntryIssues:
    """What watches the hub's accounts."""
    return EntryIssues(hub)


class Ring(MemorySecrets):
    """A key ring that fails on request."""

    error: SecretsUnavailable | None = None

    async def get(self, ref: str) -> Secret | None:
        if self.error is not None:
            raise self.error
        return await super().get(ref)


@pytest.fixture
def ring(hub: Hub) -> Ring:
    """The key ring of the hub, watched."""
    ring = Ring()
    hub.secrets = WatchedSecrets(ring, hub.issues)
    return ring


def told(hub: Hub) -> list[tuple[str, Severity, FixAction | None]]:
    for issue in hub.issues.all:
        assert "{" not in hub.strings.text(issue.key, **issue.placeholders)
    return [(issue.id.partition("/")[0], issue.severity, issue.fix) for issue in hub.issues.all]


async def test_a_refused_sign_in_is_told_until_somebody_signs_in(
    hub: Hub, integration: ExampleIntegration
) -> None:
    integration.failures = [EntryAuthFailed("core.entry.auth_refused")]
    entry = await add(hub)
    assert told(hub) == [("sign-in", Severity.WARNING, FixAction.SIGN_IN)]
    assert hub.issues.all[0].id == f"sign-in/{entry.id}"
    await hub.entries.change(
        entry, data=entry.data, options={}, title="Example", secrets={"password": Secret(RIGHT)}
    )
    assert told(hub) == []


@pytest.mark.parametrize(
    ("error", "fix"),
    [
        (EntryError("example.error.no_licence"), FixAction.CHANGE_ACCOUNT),
        (EntryError("core.entry.newer"), FixAction.RETRY),
        (RuntimeError("a bug"), FixAction.RETRY),
    ],
)
async def test_a_failure_is_told_with_its_reason_until_the_account_works(
    hub: Hub, integration: ExampleIntegration, error: Exception, fix: FixAction
) -> None:
    integration.failures = [error]
    entry = await add(hub)
    assert told(hub) == [("failed", Severity.ERROR, fix)]
    assert entry.error is not None
    (issue,) = hub.issues.all
    assert hub.strings.text(entry.error.key) in hub.strings.text(issue.key, **issue.placeholders)
    await hub.entries.reload(entry)
    assert told(hub) == []


async def test_retrying_is_told_at_once_and_loudly_only_when_it_takes_long(
    hub: Hub, integration: ExampleIntegration
) -> None:
    integration.failures = [EntryNotReady("core.entry.slow") for _ in range(20)]
    entry = await add(hub)
    assert told(hub) == [("retrying", Severity.INFO, FixAction.RETRY)]
    (issue,) = hub.issues.all
    assert hub.strings.text("core.entry.slow") in hub.strings.text(issue.key, **issue.placeholders)
    await fake_clock(hub).advance(PATIENCE - 1)
    assert entry.state is EntryState.RETRYING
    assert told(hub) == [("retrying", Severity.INFO, FixAction.RETRY)]
    await fake_clock(hub).advance(2)
    assert told(hub) == [("retrying", Severity.WARNING, FixAction.RETRY)]
    integration.failures = []
    await hub.entries.reload(entry)
    assert told(hub) == []


async def test_an_account_that_waits_for_the_key_ring_is_told_only_by_the_key_ring(
    hub: Hub, integration: ExampleIntegration, ring: Ring
) -> None:
    entry = await add(hub)
    ring.error = SecretsUnavailable("core.secrets.missing")
    integration.failures = [EntryNotReady("core.entry.slow")]
    await hub.entries.reload(entry)
    assert entry.state is EntryState.RETRYING
    assert told(hub) == [("keyring", Severity.ERROR, FixAction.CHECK_KEYRING)]
    await fake_clock(hub).advance(PATIENCE + 1)
    assert told(hub) == [("keyring", Severity.ERROR, FixAction.CHECK_KEYRING)]
    ring.error = None
    assert await hub.secrets.get("another/secret") is None
    assert told(hub) == [("retrying", Severity.WARNING, FixAction.RETRY)], "until it is tried again"
    ring.error = SecretsUnavailable("core.secrets.locked")
    with pytest.raises(SecretsUnavailable):
        await hub.secrets.get("another/secret")
    assert told(hub) == [("keyring", Severity.ERROR, FixAction.CHECK_KEYRING)]
    ring.error = None
    await hub.entries.reload(entry)
    assert told(hub) == [("retrying", Severity.INFO, FixAction.RETRY)], "of a cause of its own"
    await hub.entries.reload(entry)
    assert told(hub) == []


async def test_what_passes_by_itself_is_told_no_more(hub: Hub, integration: ExampleIntegration) -> None:
    integration.failures = [EntryNotReady("core.entry.slow")]
    entry = await add(hub)
    assert told(hub) == [("retrying", Severity.INFO, FixAction.RETRY)]
    await fake_clock(hub).advance(PATIENCE - 1)
    assert entry.state is EntryState.LOADED
    assert told(hub) == []
    await fake_clock(hub).advance(2)
    assert told(hub) == []


async def test_what_is_told_of_retrying_is_why_the_last_try_failed(
    hub: Hub, integration: ExampleIntegration
) -> None:
    news: list[IssuesChanged] = []
    integration.failures = [EntryNotReady("core.entry.slow") for _ in range(20)]
    await add(hub)
    await fake_clock(hub).advance(PATIENCE + 1)
    hub.bus.listen(IssuesChanged, news.append)
    await fake_clock(hub).advance(400)
    assert news == [], "what is known already is not told again"
    integration.failures = [EntryNotReady("core.net.proxy") for _ in range(20)]
    await fake_clock(hub).advance(400)
    (issue,) = hub.issues.all
    assert hub.strings.text("core.net.proxy") in hub.strings.text(issue.key, **issue.placeholders)
    assert len(news) == 1


@pytest.mark.parametrize(
    "error", [EntryAuthFailed("core.entry.auth_refused"), EntryError("core.entry.no_flow")]
)
async def test_an_account_that_goes_or_is_switched_off_needs_nobody(
    hub: Hub, integration: ExampleIntegration, error: Exception
) -> None:
    integration.failures = [error, error]
    first, second = await add(hub), await add(hub, login="second")
    assert len(hub.issues.all) == 2
    await hub.entries.remove(first)
    await hub.entries.set_disabled(second, True)
    assert told(hub) == []


async def test_a_broken_package_is_told(hub: Hub, issues: EntryIssues, tmp_path: Path) -> None:
    write_package(tmp_path, "acme_phone", {"manifest.json": "{"})
    with installed(tmp_path):
        await issues.look()
    assert told(hub) == [("integration", Severity.WARNING, None)]
    (issue,) = hub.issues.all
    sentence = hub.strings.text(issue.key, **issue.placeholders)
    assert "acme-phone" in sentence
    assert hub.strings.text("core.manifest.damaged") in sentence


@pytest.fixture
async def safe(home: Home, hub: Hub) -> AsyncIterator[Hub]:
    """A hub in safe mode, on a home with an account."""
    await add(hub)
    secrets = hub.secrets
    safe = Hub(home, lambda: secrets, safe_mode=True)
    yield safe
    await safe.stop()


async def test_in_safe_mode_no_account_is_loaded_until_somebody_asks(
    safe: Hub, integration: ExampleIntegration
) -> None:
    issues = EntryIssues(safe)
    await safe.entries.setup_all()
    await issues.look()
    (entry,) = safe.entries.all
    await safe.entries.reload(entry)
    assert (entry.state, integration.set_up) == (EntryState.NOT_LOADED, 1)
    assert told(safe) == [("safe-mode", Severity.WARNING, FixAction.LOAD_ACCOUNTS)]
    await safe.entries.leave_safe_mode()
    await safe.entries.settled()
    assert (entry.state, integration.set_up) == (EntryState.LOADED, 2)
    assert told(safe) == []


async def test_in_safe_mode_nothing_of_others_is_imported(home: Home, tmp_path: Path) -> None:
    write_package(tmp_path, "acme_phone", {"__init__.py": "raise SystemExit"})
    safe = Hub(home, MemorySecrets, safe_mode=True)
    assert safe.entries.all == []
    with installed(tmp_path):
        for ask in (safe.flows.start, loader.load, loader.load_flow):
            with pytest.raises(EntryError, match=r"core\.entry\.safe_mode"):
                ask("acme_phone")
        await safe.entries.leave_safe_mode()
        with pytest.raises(EntryError, match=r"core\.entry\.import_failed"):
            safe.flows.start("acme_phone")
    await safe.stop()
