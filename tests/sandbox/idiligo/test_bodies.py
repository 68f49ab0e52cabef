"""Idiligo's named faults: the slips of its document, and worse."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from dialer.sandbox.idiligo.bodies import TWISTS
from dialer.sandbox.iotum.bodies import TWISTS as IOTUM_TWISTS
from tests.sandbox.idiligo.conftest import SPACE, problem

if TYPE_CHECKING:
    from tests.sandbox.idiligo.conftest import Client

# The tag and the text of an answer that a parser reads; None where there is nothing to read.
READ = {
    "xml-doubled-quote": None,
    "xml-no-break-space": None,
    "xml-other-root": (f"{SPACE}slong", "9007199254740993"),
    "xml-no-namespace": ("long", "9007199254740993"),
    "xml-doctype": None,
    "xml-other-encoding": None,
    "xml-no-value": (f"{SPACE}long", ""),
    "xml-zero": (f"{SPACE}long", "0"),
    "xml-negative": (f"{SPACE}long", "-1"),
    "xml-too-long": (f"{SPACE}long", "9223372036854775808"),
    "xml-words": (f"{SPACE}long", "none"),
    "xml-spaces": (f"{SPACE}long", "\n  9007199254740993"),
}


async def _create(client: Client, fault: str) -> bytes:
    order = {"command": "CreateCall", "fault": fault}
    assert (await client.http.post(f"{client.sandbox.url}sandbox/script", json=order)).status_code == 200
    response = await client.post("CreateCall", {"token": client.token, "trajectCode": "HYPOTHEEK"})
    if fault == "asmx-error":
        assert "Exception" in problem(response)
    assert [entry.fault for entry in client.sandbox.journal.of("CreateCall")] == [fault]
    assert client.sandbox.journal.made == ["9007199254740993"]  # whatever was answered
    return response.content


@pytest.mark.parametrize("fault", TWISTS)
async def test_each_fault_spoils_the_answer_in_its_way(client: Client, fault: str) -> None:
    body = await _create(client, fault)
    wanted = READ.get(fault)
    if wanted is None:
        with pytest.raises((ET.ParseError, LookupError, ValueError)):
            ET.fromstring(body)  # noqa: S314  # of the sandbox
    else:
        root = ET.fromstring(body)  # noqa: S314  # of the sandbox
        assert (root.tag, root.text or "") == wanted


def test_no_fault_has_two_meanings() -> None:
    assert not TWISTS.keys() & IOTUM_TWISTS.keys()
