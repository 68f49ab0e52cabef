"""A meeting's two links, which are different types: the host's signs in, only the guest's may be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.links import is_own_link
from dialer.core.secrets import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dialer.meetings.provider import MeetingProvider


class _Link:
    """A checked link that keeps its tokens out of logs and records: only its host is shown by itself."""

    def __init__(self, url: str) -> None:
        """Wrap a link that passed the check."""
        self._url = Secret(url)

    @property
    def host(self) -> str:
        """Whose page it is."""
        return urlsplit(self._url.reveal()).hostname or ""

    def reveal(self) -> str:
        """Return the whole link; only for opening it, or printing it to whoever asked for it."""
        return self._url.reveal()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and other._url == self._url

    __hash__ = None  # type: ignore[assignment]  # as for a secret: a hash tells something about the value

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.host})"


class HostLink(_Link):
    """Leads the user in as the host, often signed in already: it is opened, and never copied or sent."""


class GuestLink(_Link):
    """Leads a guest in: it may be copied, sent and read out."""

    @property
    def text(self) -> str:
        """The whole link, for the clipboard and invitations."""
        return self.reveal()


def own_addresses(provider: MeetingProvider, data: Mapping[str, object]) -> tuple[str, ...]:
    """Return the addresses whose hosts an account's links may lead to."""
    return tuple(str(data[key]) for key in provider.link_fields if data.get(key))


def host_link(url: str | None, addresses: Iterable[str]) -> HostLink | None:
    """Return a host link that may be opened, None where it may not."""
    return HostLink(url) if url and is_own_link(url, addresses) else None


def guest_link(url: str | None, addresses: Iterable[str]) -> GuestLink | None:
    """Return a guest link that may be shared, None where it may not."""
    return GuestLink(url) if url and is_own_link(url, addresses) else None
