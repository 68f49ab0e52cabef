"""A secret never goes to the provider's own address because the file that names another one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.entry_issues import EntryIssues
from dialer.core.errors import DialerError
from dialer.core.hub import Hub
from dialer.core.policy_accounts import apply_policy
from dialer.core.secrets import MemorySecrets
from tests.core.conftest import RIGHT
from tests.core.test_flow import add
from tests.core.test_policy import load, policy_file
from tests.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from dialer.core.home import Home
    from dialer.core.policy import Policy
    from tests.core.conftest import ExampleIntegration
    from tests.core.test_policy import Load

    Start = Callable[[Policy], Awaitable[Hub]]

__all__ = ["load", "policy_file"]

ACCOUNT = '[[accounts]]\nid = "office"\ndomain = "example"\n'
ADDRESS = 'base_url = "https://pbx.company.example/"\n'
LOGIN = 'login = "desk 7"\n'


@pytest.fixture
async def start(home: Home, integration: ExampleIntegration) -> AsyncIterator[Start]:
    """Starts Dialer again, on the same home and key ring, and sets the accounts up."""
    secrets, hubs = MemorySecrets(), []

    async def start(policy: Policy) -> Hub:
        hub = Hub(home, lambda: secrets, clock=FakeClock(), policy=policy)
        hubs.append(hub)
        apply_policy(hub)
        EntryIssues(hub)
        await hub.entries.setup_all()
        await hub.entries.settled()
        return hub

    yield start
    for hub in hubs:
        await hub.stop()


async def signed_in(hub: Hub) -> None:
    """Sign in to the one account."""
    [entry] = hub.entries.all
    assert await hub.flows.start("example", FlowKind.REAUTH, entry).submit({"password": RIGHT}) is entry
    assert (entry.state, entry.data["base_url"]) == (EntryState.LOADED, "https://pbx.company.example/")


@pytest.mark.parametrize(
    "spoilt",
    [
        ACCOUNT + "base_url = https://pbx.company.example/\n",  # without the quotes
        ACCOUNT + 'base_url = "http://pbx.company.example/"\n',  # not encrypted
        ACCOUNT.replace("[[accounts]]", "[[accounts]") + ADDRESS,
        ACCOUNT.replace('id = "office"', 'id = "The Office"') + ADDRESS,
        ACCOUNT.replace('domain = "example"\n', "") + ADDRESS,
        f'organisation = "\xe9"\n{ACCOUNT}{ADDRESS}'.encode("latin-1"),
        b'accounts = "office"\n',
    ],
)
@pytest.mark.parametrize("in_policy", ["address", "all"])
async def test_an_account_whose_address_cannot_be_read_is_not_set_up(
    load: Load, start: Start, policy_file: Path, spoilt: str | bytes, in_policy: str,
    integration: ExampleIntegration,
) -> None:  # fmt: skip
    """The rest of it stands in the profile, or in the policy as well."""
    profile = ACCOUNT + LOGIN if in_policy == "address" else ""
    hub = await start(load(ACCOUNT + ADDRESS + ("" if profile else LOGIN), profile))
    await signed_in(hub)
    set_up = integration.set_up
    if not profile and isinstance(spoilt, str):
        spoilt += LOGIN
    later = await start(load(spoilt))
    [entry] = later.entries.all
    assert (entry.id, entry.state, entry.title) == ("policy-office", EntryState.FAILED, "Example (desk 7)")
    assert entry.error is not None
    assert (entry.error.key, entry.error.placeholders) == ("policy.held", {"path": str(policy_file)})
    assert (integration.set_up, entry.data) == (set_up, {})


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o646, 0o755), (0o644, 0o777)])
async def test_nobody_can_send_its_secret_and_other_accounts_go_on(
    load: Load, start: Start, policy_file: Path, file_mode: int, folder_mode: int,
    integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    await signed_in(hub := await start(load(ACCOUNT + ADDRESS, ACCOUNT + LOGIN)))
    own = await add(hub, login="own")
    policy_file.chmod(file_mode)
    policy_file.parent.chmod(folder_mode)
    later = await start(load())
    preset, mine = later.entries.all
    assert (preset.held is not None, mine.id, mine.held) == (True, own.id, None)
    assert mine.state is EntryState.LOADED
    for kind in FlowKind:
        if kind is not FlowKind.USER:
            with pytest.raises(DialerError, match=r"policy\.held|core\.entry\.managed"):
                later.flows.start("example", kind, preset)
    set_up = integration.set_up
    await later.entries.reload(preset)
    await later.entries.set_disabled(preset, True)
    await later.entries.set_disabled(preset, False)
    assert (preset.state, integration.set_up) == (EntryState.FAILED, set_up)
    [issue] = [each for each in later.issues.all if each.entry_id == preset.id]
    assert (issue.key, issue.fix) == ("core.issue.failed", None)
    assert issue.placeholders["reason"] is preset.held


async def test_it_works_as_before_once_the_policy_is_mended(load: Load, start: Start) -> None:
    await signed_in(await start(load(ACCOUNT + ADDRESS + LOGIN)))
    held = await start(load(b"\xff\xfe"))
    await held.entries.set_disabled(held.entries.all[0], True)  # which is written down
    await held.entries.set_disabled(held.entries.all[0], False)
    [entry] = (await start(load(ACCOUNT + ADDRESS + LOGIN))).entries.all
    assert (entry.state, entry.held, entry.data["base_url"]) == (
        EntryState.LOADED, None, "https://pbx.company.example/",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "profile"),
    [
        (ACCOUNT + ADDRESS + "[settings]\nlanguage = nl\n", ACCOUNT + LOGIN),  # says nothing of accounts
        ("[settings]\nlanguage = nl\n", ACCOUNT + ADDRESS + LOGIN),
        (
            ACCOUNT + ADDRESS + LOGIN,
            "[[accounts]]\nid = office\n",
        ),  # the policy is first
        (ACCOUNT + ADDRESS + LOGIN + 'colour = "red"\n', ""),
        (ACCOUNT + ADDRESS + "[[accounts]]\nid = other\n", ACCOUNT + LOGIN),  # it can be read
    ],
)
async def test_what_cannot_have_named_an_address_holds_up_nobody(
    load: Load, start: Start, policy: str, profile: str
) -> None:
    hub = await start(load(policy, profile))
    assert hub.policy.problems
    await signed_in(hub)


@pytest.mark.parametrize("now", [None, ACCOUNT, ACCOUNT + ADDRESS.replace("base_url", "base_ulr")])
async def test_an_address_that_was_given_once_is_not_the_providers_own_because_it_is_gone(
    load: Load, start: Start, policy_file: Path, integration: ExampleIntegration, now: str | None
) -> None:
    """The file with its folder, the line, or a letter of it."""
    profile = ACCOUNT + LOGIN
    await signed_in(await start(load(ACCOUNT + ADDRESS, profile)))
    set_up = integration.set_up
    if now is None:
        policy_file.unlink()
    for _ in range(2):  # and it is remembered
        later = await start(load(now))
        [entry] = later.entries.all
        assert (entry.state, entry.data, integration.set_up) == (EntryState.FAILED, {}, set_up)
        assert entry.held is not None
        assert (entry.held.key, entry.held.placeholders) == (
            "policy.address_gone",
            {"path": str(policy_file)},
        )
        await later.entries.set_disabled(entry, True)
        await later.entries.set_disabled(entry, False)
    await start(load(None, profile + ADDRESS))
    [entry] = (await start(load(None, profile + ADDRESS))).entries.all
    assert entry.state is EntryState.LOADED


async def test_an_account_that_never_had_an_address_of_its_own_uses_the_providers(
    load: Load, start: Start
) -> None:
    hub = await start(load(ACCOUNT, ACCOUNT + LOGIN))
    [entry] = hub.entries.all
    assert await hub.flows.start("example", FlowKind.REAUTH, entry).submit({"password": RIGHT}) is entry
    [entry] = (await start(load())).entries.all
    assert (entry.state, entry.data["base_url"]) == (EntryState.LOADED, "https://pbx.example/")


async def test_a_profile_that_may_have_named_the_address_holds_it_up_too(load: Load, start: Start) -> None:
    await signed_in(await start(load(ACCOUNT + LOGIN, ACCOUNT + ADDRESS)))
    [entry] = (await start(load(ACCOUNT + LOGIN, "[[accounts]]\nid = office\n" + ADDRESS))).entries.all
    assert (entry.state, entry.data) == (EntryState.FAILED, {})
    assert str(entry.held) == "policy.held"
