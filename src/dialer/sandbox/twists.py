"""Named ways in which a reply goes wrong on its way, whatever it says."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from http import HTTPStatus
from typing import Any

from dialer.sandbox.wire import End, Reply

Twist = Callable[[Reply], Reply]

_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_BOMB_SIZE = 64 * 1024 * 1024
_FLOOD_SIZE = 8 * 1024 * 1024

_ERROR_PAGE = b"""<!DOCTYPE html>
<html><head><title>Runtime Error</title></head><body bgcolor=white><h1>Server Error in '/' Application.</h1>
<hr></body></html>"""
_PROXY_PAGE = b"""<html>
<head><title>The service is unavailable</title></head>
<body><center><h1>The service is unavailable</h1></center><hr><center>proxy</center></body>
</html>"""
_SIGN_IN_PAGE = b"""<!DOCTYPE html>
<html><head>
<meta name=viewport content='width=device-width'><title>Welcome to our guest network</title>
</head><body>Please accept our terms<br>
<form action=/accept><input type=submit value=Accept></form></body></html>"""
_XHTML_PAGE = b"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Server Error</title></head>
<body><h1>500</h1></body></html>"""


def changed(**fields: Any) -> Twist:
    """Return a twist that replaces these fields of the reply."""
    return lambda reply: replace(reply, **fields)


def edited(edit: Callable[[bytes], bytes]) -> Twist:
    """Return a twist that rewrites the body."""
    return lambda reply: replace(reply, body=edit(reply.body))


def _bare(status: int) -> Twist:
    return changed(status=status, body=b"")


def _page(status: int, body: bytes, *headers: tuple[str, str]) -> Twist:
    return changed(status=status, body=body, headers=(*_HTML, *headers))


def _cut(*, length: bool, end: End = End.CLOSE) -> Twist:
    return lambda reply: replace(reply, sent=len(reply.body) * 2 // 3, length=length, end=end)


@cache
def _bomb() -> bytes:
    """Return a small body that unpacks to an enormous one, which begins like an answer."""
    return gzip.compress(b"<response>" + b" " * _BOMB_SIZE, compresslevel=1, mtime=0)


def _gzip_bomb(reply: Reply) -> Reply:
    return replace(reply, body=_bomb(), headers=(*reply.headers, ("Content-Encoding", "gzip")))


def _flood(reply: Reply) -> Reply:
    return replace(reply, body=reply.body + b"\n" * _FLOOD_SIZE)


TWISTS: dict[str, Twist] = {
    "silent": changed(mute=True, end=End.SILENT),
    "close": changed(mute=True, end=End.CLOSE),
    "reset": changed(mute=True, end=End.RESET),
    "reset-in-body": _cut(length=True, end=End.RESET),
    "silent-in-body": _cut(length=True, end=End.SILENT),
    "cut-with-length": _cut(length=True),
    "cut-without-length": _cut(length=False),
    "slow-3": changed(delay=3.0),
    "slow-7": changed(delay=7.0),
    "slow-30": changed(delay=30.0),
    "drip": changed(drip=0.25),
    "empty": changed(body=b""),
    "redirect": _page(302, b"", ("Location", "error.aspx")),
    "html-200": _page(200, _SIGN_IN_PAGE),
    "xhtml-200": _page(200, _XHTML_PAGE),
    "html-500": _page(500, _ERROR_PAGE),
    "html-502": _page(502, _PROXY_PAGE),
    "html-503": _page(503, _PROXY_PAGE, ("Retry-After", "1")),
    "html-504": _page(504, _PROXY_PAGE),
    "gzip-bomb": _gzip_bomb,
    "flood": _flood,
    **{f"http-{status.value}": _bare(status.value) for status in HTTPStatus if status >= 400},
}
