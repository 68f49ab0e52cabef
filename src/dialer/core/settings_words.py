"""What people read of a setting: its name, its values, and what a file would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.fields import Choice, MultiChoice, Region, Toggle
from dialer.core.home_region import NUMBER_SETTINGS
from dialer.core.list_fields import Regions
from dialer.core.settings_declared import DECLARED, OWNER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.core.settings_exchange import Plan
    from dialer.core.strings import Strings

_NUMBER_RULES = {
    "outside_line": "number_rules.field.outside_line.label",
    "internal_numbers": "number_rules.internal.title",
    "number_rules": "number_rules.patterns.title",
}


def setting_name(key: str, strings: Strings) -> str:
    """Return what people call a setting; its key where it has no name."""
    name = _NUMBER_RULES[key] if key in NUMBER_SETTINGS else f"{OWNER}.field.{key}.label"
    return strings.text(name) if strings.has(name) else key


def value_words(key: str, value: object, strings: Strings) -> str:
    """Return a value of a setting in words."""
    field = DECLARED[key]
    if value is None or value in ("", []):
        return strings.text("settings.value.nothing")
    if isinstance(field, Toggle):
        return strings.text("settings.value.on" if value else "settings.value.off")
    if isinstance(field, Choice):
        return strings.text(f"{OWNER}.field.{key}.option.{value}")
    parts = [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
    if isinstance(field, Region | Regions):
        parts = [_country(part, strings) for part in parts]
    elif isinstance(field, MultiChoice):
        parts = [strings.text(f"{OWNER}.field.{key}.option.{part}") for part in parts]
    return ", ".join(" ".join(part.split()) for part in parts)


def plan_sentences(plan: Plan, strings: Strings) -> Iterator[str]:
    """Yield what reading a file would do, sentence by sentence: first what changes, then what does not."""
    for change in plan.changes:
        yield strings.text(
            "settings.plan.change",
            name=setting_name(change.key, strings),
            before=value_words(change.key, change.before, strings),
            after=value_words(change.key, change.after, strings),
        )
    for refusal in plan.refused:
        name = setting_name(refusal.key, strings)
        yield strings.text("settings.plan.refused", name=name, reason=refusal.reason)
    for key in plan.locked:
        yield strings.text("settings.plan.locked", name=setting_name(key, strings))
    for key in plan.unknown:
        # Foreign text: a name in a file may hold anything.
        yield strings.text("settings.plan.unknown", name="".join(c for c in key if c.isprintable())[:60])


def _country(region: str, strings: Strings) -> str:
    key = f"ui_countries.{region}"
    return strings.text(key) if strings.has(key) else region
