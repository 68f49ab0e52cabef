"""What goes over the wire: a form there, and the status of what comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dialer.core.errors import ErrorKind, OutcomeUnknown

if TYPE_CHECKING:
    from dialer.core.http import Response

SERVICE = "InsideService20.asmx"
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/xml"}

_FAULT = 500

Pairs = list[tuple[str, object]]


class Fault(OutcomeUnknown):
    """Idiligo failed while it carried something out: status 500 with plain text, which says nothing to us.

    Attributes:
        may_have_expired: the session was so old that this can be the reason.
    """

    def __init__(self, *, may_have_expired: bool) -> None:
        """Say that there is no telling why."""
        super().__init__("idiligo.error.fault", ErrorKind.PROVIDER, code=_FAULT)
        self.may_have_expired = may_have_expired


def root_of(base_url: str) -> str:
    """Return the address that the pages are under, whether the service is named in it or not."""
    root = base_url.rstrip("/")
    head, _, tail = root.rpartition("/")
    return f"{head if tail.lower() == SERVICE.lower() else root}/"


def form(pairs: Pairs) -> bytes:
    """Return parameters as a form; those that repeat keep their order."""
    return urlencode([(key, _written(value)) for key, value in pairs], errors="replace").encode()


def is_fault(response: Response) -> bool:
    """Whether Idiligo failed while it carried something out."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return response.status == _FAULT and kind == "text/plain"


def as_list(given: object) -> list[object]:
    """Return several values, of which one may stand alone."""
    return list(given) if isinstance(given, list | tuple) else [given]


def _written(value: object) -> str:
    """Return a value as a form has it; a form knows no null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value)
