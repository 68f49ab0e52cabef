"""Reading answers: one complete document of the right kind, or an error; never half of one."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import pytest

from dialer.core.errors import ApiError, ErrorKind
from dialer.integrations.carddav import multistatus
from dialer.integrations.carddav.addresses import path_on, server_of

SHARED = Path(__file__).resolve().parents[4] / "shared" / "testdata"
HOSTILE = SHARED / "hostile" / "xml_bodies.json"
TORTURE = SHARED / "xml_torture"
GOOD = (
    b'<?xml version="1.0"?>\n<d:multistatus xmlns:d="DAV:"><d:response><d:href>/b/a.vcf</d:href><d:propstat>'
    b"<d:prop><d:getetag>1</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    b"<d:sync-token>t</d:sync-token></d:multistatus>"
)
needs_bodies = pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile bodies are not here")
needs_torture = pytest.mark.skipif(not TORTURE.exists(), reason="the XML test suite is not here")


def refused(body: bytes) -> bool:
    try:
        multistatus.read(body)
    except ApiError as error:
        return error.kind is ErrorKind.PROTOCOL
    return False


def test_the_whole_answer_is_read() -> None:
    for body in (GOOD, b"\xef\xbb\xbf" + GOOD, b"\r\n" + GOOD):
        read = multistatus.read(body)
        assert (read.token, [(found.href, found.text("{DAV:}getetag")) for found in read.found]) == (
            "t",
            [("/b/a.vcf", "1")],
        )


def test_cut_at_any_byte_it_is_no_answer() -> None:
    assert [at for at in range(len(GOOD)) if not refused(GOOD[:at])] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"d:multistatus", b"d:multi"),
        (b"DAV:", b"OTHER:"),
        (b"HTTP/1.1 200 OK", b"fine"),
        (b"HTTP/1.1 200 OK", b""),
        (b"<d:href>/b/a.vcf</d:href>", b""),
        (b"<d:href>/b/a.vcf</d:href>", b"<d:href> </d:href>"),
        (b'<?xml version="1.0"?>', b'<?xml version="1.0"?><!DOCTYPE d:multistatus>'),
        (b'<?xml version="1.0"?>', b'<?xml version="1.0" encoding="foo"?>'),
    ],
)
def test_anything_else_is_no_answer(old: bytes, new: bytes) -> None:
    assert refused(GOOD.replace(old, new))


@needs_bodies
def test_no_hostile_body_is_an_answer() -> None:
    bodies: dict[str, str] = json.loads(HOSTILE.read_text())
    assert [name for name, body in bodies.items() if not refused(base64.b64decode(body))] == []


@needs_torture
def test_bombs_are_refused_at_once() -> None:
    start = time.monotonic()
    assert [file.name for file in (TORTURE / "bombs").glob("*.xml") if not refused(file.read_bytes())] == []
    assert time.monotonic() - start < 2


@needs_torture
def test_broken_documents_are_none_wherever_they_stand() -> None:
    manifest: list[dict[str, Any]] = json.loads((TORTURE / "xmlconf_manifest.json").read_text())
    broken = [each["file"] for each in manifest if not each["well_formed"] and each["expat_agrees"]]
    assert broken
    assert [name for name in broken if not refused((TORTURE / "xmlconf" / name).read_bytes())] == []


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("/b/a.vcf", "/b/a.vcf"),
        ("a.vcf", "/b/a.vcf"),
        ("https://DAV.example:443/b/a.vcf", "/b/a.vcf"),
        ("/b/jan%40smit%2Cx.vcf", "/b/jan@smit%2Cx.vcf"),
        ("/b/%c3%a9.vcf", "/b/%C3%A9.vcf"),
        ("/b/a%2Fb.vcf", "/b/a%2Fb.vcf"),
    ],
)
def test_an_address_is_written_one_way(href: str, path: str) -> None:
    assert path_on("https://dav.example", "/b/", href) == path


@pytest.mark.parametrize(
    "href",
    [
        "https://elsewhere.example/b/a.vcf",
        "http://dav.example/b/a.vcf",
        "https://dav.example:444/b/a.vcf",
        "//elsewhere.example/a.vcf",
        "https://dav.example@elsewhere.example/a",
        "https://me:you@dav.example/a",
        "file:///etc/passwd",
        "/b/%2e%2e/other/",
        "/b/..%2F",
        "/b/a b.vcf",
        "/b/a\r\nX: y",
        "\\\\elsewhere\\a",
        "https://[broken/",
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(href: str) -> None:
    with pytest.raises(ApiError):
        path_on("https://dav.example", "/b/", href)


def test_a_server_is_named_one_way() -> None:
    assert server_of("HTTPS://Dav.Example:443/x") == "https://dav.example"
    assert server_of("http://[::1]:5232/") == "http://[::1]:5232"
