"""How an LDAP server answers, for the conformance tests and the rules of quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.testing import PASSWORD
from dialer.testing.directory import DirectoryRecipe
from tests.integrations.ldap.server import LdapServer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.testing import Answer, Request
    from dialer.testing.server import Server

BASE = "ou=People,dc=example"


class LdapRecipe(DirectoryRecipe):
    """One company, with the people whom a test puts in."""

    domain = "ldap"
    secrets: Mapping[str, str] = {"password": PASSWORD}

    def data(self, base_url: str) -> Mapping[str, object]:
        return {"url": base_url, "bind_dn": "cn=dialer,dc=example", "base_dn": BASE}

    def other(self) -> Mapping[str, object]:
        return {"bind_dn": "cn=second,dc=example"}

    def serve(self) -> Server:
        return LdapServer(self)

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError  # LDAP is no HTTP

    @property
    def password(self) -> str:
        return self.secrets["password"]

    @property
    def entries(self) -> Sequence[tuple[str, Mapping[str, Sequence[str]]]]:
        return [
            (
                f"cn={person.name},{BASE}",
                {
                    "objectclass": ["person"],
                    "entryuuid": [person.uid],
                    "cn": [person.name],
                    "telephonenumber": [number.raw for number in person.numbers],
                },
            )
            for person in self.people
        ]
