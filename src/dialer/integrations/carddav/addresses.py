"""Addresses on a server: written one way, and never leading to another server."""

from __future__ import annotations

from urllib.parse import quote, unquote, urljoin, urlsplit

from dialer.core.errors import ApiError, ErrorKind

_LONGEST = 900
# What may stand in a part of a path as it is. A comma may not: it separates the books of an account.
_PLAIN = "~!$&'()*+;=:@"
_PORTS = {"http": 80, "https": 443}


def server_of(url: str) -> str:
    """Return scheme, host and port of an address, the same for every way to write them.

    Raises:
        ApiError: it is no address of a server.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise _elsewhere() from None
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        raise _elsewhere()
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != _PORTS[parts.scheme] else "")


def path_on(server: str, base: str, href: str) -> str:
    """Return the path that a server means by an address in an answer, written one way.

    Args:
        server: the server that answered.
        base: the path that was asked.
        href: what stood in the answer: a path, or a whole address.

    Raises:
        ApiError: it leads to another server, or is no path.
    """
    if any(char <= " " or char == "\\" for char in href):
        raise _elsewhere()
    try:
        url = urljoin(server + base, href)
        path = urlsplit(url).path or "/"
    except ValueError:
        raise _elsewhere() from None
    if server_of(url) != server:
        raise _elsewhere()
    # A part that is a step upwards only after decoding would be one to the server as well.
    parts = [unquote(part) for part in path.split("/")]
    written = "/".join(quote(part, safe=_PLAIN) for part in parts)
    steps = {step for part in parts for step in part.replace("\\", "/").split("/")}
    if {".", ".."} & steps or len(written) > _LONGEST or not written.startswith("/"):
        raise _elsewhere()
    return written


def _elsewhere() -> ApiError:
    return ApiError("carddav.error.elsewhere", ErrorKind.PROTOCOL)
