"""Values that a parameter cannot have are refused; none of them brings the server down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sandbox.iotum.table import TABLE, filled, things

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client

ODD: tuple[object, ...] = ([[]], "\ud800", "9" * 5000, 10**30, True)
PARAMETERS = {
    "conference/create": "host_id subject start duration participants auto_record auto_transcribe "
    "security_pin mute_mode participant_emails participant_hosts schedule auth_token",
    "conference/dial_number": "country_code phone_number name",
    "host/update": "role moderator_pin subscription_ids plan_slug add_on_slugs disable_emails time_zone name",
    "host/conferences": "output start_date page",
    "drive/fetch_all": "page",
    "subscription/create": "slug switch_plan host_limit",
    "contact/create": "contacts",
}


async def test_odd_values(client: Client) -> None:
    ids = await things(client)
    for row in TABLE:
        values = {"auth_token": client.tokens[""], **filled(row.values, ids)}
        for name in PARAMETERS.get(row.operation, "").split():
            for odd in ODD:
                response = await client.send(row.operation, {**values, name: odd})
                assert response.status_code in {200, 400, 401, 404}, (row.operation, name, odd)
    await client.call("host/fetch", host_id=31)


async def test_odd_addresses(client: Client) -> None:
    for path in (
        "conf/summary/" + "9" * 5000,
        "auth?host_id=" + "9" * 5000,
        "conf/call/%ff%00",
        "upload/%ff",
    ):
        assert (await client.http.get(client.root + path)).status_code in {403, 404}
