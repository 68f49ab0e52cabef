"""People as directories write them: what RFC 2798 and 4519 name, and Active Directory."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts.model import ContactDraft, NumberDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dialer.integrations.ldap.session import Entry

PARTS = ("name", "organisation", "department", "title", "email", "note")
"""What an attribute can be, besides a number."""

DETAILS = (
    "displayName=name, cn=name, company=organisation, o=organisation, department=department, ou=department, "
    "title=title, mail=email"
)
NUMBERS = (
    "telephoneNumber=work, mobile=mobile, homePhone=home, otherTelephone=work, otherMobile=mobile, "
    "otherHomePhone=home, ipPhone=other, facsimileTelephoneNumber=fax, pager=pager"
)

_UUID, _GUID = "entryUUID", "objectGUID"  # RFC 4530; Active Directory
_CLASS, _CONTROL = "objectClass", "userAccountControl"
TECHNICAL = (_UUID, _GUID, _CLASS, _CONTROL)
"""What is asked for besides, and is nothing to anybody who searches."""
_DISABLED = 0x2  # ADS_UF_ACCOUNTDISABLE
_COMPUTER = "computer"  # to Active Directory a computer is a user, and a user is a person
_LONGEST_KEY = 1000


@dataclass(frozen=True, slots=True)
class AttributeMap:
    """Which attribute is what.

    Attributes:
        details: pairs of attribute and part; of a part that stands alone, the first one with a value counts.
        numbers: pairs of attribute and label.
    """

    details: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, options: Mapping[str, object]) -> AttributeMap:
        """Return what an account's options say."""
        return cls(pairs(str(options["attributes"])), pairs(str(options["numbers"])))

    @property
    def needed(self) -> tuple[str, ...]:
        """The attributes to ask for: no photos, no passwords, nothing that nobody looks at."""
        mapped = (name for name, _ in (*self.details, *self.numbers))
        return tuple(dict.fromkeys((*mapped, *TECHNICAL)))

    def part(self, attribute: str) -> str:
        """Return what an attribute is, ``number`` among it; empty for one that is only looked in."""
        mapped = {
            **{name.lower(): "number" for name, _ in self.numbers},
            **{name.lower(): part for name, part in self.details},
        }
        return mapped.get(attribute.lower(), "")

    def person(self, entry: Entry) -> ContactDraft | None:
        """Return whom an entry stands for; None for computers and for accounts that are switched off."""
        if _COMPUTER in {name.lower() for name in texts(entry, _CLASS)} or _is_disabled(entry):
            return None
        return ContactDraft(
            uid=_key(entry),
            name=self._first(entry, "name"),
            organisation=self._first(entry, "organisation"),
            department=self._first(entry, "department"),
            title=self._first(entry, "title"),
            note=self._first(entry, "note"),
            emails=tuple(dict.fromkeys(self._all(entry, "email"))),
            numbers=tuple(self._numbers(entry)),
        )

    def _all(self, entry: Entry, part: str) -> Iterator[str]:
        for name, what in self.details:
            if what == part:
                yield from texts(entry, name)

    def _first(self, entry: Entry, part: str) -> str:
        return next(self._all(entry, part), "")

    def _numbers(self, entry: Entry) -> Iterator[NumberDraft]:
        seen = set()
        for name, label in self.numbers:
            for raw in texts(entry, name):
                if raw not in seen:
                    seen.add(raw)
                    yield NumberDraft(raw=raw, label=label)


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read ``attribute=what, attribute=what``."""
    found = (item.partition("=") for item in text.split(",") if item.strip())
    return tuple((name.strip(), what.strip()) for name, _, what in found)


def names(text: str) -> tuple[str, ...]:
    """Read ``name, name``."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def texts(entry: Entry, attribute: str) -> Iterator[str]:
    """Yield the values of an attribute that are texts; a picture or another charset is none."""
    for value in entry.values.get(attribute.lower(), ()):
        try:
            text = value.decode("utf-8").strip()
        except UnicodeDecodeError:
            continue
        if text:
            yield text


def _is_disabled(entry: Entry) -> bool:
    return any(value.isdecimal() and int(value) & _DISABLED for value in texts(entry, _CONTROL))


def _key(entry: Entry) -> str:
    """Return what stays the same when somebody marries or moves to another department, if there is such."""
    for value in texts(entry, _UUID):
        if value.isprintable() and len(value) <= _LONGEST_KEY:
            return value.lower()
    for raw in entry.values.get(_GUID.lower(), ()):
        if len(raw) == len(uuid.NAMESPACE_DNS.bytes):
            return str(uuid.UUID(bytes_le=raw))
    if entry.dn and entry.dn.isprintable() and len(entry.dn) <= _LONGEST_KEY:
        return entry.dn
    return hashlib.sha256(entry.dn.encode("utf-8", "surrogatepass")).hexdigest()
