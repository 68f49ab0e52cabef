"""What was filled in and found out about an account, as others may see it: without whom it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from dialer.core.fields import Phone
from dialer.core.redact import mask_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from dialer.core.config_flow import ConfigFlow
    from dialer.core.fields import Field

    Facts = dict[str, object]

_SHORTEST_NAME = 3


def about_data(data: Mapping[str, object], flow: ConfigFlow | None) -> Facts:
    """Return what was filled in, and of what was found out that which is said to name nobody.

    Args:
        data: what is kept of an account.
        flow: what its integration declares; None where that cannot be used, and nothing is known of the data.
    """
    fields: Sequence[Field] = flow.FIELDS if flow else ()
    told = {*(field.key for field in fields), *(flow.NAMES_NOBODY if flow else ())}
    return about_values(data, fields, set(data) - told)


def about_values(
    values: Mapping[str, object], fields: Iterable[Field], hidden: Collection[str] = frozenset()
) -> Facts:
    """Return what was filled in, phone numbers masked whatever they look like, and no one's user name.

    Args:
        values: what was filled in, and what was found out.
        fields: what was asked for.
        hidden: under which keys there is what nobody may see: no more than how many there are.
    """
    known = {field.key: field for field in fields}
    # An address that an integration found out often has the user name in it.
    personal = [str(values.get(key) or "") for key, field in known.items() if field.personal]
    personal += [text for key in hidden for text in _texts(values.get(key))]
    forms = {form for name in personal if len(name) >= _SHORTEST_NAME for form in (name, quote(name))}
    names = sorted(forms, key=len, reverse=True)  # a path goes as a whole, with the user name in it

    def shown(key: str, value: object) -> object:
        field = known.get(key)
        if key in hidden:
            return _counted(value)
        if isinstance(field, Phone):
            return _masked(value)
        return "***" if field is not None and field.personal else _nameless(value, names)

    return {key: shown(key, value) for key, value in values.items()}


def _counted(value: object) -> object:
    """Return how many there are of what nobody may see, and of one thing not more than that it is there."""
    if isinstance(value, list | tuple | dict):
        return len(value)
    return value if value is None or value == "" else "***"


def _texts(value: object) -> Iterator[str]:
    """Return the texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _nameless(value: object, names: Sequence[str]) -> object:
    """Return a value without these names, however deep."""
    if isinstance(value, dict):
        return {_nameless(key, names): _nameless(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_nameless(each, names) for each in value]
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, "***")
    return value


def _masked(value: object) -> object:
    return ", ".join(mask_number(number.strip()) for number in str(value).split(",")) if value else value
