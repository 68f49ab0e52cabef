"""Flows under way: every page and every dialog follows from what an integration declares and asks."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dialer.core.config_flow import ConfigFlow, FieldErrors, FlowKind
from dialer.core.errors import DialerError
from dialer.core.fields import Host, SecretField, Url, origin
from dialer.core.flow_page import Answers, Page, read
from dialer.core.flow_run import FlowRun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.core.fields import Field
    from dialer.core.flow_run import Browser, Progress
    from dialer.core.hub import Hub
    from dialer.core.onboarding import Onboarding

_LOGGER = logging.getLogger(__name__)

PATIENCE = 3.0


@dataclass(frozen=True)
class FlowChanged:
    """A flow has got on: it stands at another page, says what it does, or is over."""

    flow: Flow


class Flow:
    """One flow under way. The window and the command line draw ``page`` and call ``submit``.

    Attributes:
        kind: what it is for.
        entry: the account that it is about, if that is there already.
        domain: the integration.
        page: what to ask for now.
        asked: the keys of what has been asked for so far.
        values: what to show in the page's fields; secrets are never among it.
        errors: the key of a sentence by field, or under ``base`` for the whole.
        error: the error behind ``base``, if there is more to know about it.
        progress: what the check does right now.
        browser: the link that the user has to open now.
        keeping: the check has passed and the account is being kept: too late to change one's mind.
        unchanged: the account was kept, and is what it was before.
        onboarding: the set-up link that it was begun with.
    """

    BASE = "base"

    def __init__(self, hub: Hub, flow: ConfigFlow, kind: FlowKind, entry: ConfigEntry | None) -> None:
        """Begin; use ``FlowManager.start``."""
        self._hub = hub
        self._flow = flow
        self.kind = kind
        self.entry = entry
        self.domain = flow.domain
        self.first = self.page = Page("", self._first_fields())
        self.errors: dict[str, str] = {}
        self.error: DialerError | None = None
        self.progress: Progress | None = None
        self.browser: Browser | None = None
        self.keeping = self.unchanged = False
        self.onboarding: Onboarding | None = None
        self.asked = self.first.keys
        self._passed: list[Page] = []
        self._raw: dict[str, object] = {}
        self._ahead: dict[str, object] = {}
        self._run: FlowRun | None = None
        self._task: asyncio.Task[None] | None = None
        self._turn: asyncio.Future[ConfigEntry | None] | None = None
        self.values = self._known_values()

    @property
    def fields(self) -> tuple[Field, ...]:
        """What to ask for now."""
        return self.page.fields

    def keeps(self, field: Field) -> bool:
        """Whether what is given for a field is kept; a secret that is not declared is used and forgotten."""
        return not isinstance(field, SecretField) or field.key in {
            each.key for each in self._flow.secret_fields
        }

    async def submit(self, raw: Mapping[str, object]) -> ConfigEntry | None:
        """Take what the page was filled in with, and go on: one call at a time.

        Answers to pages that are asked for later may be among it, secrets excepted.

        Returns:
            The account, once it is kept. None means that ``errors`` says what is wrong, or, where that is
            empty, that ``page`` is a new one.

        Raises:
            CancelledError: it was cancelled meanwhile.
        """
        self.errors, self.error = {}, None
        self._ahead.update({key: value for key, value in raw.items() if key not in self.page.keys})
        self.errors = self._read_page(raw)
        if self.errors:
            return None
        self._passed = [*self._before(self.page), self.page]
        self._turn = asyncio.get_running_loop().create_future()
        if self._run is not None:
            self._run.go_on()
        else:
            self._begin()
        try:
            return await self._turn
        except asyncio.CancelledError:
            await self._give_up()
            raise

    def back(self) -> None:
        """Return to the first page, with what was typed; the check that runs is given up."""
        if not self.keeping:
            self.cancel()
            self.errors, self.error = {}, None
            self.stand(self.first)

    def cancel(self) -> None:
        """End what runs; an account that is being kept already is kept."""
        if self._task is not None and not self.keeping:
            self._end()

    def stand(self, page: Page, errors: Mapping[str, str] | None = None, *, waiting: bool = False) -> None:
        """Come to a page; `waiting` hands it to whoever submitted the one before."""
        self.page, self.values = page, self._known_values(page)
        self.progress = self.browser = None
        if waiting:
            self.errors = dict(errors or {})
            self._hand_back(None)
        self.changed()

    def is_running(self, run: FlowRun) -> bool:
        """Whether a run has not been given up."""
        return self._run is run

    def changed(self) -> None:
        """Tell everybody that it has got on."""
        self._hub.bus.fire(FlowChanged(self))

    def known(self, page: Page) -> Answers | None:
        """Return the answers to a page that need no asking: given already, or given in advance.

        Where something given does not fit, the answers have errors; None stands for nothing or too little.
        """
        self.asked |= page.keys
        passed = frozenset[str]().union(*(each.keys for each in self._passed))
        given = {key: self._raw[key] for key in page.keys & passed & self._raw.keys()}
        ahead = page.keys - page.secret_keys
        if self.kind is FlowKind.REAUTH and self.entry is not None:
            # A new sign-in asks for the secret only.
            stored = {**self.entry.data, **self.entry.options}
            given |= {key: stored[key] for key in ahead & stored.keys() if key not in given}
        given |= {key: self._ahead[key] for key in ahead & self._ahead.keys() if key not in given}
        if not given.keys() >= page.keys:
            return None
        return read(page.fields, given)

    @property
    def unasked(self) -> list[str]:
        """What was given for a page that has not been asked for so far."""
        return [key for key in self._ahead if key not in self.asked]

    def _first_fields(self) -> tuple[Field, ...]:
        if self.kind is FlowKind.REAUTH:
            return self._flow.secret_fields
        if self.kind is FlowKind.OPTIONS:
            return self._flow.OPTIONS
        return (*self._flow.FIELDS, *self._flow.OPTIONS)

    def _known_values(self, page: Page | None = None) -> dict[str, object]:
        page = page or self.page
        stored = {**self.entry.data, **self.entry.options} if self.entry else {}
        known = {**stored, **self._ahead, **self._raw}
        return {
            field.key: known.get(field.key, field.default)
            for field in page.fields
            if not isinstance(field, SecretField)
        }

    def _read_page(self, raw: Mapping[str, object]) -> dict[str, str]:
        """Remember what the page was filled in with, and return what is wrong with it."""
        self.values.update({key: raw[key] for key in self.values if key in raw})
        typed = {key: raw.get(key) for key in self.page.secret_keys}
        answers = read(self._to_read(self.page, typed), {**self.values, **typed})
        kept = [key for key in typed if key not in answers.secrets and key not in answers.errors]
        if kept and self.moved(answers.values):
            # A secret is bound to the host that it was given for.
            answers.errors.update(dict.fromkeys(kept, "core.flow.secret_again"))
        self._raw = {key: value for key, value in self._raw.items() if key not in typed}
        self._raw |= {**self.values, **answers.secrets}
        return answers.errors

    def _to_read(self, page: Page, raw: Mapping[str, object]) -> tuple[Field, ...]:
        """Leave out the empty secrets of an account that is changed: they stand for those that it has."""
        if self.kind is not FlowKind.RECONFIGURE or page != self.first:
            return page.fields
        return tuple(
            field for field in page.fields if field.key not in page.secret_keys or raw.get(field.key)
        )

    def moved(self, data: Mapping[str, Any]) -> bool:
        """Whether the account is taken to another server."""
        if self.entry is None:
            return False
        before, after = self.entry.data, {**self.entry.data, **data}
        return any(
            _server(field, before) != _server(field, after)
            for field in self._flow.FIELDS
            if isinstance(field, (Url, Host))
        )

    def _before(self, page: Page) -> list[Page]:
        """Return the pages that were passed before this one."""
        keys = [each.keys for each in self._passed]
        return self._passed[: keys.index(page.keys)] if page.keys in keys else self._passed

    def _begin(self) -> None:
        self.asked = self.first.keys
        first = read(self._to_read(self.first, self._raw), self._raw)
        self._run = FlowRun(self._hub, self._flow, self, first)
        self._task = self._hub.scope.spawn(self._work(self._run), "check an account")

    async def _work(self, run: FlowRun) -> None:
        """Check and keep the account; how that ended stands in the flow, unless it was given up meanwhile."""
        entry, errors, error = None, {}, None
        try:
            entry = await run.work()
        except FieldErrors as wrong:
            errors = wrong.errors
        except DialerError as failure:
            errors, error = {self.BASE: failure.key}, failure
        except asyncio.CancelledError:
            if self._run is run:
                self._end()
            raise
        except Exception as bug:  # the edge of an integration: its bug must not stop Dialer
            _LOGGER.exception("the check of %s failed", self.domain)
            error = run.blame(bug)
            errors = {self.BASE: error.key}
        if self._run is not run:
            return
        self._run = self._task = self.progress = self.browser = None
        self.keeping = entry is not None
        self._blame(errors, error)
        self._hand_back(entry)
        self.changed()

    def _blame(self, errors: Mapping[str, str], error: DialerError | None) -> None:
        """Show errors at the last page that has one of their fields, else where they happened."""
        pages = [page for page in reversed(self._passed) if page.keys & errors.keys()]
        if pages and pages[0] != self.page:
            self.page, self.values = pages[0], self._known_values(pages[0])
        self.errors, self.error = dict(errors), error

    def _hand_back(self, entry: ConfigEntry | None) -> None:
        if self._turn is not None and not self._turn.done():
            self._turn.set_result(entry)

    def _end(self) -> asyncio.Task[None] | None:
        task, self._task, self._run = self._task, None, None
        self.progress = self.browser = None
        self.keeping = False
        if self._turn is not None:
            self._turn.cancel()
        if task is not None:
            task.cancel()
        self.changed()
        return task

    async def _give_up(self) -> None:
        """End what runs for somebody who waits no more, and see that it is over."""
        task = self._end()
        if task is not None:
            await asyncio.wait({task}, timeout=PATIENCE)


def _server(field: Field, data: Mapping[str, Any]) -> object:
    """Return what a secret is bound to."""
    value = str(data.get(field.key, ""))
    return origin(value) if isinstance(field, Url) else value
