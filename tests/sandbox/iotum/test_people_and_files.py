"""Contacts, hosts and the drive, in what is particular about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.sandbox.iotum.conftest import COMPANY, HOST

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client


async def test_an_office_of_people(client: Client) -> None:
    contacts = await client.call("contact/fetch_all", host_id=HOST)
    assert 38 <= len(contacts) <= 45
    assert len({one["email"] for one in contacts}) == len(contacts)
    assert [one["name"] for one in contacts if one["has_host"]] == ["Marijke Brand"]
    assert {one["time_zone"] for one in contacts} == {"Europe/Amsterdam", "Europe/Brussels"}


async def test_a_host_s_contacts_and_a_company_s(client: Client) -> None:
    people = [{"name": "An", "email": "an@example.com", "mobile_phone": "+31612345678"}]
    (own,) = await client.call("contact/create", host_id=HOST, contacts=people)
    (shared,) = await client.call("contact/create", company_id=COMPANY, contacts=people)
    assert own["mobile_phone"] == "+31612345678"

    async def ids(**owner: int) -> set[int]:
        return {one["contact_id"] for one in await client.call("contact/fetch_all", **owner)}

    assert {own["contact_id"], shared["contact_id"]} <= await ids(host_id=HOST)
    assert {own["contact_id"], shared["contact_id"]} & await ids(host_id=34) == {shared["contact_id"]}
    assert {own["contact_id"], shared["contact_id"]} & await ids(company_id=COMPANY) == {shared["contact_id"]}
    key = {"host_id": HOST, "contact_id": own["contact_id"]}
    changed = await client.call("contact/update", **key, name="Anna")
    assert (changed["name"], changed["email"]) == ("Anna", "an@example.com")
    await client.call("contact/delete", **key)
    assert (await client.refused("contact/fetch", **key))[0] == 404
    missing = await client.refused("contact/update", contact_id=shared["contact_id"], name="x")
    assert missing == (400, "Missing parameter: company_id")


async def test_contacts_that_are_none(client: Client) -> None:
    for contacts in ([], "x", [{"name": "An"}], [{"name": "An", "email": "an"}], [None]):
        assert (await client.refused("contact/create", host_id=HOST, contacts=contacts))[0] == 400


async def test_only_a_reseller_makes_resellers(client: Client) -> None:
    url = f"{client.root}enterprise_api/host/update"
    for role, status in (("-company", 403), ("", 200)):
        values = {"auth_token": await client.sign_in(role), "host_id": HOST, "role": "RESELLER_ADMIN"}
        assert (await client.http.post(url, json=values)).status_code == status


async def test_a_document_goes_up_and_comes_back(client: Client) -> None:
    content = bytes(range(256)) * 2048
    file = await client.upload("Voorstel – été.pdf", content)
    key = {"host_id": HOST, "id": file["id"]}
    done = await client.call("drive/file/finish_upload", **key)
    assert (done["size"], done["mimetype"], done["presentation_status"]) == (
        len(content),
        "application/pdf",
        "processing",
    )
    assert await client.refused("drive/file/finish_upload", **key) == (409, "File has already been processed")
    client.clock.advance(5)
    ready = await client.call("drive/file/fetch", **key)
    assert (ready["presentation_status"], ready["page_count"]) == ("ready", 3)
    download = await client.http.get(ready["download_link"])
    assert download.content == content
    await client.ask("drive/file/delete", **key)
    assert (await client.http.get(ready["download_link"])).status_code == 404
    assert (await client.refused("drive/file/fetch", **key))[0] == 404


async def test_an_upload_needs_its_signature_and_its_verb(client: Client) -> None:
    file = await client.call("drive/create", host_id=HOST, filename="a.xyz")
    key = {"host_id": HOST, "id": file["id"]}
    assert await client.refused("drive/file/finish_upload", **key) == (400, "File has not been uploaded")
    forged = file["upload_url"].replace("signature=", "signature=x")
    assert (await client.http.put(forged, content=b"x")).status_code == 403
    assert (await client.http.post(file["upload_url"], content=b"x")).status_code == 405
    assert (await client.http.get(file["download_link"])).status_code == 404
    response = await client.http.put(file["upload_url"], content=b"x")
    assert (response.status_code, response.content) == (200, b"")
    done = await client.call("drive/file/finish_upload", **key)
    assert done["presentation_status"] == "unsupported"


async def test_the_drive_has_pages_of_twenty(client: Client) -> None:
    file = await client.upload()
    await client.call("drive/file/finish_upload", host_id=HOST, id=file["id"])
    files = client.sandbox.iotum.world.files
    files |= {number: replace(files[file["id"]], id=number) for number in range(20)}
    first = await client.call("drive/fetch_all", host_id=HOST)
    assert (len(first["files"]), first["total_pages"], first["next_page"]) == (20, 2, 2)
    last = await client.call("drive/fetch_all", host_id=HOST, page=2)
    assert (len(last["files"]), last["current_page"], last["next_page"]) == (1, 2, None)
