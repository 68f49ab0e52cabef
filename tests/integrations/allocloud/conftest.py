"""A hub and the client, whose requests a test answers itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import respx

from dialer.core.http import HttpClient
from dialer.core.secrets import Secret
from dialer.integrations.allocloud.client import AllocloudClient
from tests.integrations.allocloud.recipe import USER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

BASE_URL = "https://meeting.example.com/"
KEY = "canary-key-51c0/+="


@pytest.fixture
def server() -> Iterator[respx.MockRouter]:
    """The provider: a request that the test does not expect is an error."""
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
async def http() -> AsyncIterator[HttpClient]:
    client = HttpClient()
    yield client
    await client.close()


@pytest.fixture
def client(http: HttpClient) -> AllocloudClient:
    return AllocloudClient(http, BASE_URL, Secret(KEY), USER)
