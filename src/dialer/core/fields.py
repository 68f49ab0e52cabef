"""Declared fields: what an account, an option or a setting asks for, and how it is read.

A field has no text of its own. Its label, hint and choices are strings under ``<owner>.field.<key>.label``,
``….hint`` and ``….option.<value>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.regions import REGIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LENGTH = 2048
# Compiled when they are wanted: a window waits for this module.
_HOST = r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_PHONE = r"\+?[0-9][0-9 ().\-/]{1,23}"


class FieldError(Exception):
    """What was given does not fit the field; ``key`` names the sentence."""

    def __init__(self, key: str) -> None:
        """Name the sentence."""
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing to ask for.

    Attributes:
        key: its name, the provider's own where it has one.
        required: whether it may be left empty.
        default: what it is when nothing is given.
        personal: whether it is one person's own, such as a user name: a set-up link for others leaves it out.
        advanced: whether hardly anybody changes its default: an account has it among its options only, and
            a meeting's form folds it away.
    """

    key: str
    required: bool = True
    default: object = None
    personal: bool = False
    advanced: bool = False

    def parse(self, raw: object) -> object:
        """Return the value that was meant; None where nothing was given and nothing is needed.

        Raises:
            FieldError: it does not fit.
        """
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if self.default is not None:
                return self.default
            if self.required:
                raise FieldError("core.field.required")
            return None
        if isinstance(raw, str) and (len(raw) > MAX_LENGTH or any(ord(char) < ord(" ") for char in raw)):
            raise FieldError("core.field.not_text")
        return self._read(raw)

    def _read(self, raw: object) -> object:
        return str(raw).strip()


class Text(Field):
    """A line of text."""


class SecretField(Field):
    """A password, key or token: it goes to the key ring and nowhere else, exactly as it was typed."""

    def _read(self, raw: object) -> object:
        return str(raw)


class Url(Field):
    """A base address: https, or http on a loopback address; it ends with a slash."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        try:
            parts = urlsplit(text)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise FieldError("core.field.not_url") from None
        if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
            raise FieldError("core.field.not_url")
        if parts.query or parts.fragment or " " in text or "\\" in text:
            raise FieldError("core.field.not_url")
        if parts.scheme == "http" and not is_loopback(host):
            raise FieldError("core.field.not_https")
        return text.rstrip("/") + "/"


class Proxy(Url):
    """The address of an HTTP proxy, as people write it; the value begins with ``http://``."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        try:
            parts = urlsplit(text if "://" in text else f"http://{text}")
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise FieldError("core.field.not_proxy") from None
        if parts.username is not None:  # a password in it would be kept in a file
            raise FieldError("core.field.proxy_login")
        if parts.scheme != "http" or not host or parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise FieldError("core.field.not_proxy")
        if " " in text or "\\" in text:
            raise FieldError("core.field.not_proxy")
        return f"http://{parts.netloc}"


class Host(Field):
    """A host name or address."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        if not re.fullmatch(_HOST, text, re.IGNORECASE):
            raise FieldError("core.field.not_host")
        return text.lower()


@dataclass(frozen=True, kw_only=True)
class Integer(Field):
    """A whole number within bounds."""

    minimum: int = 0
    maximum: int = 2**31

    def _read(self, raw: object) -> object:
        try:
            value = int(str(raw).strip())
        except ValueError:
            raise FieldError("core.field.not_number") from None
        if not self.minimum <= value <= self.maximum:
            raise FieldError("core.field.not_number")
        return value


class Toggle(Field):
    """Yes or no."""

    def _read(self, raw: object) -> object:
        if isinstance(raw, bool):
            return raw
        text = str(raw).strip().lower()
        if text in {"true", "yes", "on", "1"}:
            return True
        if text in {"false", "no", "off", "0"}:
            return False
        raise FieldError("core.field.not_yes_no")


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of some values.

    Attributes:
        options: the values.
        labels: what people see of values that a provider names; the others are strings.
    """

    options: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        if text not in self.options:
            raise FieldError("core.field.not_a_choice")
        return text


@dataclass(frozen=True, kw_only=True)
class MultiChoice(Field):
    """Any of some values.

    Attributes:
        options: the values.
        labels: what people see of values that a provider names; the others are strings.
    """

    options: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    def _read(self, raw: object) -> object:
        given = raw if isinstance(raw, list | tuple) else str(raw).split(",")
        values = tuple(str(item).strip() for item in given)
        if not set(values) <= set(self.options):
            raise FieldError("core.field.not_a_choice")
        return list(values)


class Region(Field):
    """A country, as its two letters of ISO 3166."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip().upper()
        check_region(text)
        return text


@dataclass(frozen=True, kw_only=True)
class Phone(Field):
    """A phone number as people write it, or several separated by commas."""

    multiple: bool = False

    def _read(self, raw: object) -> object:
        numbers = [part.strip() for part in str(raw).split(",")] if self.multiple else [str(raw).strip()]
        if not all(re.fullmatch(_PHONE, number) for number in numbers):
            raise FieldError("core.field.not_phone")
        return ", ".join(numbers)


class Hotkey(Field):
    """A key combination that works while another program is in front, as portable text: ``Ctrl+Alt+D``."""

    def _read(self, raw: object) -> object:
        from dialer.core.hotkey import NotAHotkey, read_hotkey  # hardly anybody has one

        try:
            return str(read_hotkey(str(raw)))
        except NotAHotkey as error:
            raise FieldError(error.key) from None


class FilePath(Field):
    """A file that is there."""

    def _read(self, raw: object) -> object:
        try:
            path = Path(str(raw).strip()).expanduser()
            if path.is_file():
                return str(path.absolute())
        except (OSError, RuntimeError, ValueError):  # a name that no file can have, or an unknown ~user
            pass
        raise FieldError("core.field.not_file")


class CertificateFile(FilePath):
    """A file with certificates in PEM form."""

    def _read(self, raw: object) -> object:
        from dialer.core.certificates import holds_certificates  # TLS is not needed to show a window

        path = str(super()._read(raw))
        try:
            if holds_certificates(Path(path)):
                return path
        except OSError:
            pass
        raise FieldError("core.field.not_certificates")


def check_region(letters: str) -> None:
    """Refuse what are not two capital letters of a country that has telephone numbers.

    Raises:
        FieldError: they are not.
    """
    if not re.fullmatch(r"[A-Z]{2}", letters):
        raise FieldError("core.field.not_region")
    if letters not in REGIONS:
        raise FieldError("core.field.unknown_region")


def is_loopback(host: str) -> bool:
    """Whether a host is this computer, where plain http is safe."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port: what a secret is bound to (SAFETY T16)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port
