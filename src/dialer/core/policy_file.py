"""Reading policy and profile: whatever is right in them holds, and whatever is not is named."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dialer.core.fields import Choice, FieldError, MultiChoice, Phone, Toggle
from dialer.core.list_fields import Several
from dialer.core.policy import Policy
from dialer.core.policy_account import PolicyAccount, PolicyProblem
from dialer.core.policy_owner import is_administrators
from dialer.core.settings import DECLARED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dialer.core.fields import Field

_MOST_BYTES = 1 << 20
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_LINE = re.compile(r"at line (\d+)")
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SECTIONS = ("organisation", "settings", "defaults", "accounts")
_WITHOUT_ACCOUNTS = re.compile(r"\s*\[[ \t]*(settings|defaults)[ \t]*\]")
# After these nobody knows which accounts the file names.
_REFUSED = {
    "not_administrators", "unreadable", "too_long", "encoding", "damaged", "account_id", "account_domain",
}  # fmt: skip


def read_policy(policy_file: Path, profile_file: Path) -> Policy:
    """Return what both files say together: the policy before the profile."""
    policy, profile = _File(policy_file), _File(profile_file)
    policy.read(administrators_only=True)
    profile.read()
    return Policy(
        organisation=policy.organisation or profile.organisation,
        locked={**profile.locked, **policy.locked},
        defaults={**profile.defaults, **policy.defaults},
        accounts=tuple(_joined(policy, profile)),
        files=tuple(str(each.path) for each in (policy, profile) if each.was_read),
        problems=(*policy.problems, *profile.problems),
        refused=policy.refused,
    )


def read_value(field: Field, raw: object) -> object:
    """Return what a value of TOML means for a declared field.

    Raises:
        FieldError: it does not fit.
    """
    if isinstance(raw, list) and all(isinstance(item, str) for item in raw):
        if isinstance(field, Phone):
            return field.parse(", ".join(raw))
        if isinstance(field, MultiChoice | Several):
            return field.parse(raw)
    if not isinstance(raw, str | int) or isinstance(raw, bool) is not isinstance(field, Toggle):
        raise FieldError("core.field.not_text")
    return field.parse(raw)


def value_problem(field: Field, path: object, name: str) -> PolicyProblem:
    """Return the problem of a value that does not fit: which ones do, where there are only some."""
    if isinstance(field, Choice | MultiChoice):
        return problem("choice", path, name=name, choices=", ".join(field.options))
    return problem("value", path, name=name)


def problem(what: str, path: object, **placeholders: object) -> PolicyProblem:
    """Return a problem of a file."""
    return PolicyProblem(key=f"policy.problem.{what}", placeholders={"path": str(path), **placeholders})


class _File:
    """One of the two files, and what of it holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_read = False
        self.problems: list[PolicyProblem] = []
        self.refused: PolicyProblem | None = None
        self.organisation = ""
        self.locked: dict[str, Any] = {}
        self.defaults: dict[str, Any] = {}
        self.accounts: dict[str, PolicyAccount] = {}

    def read(self, *, administrators_only: bool = False) -> None:
        """Take in what is right; a file that is not there says nothing."""
        text = self._text(administrators_only=administrators_only)
        if text is None:
            return
        self.was_read = True
        content = self._parse(text)
        for key in sorted(content.keys() - set(_SECTIONS)):
            self.say("unknown", name=key)
        self._read_organisation(content.get("organisation", ""))
        self._read_settings("settings", content.get("settings", {}), self.locked)
        self._read_settings("defaults", content.get("defaults", {}), self.defaults)
        self._read_accounts(content.get("accounts", []))

    def say(self, what: str, *, accounts: bool | None = None, **placeholders: object) -> None:
        """Note that something does not hold, and whether that may have been an account."""
        self.problems.append(problem(what, self.path, **placeholders))
        if accounts is None:
            accounts = what in _REFUSED
        if accounts and self.refused is None:
            self.refused = self.problems[-1]

    def _text(self, *, administrators_only: bool) -> str | None:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(descriptor, "rb") as file:
                if administrators_only and not is_administrators(self.path, descriptor):
                    self.say("not_administrators")
                    return None
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise IsADirectoryError
                content = file.read(_MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError:
            self.say("unreadable")
            return None
        if len(content) > _MOST_BYTES:
            self.say("too_long")
            return None
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            self.say("encoding")
            return None

    def _parse(self, text: str) -> dict[str, Any]:
        """Return what the file says, without the sections that are damaged."""
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            whole = error
        content: dict[str, Any] = {}
        said = len(self.problems)
        starts = [0, *(match.start() for match in _HEADER.finditer(text)), len(text)]
        for start, end in pairwise(starts):
            try:
                _merge(content, tomllib.loads(text[start:end]))
            except tomllib.TOMLDecodeError as error:
                line = text.count("\n", 0, start) + _line_of(error, text[start:end])
                self.say("damaged", line=line, accounts=not _WITHOUT_ACCOUNTS.match(text[start:end]))
        if len(self.problems) == said:  # the sections are right one by one, but not together
            self.say("damaged", line=_line_of(whole, text))
        return content

    def _read_organisation(self, raw: object) -> None:
        if isinstance(raw, str):
            self.organisation = " ".join(raw.split())
        else:
            self.say("value", name="organisation")

    def _read_settings(self, section: str, raw: object, values: dict[str, Any]) -> None:
        if not isinstance(raw, dict):
            self.say("not_a_section", section=f"[{section}]")
            return
        for key, value in raw.items():
            name = f"{section}.{key}"
            if key not in DECLARED:
                self.say("unknown", name=name)
                continue
            try:
                values[key] = read_value(DECLARED[key], value)
            except FieldError:
                self.problems.append(value_problem(DECLARED[key], self.path, name))

    def _read_accounts(self, raw: object) -> None:
        if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
            self.say("not_a_section", section="[[accounts]]", accounts=True)
            return
        for number, account in enumerate(raw, start=1):
            self._read_account(number, account)

    def _read_account(self, number: int, raw: Mapping[str, Any]) -> None:
        account_id, domain, title = raw.get("id"), raw.get("domain"), raw.get("title", "")
        if not isinstance(account_id, str) or not _ID.fullmatch(account_id):
            self.say("account_id", number=number)
        elif not isinstance(domain, str) or not domain:
            self.say("account_domain", account=account_id)
        elif account_id in self.accounts:
            self.say("account_twice", account=account_id)
        else:
            if not isinstance(title, str):
                self.say("value", name=f"accounts.{account_id}.title")
                title = ""
            data = {key: value for key, value in raw.items() if key not in {"id", "domain", "title"}}
            self.accounts[account_id] = PolicyAccount(
                id=account_id, domain=domain, title=" ".join(title.split()), data=data, file=str(self.path)
            )


def _joined(policy: _File, profile: _File) -> list[PolicyAccount]:
    """Return the accounts of both; where both have one, the profile adds what the policy leaves open.

    What only one of them names, the other one may name in what does not hold of it.
    """
    accounts = []
    for account in policy.accounts.values():
        other = profile.accounts.get(account.id)
        if other is not None and other.domain != account.domain:
            profile.say("account_domains", account=account.id, domain=account.domain)
        elif other is not None:
            account = replace(  # noqa: PLW2901  # the same account, with more in it
                account, title=account.title or other.title, data={**other.data, **account.data}
            )
        else:
            account = replace(account, doubt=profile.refused)  # noqa: PLW2901  # likewise
        accounts.append(account)
    rest = [each for each in profile.accounts.values() if each.id not in policy.accounts]
    return accounts + [replace(each, held=policy.refused) for each in rest]


def _merge(content: dict[str, Any], section: dict[str, Any]) -> None:
    for key, value in section.items():
        known = content.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            content[key] = {**value, **known}
        elif isinstance(known, list) and isinstance(value, list):
            content[key] = known + value
        else:
            content.setdefault(key, value)


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Return the line of an error: the parser tells it in words, or "at end of document"."""
    found = _LINE.search(str(error))
    return int(found.group(1)) if found else max(len(text.rstrip("\n").splitlines()), 1)
