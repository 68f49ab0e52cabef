"""The HTTP interface of Connect Call: one method per documented operation.

The client keeps nothing: no session, no login. Every request is one GET whose parameters go out in the
document's order and are encoded from a dict, never joined as text. Nothing is ever repeated here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from dialer.calls.provider import SessionGone
from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.core.secrets import Secret
from dialer.integrations.connect_call import answers
from dialer.integrations.connect_call.codes import Operation, Verdict, verdict

if TYPE_CHECKING:
    from typing import NoReturn

    from dialer.core.http import HttpClient, Response
    from dialer.integrations.connect_call.answers import Answer

DEFAULT_BASE_URL = "https://portal.business-isp.nl/api/"

# A shorter one for dialling would only make more calls of which nobody knows whether they were placed.
DIAL_DEADLINE = 45.0
STATUS_DEADLINE = 5.0
HANG_UP_DEADLINE = 5.0
END_DEADLINE = 3.0
_DEADLINES = {
    Operation.GET_STATUS: STATUS_DEADLINE,
    Operation.HANG_UP: HANG_UP_DEADLINE,
    Operation.END: END_DEADLINE,
}

_PAGE = "connectcall.aspx"
# The GUID is opaque, but later requests carry it: nothing that means something in an address may be in it.
_GUID = re.compile(r"[A-Za-z0-9._{}-]{1,128}")

HTTP_OK = 200
_HTTP_PROXY_LOGIN = 407
_HTTP_REDIRECTS = range(300, 400)
_HTTP_REFUSALS = {
    400: ("connect_call.error.rejected", ErrorKind.PROVIDER),
    401: ("connect_call.error.sign_in_refused", ErrorKind.AUTH),
    403: ("connect_call.error.sign_in_refused", ErrorKind.AUTH),
    404: ("connect_call.error.wrong_address", ErrorKind.PROVIDER),
    405: ("connect_call.error.wrong_address", ErrorKind.PROVIDER),
    429: ("connect_call.error.too_many", ErrorKind.PROVIDER),
}


class ConnectionType(StrEnum):
    """The document's connection types."""

    SOURCE_FIRST = "1"
    BOTH_AT_ONCE = "2"


class SessionExpired(Refused):
    """The server has forgotten the session: ``connect`` rang nobody, a log-in starts a new one."""


class ConnectCallClient:
    """Speaks the Connect Call interface at one address."""

    def __init__(self, http: HttpClient, base_url: str) -> None:
        self._http = http
        self._url = base_url.rstrip("/") + "/" + _PAGE

    async def login(
        self, *, login: str, password: Secret, dest: str, source: str, connection_type: str
    ) -> Secret:
        """Log in **and place the first call**; return the session's GUID.

        Raises:
            NotSent: nothing reached the server.
            Refused: the server said no and rang nobody.
            OutcomeUnknown: it may have rung.
        """
        answer = await self._dial(
            Operation.LOGIN,
            {
                "login": login,
                "password": password.reveal(),
                "dest": dest,
                "source": source,
                "type": str(connection_type),
            },
        )
        if not is_guid(answer.message):
            # The call was placed, but without a session it can be neither followed nor ended.
            raise OutcomeUnknown("connect_call.error.no_session", code=answer.code)
        return Secret(answer.message)

    async def connect(self, guid: Secret, *, source: str, dest: str, connection_type: str) -> Answer:
        """Place another call in a session; return the answer that accepts it.

        Raises:
            NotSent: nothing reached the server.
            SessionExpired: the server does not know the session and rang nobody.
            Refused: the server said no and rang nobody.
            OutcomeUnknown: it may have rung.
        """
        answer = await self._dial(
            Operation.CONNECT,
            {
                **_command(guid, Operation.CONNECT),
                "source": source,
                "dest": dest,
                "type": str(connection_type),
            },
        )
        if not answer.exact:
            # Unlike the log-in's GUID, a loosely written 100 proves nothing, and here the status can tell.
            raise OutcomeUnknown(code=answer.code)
        return answer

    async def get_status(self, guid: Secret) -> int | None:
        """Return the call's status code, or None where nothing has changed since the last answer.

        Raises:
            SessionGone: the server does not know the session.
            ApiError: no usable answer came.
        """
        answer = await self.ask(guid, Operation.GET_STATUS)
        if verdict(Operation.GET_STATUS, answer.code) is Verdict.NO_CHANGE:
            return None
        return answer.code

    async def hang_up(self, guid: Secret) -> None:
        """End the session's call; the session stays.

        Raises:
            SessionGone: the server does not know the session.
            ApiError: the server did not confirm it.
        """
        await self.ask(guid, Operation.HANG_UP)

    async def end(self, guid: Secret) -> None:
        """Remove the session from the server.

        Raises:
            SessionGone: the server does not know the session.
            ApiError: the server did not confirm it.
        """
        await self.ask(guid, Operation.END)

    async def ask(self, guid: Secret, operation: Operation) -> Answer:
        """Send a command that can ring nobody: ``getStatus``, ``hangUp`` or ``end``; return its answer.

        Raises:
            SessionGone: the server does not know the session.
            ApiError: no usable answer came, or the server did not confirm it.
        """
        return await self._ask(operation, _command(guid, operation), _DEADLINES[operation])

    async def _dial(self, operation: Operation, parameters: dict[str, str]) -> Answer:
        """Send a request that can ring phones; return only if the server accepted it."""
        # On a kept-alive connection that the server closes, nobody could tell whether the request was read.
        response = await self._get(operation, parameters, DIAL_DEADLINE, fresh=True)
        if response.status != HTTP_OK:
            _raise_dial_status(response.status)
        try:
            answer = answers.read(response.body)
        except answers.AnswerError as error:
            key = "connect_call.error.web_page" if error.web_page else "core.error.outcome_unknown"
            raise OutcomeUnknown(key) from None
        if (meaning := verdict(operation, answer.code)) is not Verdict.ACCEPTED:
            _raise_dial_code(meaning, answer.code)
        return answer

    async def _ask(self, operation: Operation, parameters: dict[str, str], deadline: float) -> Answer:
        """Send a request that can ring nobody."""
        response = await self._get(operation, parameters, deadline)
        if response.status != HTTP_OK:
            raise ApiError("connect_call.error.no_answer", ErrorKind.PROVIDER)
        try:
            answer = answers.read(response.body)
        except answers.AnswerError:
            raise ApiError("connect_call.error.no_answer", ErrorKind.PROTOCOL) from None
        meaning = verdict(operation, answer.code)
        if meaning is Verdict.SESSION_GONE:
            raise SessionGone(answer.code)
        if meaning is Verdict.NOT_DONE:
            raise ApiError("connect_call.error.not_confirmed", ErrorKind.PROVIDER, code=answer.code)
        return answer

    async def _get(
        self, operation: Operation, parameters: dict[str, str], deadline: float, *, fresh: bool = False
    ) -> Response:
        return await self._http.request(
            "GET",
            self._url,
            params=parameters,
            deadline=deadline,
            max_bytes=answers.MAX_BYTES,
            fresh=fresh,
            purpose=f"connect_call {operation.value}",
        )


def is_guid(text: str) -> bool:
    """Whether this can be a session's GUID and is harmless in an address."""
    return _GUID.fullmatch(text) is not None


def _command(guid: Secret, operation: Operation) -> dict[str, str]:
    return {"guid": guid.reveal(), "cmd": operation.value}


def _raise_dial_status(status: int) -> NoReturn:
    """Sort an HTTP status other than 200 on a dial into its class."""
    if status in _HTTP_REFUSALS:
        key, kind = _HTTP_REFUSALS[status]
        raise Refused(key, kind)
    if status == _HTTP_PROXY_LOGIN:
        raise NotSent("core.net.proxy")
    if status in _HTTP_REDIRECTS:
        # An ASP.NET server may send its error page this way after it has dialled.
        raise OutcomeUnknown("connect_call.error.moved", ErrorKind.PROVIDER)
    raise OutcomeUnknown(kind=ErrorKind.PROVIDER)


def _raise_dial_code(meaning: Verdict, code: int) -> NoReturn:
    """Sort the code of a dial that was not accepted into its class."""
    if meaning is Verdict.SIGN_IN_REFUSED:
        raise Refused("connect_call.error.sign_in_refused", ErrorKind.AUTH, code=code)
    if meaning is Verdict.SESSION_EXPIRED:
        raise SessionExpired("connect_call.error.rejected", ErrorKind.PROVIDER, code=code)
    if meaning is Verdict.REJECTED:
        raise Refused("connect_call.error.rejected", ErrorKind.PROVIDER, code=code)
    if meaning is Verdict.WRONG_PARAMETERS:
        raise Refused("connect_call.error.wrong_parameters", ErrorKind.VALIDATION, code=code)
    raise OutcomeUnknown(code=code)
