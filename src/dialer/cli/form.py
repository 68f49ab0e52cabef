"""Any config flow as questions on a terminal, or as options and lines of standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.choices import words_of_choices
from dialer.core.errors import InputError
from dialer.core.fields import SecretField
from dialer.core.flow import Flow, FlowChanged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.cli.console import Console
    from dialer.core.bus import EventBus
    from dialer.core.entry import ConfigEntry
    from dialer.core.fields import Field
    from dialer.core.flow_run import Browser, Progress


async def go_through(
    flow: Flow,
    values: Sequence[tuple[str, str]],
    secrets: Sequence[str],
    console: Console,
    bus: EventBus,
) -> ConfigEntry | None:
    """Take a flow from page to page; None means that its errors say what is wrong.

    Args:
        flow: the flow.
        values: what was given as an argument, for whichever page; never a secret.
        secrets: the secrets to read, in their order, from the terminal or a line of standard input each.
        console: asks a person for what else is needed; without a person it stays empty.
        bus: says how the flow gets on.

    Raises:
        InputError: a secret was given as an argument, or standard input ended before the last secret.
    """
    teller = _Teller(flow, console)
    stop = bus.listen(FlowChanged, teller.tell)
    try:
        entry = None
        while entry is None and not flow.errors:
            entry = await flow.submit(await _fill_in(flow, dict(values), secrets, console))
    finally:
        stop()
        flow.cancel()
    return entry


def complain(flow: Flow, secrets: Sequence[str], console: Console) -> None:
    """Say what is wrong with a flow, for which these secrets were given: one sentence for each thing."""
    fields = {field.key: field for field in flow.fields}
    for key, sentence_key in flow.errors.items():
        sentence = console.strings.text(sentence_key)
        options = _options(flow, fields[key], console) if key in fields else {}
        if key == Flow.BASE:
            console.fail(flow.error or InputError(sentence_key))
        elif options:
            named = ", ".join(f"{value} ({words})" for value, words in options.items())
            console.warn("flow.field_options", field=key, sentence=sentence, options=named)
        elif not console.interactive and key in flow.page.secret_keys and key not in secrets:
            console.warn("cli.accounts.secret_missing", field=key, sentence=sentence)
        else:
            console.warn("cli.accounts.field", field=key, sentence=sentence)
    if flow.error is None:
        for key in flow.unasked:
            console.warn("flow.not_asked", field=key, fields=", ".join(sorted(flow.asked)))


async def _fill_in(
    flow: Flow, values: Mapping[str, str], secrets: Sequence[str], console: Console
) -> dict[str, object]:
    """Return what a flow's page is filled in with, and what was given for other pages."""
    _check(flow, values, secrets)
    # A secret that no page asks for is an error as well; its value is read when a page asks for it.
    raw: dict[str, object] = {**dict.fromkeys(secrets), **values}
    for key in secrets:
        if key in flow.page.secret_keys:
            raw[key] = await console.ask(_label(flow, key, console), secret=True)
    if console.interactive:
        for field in flow.fields:
            if field.key not in raw and _needed(field, flow):
                raw[field.key] = await _ask(flow, field, console)
    return raw


async def _ask(flow: Flow, field: Field, console: Console) -> str:
    for value, words in _options(flow, field, console).items():
        console.warn("flow.option", value=value, words=words)
    return await console.ask(_label(flow, field.key, console), secret=isinstance(field, SecretField))


def _check(flow: Flow, values: Mapping[str, str], secrets: Sequence[str]) -> None:
    for key in values:
        if key in flow.page.secret_keys:
            raise InputError("cli.accounts.secret_as_argument", field=key)
    for key in secrets:
        if key in flow.page.keys - flow.page.secret_keys:
            raise InputError("flow.no_field", field=key, fields=", ".join(sorted(flow.page.secret_keys)))


def _needed(field: Field, flow: Flow) -> bool:
    """Whether a field has to be asked for: it is required, and there is nothing in it yet."""
    if isinstance(field, SecretField) and flow.kind == "reconfigure" and flow.page == flow.first:
        return False  # an empty one keeps the old secret
    return field.required and field.default is None and flow.values.get(field.key) is None


def _label(flow: Flow, key: str, console: Console) -> str:
    label = f"{flow.domain}.field.{key}.label"
    return console.strings.text(label) if console.strings.has(label) else key


def _options(flow: Flow, field: Field, console: Console) -> dict[str, str]:
    return words_of_choices(field, flow.domain, console.strings)


class _Teller:
    """Tells on standard error how a flow gets on, each thing once."""

    def __init__(self, flow: Flow, console: Console) -> None:
        self._flow = flow
        self._console = console
        self._told: tuple[Progress | None, Browser | None, str] = (None, None, "")

    def tell(self, event: FlowChanged) -> None:
        if event.flow is not self._flow:
            return
        before, self._told = self._told, (self._flow.progress, self._flow.browser, self._flow.page.step)
        progress, browser, step = self._told
        title = f"{self._flow.domain}.step.{step}.title"
        if step and step != before[2] and self._console.interactive and self._console.strings.has(title):
            self._console.warn(title)
        # A script reads errors there, of one sentence each.
        if progress is not None and progress != before[0] and self._console.interactive:
            self._console.warn(progress.key, **progress.placeholders)
        if browser is not None and browser != before[1]:
            self._console.warn("flow.browser.link", url=browser.url)
            if browser.code:
                self._console.warn("flow.browser.code", code=browser.code)
            self._console.warn("flow.browser.waiting_for", host=browser.host)
