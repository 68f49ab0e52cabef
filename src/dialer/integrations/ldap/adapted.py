"""Parts of the library, adapted: whom to trust, and what becomes of sockets. It is loaded with them."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any

from ldap3 import Connection, Tls

from dialer.core.blocking import NotTrusted
from dialer.core.certificates import CertificateTrouble, trouble_with
from dialer.core.errors import NotSent

if TYPE_CHECKING:
    from dialer.core.errors import ApiError

_SENTENCES = {
    CertificateTrouble.UNTRUSTED: "ldap.error.certificate_untrusted",
    CertificateTrouble.OTHER_HOST: "ldap.error.certificate_other_host",
    CertificateTrouble.EXPIRED: "ldap.error.certificate_expired",
    CertificateTrouble.BAD: "ldap.error.certificate_bad",
}


class TidyConnection(Connection):
    """Closes the socket of an address that did not answer, when it goes on to the next one."""

    @property
    def socket(self) -> Any:
        """What bytes go through."""
        return self.__dict__.get("socket")

    @socket.setter
    def socket(self, following: Any) -> None:
        before = self.socket
        self.__dict__["socket"] = following
        if before is not None and getattr(following, "raw", None) is not before:
            before.close()  # nothing is left in one that was encrypted


class Trusting(Tls):
    """Encrypts a connection and checks who is at its other end, as the rest of Dialer does.

    Attributes:
        error: why it did not work, once that was tried.
    """

    def __init__(self, trust: ssl.SSLContext, host: str) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self.error: ApiError | None = None
        self._trust, self._host = trust, host

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:  # noqa: FBT001, FBT002  # the library's signature
        """Encrypt, whatever the library would have asked for; called for TLS and for StartTLS."""
        line = connection.socket
        plain = getattr(line, "raw", line)  # of StartTLS, the socket stands behind a line
        try:
            encrypted = self._trust.wrap_socket(plain, server_hostname=self._host)
        except ssl.SSLCertVerificationError as error:
            trouble = trouble_with(error)
            self.error = NotTrusted(_SENTENCES[trouble], trouble)
            raise
        except TimeoutError:
            self.error = NotSent("ldap.error.not_reachable")
            raise
        except (OSError, ValueError):  # ssl.SSLError is the one; the other is a name that no server can have
            self.error = NotSent("ldap.error.not_encrypted_there")
            raise
        if plain is line:
            connection.socket = encrypted
        else:
            line.raw = encrypted
