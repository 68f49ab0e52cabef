"""Pages of a flow: what each asks for, and how its answers are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dialer.core.fields import Field, FieldError, SecretField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.secrets import Secret


@dataclass(frozen=True)
class Page:
    """What is asked for at once.

    Attributes:
        step: its name; the first page has none.
        fields: what to ask for.
    """

    step: str
    fields: tuple[Field, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its fields."""
        return frozenset(field.key for field in self.fields)

    @property
    def secret_keys(self) -> frozenset[str]:
        """The keys of its secret fields."""
        return frozenset(field.key for field in self.fields if isinstance(field, SecretField))


@dataclass
class Answers:
    """What a page was filled in with.

    Attributes:
        values: what was meant, by key.
        secrets: the secrets among it.
        errors: the key of a sentence by the key of each field that it does not fit.
    """

    values: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read(fields: tuple[Field, ...], raw: Mapping[str, object]) -> Answers:
    """Read what fields were filled in with, a secret as text or as ``Secret``."""
    from dialer.core.secrets import Secret  # not in the start-up path

    answers = Answers()
    for each in fields:
        given = raw.get(each.key)
        try:
            value = each.parse(given.reveal() if isinstance(given, Secret) else given)
        except FieldError as error:
            answers.errors[each.key] = error.key
            continue
        if not isinstance(each, SecretField):
            answers.values[each.key] = value
        elif value is not None:
            answers.secrets[each.key] = given if isinstance(given, Secret) else Secret(str(value))
    return answers
