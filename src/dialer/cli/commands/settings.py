"""``dialer settings``: shows, changes, resets, exports and imports what is set here."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.contacts.numbers.rule_book import problem_of
from dialer.core.errors import InputError
from dialer.core.fields import FieldError
from dialer.core.list_fields import Several
from dialer.core.readable import named
from dialer.core.settings_declared import DECLARED, GROUPS
from dialer.core.settings_exchange import EXCHANGED, carry_out, export_to, plan, read_file
from dialer.core.settings_words import plan_sentences, setting_name, value_words

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.core.settings import Settings

_RULES = "number_rules"


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Do one of the six."""
    if app.demo or args.subcommand not in {"set", "reset", "import"}:
        return await _run(app.hub.settings, args, console)
    from dialer.desktop.autostart_care import AutostartCare

    care = AutostartCare(app.hub)  # a window does the same, where there is one
    try:
        return await _run(app.hub.settings, args, console)
    finally:
        await care.settled()
        care.stop()


async def _run(settings: Settings, args: argparse.Namespace, console: Console) -> int:
    match args.subcommand:
        case "get":
            _get(settings, _known(args.key), console)
        case "set":
            await _set(settings, _known(args.key), args.value, console)
        case "reset":
            await _reset(settings, args, console)
        case "export":
            await _export(settings, args.file, console)
        case "import":
            return await _import(settings, args, console)
        case _:
            _list(settings, console)
    return Exit.DONE


def _rows() -> list[tuple[str, str]]:
    """Return (group, key) of what people set."""
    rows = [(group.name, field.key) for group in GROUPS for field in group.fields]
    shown = {key for _, key in rows}
    return rows + [(_RULES, key) for key in EXCHANGED if key not in shown]


def _known(key: str) -> str:
    if key not in {known for _, known in _rows()}:
        raise InputError("settings.cli.unknown", name=key)
    return key


def _list(settings: Settings, console: Console) -> None:
    rows = _rows()
    if console.json:
        console.document([_to_document(group, key, settings) for group, key in rows])
        return
    before = ""
    width = max(len(key) for _, key in rows)
    for group, key in rows:
        if group != before:
            title = "number_rules.title" if group == _RULES else f"settings.group.{group}"
            console.say(title)
            before = group
        value = value_words(key, settings.get(key), console.strings)
        said = named(setting_name(key, console.strings), value, console.strings)
        console.line(f"  {key:<{width}}  {said}{_mark(settings, key, console)}")


def _mark(settings: Settings, key: str, console: Console) -> str:
    organisation = settings.managed_by(key)
    if organisation is None:
        return ""
    words = "policy.managed_by" if organisation else "policy.managed"
    return f"  [{console.strings.text(words, organisation=organisation)}]"


def _to_document(group: str, key: str, settings: Settings) -> dict[str, object]:
    return {
        "key": key,
        "group": group,
        "value": settings.get(key),
        "default": settings.without(key),
        "own": settings.is_own(key),
        "managed_by": settings.managed_by(key),
    }


def _get(settings: Settings, key: str, console: Console) -> None:
    value = settings.get(key)
    if console.json:
        console.document(value)
    elif isinstance(value, bool):
        console.line(str(value).lower())
    elif isinstance(value, list):
        for each in value:
            console.line(str(each))
    else:
        console.line("" if value is None else str(value))


async def _set(settings: Settings, key: str, words: list[str], console: Console) -> None:
    several = isinstance(DECLARED[key], Several)
    if len(words) > 1 and not several:
        raise InputError("settings.cli.one_value", name=setting_name(key, console.strings))
    raw: object = [word for word in words if word.strip()] if several else words[0]
    try:
        if problem := await asyncio.to_thread(problem_of, key, raw):
            raise problem
        await settings.set(key, raw if several else raw or None)
    except FieldError as error:
        raise InputError(
            "settings.plan.refused", name=setting_name(key, console.strings), reason=InputError(error.key)
        ) from None
    if not console.json:
        _say_value(settings, key, console)


async def _reset(settings: Settings, args: argparse.Namespace, console: Console) -> None:
    keys = [key for _, key in _rows()] if args.all else [_known(key) for key in args.keys]
    if not keys:
        raise InputError("settings.cli.reset_what")
    if locked := [key for key in keys if settings.managed_by(key) is not None and not args.all]:
        raise InputError("settings.plan.locked", name=setting_name(locked[0], console.strings))
    own = [key for key in keys if settings.is_own(key)]
    await settings.reset(*keys)
    for key in () if console.json else own:
        _say_value(settings, key, console)


def _say_value(settings: Settings, key: str, console: Console) -> None:
    value = value_words(key, settings.get(key), console.strings)
    console.line(named(setting_name(key, console.strings), value, console.strings))


async def _export(settings: Settings, file: str, console: Console) -> None:
    path = console.path(file)
    count = await export_to(settings, path)
    if not console.json:
        console.say("settings.exported", count=count, file=path.name)


async def _import(settings: Settings, args: argparse.Namespace, console: Console) -> int:
    """Show what a file changes, then change it; a person who sits there is asked in between."""
    found = await read_file(console.path(args.file))
    wanted = await asyncio.to_thread(plan, settings, found, problem_of)
    if not console.json:
        for sentence in plan_sentences(wanted, console.strings):
            console.line(sentence)
    if wanted.changes and await _agreed(args, console):
        await carry_out(settings, wanted)
        if not console.json:
            console.say("settings.imported", count=len(wanted.changes))
    elif not wanted.changes and not console.json:
        console.say("settings.nothing_changes")
    if console.json:
        console.document(
            {
                "changed": [change.key for change in wanted.changes],
                "unknown": list(wanted.unknown),
                "refused": [
                    {
                        "key": each.key,
                        "reason": console.strings.text(each.reason.key, **each.reason.placeholders),
                    }
                    for each in wanted.refused
                ],
                "locked": list(wanted.locked),
            }
        )
    return Exit.INPUT if wanted.refused else Exit.DONE


async def _agreed(args: argparse.Namespace, console: Console) -> bool:
    if args.yes or not console.interactive:
        return True
    return await console.confirm(console.strings.text("settings.import.question"))
