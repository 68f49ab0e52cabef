"""Fields of Idiligo's own: script codes, and addresses that are handed to Idiligo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.fields import Choice, FieldError, SecretField, Text

if TYPE_CHECKING:
    from dialer.core.fields import Field

SCRIPT = "trajectCode"


def scripts(text: str | None) -> dict[str, str]:
    """Return the names of an account's scripts by their codes, the usual one first.

    They are written ``code=name, code=name``; one without a name has its code for one.
    """
    found: dict[str, str] = {}
    for part in (text or "").split(","):
        code, _, name = (side.strip() for side in part.partition("="))
        if code:
            found.setdefault(code, name or code)
    return found


def script_field(text: str | None) -> Field:
    """Return the option that says which script a meeting follows."""
    known = scripts(text)
    usual = next(iter(known), None)
    if len(known) > 1:
        return ScriptChoice(key=SCRIPT, default=usual, options=tuple(known), labels=known)
    return Text(key=SCRIPT, default=usual)


class ScriptChoice(Choice):
    """One of the account's scripts, by its code or its name; another code may be given as well."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        if text in self.options:
            return text
        return next((code for code, name in self.labels.items() if name == text), text)


class KeptSecret(SecretField):
    """A secret that an account needs, and that a new sign-in with another one may leave as it is."""

    def parse(self, raw: object) -> object:
        """Return what was given; None where that is nothing: the check knows whether there is one already."""
        return None if raw is None or not str(raw).strip() else super().parse(raw)


class Scripts(Text):
    """Script codes with their names."""

    def _read(self, raw: object) -> object:
        text = str(super()._read(raw))
        if not scripts(text):
            raise FieldError("idiligo.error.no_code")
        return text


@dataclass(frozen=True, kw_only=True)
class Link(Text):
    """An address that somebody else opens: it is handed on as it is.

    Attributes:
        encrypted: whether it must be https.
    """

    encrypted: bool = True

    def _read(self, raw: object) -> object:
        text = str(super()._read(raw))
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise FieldError("core.field.not_url") from None
        allowed = {"https"} if self.encrypted else {"https", "http"}
        if not host or parts.username is not None or " " in text or "\\" in text:
            raise FieldError("core.field.not_url")
        if parts.scheme not in allowed:
            raise FieldError("idiligo.error.not_https" if parts.scheme == "http" else "core.field.not_url")
        return text
