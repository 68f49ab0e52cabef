"""What can be chosen for a field, as it is listed on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.fields import Choice, MultiChoice

if TYPE_CHECKING:
    from dialer.core.fields import Field
    from dialer.core.strings import Strings


def words_of_choices(field: Field, owner: str, strings: Strings) -> dict[str, str]:
    """Return the words for each value that can be chosen; none where any value may be given.

    Args:
        field: the field.
        owner: what its strings begin with, such as the integration's domain.
        strings: the language.
    """
    if not isinstance(field, Choice | MultiChoice):
        return {}
    key = f"{owner}.field.{field.key}.option"
    return {value: field.labels.get(value) or strings.text(f"{key}.{value}") for value in field.options}
