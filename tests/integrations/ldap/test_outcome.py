"""What servers say, and what becomes of it."""

from __future__ import annotations

import pytest

from dialer.core.errors import ErrorKind
from dialer.integrations.ldap import outcome


@pytest.mark.parametrize(
    ("code", "key", "kind"),
    [
        (49, "ldap.error.sign_in", ErrorKind.AUTH),  # wrong, in Active Directory also locked or expired
        (48, "ldap.error.sign_in", ErrorKind.AUTH),
        (53, "ldap.error.sign_in", ErrorKind.AUTH),  # a switched-off account of 389 Directory Server
        (19, "ldap.error.sign_in", ErrorKind.AUTH),  # too many tries there
        (34, "ldap.error.sign_in", ErrorKind.AUTH),
        (8, "ldap.error.wants_encryption", ErrorKind.PERMISSION),
        (13, "ldap.error.wants_encryption", ErrorKind.PERMISSION),
        (10, "ldap.error.elsewhere", ErrorKind.NOT_FOUND),
        (51, "ldap.error.down", ErrorKind.PROVIDER),
        (80, "ldap.error.down", ErrorKind.PROVIDER),
        (4096, "ldap.error.down", ErrorKind.PROVIDER),
    ],
)
def test_a_sign_in_that_failed_is_told_as_what_it_is(code: int, key: str, kind: ErrorKind) -> None:
    error = outcome.bind_refused(code)
    assert (error.key, error.kind, error.code) == (key, kind, code)


@pytest.mark.parametrize(
    ("code", "key", "kind"),
    [
        (32, "ldap.error.no_base", ErrorKind.NOT_FOUND),
        (34, "ldap.error.bad_base", ErrorKind.VALIDATION),
        (50, "ldap.error.not_allowed", ErrorKind.PERMISSION),
        (10, "ldap.error.elsewhere", ErrorKind.NOT_FOUND),
        (13, "ldap.error.wants_encryption", ErrorKind.PERMISSION),
        (49, "ldap.error.down", ErrorKind.PROVIDER),  # no sign-in: a person cannot mend it
        (52, "ldap.error.down", ErrorKind.PROVIDER),
    ],
)
def test_a_search_that_failed_is_told_as_what_it_is(code: int, key: str, kind: ErrorKind) -> None:
    error = outcome.search_refused(code)
    assert (error.key, error.kind, error.code) == (key, kind, code)
