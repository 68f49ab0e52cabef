"""Flows under way: every step and every dialog follows from what an integration declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.core import loader
from dialer.core.config_flow import ConfigFlow, FieldErrors, FlowKind
from dialer.core.errors import ApiError, DialerError, ErrorKind, InputError
from dialer.core.fields import Field, FieldError, SecretField, Url, origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret


class Flow:
    """One flow under way. The window and the command line draw ``fields`` and call ``submit``.

    Attributes:
        fields: what to ask for now.
        values: what to show in them; secrets are never among it.
        errors: the key of a sentence by field, or under ``base`` for the whole.
        error: the error behind ``base``, if a provider or the key ring is behind it.
        keeping: the check has passed and the account is being kept: too late to change one's mind.
    """

    BASE = "base"

    def __init__(self, hub: Hub, flow: ConfigFlow, kind: FlowKind, entry: ConfigEntry | None) -> None:
        """Begin; use ``FlowManager.start``."""
        self._hub = hub
        self._flow = flow
        self.kind = kind
        self.entry = entry
        self.domain = flow.domain
        self.fields = self._fields()
        stored = {**entry.data, **entry.options} if entry else {}
        self.values: dict[str, object] = {
            field.key: stored.get(field.key, field.default)
            for field in self.fields
            if not isinstance(field, SecretField)
        }
        self.errors: dict[str, str] = {}
        self.error: DialerError | None = None
        self.keeping = False

    async def submit(self, raw: Mapping[str, object]) -> ConfigEntry | None:
        """Check what was given and keep it; None means that ``errors`` says what is wrong."""
        self.errors, self.error, self.keeping = {}, None, False
        self.values.update({key: raw[key] for key in self.values if key in raw})
        data, options, secrets = self._parse(raw)
        if self.errors:
            return None
        try:
            return await self._finish(data, options, secrets)
        except FieldErrors as error:
            self.errors = error.errors
        except DialerError as error:
            self.errors, self.error = {self.BASE: error.key}, error
        return None

    async def _finish(
        self, data: dict[str, Any], options: dict[str, Any], secrets: dict[str, Secret]
    ) -> ConfigEntry:
        entries = self._hub.entries
        if self.kind is FlowKind.OPTIONS and self.entry is not None:
            self.keeping = True
            await entries.change(
                self.entry, data=self.entry.data, options=options, title=self.entry.title, secrets={}
            )
            return self.entry
        account = await self._flow.async_check(self._hub, data, await self._all_secrets(secrets))
        twin = next(
            (e for e in entries.all if (e.domain, e.unique_id) == (self.domain, account.unique_id)), None
        )
        if twin is not None and twin is not self.entry:
            raise InputError("core.flow.already_there", title=twin.title)
        if twin is None and self.entry is not None and self.kind is FlowKind.REAUTH:
            raise ApiError("core.flow.other_account", ErrorKind.VALIDATION, title=self.entry.title)
        self.keeping = True
        if self.entry is None:
            return await entries.add(
                domain=self.domain,
                title=account.title,
                unique_id=account.unique_id,
                data=data,
                options=options,
                secrets=secrets,
            )
        self.entry.unique_id = account.unique_id
        await entries.change(self.entry, data=data, options=options, title=account.title, secrets=secrets)
        return self.entry

    def _fields(self) -> tuple[Field, ...]:
        if self.kind is FlowKind.REAUTH:
            return self._flow.secret_fields
        if self.kind is FlowKind.OPTIONS:
            return self._flow.OPTIONS
        return (*self._flow.FIELDS, *self._flow.OPTIONS)

    def _parse(self, raw: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Secret]]:
        """Read every field, note what is wrong, and sort the rest into data, options and secrets."""
        from dialer.core.secrets import Secret  # not in the start-up path

        data: dict[str, Any] = dict(self.entry.data) if self.entry else {}
        options: dict[str, Any] = dict(self.entry.options) if self.entry else {}
        secrets: dict[str, Secret] = {}
        empty: list[SecretField] = []
        for field in self.fields:
            given = raw.get(field.key, self.values.get(field.key))
            if isinstance(field, SecretField) and not given and self.kind is FlowKind.RECONFIGURE:
                empty.append(field)  # an empty one keeps the old secret
                continue
            try:
                value = field.parse(given)
            except FieldError as error:
                self.errors[field.key] = error.key
                continue
            if not isinstance(field, SecretField):
                (options if field in self._flow.OPTIONS else data)[field.key] = value
            elif value is not None:
                secrets[field.key] = Secret(str(value))
        if empty and self._moved(data):
            # A secret is bound to the host that it was given for.
            self.errors.update({field.key: "core.flow.secret_again" for field in empty})
        return data, options, secrets

    def _moved(self, data: Mapping[str, Any]) -> bool:
        before = self.entry.data if self.entry else {}
        keys = [field.key for field in self._flow.FIELDS if isinstance(field, Url)]
        return any(origin(str(before.get(key, ""))) != origin(str(data.get(key, ""))) for key in keys)

    async def _all_secrets(self, given: dict[str, Secret]) -> dict[str, Secret]:
        """Add the secrets that the account has and that were not given anew."""
        secrets = dict(given)
        if self.entry is not None:
            for field in self._flow.secret_fields:
                if field.key not in secrets:
                    kept = await self._hub.entries.secret(self.entry, field.key)
                    if kept is not None:
                        secrets[field.key] = kept
        return secrets


class FlowManager:
    """Begins flows."""

    def __init__(self, hub: Hub) -> None:
        """Belong to a hub."""
        self._hub = hub

    def start(self, domain: str, kind: FlowKind = FlowKind.USER, entry: ConfigEntry | None = None) -> Flow:
        """Begin a flow of an integration; all kinds but ``USER`` are about an account.

        Raises:
            EntryError: there is no such integration.
        """
        return Flow(self._hub, loader.load_flow(domain), kind, entry)
