"""What a failure means for whoever asked; no text of a server or of the library gets any further."""

from __future__ import annotations

from dialer.core.errors import ApiError, ErrorKind

SUCCESS = 0
PARTIAL = frozenset({3, 4, 11})  # timeLimitExceeded, sizeLimitExceeded, adminLimitExceeded
ADMIN_LIMIT = 11
NO_SUCH_OBJECT, BAD_SYNTAX, REFERRAL = 32, 34, 10

_WANTS_ENCRYPTION = frozenset({8, 13})  # strongerAuthRequired, confidentialityRequired
# What servers answer to a sign-in that is wrong, locked or expired: constraintViolation, noSuchObject,
# invalidDNSyntax, inappropriateAuthentication, invalidCredentials, insufficientAccessRights and
# unwillingToPerform.
_SIGN_IN_REFUSED = frozenset({19, 32, 34, 48, 49, 50, 53})
_SEARCH_REFUSED = {
    REFERRAL: ("ldap.error.elsewhere", ErrorKind.NOT_FOUND),
    NO_SUCH_OBJECT: ("ldap.error.no_base", ErrorKind.NOT_FOUND),
    BAD_SYNTAX: ("ldap.error.bad_base", ErrorKind.VALIDATION),
    50: ("ldap.error.not_allowed", ErrorKind.PERMISSION),  # insufficientAccessRights
}


class Gone(ApiError):
    """The connection is not there any more: a kept one may have been closed while nobody used it."""

    def __init__(self) -> None:
        super().__init__("core.net.broken_off", ErrorKind.NETWORK)


def no_answer() -> ApiError:
    """Return what to say of a server that is silent."""
    return ApiError("core.net.no_answer", ErrorKind.NETWORK)


def unreadable() -> ApiError:
    """Return what to say of an answer that is none of LDAP's."""
    return ApiError("ldap.error.unreadable", ErrorKind.PROTOCOL)


def bind_refused(code: int) -> ApiError:
    """Return what a result code of RFC 4511 says about a sign-in."""
    if code in _SIGN_IN_REFUSED:
        return ApiError("ldap.error.sign_in", ErrorKind.AUTH, code=code)
    if code in _WANTS_ENCRYPTION:
        return ApiError("ldap.error.wants_encryption", ErrorKind.PERMISSION, code=code)
    if code == REFERRAL:
        return ApiError("ldap.error.elsewhere", ErrorKind.NOT_FOUND, code=code)
    return ApiError("ldap.error.down", ErrorKind.PROVIDER, code=code)


def search_refused(code: int) -> ApiError:
    """Return what a result code of RFC 4511 says about a search."""
    if code in _WANTS_ENCRYPTION:
        return ApiError("ldap.error.wants_encryption", ErrorKind.PERMISSION, code=code)
    key, kind = _SEARCH_REFUSED.get(code, ("ldap.error.down", ErrorKind.PROVIDER))
    return ApiError(key, kind, code=code)
