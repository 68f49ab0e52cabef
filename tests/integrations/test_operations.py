"""Every operation of the five providers' documents can be reached, and is taken for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import MagicMock

import pytest

from dialer.core.api import Api, is_destructive, only_asks
from dialer.core.secrets import Secret
from dialer.integrations.allocloud.client import AllocloudClient
from dialer.integrations.allocloud.client import operations as allocloud_operations
from dialer.integrations.connect_call.operations import RINGS as CONNECT_CALL_RINGS
from dialer.integrations.connect_call.operations import Operations
from dialer.integrations.idiligo.client import IdiligoClient
from dialer.integrations.idiligo.operations import operations as idiligo_operations
from dialer.integrations.iotum.client import IotumClient
from dialer.integrations.iotum.operations import RINGS as IOTUM_RINGS
from dialer.integrations.iotum.operations import operations as iotum_operations
from dialer.integrations.webcamconsult.client import WebcamconsultClient
from dialer.integrations.webcamconsult.operations import api as webcamconsult_api

if TYPE_CHECKING:
    from collections.abc import Callable

HTTP, URL = MagicMock(), "https://provider.example.com/"


def _connect_call() -> Api:
    return Api(Operations(MagicMock(), MagicMock()).by_name, CONNECT_CALL_RINGS)


def _allocloud() -> Api:
    return Api(allocloud_operations(AllocloudClient(HTTP, URL, Secret("k"), "u")))


def _idiligo() -> Api:
    return Api(idiligo_operations(IdiligoClient(HTTP, MagicMock(), URL, MagicMock())))


def _iotum() -> Api:
    return Api(iotum_operations(IotumClient(HTTP, URL, Secret("t"))), IOTUM_RINGS)


def _webcamconsult() -> Api:
    return webcamconsult_api(WebcamconsultClient(HTTP, URL, Secret("t")))


ALL = (_connect_call, _iotum, _allocloud, _idiligo, _webcamconsult)

DESTRUCTIVE = {
    "company/delete", "subscription/suspend", "subscription/suspend_all", "subscription/cancel",
    "host/delete", "contact/delete", "drive/file/delete", "conference/cancel",
    "conference/delete_recordings", "conference/delete_transcriptions", "users.delete", "clients.delete",
    "appointments.delete",
}  # fmt: skip
QUESTIONS = {
    "getStatus", "domain/descendants", "authenticate", "company/fetch", "company/fetch_all",
    "subscription/fetch_products", "subscription/fetch", "host/fetch", "host/conferences", "host/cdrs",
    "host/active_calls", "host/fetch_all", "contact/fetch", "contact/fetch_all", "drive/fetch_all",
    "drive/file/fetch", "conference/fetch", "conference/fetch_all", "conference/fetch_participant_details",
    "conference/fetch_livestream_viewer_count", "account.admin", "Login", "Impersonate", "GetAgentUrl",
    "GetPublicCallId", "GetAttachments", "users.list", "users.view", "clients.list", "clients.view",
    "appointments.list", "appointments.view",
}  # fmt: skip


@pytest.mark.parametrize(
    ("make", "count"),
    list(zip(ALL, (5, 51, 4, 11, 15), strict=True)),
    ids=lambda value: getattr(value, "__name__", value),
)
def test_all_operations_of_the_document_are_there(make: Callable[[], Api], count: int) -> None:
    assert len(make().names) == count


def test_what_destroys_something_and_what_only_asks() -> None:
    names = {name for make in ALL for name in make().names}
    assert len(names) == 86
    assert {name for name in names if is_destructive(name)} == DESTRUCTIVE
    assert {name for name in names if only_asks(name)} == QUESTIONS


def test_numbers_that_are_rung_are_parameters() -> None:
    rung = {}
    for api in (make() for make in ALL):
        for name, numbers in api.rings.items():
            assert {key for number in numbers for key in number} <= set(api.parameters(name))
            rung[name] = numbers
    assert set(rung) == {"login", "connect", "conference/dial_number"}
