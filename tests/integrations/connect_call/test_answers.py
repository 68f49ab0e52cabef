"""Only one complete, exact document is an answer; everything else is none."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.integrations.connect_call.answers import Answer, AnswerError, read

SHARED = Path(__file__).resolve().parents[4] / "shared" / "testdata"
HOSTILE = SHARED / "hostile" / "xml_bodies.json"
TORTURE = SHARED / "xml_torture"

GOOD = b"<response>\n<code>103</code>\n<message>5ae2a5rw47w</message>\n</response>"
DECLARED = b'<?xml version="1.0" encoding="utf-8"?>\r\n' + GOOD


def _accepted(body: bytes) -> bool:
    try:
        read(body)
    except AnswerError:
        return False
    return True


def test_the_documents_own_sample() -> None:
    answer = read(GOOD)
    assert (answer.code, answer.message, answer.exact) == (103, "5ae2a5rw47w", True)


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        DECLARED,
        b"\xef\xbb\xbf" + GOOD,
        b"\r\n \t" + DECLARED,
        GOOD + b"\r\n\r\n",
        b"<response><message>5ae2a5rw47w</message><code>103</code></response>",
    ],
)
def test_what_servers_add_around_an_answer(body: bytes) -> None:
    assert read(body) == Answer(code=103, message="5ae2a5rw47w", exact=True)


def test_the_message_is_optional() -> None:
    assert read(b"<response><code>105</code></response>").message == ""
    assert read(b"<response><code>105</code><message/></response>").message == ""


def test_a_correct_declaration_is_obeyed() -> None:
    body = "<response><code>100</code><message>Café</message></response>".encode("latin-1")
    assert not _accepted(body)
    assert read(b"<?xml version='1.0' encoding='iso-8859-1'?>" + body).message == "Café"


@pytest.mark.parametrize("body", [GOOD, DECLARED])
def test_cut_at_every_byte(body: bytes) -> None:
    assert [cut for cut in range(len(body)) if _accepted(body[:cut])] == []
    assert [cut for cut in range(1, len(GOOD)) if _accepted(GOOD[cut:])] == []


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "-1",
        "+1",
        "1e3",
        "1.0",
        "0x10",
        "0103",
        "1 00",
        "٣",
        "²",
        "１００",
        "100;",
        "1" * 10,
        "1" * 5000,
        "1<!-- -->00",
        "1<?x?>00",
        "<b>100</b>",
        "10<b/>0",
        "&lt;100",
        "\N{NO-BREAK SPACE}100",
    ],
)
def test_codes_that_are_none(code: str) -> None:
    assert not _accepted(f"<response><code>{code}</code></response>".encode())


def test_white_space_around_a_code_is_noted() -> None:
    answer = read(b"<response><code>\r\n 100 </code></response>")
    assert (answer.code, answer.exact) == (100, False)


@pytest.mark.parametrize(
    "body",
    [
        b"<response><code>100</code><code>100</code></response>",
        b"<response><code>100</code><message/><message/></response>",
        b"<response><code>100</code><more/></response>",
        b"<response><message>100</message></response>",
        b"<response>words<code>100</code></response>",
        b"<response><code>100</code>words</response>",
        b"<response><code>100</code><message>a<b/></message></response>",
        b"<Response><code>100</code></Response>",
        b"<response><Code>100</Code></response>",
        b'<response xmlns="urn:x"><code>100</code></response>',
        b"<r><response><code>100</code></response></r>",
        b"<response><code>100</code></response><!-- page made in 3 ms -->",
        b"<!-- made by a proxy --><response><code>100</code></response>",
        b"<?php ?><response><code>100</code></response>",
        b"<!DOCTYPE response><response><code>100</code></response>",
        b'<!DOCTYPE r [<!ENTITY c "100">]><response><code>&c;</code></response>',
        GOOD.decode().encode("utf-16"),
        gzip.compress(GOOD),
    ],
)
def test_nearly_an_answer(body: bytes) -> None:
    assert not _accepted(body)


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html></html>", b"\r\n<HTML><body>Log in</body></HTML>"])
def test_a_web_page_is_known_as_one(page: bytes) -> None:
    with pytest.raises(AnswerError) as caught:
        read(page)
    assert caught.value.web_page


def test_an_answer_keeps_its_message_out_of_its_repr() -> None:
    assert "5ae2a5rw47w" not in repr(read(GOOD))


def test_hostile_bodies() -> None:
    if not HOSTILE.exists():
        pytest.skip("the hostile answers are not here")
    bodies = {name: base64.b64decode(body) for name, body in json.loads(HOSTILE.read_bytes()).items()}
    assert {name for name, body in bodies.items() if _accepted(body)} == {"bom", "lead-newline+decl"}


def test_conformance_cases_and_bombs() -> None:
    if not TORTURE.exists():
        pytest.skip("the XML conformance cases are not here")
    files = sorted(TORTURE.rglob("*.xml"))
    assert files
    assert [file.name for file in files if _accepted(file.read_bytes())] == []


@given(st.binary(max_size=200))
def test_no_bytes_at_all_upset_the_reader(body: bytes) -> None:
    _accepted(body)


@given(st.integers(0, 999_999_999), st.text(st.characters(categories=("L", "N", "Zs")), max_size=40))
def test_what_is_written_is_read(code: int, message: str) -> None:
    body = f"<response><code>{code}</code><message>{message}</message></response>".encode()
    assert read(body) == Answer(code=code, message=message, exact=True)


@given(st.data())
def test_a_damaged_answer_never_reads_as_another_code(data: st.DataObject) -> None:
    """Change or drop one byte outside the code: the answer is refused, or its code is the same."""
    place = data.draw(st.integers(0, len(GOOD) - 1))
    octet = bytes([data.draw(st.integers(0, 255))])
    damaged = data.draw(
        st.sampled_from([GOOD[:place] + octet + GOOD[place + 1 :], GOOD[:place] + GOOD[place + 1 :]])
    )
    start = GOOD.index(b"103")
    if _accepted(damaged) and not start <= place < start + 3:
        assert read(damaged).code == 103
