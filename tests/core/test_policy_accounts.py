"""The accounts that an organisation presets: read by their integrations, without secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.hub import Hub
from dialer.core.policy_accounts import apply_policy
from dialer.core.secrets import MemorySecrets
from tests.core.conftest import RIGHT
from tests.core.test_policy import WHOLE, load, policy_file

if TYPE_CHECKING:
    import pytest

    from dialer.core.home import Home
    from dialer.core.policy import Policy
    from tests.core.conftest import ExampleIntegration
    from tests.core.test_policy import Load

__all__ = ["load", "policy_file"]


def applied(policy: Policy, home: Home) -> Hub:
    """Have the accounts read by their integrations."""
    hub = Hub(home, MemorySecrets, policy=policy)
    apply_policy(hub)
    return hub


async def test_accounts_are_read_by_their_integration(
    load: Load, home: Home, integration: ExampleIntegration
) -> None:
    hub = applied(load(WHOLE), home)
    [account] = hub.policy.accounts
    assert account.data == {"base_url": "https://pbx.example/", "login": "desk"}
    assert account.options == {"format": "plus"}
    assert hub.issues.all == []


async def test_the_profile_fills_in_what_the_policy_leaves_open(
    load: Load, home: Home, integration: ExampleIntegration
) -> None:
    policy = load(
        '[[accounts]]\nid = "office"\ndomain = "example"\nbase_url = "https://policy.example"\n',
        '[[accounts]]\nid = "office"\ndomain = "example"\nbase_url = "https://profile.example"\n'
        'login = "desk 7"\ntitle = "Desk 7"\n[[accounts]]\nid = "own"\ndomain = "example"\nlogin = "me"\n',
    )
    office, own = (applied(policy, home)).policy.accounts
    assert office.data == {"base_url": "https://policy.example/", "login": "desk 7"}
    assert (office.title, own.id) == ("Desk 7", "own")


async def test_an_account_with_a_secret_is_refused_and_the_secret_is_nowhere(
    load: Load, home: Home, integration: ExampleIntegration
) -> None:
    policy = load(WHOLE + f"password = '{RIGHT}'\n" + '[[accounts]]\nid="b"\ndomain="example"\nlogin="b"\n')
    assert RIGHT not in repr(policy)
    hub = applied(policy, home)
    assert [account.id for account in hub.policy.accounts] == ["b"]
    [issue] = hub.issues.all
    assert issue.key == "policy.problem.account_secret"
    assert issue.placeholders["field"] == "password"
    assert RIGHT not in repr((issue, hub.policy))


async def test_accounts_that_cannot_be_used_are_named_and_the_others_are_there(
    load: Load, home: Home, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = load(
        '[[accounts]]\ndomain = "example"\n'
        '[[accounts]]\nid = "Has Spaces"\ndomain = "example"\n'
        '[[accounts]]\nid = "nowhere"\n'
        '[[accounts]]\nid = "a"\ndomain = "example"\nlogin = "a"\nformat = "odd"\ncolour = "red"\n'
        '[[accounts]]\nid = "a"\ndomain = "example"\nlogin = "b"\n'
        '[[accounts]]\nid = "half"\ndomain = "example"\nbase_url = "http://pbx.example/"\n',
        '[[accounts]]\nid = "a"\ndomain = "other"\n',
    )
    hub = applied(policy, home)
    [account] = hub.policy.accounts
    assert account.data["login"] == "a"
    assert account.options == {"format": "plain"}
    assert [issue.key.rpartition(".")[2] for issue in hub.issues.all] == [
        "account_id", "account_id", "account_domain", "account_twice", "account_domains",
        "unknown", "choice", "value", "more",
    ]  # fmt: skip
    assert hub.issues.all[-1].placeholders["count"] == 1
    assert [each.key for each in hub.policy.problems][-1] == "policy.problem.account_incomplete"


async def test_an_unknown_provider_is_named(load: Load, home: Home) -> None:
    hub = applied(load('[[accounts]]\nid = "a"\ndomain = "carrier_pigeon"\n'), home)
    assert hub.policy.accounts == ()
    [issue] = hub.issues.all
    assert issue.key == "policy.problem.account_unknown"
