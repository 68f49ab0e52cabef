"""One run of a flow: the integration's check, and keeping what it found."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dialer.core import loader
from dialer.core.config_flow import FlowKind
from dialer.core.entry import refuse_twin
from dialer.core.errors import ApiError, ErrorKind, InputError
from dialer.core.faults import fault
from dialer.core.flow_check import Check
from dialer.core.flow_page import Page
from dialer.core.links import shown_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.config_flow import Account, ConfigFlow
    from dialer.core.entry import ConfigEntry
    from dialer.core.errors import EntryError
    from dialer.core.fields import Field
    from dialer.core.flow import Flow
    from dialer.core.flow_page import Answers
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret

_LONGEST_CODE = 64


@dataclass(frozen=True)
class Progress:
    """What a check does: the key of a sentence, and what that is filled in with."""

    key: str
    placeholders: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Browser:
    """What the user has to open.

    Attributes:
        url: the link.
        host: where it leads.
        code: what has to be typed there, if anything.
    """

    url: str
    host: str
    code: str


class FlowRun:
    """Runs a check from its beginning; pages that were filled in already are not asked for again."""

    def __init__(self, hub: Hub, config: ConfigFlow, flow: Flow, first: Answers) -> None:
        """Start with the first page's answers."""
        self._hub = hub
        self._config = config
        self._flow = flow
        self._option_keys = frozenset(each.key for each in config.OPTIONS)
        entry = flow.entry
        self._basis = entry.data if entry is not None else None
        self._data: dict[str, Any] = dict(entry.data) if entry is not None else {}
        self._options: dict[str, Any] = dict(entry.options) if entry is not None else {}
        self._given: dict[str, Secret] = {}
        self._found: dict[str, Secret | None] = {}
        self._waiting: asyncio.Future[None] | None = None
        self._sort(first)

    async def work(self) -> ConfigEntry:
        """Check the account, and keep it.

        Raises:
            FieldErrors, DialerError: it does not work, or cannot be kept.
        """
        if self._flow.kind is FlowKind.OPTIONS and self._flow.entry is not None:
            entry = self._flow.entry
            self._refuse_unknown()
            await self._change(entry, entry.title, entry.unique_id)
            return entry
        check = Check(
            self._hub,
            self._flow.kind,
            self,
            data=MappingProxyType(self._data),
            options=MappingProxyType(self._options),
            secrets=await self._all_secrets(),
        )
        account = await self._check(check)
        self._refuse_twin(account)
        self._refuse_unknown()
        return await self._keep(account)

    def blame(self, bug: Exception) -> EntryError:
        """Return what to say of an error that no check should raise."""
        theirs = "core.flow.bug_of_package"
        if self._is_of_others:
            from dialer.core.guard import StepBlockedError  # imported already

            if isinstance(bug, StepBlockedError):
                theirs = "core.entry.blocked"
        return fault(self._flow.domain, ours="core.flow.bug", theirs=theirs)

    def go_on(self) -> None:
        """The page that was asked for has been filled in."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def ask(self, fields: tuple[Field, ...], step: str) -> Mapping[str, Any]:
        """Have a page filled in, unless that has been done."""
        self._stop_if_given_up()
        page = Page(step, fields)
        answers = self._flow.known(page)
        while answers is None or answers.errors:
            self._waiting = asyncio.get_running_loop().create_future()
            self._flow.stand(page, answers.errors if answers is not None else None, waiting=True)
            await self._waiting
            answers = self._flow.known(page)
        self._flow.stand(page)
        self._sort(answers)
        return MappingProxyType({**answers.values, **answers.secrets})

    def tell(self, key: str, placeholders: Mapping[str, object]) -> None:
        """Show a sentence in place of what was shown."""
        self._show(Progress(key, dict(placeholders)), None)

    def show_link(self, url: str, code: str) -> None:
        """Show a link in place of what was shown."""
        host = shown_host(url)
        if host is None or len(code) > _LONGEST_CODE or not code.isprintable():
            raise ApiError("flow.browser.unsafe", ErrorKind.PROTOCOL)
        self._show(None, Browser(url, host, code))

    def _show(self, progress: Progress | None, browser: Browser | None) -> None:
        if self._flow.is_running(self):
            self._flow.progress, self._flow.browser = progress, browser
            self._flow.changed()

    def _sort(self, answers: Answers) -> None:
        """Put answers where they belong: data, options, or the key ring if the integration declares it."""
        for key, value in answers.values.items():
            (self._options if key in self._option_keys else self._data)[key] = value
        declared = {each.key for each in self._config.secret_fields}
        self._given |= {key: secret for key, secret in answers.secrets.items() if key in declared}

    async def _all_secrets(self) -> Mapping[str, Secret]:
        """Return the given secrets, and those of the account that were not given anew."""
        secrets = dict(self._given)
        entry = self._flow.entry
        if entry is None or self._flow.moved(self._data):
            return secrets
        for key in (*(each.key for each in self._config.secret_fields), *entry.secret_keys):
            if key not in secrets and (kept := await self._hub.entries.secret(entry, key)) is not None:
                secrets[key] = kept
        return secrets

    def _refuse_unknown(self) -> None:
        for key in self._flow.unasked:
            raise InputError("flow.no_field", field=key, fields=", ".join(sorted(self._flow.asked)))

    def _refuse_twin(self, account: Account) -> None:
        """Refuse an account that is there already, and a new sign-in to another account."""
        entry, entries = self._flow.entry, self._hub.entries
        if entry is not None and entries.get(entry.id) is not entry:
            raise InputError("core.entry.not_found", name=entry.title)
        refuse_twin(entries.all, self._flow.domain, account.unique_id, but=entry)
        if entry is None or self._flow.kind is not FlowKind.REAUTH:
            return
        if entry.unique_id not in {"", account.unique_id}:
            raise ApiError("core.flow.other_account", ErrorKind.VALIDATION, title=entry.title)

    @property
    def _is_of_others(self) -> bool:
        manifest = loader.find(self._flow.domain)
        return manifest is not None and manifest.third_party

    async def _check(self, check: Check) -> Account:
        if not self._is_of_others:
            return await self._config.async_check(check)
        from dialer.core.guard import guarded  # hardly any desk has such an integration

        return await guarded(partial(self._config.async_check, check))

    def _stop_if_given_up(self) -> None:
        if not self._flow.is_running(self):  # a check that goes on although it was cancelled
            raise asyncio.CancelledError

    async def _keep(self, account: Account) -> ConfigEntry:
        self._stop_if_given_up()
        self._data |= account.data
        self._found = {**self._given, **account.secrets}
        if self._flow.entry is not None:
            await self._change(self._flow.entry, account.title, account.unique_id)
            return self._flow.entry
        self._flow.keeping = True
        return await self._hub.entries.add(
            domain=self._flow.domain,
            title=account.title,
            unique_id=account.unique_id,
            data=self._data,
            options=self._options,
            secrets={key: secret for key, secret in self._found.items() if secret is not None},
        )

    async def _change(self, entry: ConfigEntry, title: str, unique_id: str) -> None:
        self._flow.keeping = True
        # A token of the server before is not taken to another one.
        stale = entry.secret_keys if self._flow.moved(self._data) else ()
        secrets = {**dict.fromkeys(stale), **self._found}
        # What the organisation presets is not changed by signing in.
        options = entry.options if entry.managed else self._options
        before = entry.data, entry.options, entry.title, entry.unique_id
        await self._hub.entries.change(
            entry,
            data=self._data,
            options=options,
            title=title,
            unique_id=unique_id,
            secrets=secrets,
            basis=self._basis,
        )
        self._flow.unchanged = not secrets and before == (self._data, options, title, unique_id)
