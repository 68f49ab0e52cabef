"""What is wrong with a server's certificate, in the words of OpenSSL, Windows and macOS."""

from __future__ import annotations

import ssl
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class CertificateTrouble(StrEnum):
    """Why a server's certificate was not accepted."""

    UNTRUSTED = "untrusted"
    OTHER_HOST = "other_host"
    EXPIRED = "expired"
    BAD = "bad"


# X509_V_ERR_… of OpenSSL, CERT_E_… of Windows, errSec… of macOS.
_UNTRUSTED = frozenset({2, 18, 19, 20, 21, 27, 0x800B0109, 0x800B010A, -67843, -25318, -2147409622})
_OTHER_HOST = frozenset({62, 64, 0x800B010F, -67602})
_EXPIRED = frozenset({9, 10, 0x800B0101, 0x800B0102, -67818, -67819})
_LARGEST = 1_000_000  # bytes: all that a computer trusts is a quarter of it


def trouble_with(error: ssl.SSLCertVerificationError) -> CertificateTrouble:
    """Return why a check failed; what is in no list is mended by nobody at this desk."""
    # A library that checks by itself raises the error without a code where the server sent no certificate.
    code = getattr(error, "verify_code", None)
    if code in _UNTRUSTED:
        return CertificateTrouble.UNTRUSTED
    if code in _OTHER_HOST:
        return CertificateTrouble.OTHER_HOST
    return CertificateTrouble.EXPIRED if code in _EXPIRED else CertificateTrouble.BAD


def holds_certificates(path: Path) -> bool:
    """Whether a file has certificates in PEM form, and nothing like the size of something else.

    Raises:
        OSError: it cannot be read.
    """
    if path.stat().st_size > _LARGEST:
        return False
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except ssl.SSLError:
        return False
    return True
