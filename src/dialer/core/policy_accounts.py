"""The preset accounts, read by what their integrations declare; and the policy's problems as issues."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.errors import EntryError
from dialer.core.fields import FieldError, Host, Url
from dialer.core.issues import Issue, Severity
from dialer.core.policy_file import problem, read_value, value_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.core.config_flow import ConfigFlow
    from dialer.core.fields import Field
    from dialer.core.hub import Hub
    from dialer.core.policy import Policy
    from dialer.core.policy_account import PolicyAccount, PolicyProblem

_MOST_ISSUES = 8


def apply_policy(hub: Hub) -> None:
    """Read the preset accounts before the entries are made of them, and report what does not hold."""
    hub.policy = _with_accounts(hub.policy)
    problems = hub.policy.problems
    for number, each in enumerate(problems[:_MOST_ISSUES]):
        _report(hub, number, each)
    if more := problems[_MOST_ISSUES:]:
        _report(hub, _MOST_ISSUES, problem("more", more[0].placeholders["path"], count=len(more)))


def _report(hub: Hub, number: int, found: PolicyProblem) -> None:
    hub.issues.report(
        Issue(
            id=f"policy/{number}",
            severity=Severity.WARNING,
            key=found.key,
            placeholders=found.placeholders,
        )
    )


def _with_accounts(policy: Policy) -> Policy:
    accounts, problems = [], list(policy.problems)
    for raw in policy.accounts:
        manifest = loader.find(raw.domain)
        if manifest is not None and manifest.third_party:
            # Read when it is set up: what others wrote must not hold up the start.
            accounts.append(replace(raw, held=raw.held or raw.doubt))
            continue
        account = _read(raw, problems)
        if account is not None:
            accounts.append(account)
    return policy._replace(accounts=tuple(accounts), problems=tuple(problems))


def _read(account: PolicyAccount, problems: list[PolicyProblem]) -> PolicyAccount | None:
    """Return an account with data and options as its integration reads them; None if it cannot be used."""
    try:
        flow = loader.load_flow(account.domain)
    except EntryError:
        problems.append(problem("account_unknown", account.file, account=account.id, domain=account.domain))
        return None
    if secret := _secret_in(account, flow):
        problems.append(problem("account_secret", account.file, account=account.id, field=secret))
        return None
    if account.held is not None:
        return _without_address(account, account.held)
    asked = [field for field in flow.FIELDS if field not in flow.secret_fields]
    known = {field.key for field in (*asked, *flow.OPTIONS)}
    problems += [
        problem("unknown", account.file, name=f"accounts.{account.id}.{key}")
        for key in account.data
        if key not in known
    ]
    data, options = _values(account, asked, problems), _values(account, flow.OPTIONS, problems)
    missing = [field.key for field in asked if field.required and data.get(field.key) is None]
    if missing:
        problems.append(
            problem("account_incomplete", account.file, account=account.id, fields=", ".join(missing))
        )
        return None
    if doubt := _doubt(account, asked, problems):
        return _without_address(account, doubt)
    given = account.data.keys()
    address_open = any(isinstance(field, Url | Host) and field.key not in given for field in asked)
    return replace(account, data=data, options=options, open=address_open)


def _doubt(
    account: PolicyAccount, fields: Iterable[Field], problems: Iterable[PolicyProblem]
) -> PolicyProblem | None:
    """Return what does not hold and may have been the account's address; nothing where that is known."""
    for field in fields:
        if not isinstance(field, Url | Host):
            continue
        if field.key not in account.data:
            if account.doubt is not None:
                return account.doubt
        else:
            wrong = value_problem(field, account.file, f"accounts.{account.id}.{field.key}")
            if wrong in problems:
                return wrong
    return None


def _without_address(account: PolicyAccount, held: PolicyProblem) -> PolicyAccount:
    """Return an account that is shown and not set up, and with which nobody can reach a provider."""
    return replace(account, data={}, options={}, held=held)


def _secret_in(account: PolicyAccount, flow: ConfigFlow) -> str | None:
    return next((field.key for field in flow.secret_fields if field.key in account.data), None)


def _values(
    account: PolicyAccount, fields: Iterable[Field], problems: list[PolicyProblem]
) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in fields:
        values[field.key] = field.default
        if field.key in account.data:
            try:
                values[field.key] = read_value(field, account.data[field.key])
            except FieldError:
                name = f"accounts.{account.id}.{field.key}"
                problems.append(value_problem(field, account.file, name))
    return values
