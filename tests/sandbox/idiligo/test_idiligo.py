"""Idiligo's eleven operations, its two pages and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from dialer.sandbox.idiligo.api import TICKET
from dialer.sandbox.idiligo.files import HOSTILE_NAME, PDF
from tests.sandbox.idiligo.conftest import SIGN_IN, SPACE, problem, value
from tests.sandbox.page import Page

if TYPE_CHECKING:
    import httpx

    from tests.sandbox.idiligo.conftest import Client

IMPERSONATE = {"apikey": SIGN_IN["apikey"], "username": "demo", "ticket": TICKET}
PARAMETERS = {
    "Login": ["apikey", "username", "password"],
    "Impersonate": ["apikey", "username", "ticket"],
    "CreateContact": ["token", "email", "firstName", "lastName"],
    "CreateCall": ["token", "trajectCode"],
    "SetContact": ["token", "callId", "contactId"],
    "GetAgentUrl": ["token", "callId", "returnUrl"],
    "GetPublicCallId": ["token", "callId"],
    "SetValues": ["token", "publicId"],
    "AddDocumentFromUrl": ["token", "url", "filename", "externalId"],
    "SetDocumentToUploadAction": ["token", "callId", "externalId", "documentId"],
    "GetAttachments": ["token", "callId"],
}
LEFT_OUT = [(method, name) for method, names in PARAMETERS.items() for name in names]


async def _right(client: Client) -> dict[str, dict[str, str]]:
    """Return right arguments of each method."""
    call, public = await client.meeting()
    contact = await client.call("CreateContact", email="a@b.example", firstName="Anne", lastName="V")
    document = await client.call(
        "AddDocumentFromUrl", url="https://x.example/a.pdf", filename="a.pdf", externalId="OFFERTE"
    )
    token = {"token": client.token}
    return {
        "Login": SIGN_IN,
        "Impersonate": IMPERSONATE,
        "CreateContact": {**token, "email": "a@b.example", "firstName": "Anne", "lastName": "V"},
        "CreateCall": {**token, "trajectCode": "HYPOTHEEK"},
        "SetContact": {**token, "callId": call, "contactId": contact},
        "GetAgentUrl": {**token, "callId": call, "returnUrl": ""},
        "GetPublicCallId": {**token, "callId": call},
        "SetValues": {**token, "publicId": public, "names": "income", "values": "3"},
        "AddDocumentFromUrl": {
            **token, "url": "https://x.example/a.pdf", "filename": "a.pdf", "externalId": "OFFERTE",
        },
        "SetDocumentToUploadAction": {
            **token, "callId": call, "externalId": "OFFERTE", "documentId": document,
        },
        "GetAttachments": {**token, "callId": call},
    }  # fmt: skip


async def test_every_method_takes_a_form_and_a_query(client: Client) -> None:
    for method, arguments in (await _right(client)).items():
        for response in (await client.post(method, arguments), await client.get(method, arguments)):
            assert response.status_code == 200, (method, response.text)
            if method in {"SetContact", "SetValues"}:
                assert response.content == b""
            elif method == "GetAttachments":
                assert ET.fromstring(response.content).tag == f"{SPACE}ArrayOfAttachmentDTO"  # noqa: S314
            else:
                assert value(response)


async def test_every_parameter_is_needed_by_its_exact_name(client: Client) -> None:
    right = await _right(client)
    for method, name in LEFT_OUT:
        without = {key: text for key, text in right[method].items() if key != name}
        missing = f"Missing parameter: {name}."
        assert problem(await client.post(method, without)).startswith(missing)
        assert problem(await client.get(method, {**without, name.swapcase(): "x"})).startswith(missing)
        twice = [*right[method].items(), (name, right[method][name])]
        assert name in problem(await client.post(method, twice))
        assert "other" in problem(await client.post(method, {**right[method], "other": "x"}))


async def test_only_a_form_or_a_query_is_read(client: Client) -> None:
    for method, arguments in (await _right(client)).items():
        json = await client.http.post(client.url(method), json=arguments)
        assert "Request format is unrecognized" in problem(json)
        put = await client.http.put(client.url(method), data=arguments)
        assert "Request format is unrecognized" in problem(put)


@pytest.mark.parametrize("method", ["SetLogin", "createCall", "GetClientCommand", "SetPrevStep", ""])
async def test_what_is_no_method_is_not_valid(client: Client, method: str) -> None:
    arguments = (await _right(client))["SetValues"]
    assert "not valid" in problem(await client.post(method, arguments))


async def test_the_case_of_the_path_does_not_matter(client: Client) -> None:
    url = client.url("Login").replace("InsideService20", "insideservice20")
    assert value(await client.http.get(url, params=SIGN_IN))
    assert (await client.http.get(url.replace("20", "21"), params=SIGN_IN)).status_code == 404


@pytest.mark.parametrize("name", ["apikey", "username", "password"])
async def test_a_wrong_sign_in_is_an_error_or_an_empty_token(client: Client, name: str) -> None:
    wrong = {**SIGN_IN, name: "wrong"}
    assert problem(await client.post("Login", wrong)) == "Login failed.\r\n"
    client.sandbox.idiligo.choose("refusal", "empty")
    assert value(await client.post("Login", wrong)) == ""


async def test_a_token_lasts_a_day(client: Client) -> None:
    client.clock.advance(24 * 3600 - 1)
    await client.call("CreateCall", trajectCode="HYPOTHEEK")
    client.clock.advance(1)
    for method in set(PARAMETERS) - {"Login", "Impersonate"}:
        arguments = dict.fromkeys(PARAMETERS[method], "1") | {"token": client.token}
        assert problem(await client.post(method, arguments)) == "Token is not valid.\r\n"
    client.token = value(await client.post("Impersonate", IMPERSONATE))
    await client.call("CreateCall", trajectCode="HYPOTHEEK")
    assert value(await client.post("Login", SIGN_IN)) != client.token


async def test_ids_are_beyond_what_a_double_can_hold(client: Client) -> None:
    call, public = await client.meeting()
    contact = await client.call("CreateContact", email="a@b.example", firstName="", lastName="V")
    for id_ in (call, contact):
        assert int(id_) > 2**53
        assert int(float(id_)) != int(id_)
    assert quote(public, safe="") != public
    assert client.sandbox.journal.made == [call, contact]


@pytest.mark.parametrize(
    ("method", "name", "wrong"),
    [
        ("CreateContact", "email", "nobody"),
        ("CreateCall", "trajectCode", "hypotheek"),
        ("SetContact", "callId", "9007199254740990"),
        ("SetContact", "contactId", "9007199254740990"),
        ("GetAgentUrl", "callId", "abc"),
        ("GetPublicCallId", "callId", "9223372036854775808"),
        ("SetValues", "publicId", "9007199254740993"),
        ("AddDocumentFromUrl", "url", "file:///etc/passwd"),
        ("AddDocumentFromUrl", "filename", ""),
        ("SetDocumentToUploadAction", "externalId", "INVENTARISATIE"),
        ("SetDocumentToUploadAction", "documentId", "1"),
        ("GetAttachments", "callId", ""),
    ],
)
async def test_a_wrong_value_is_an_error(client: Client, method: str, name: str, wrong: str) -> None:
    arguments = (await _right(client))[method]
    assert problem(await client.post(method, {**arguments, name: wrong}))


async def test_a_script_without_a_node_takes_no_document(client: Client) -> None:
    arguments = (await _right(client))["SetDocumentToUploadAction"]
    call, _ = await client.meeting("KENNISMAKING")
    assert "Upload node" in problem(
        await client.post("SetDocumentToUploadAction", {**arguments, "callId": call})
    )
    assert await client.call("CreateCall", trajectCode="GEEN-ID") == "0"


async def test_values_go_in_pairs(client: Client) -> None:
    call, public = await client.meeting()
    start = [("token", client.token), ("publicId", public)]
    pairs = [("names", "b"), ("names", "a"), ("values", "1 & 2"), ("values", "")]
    assert (await client.post("SetValues", start + pairs)).status_code == 200
    assert client.sandbox.idiligo.records.calls[int(call)].values == {"b": "1 & 2", "a": ""}
    assert "do not match" in problem(await client.post("SetValues", start + pairs[:3]))
    assert "do not match" in problem(await client.post("SetValues", start))


async def test_two_links_lead_two_people_in(client: Client) -> None:
    call, public = await client.meeting()
    contact = await client.call("CreateContact", email="a@b.example", firstName="<Anne>", lastName="Vermeer")
    await client.call("SetContact", callId=call, contactId=contact)
    await client.post("SetValues", {"token": client.token, "publicId": public, "names": "x", "values": "7"})
    url = await client.call("GetAgentUrl", callId=call, returnUrl="https://crm.example/?a=1&b=2")
    agent = Page(await client.http.get(url))
    assert (agent.status, agent.role, agent.texts["subject"]) == (200, "host", "Hypotheekgesprek")
    assert agent.texts["value-x"] == "7"
    guest_url = f"{client.root}client?id={quote(public, safe='')}"
    guest = Page(await client.http.get(guest_url))
    assert (guest.role, guest.texts["name"]) == ("guest", "<Anne> Vermeer")
    assert "value-x" not in guest.texts
    assert client.sandbox.journal.of("agent.page")[0].params["token"] == "***"
    for wrong in (
        f"{client.root}client?id={public}",
        url.replace("token=", "token=x"),
        f"{client.root}agent",
    ):
        assert Page(await client.http.get(wrong)).status == 404


async def _attachments(client: Client, call: str) -> list[dict[str, str]]:
    response = await client.post("GetAttachments", {"token": client.token, "callId": call})
    root = ET.fromstring(response.content)  # noqa: S314  # of the sandbox
    return [{item.tag.removeprefix(SPACE): item.text or "" for item in one} for one in root]


async def _file(client: Client, row: dict[str, str]) -> httpx.Response:
    return await client.http.get(row["Url"])


async def test_documents_come_out_under_addresses_that_change(client: Client) -> None:
    right = await _right(client)
    await client.post("SetDocumentToUploadAction", right["SetDocumentToUploadAction"])
    call = right["GetAttachments"]["callId"]
    rows = await _attachments(client, call)
    names = ["Samenvatting.pdf", "Afspraken.txt", HOSTILE_NAME, "a.pdf"]
    assert [row["Description"] for row in rows] == names
    assert {frozenset(row) for row in rows} == {
        frozenset(["Id", "Description", "Url", "Preview", "Attach", "Size", "Date", "SignUrl", "SignStatus"])
    }
    files = [await _file(client, row) for row in rows]
    assert [str(len(file.content)) for file in files] == [row["Size"] for row in rows]
    assert (files[0].content, files[0].headers["content-type"]) == (PDF, "application/pdf")
    assert files[1].content.decode().startswith("Afspraken")
    assert quote(HOSTILE_NAME, safe="") in files[2].headers["content-disposition"]
    again = await _attachments(client, call)
    assert not {row["Url"] for row in rows} & {row["Url"] for row in again}
    client.clock.advance(15 * 60)
    assert (await _file(client, again[0])).status_code == 410
    assert (await client.http.get(f"{client.root}files/x/y")).status_code == 404


async def test_without_documents_the_list_closes_itself(client: Client) -> None:
    call, _ = await client.meeting("KENNISMAKING")
    response = await client.post("GetAttachments", {"token": client.token, "callId": call})
    assert response.text.endswith(" />")
    assert await _attachments(client, call) == []
