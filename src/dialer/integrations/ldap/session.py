"""One connection to a server, as the library speaks it: everything here blocks."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dialer.core.errors import ApiError, ErrorKind, NotSent
from dialer.integrations.ldap import library, outcome
from dialer.integrations.ldap.line import Line
from dialer.integrations.ldap.place import Encryption

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from dialer.core.secrets import Secret
    from dialer.integrations.ldap.place import Place

_PAGED_RESULTS = "1.2.840.113556.1.4.319"  # RFC 2696
_CONNECT_SHARE = 0.8
"""Of the time that is left; the rest is for telling why it did not work."""
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Entry:
    """What a directory says of somebody or something.

    Attributes:
        dn: its distinguished name.
        values: by the attribute's name in lower case, without its options.
    """

    dn: str
    values: Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer to a search.

    Attributes:
        entries: those that were found; places on other servers, which nobody visits, are not among them.
        code: the result code of RFC 4511.
        cookie: what to ask the next page with; empty where this is the last one.
        referrals: how many other servers it named.
    """

    entries: tuple[Entry, ...]
    code: int
    cookie: bytes = b""
    referrals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search, as it is sent."""

    base: str
    filter: str
    attributes: tuple[str, ...] = ()
    whole_tree: bool = True
    size_limit: int = 0
    time_limit: int = 0
    page_size: int = 0
    cookie: bytes = b""


@dataclass(eq=False)
class Session:
    """A connection on which somebody has signed in.

    Attributes:
        place: the server.
        bind_dn: who signs in.
        password: with what.
        trust: whom to trust, where the connection is encrypted.
    """

    place: Place
    bind_dn: str = field(repr=False)
    password: Secret = field(repr=False)
    trust: ssl.SSLContext | None = field(repr=False)
    _connection: Any = field(default=None, repr=False)
    _line: Line | None = field(default=None, repr=False)
    _aborted: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody has signed in on it."""
        return self._line is not None

    def open(self, until: float) -> None:
        """Connect, encrypt and sign in, in this order.

        Raises:
            NotSent: there is no connection, or none on which a password may be sent.
            ApiError: the sign-in was refused, or there was no answer.
        """
        secret = self.password.reveal().encode("utf-8")
        if not secret or not self.bind_dn or not self.place.is_safe:
            # An empty password makes it an anonymous sign-in, which succeeds (RFC 4513, 5.1.2).
            raise NotSent("ldap.error.not_safe")
        self._connect(secret, until)
        self._check()
        result = self._ask(self._connection.bind, read_server_info=False)
        self._connection.password = None
        if result["result"] != outcome.SUCCESS:
            raise outcome.bind_refused(result["result"])

    def search(self, search: Search, until: float) -> Page:
        """Ask for one page.

        Raises:
            ApiError: there was no answer.
        """
        ldap3 = library.load()
        if self._line is None:
            raise outcome.Gone
        self._line.begin(until)
        result = self._ask(
            self._connection.search,
            search.base,
            search.filter,
            search_scope=ldap3.SUBTREE if search.whole_tree else ldap3.BASE,
            dereference_aliases=ldap3.DEREF_NEVER,
            attributes=list(search.attributes),
            size_limit=search.size_limit,
            time_limit=search.time_limit,
            paged_size=search.page_size or None,
            paged_cookie=search.cookie or None,
        )
        answers = self._connection.response
        try:
            return _page(result, answers)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise outcome.unreadable() from None

    def close(self, until: float) -> None:
        """Say goodbye."""
        with suppress(Exception):  # whatever the library throws: nobody needs this connection any more
            if self._line is not None:
                self._line.begin(until)
                self._connection.unbind()
        self.abort()

    def abort(self) -> None:
        """Cut the connection, from whichever thread: whoever reads wakes up, and nothing more is sent."""
        self._aborted = True
        if self._connection is not None:
            with suppress(Exception):  # the library may be closing it at the same time
                self._connection.strategy.close()

    def _connect(self, secret: bytes, until: float) -> None:
        ldap3 = library.load()
        from dialer.integrations.ldap import adapted

        place = self.place
        wrapped = None if self.trust is None else adapted.Trusting(self.trust, place.host)
        server = ldap3.Server(
            place.host,
            port=place.port,
            use_ssl=place.encryption is Encryption.TLS,
            allowed_referral_hosts=[],
            get_info=ldap3.NONE,
            tls=wrapped,
        )
        addresses = server.address_info  # a company's name may stand for all of its servers
        if not addresses:
            raise NotSent("ldap.error.not_found")
        if addresses[0][0].name == "AF_INET":  # the system's own order, of which the library asks for half
            server.mode = ldap3.IP_V4_PREFERRED
        left = max(_LEAST, until - time.monotonic())
        server.connect_timeout = left * _CONNECT_SHARE / len(addresses)
        self._connection = adapted.TidyConnection(
            server,
            user=self.bind_dn,
            password=secret,  # type: ignore[arg-type]  # bytes are sent as they were typed, text is changed
            authentication=ldap3.SIMPLE,
            client_strategy=ldap3.SYNC,
            auto_referrals=False,
            auto_range=False,
            auto_escape=False,
            check_names=False,
            read_only=True,
        )
        try:
            self._connection.open(read_server_info=False)
        except Exception:  # noqa: BLE001  # the library's edge
            self._connection.socket = None
            unsafe = None if wrapped is None else wrapped.error
            raise unsafe or NotSent("ldap.error.not_reachable") from None
        self._line = self._connection.socket = Line(self._connection.socket, until)
        if place.encryption is Encryption.START_TLS:
            self._start_tls(wrapped)

    def _start_tls(self, wrapped: Any) -> None:
        self._check()
        try:
            if self._connection.start_tls(read_server_info=False):
                return
        except Exception:  # noqa: BLE001  # the library's edge
            if wrapped.error is not None:
                raise wrapped.error from None
        if self._line is not None and self._line.late:
            raise outcome.no_answer()
        # The server does not know StartTLS, or cut the connection: nothing is sent in clear text instead.
        raise NotSent("ldap.error.no_start_tls")

    def _ask(self, ask: Any, *args: Any, **options: Any) -> Mapping[str, Any]:
        """Have the library ask something, and return the result."""
        try:
            ask(*args, **options)
        except Exception as error:  # noqa: BLE001  # the library's edge: it decodes what others sent
            raise self._sorted(error) from None
        result = self._connection.result
        if not isinstance(result, dict) or not isinstance(result.get("result"), int):
            raise outcome.unreadable()
        return result

    def _sorted(self, error: Exception) -> ApiError:
        from ldap3.core.exceptions import LDAPCommunicationError, LDAPSessionTerminatedByServerError

        if self._line is not None and self._line.late:
            return outcome.no_answer()
        if self._line is not None and self._line.flooded:
            return ApiError("core.net.too_large", ErrorKind.PROTOCOL)
        if isinstance(error, (LDAPCommunicationError, LDAPSessionTerminatedByServerError)):
            return outcome.Gone() if self._connection.closed else outcome.unreadable()
        return outcome.unreadable()

    def _check(self) -> None:
        if self._aborted:
            self.abort()
            raise outcome.no_answer()


def _page(result: Mapping[str, Any], answers: list[Mapping[str, Any]]) -> Page:
    control = (result.get("controls") or {}).get(_PAGED_RESULTS) or {}
    cookie = (control.get("value") or {}).get("cookie") or b""
    return Page(
        entries=tuple(_entry(each) for each in answers if each["type"] == "searchResEntry"),
        code=result["result"],
        cookie=bytes(cookie),
        referrals=sum(each["type"] == "searchResRef" for each in answers),
    )


def _entry(answer: Mapping[str, Any]) -> Entry:
    values: dict[str, tuple[bytes, ...]] = {}
    for name, raw in answer["raw_attributes"].items():
        plain = str(name).partition(";")[0].lower()
        values[plain] = (*values.get(plain, ()), *(raw or ()))
    return Entry(str(answer["dn"]), values)
