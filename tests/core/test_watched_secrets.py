"""A key ring that cannot be used is an issue until it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring.errors
import pytest

from dialer.core import watched_secrets
from dialer.core.entry import EntryState
from dialer.core.entry_words import held_up
from dialer.core.errors import SecretsUnavailable
from dialer.core.hub import Hub
from dialer.core.issues import FixAction, Severity
from dialer.core.secrets import KeyringSecrets, Secret
from dialer.core.strings import LANGUAGES, Strings
from tests.core.rings import Ring
from tests.core.test_flow import add
from tests.fakes import until

if TYPE_CHECKING:
    from dialer.core.home import Home
    from tests.core.conftest import ExampleIntegration


@pytest.fixture
def ring() -> Ring:
    return Ring()


@pytest.fixture
def hub(home: Home, ring: Ring) -> Hub:
    return Hub(home, lambda: KeyringSecrets(backend_factory=lambda: ring))


async def fails(hub: Hub) -> str:
    """Ask for a secret in vain; return the sentence of the one issue that follows."""
    with pytest.raises(SecretsUnavailable):
        await hub.secrets.get("one/password")
    (issue,) = hub.issues.all
    assert (issue.id, issue.severity, issue.fix) == ("keyring", Severity.ERROR, FixAction.CHECK_KEYRING)
    return hub.strings.text(issue.key, **issue.placeholders)


async def test_each_way_to_fail_says_what_to_do_and_goes_when_it_works_again(hub: Hub, ring: Ring) -> None:
    ring.error = keyring.errors.KeyringLocked("x")
    assert "Unlock it" in await fails(hub)
    ring.error = keyring.errors.NoKeyringError("x")
    assert "has no key ring" in await fails(hub)
    ring.error = OSError("x")
    assert "does not do what is asked" in await fails(hub)
    ring.error = None
    assert await hub.secrets.probe() == f"{Ring.__module__}.Ring"
    assert hub.issues.all == []


async def test_a_key_ring_that_does_not_answer_is_told(home: Home, ring: Ring) -> None:
    hub = Hub(home, lambda: KeyringSecrets(backend_factory=lambda: ring, deadline=0.1))
    ring.awake.clear()
    assert "does not answer" in await fails(hub)
    ring.awake.set()


async def test_a_key_ring_without_a_backend_is_missing(home: Home) -> None:
    hub = Hub(home, lambda: KeyringSecrets(backend_factory=lambda: None))
    assert "has no key ring" in await fails(hub)


async def test_a_key_ring_that_forgets_is_told(hub: Hub, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "set_password", lambda *_: None)
    with pytest.raises(SecretsUnavailable, match="failed"):
        await hub.secrets.probe()
    assert [issue.id for issue in hub.issues.all] == ["keyring"]


async def test_a_secret_that_is_too_long_is_not_the_key_rings_fault(hub: Hub) -> None:
    with pytest.raises(SecretsUnavailable, match="too_long"):
        await hub.secrets.set("one/password", Secret("x" * 2000))
    assert hub.issues.all == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence(language: str) -> None:
    strings = Strings(language)
    for reason in ("missing", "locked", "timeout", "failed"):
        assert strings.has(f"repairs.issue.keyring.{reason}")


async def test_an_account_that_waits_for_the_key_ring_says_so(
    home: Home, ring: Ring, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else people read that it is just being connected, however often they try."""
    hub = Hub(home, lambda: KeyringSecrets(backend_factory=lambda: ring))
    entry = await add(hub)
    ring.awake.clear()
    hub.entries.begin(entry)
    await until(lambda: entry.state is EntryState.LOADING)
    assert held_up(hub, entry) is None
    monkeypatch.setattr(watched_secrets, "SLOW", 0.0)
    await until(lambda: str(held_up(hub, entry)) == "core.secrets.timeout")
    ring.awake.set()
    await hub.entries.settled()
    assert (entry.state, held_up(hub, entry)) == (EntryState.LOADED, None)
    await hub.stop()
