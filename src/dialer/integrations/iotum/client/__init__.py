"""The whole interface of Iotum: a method for each of the document's 51 operations, named after its path.

Parameters have the document's names and go out as they are given: what is left out is not sent, None is sent
as null. Lists come complete. Creating and dialling are sent once and never again, unless the server says that
the session was over before it looked at them.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from dialer.integrations.iotum.client.companies import Companies
from dialer.integrations.iotum.client.conferences import Conferences
from dialer.integrations.iotum.client.contacts import Contacts
from dialer.integrations.iotum.client.drive import Drive
from dialer.integrations.iotum.client.hosts import Hosts
from dialer.integrations.iotum.client.running import RunningConferences
from dialer.integrations.iotum.client.subscriptions import Subscriptions
from dialer.integrations.iotum.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.http import HttpClient
    from dialer.core.secrets import Secret

__all__ = ["IotumClient"]


class IotumClient(Companies, Subscriptions, Hosts, Contacts, Drive, Conferences, RunningConferences):
    """Speaks to one company's host for one account."""

    def __init__(
        self,
        http: HttpClient,
        base_url: str,
        api_token: Secret,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Send nothing yet; the first operation signs in.

        Args:
            http: sends the requests.
            base_url: scheme, host and port of the company's own host.
            api_token: from the developers' section of its administration.
            monotonic: seconds, for the session's age.
        """
        super().__init__(Session(http, base_url, api_token, monotonic=monotonic))
