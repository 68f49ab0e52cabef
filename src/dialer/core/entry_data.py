"""What an account's data must be before set-up: in the integration's layout, and as its fields read it."""

from __future__ import annotations

import copy
import json
import logging
from typing import TYPE_CHECKING, Any

from dialer.core import loader
from dialer.core.errors import DialerError, EntryError, InputError
from dialer.core.fields import FieldError, SecretField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dialer.core.config_flow import ConfigFlow
    from dialer.core.entry import ConfigEntry
    from dialer.core.entry_store import EntryStore
    from dialer.core.fields import Field
    from dialer.core.policy_account import PolicyAccount

_LOGGER = logging.getLogger(__name__)


async def migrate(entry: ConfigEntry, flow: ConfigFlow, store: EntryStore) -> None:
    """Bring an account's data to the layout of its integration, and keep it; else nothing is changed.

    Raises:
        EntryError: a newer version of the integration wrote it, or it cannot be brought there.
        StorageError: it could not be kept.
    """
    if entry.version == flow.VERSION:
        return
    if entry.version > flow.VERSION:
        raise EntryError("core.entry.newer")
    data, options = _migrated(entry, flow)
    await store.keep_copy(f"{entry.domain}-{flow.VERSION}")
    before = entry.data, entry.options, entry.version
    entry.data, entry.options, entry.version = data, options, flow.VERSION
    try:
        await store.save()
    except BaseException:
        entry.data, entry.options, entry.version = before
        raise
    _LOGGER.info("data of %s brought from version %d to %d", entry.domain, before[2], flow.VERSION)


def _migrated(entry: ConfigEntry, flow: ConfigFlow) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        data, options = flow.migrate(entry.version, copy.deepcopy(entry.data), copy.deepcopy(entry.options))
        json.dumps([data, options])  # else it could not be written later, when nobody knows why any more
        return dict(data), dict(options)
    except DialerError:
        raise
    except Exception as error:  # the edge of an integration
        _LOGGER.exception("data of %s cannot be brought to version %d", entry.domain, flow.VERSION)
        raise EntryError("core.entry.not_migrated") from error


def read_preset(entry: ConfigEntry, flow: ConfigFlow) -> None:
    """Read what the organisation presets as if a person had typed it.

    Raises:
        EntryError: it does not fit.
    """
    for secret in flow.secret_fields:
        if secret.key in entry.data:
            raise EntryError("core.entry.preset_wrong", field=secret.key)
    # A file does not tell options from the rest.
    given = {**entry.data, **entry.options}
    options = {field.key for field in flow.OPTIONS}
    asked = [field for field in flow.FIELDS if not isinstance(field, SecretField)]
    rest = {key: value for key, value in entry.data.items() if key not in options}
    entry.data, entry.options = {**rest, **_read(asked, given)}, _read(flow.OPTIONS, given)
    entry.version = flow.VERSION


def check_preset(
    entry: ConfigEntry, preset: PolicyAccount, data: Mapping[str, Any], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a sign-in found out about an account that the organisation presets.

    Raises:
        InputError: it would change more, which the organisation decides.
    """
    found = {key: value for key, value in data.items() if entry.data.get(key) != value}
    declared = {field.key for field in loader.load_flow(entry.domain).FIELDS}
    if found.keys() & (declared | preset.data.keys()) or dict(options) != entry.options:
        raise InputError("core.entry.managed", title=entry.title)
    return found


def _read(fields: Iterable[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    from dialer.core.policy_file import read_value  # most desks have no policy

    read: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.key, field.default)
        try:
            read[field.key] = field.parse(None) if value is None else read_value(field, value)
        except FieldError:
            raise EntryError("core.entry.preset_wrong", field=field.key) from None
    return read
