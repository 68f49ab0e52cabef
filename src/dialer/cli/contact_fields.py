"""What ``dialer contacts change --set field=value`` can change, and how a number is typed there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.errors import InputError
from dialer.core.fields import FieldError, Toggle

_TEXTS = ("name", "organisation", "department", "title", "note")
_LISTS = {"number": "numbers", "email": "emails", "tag": "tags"}
_DOOR = ("ask_for", "best_time")
_FLAG = "never_put_through"
_STAR = "favourite"
FIELDS = (*_TEXTS, *_LISTS, _STAR, _FLAG, *_DOOR)


def changed(draft: ContactDraft, values: list[tuple[str, str]]) -> ContactDraft:
    """Return the draft with new values; numbers, addresses and tags that are given replace all old ones.

    Raises:
        InputError: there is no such field, or a value cannot be one of its.
    """
    fields: dict[str, Any] = {}
    door: dict[str, Any] = {}
    for key, value in values:
        if key in _TEXTS:
            fields[key] = value
        elif key in _LISTS:
            listed = [number(value) if key == "number" else value] if value else []
            fields[_LISTS[key]] = (*fields.get(_LISTS[key], ()), *listed)
        elif key == _STAR:
            fields[key] = _yes_or_no(key, value)
        elif key == _FLAG:
            door[key] = _yes_or_no(key, value)
        elif key in _DOOR:
            door[key] = value
        else:
            raise InputError("cli.contacts.no_field", field=key, fields=", ".join(FIELDS))
    return replace(draft, **fields, instructions=replace(draft.instructions, **door))


def _yes_or_no(key: str, value: str) -> object:
    try:
        return Toggle(key=key).parse(value)
    except FieldError as error:
        raise InputError("cli.contacts.not_yes_no", field=key) from error


def number(text: str) -> NumberDraft:
    """Read ``[LABEL=]N``; a link may hold an equals sign of its own."""
    label, separator, written = text.partition("=")
    if separator and ":" not in label and not any(char.isdigit() for char in label):
        return NumberDraft(raw=written, label=label)
    return NumberDraft(raw=text)
