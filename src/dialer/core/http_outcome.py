"""What a failed request means: it surely did not leave, or nobody knows (SAFETY 2.1, classes N and U).

The HTTP library's errors are told apart by the names of their classes, so that the library stays in one file.
"""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING

from dialer.core.certificates import trouble_with
from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.core.certificates import CertificateTrouble

_OFFLINE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})

_NOT_SENT = {
    "ConnectTimeout": "core.net.timeout",
    "PoolTimeout": "core.net.timeout",
    "ProxyError": "core.net.proxy",
    "UnsupportedProtocol": "core.net.url",
    "LocalProtocolError": "core.net.url",
    "InvalidURL": "core.net.url",
}
_UNKNOWN = {
    "ReadTimeout": ("core.net.no_answer", ErrorKind.NETWORK),
    "WriteTimeout": ("core.net.no_answer", ErrorKind.NETWORK),
    "ReadError": ("core.net.broken_off", ErrorKind.NETWORK),
    "WriteError": ("core.net.broken_off", ErrorKind.NETWORK),
    "CloseError": ("core.net.broken_off", ErrorKind.NETWORK),
    "RemoteProtocolError": ("core.net.broken_off", ErrorKind.PROTOCOL),
    "DecodingError": ("core.net.garbled", ErrorKind.PROTOCOL),
}


def sort_failure(error: Exception, *, through_proxy: bool) -> ApiError:
    """Return what it means for whoever sent the request; nothing of the error's text is kept."""
    for kind in type(error).__mro__:
        name = kind.__name__
        if name == "ConnectError":
            return NotSent(_connect_key(error, through_proxy=through_proxy))
        if name in _NOT_SENT:
            key = _NOT_SENT[name]
            return NotSent("core.net.proxy" if through_proxy and name == "ConnectTimeout" else key)
        if name in _UNKNOWN:
            return OutcomeUnknown(*_UNKNOWN[name])
    return OutcomeUnknown(kind=ErrorKind.NETWORK)


def certificate_trouble(error: Exception) -> CertificateTrouble | None:
    """Return what was wrong with the server's certificate, if that is why the request failed."""
    found = (cause for cause in _causes(error) if isinstance(cause, ssl.SSLCertVerificationError))
    return next(map(trouble_with, found), None)


def _connect_key(error: Exception, *, through_proxy: bool) -> str:
    causes = list(_causes(error))
    # A library wraps what happened during the handshake in errors of its own, without saying so.
    in_handshake = {"BrokenResourceError", "EndOfStream", "ConnectionResetError"}
    if any(isinstance(cause, ssl.SSLError) or type(cause).__name__ in in_handshake for cause in causes):
        return "core.net.tls"
    if through_proxy:
        return "core.net.proxy"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "core.net.dns"
    if any(isinstance(cause, OSError) and cause.errno in _OFFLINE for cause in causes):
        return "core.net.offline"
    return "core.net.refused"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        error = error.__cause__ or error.__context__
