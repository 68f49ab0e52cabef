"""Any config flow as questions on a terminal, or as options and lines of standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import InputError
from dialer.core.fields import SecretField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.cli.console import Console
    from dialer.core.fields import Field
    from dialer.core.flow import Flow


async def fill_in(
    flow: Flow, values: Sequence[tuple[str, str]], secrets: Sequence[str], console: Console
) -> dict[str, object]:
    """Return what a flow's fields are filled in with.

    Args:
        flow: the flow.
        values: what was given as an argument; never a secret.
        secrets: the secrets to read, in their order, from the terminal or a line of standard input each.
        console: asks a person for what else is needed; without a person it stays empty.

    Raises:
        InputError: there is no such field, or standard input ended before the last secret.
    """
    fields = {field.key: field for field in flow.fields}
    _check(fields, values, secrets)
    raw: dict[str, object] = dict(values)
    for key in secrets:
        raw[key] = await console.ask(_label(flow, key, console), secret=True)
    if console.interactive:
        for field in flow.fields:
            if field.key not in raw and _needed(field, flow):
                secret = isinstance(field, SecretField)
                raw[field.key] = await console.ask(_label(flow, field.key, console), secret=secret)
    return raw


def _check(fields: dict[str, Field], values: Sequence[tuple[str, str]], secrets: Sequence[str]) -> None:
    for key, _ in values:
        if isinstance(fields.get(key), SecretField):
            raise InputError("cli.accounts.secret_as_argument", field=key)
    secret_fields = [key for key, field in fields.items() if isinstance(field, SecretField)]
    plain_fields = [key for key in fields if key not in secret_fields]
    for given, known in (([key for key, _ in values], plain_fields), (secrets, secret_fields)):
        for key in given:
            if key not in known:
                raise InputError("cli.accounts.no_field", field=key, fields=", ".join(known))


def _needed(field: Field, flow: Flow) -> bool:
    """Whether a field has to be asked for: it is required, and there is nothing in it yet."""
    if isinstance(field, SecretField) and flow.kind == "reconfigure":
        return False  # an empty one keeps the old secret
    return field.required and field.default is None and flow.values.get(field.key) is None


def _label(flow: Flow, key: str, console: Console) -> str:
    label = f"{flow.domain}.field.{key}.label"
    return console.strings.text(label) if console.strings.has(label) else key
