"""The HTTP interface of Idiligo: one method per documented operation, each sent once by POST.

By GET, which the document describes as well, passwords, keys and tokens would stand in addresses. Parameters
go out as a form in the document's order, all of them: ASP.NET takes one that is missing for a fault, so what
is left out is empty. Any failure inside the service comes as status 500 with plain text and no code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from dialer.core.answers import check_status
from dialer.core.errors import ErrorKind, InputError, NotSent, OutcomeUnknown, Refused
from dialer.core.links import is_own_link
from dialer.core.secrets import Secret
from dialer.integrations.idiligo import answers
from dialer.integrations.idiligo.forms import (
    HEADERS,
    SERVICE,
    Fault,
    as_list,
    form,
    is_fault,
    root_of,
)
from dialer.integrations.idiligo.session import Credentials, Session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from dialer.core.clock import Clock
    from dialer.core.http import HttpClient, Response
    from dialer.integrations.idiligo.answers import Attachment
    from dialer.integrations.idiligo.forms import Pairs

DEFAULT_BASE_URL = "https://app.idiligo.com/"

READ_DEADLINE = 15.0
SIGN_IN_DEADLINE = 15.0
WRITE_DEADLINE = 30.0
# Idiligo fetches the document itself before it answers.
DOCUMENT_DEADLINE = 45.0
DOWNLOAD_DEADLINE = 900.0
LARGEST_DOCUMENT = 500_000_000

_SIGN_IN_REFUSALS = {401, 403}
_EXPIRED = 401


class IdiligoClient:
    """Speaks for one account.

    Attributes:
        session: the token that all operations but the sign-ins send.
    """

    def __init__(
        self,
        http: HttpClient,
        clock: Clock,
        base_url: str,
        credentials: Callable[[], Awaitable[Credentials]],
    ) -> None:
        """Take where Idiligo is, and whom to ask for the credentials at each sign-in."""
        self._http = http
        self._root = root_of(base_url)
        self._credentials = credentials
        self.session = Session(clock, self._sign_in)

    async def login(self) -> str:
        """Sign in with the user's password; the token is kept here and not told.

        Raises:
            InputError: the account has no password.
            Refused: the sign-in was refused.
            NotSent: no usable answer came.
        """
        return self._signed_in(await self._login(await self._credentials()))

    async def impersonate(self) -> str:
        """Sign in as the user with the organisation's ticket; the token is kept here and not told.

        Raises:
            InputError: the account has no ticket.
            Refused: the sign-in was refused.
            NotSent: no usable answer came.
        """
        return self._signed_in(await self._impersonate(await self._credentials()))

    async def create_contact(self, *, email: str, firstName: str, lastName: str) -> int:  # noqa: N803
        """Make a participant; return the contact's id.

        Raises:
            Refused: Idiligo made none.
            OutcomeUnknown: it may have been made.
        """
        given: Pairs = [("email", email), ("firstName", firstName), ("lastName", lastName)]
        return answers.made(await self._write("CreateContact", given, fresh=True))

    async def create_call(self, *, trajectCode: str) -> int:  # noqa: N803
        """Make a meeting with a script; return its id, which is not for the public.

        Raises:
            Refused: Idiligo made none.
            OutcomeUnknown: it may have been made.
        """
        return answers.made(await self._write("CreateCall", [("trajectCode", trajectCode)], fresh=True))

    async def set_contact(self, *, callId: int, contactId: int) -> None:  # noqa: N803
        """Add a participant to a meeting."""
        given: Pairs = [("callId", callId), ("contactId", contactId)]
        answers.refuse_web_page(await self._write("SetContact", given))

    async def get_agent_url(self, *, callId: int, returnUrl: str = "") -> str:  # noqa: N803
        """Return the organiser's link, which signs in whoever has it.

        Args:
            callId: the meeting.
            returnUrl: where Idiligo leads the organiser afterwards.
        """
        return answers.there(await self._read("GetAgentUrl", [("callId", callId), ("returnUrl", returnUrl)]))

    async def get_public_call_id(self, *, callId: int) -> str:  # noqa: N803
        """Return a meeting's public id, of which `client_url` makes the participant's link."""
        return answers.there(await self._read("GetPublicCallId", [("callId", callId)]))

    async def set_values(self, *, publicId: str, names: Sequence[str], values: Sequence[str]) -> None:  # noqa: N803
        """Fill in fields of the script, the first name with the first value and so on.

        The document prints this one's POST under the path of a sign-in; the service derives it from the name.

        Raises:
            InputError: there are more of the ones than of the others, or none.
        """
        labels, contents = as_list(names), as_list(values)
        if not labels or len(labels) != len(contents):
            raise InputError("idiligo.error.not_pairs")
        given: Pairs = [("publicId", publicId)]
        given += [("names", label) for label in labels]
        given += [("values", content) for content in contents]
        answers.refuse_web_page(await self._write("SetValues", given))

    async def add_document_from_url(self, *, url: str, filename: str, externalId: str) -> int:  # noqa: N803
        """Have Idiligo fetch a document; return the document's id.

        Raises:
            Refused: Idiligo took none.
            OutcomeUnknown: it may have.
        """
        given: Pairs = [("url", url), ("filename", filename), ("externalId", externalId)]
        return answers.made(
            await self._write("AddDocumentFromUrl", given, fresh=True, deadline=DOCUMENT_DEADLINE)
        )

    async def set_document_to_upload_action(
        self,
        *,
        callId: int,  # noqa: N803
        externalId: str,  # noqa: N803
        documentId: int,  # noqa: N803
    ) -> int | None:
        """Put a document into the script's node of type Upload with the same external id.

        Returns:
            A number whose meaning the document does not tell; None where it cannot be read.
        """
        given: Pairs = [("callId", callId), ("externalId", externalId), ("documentId", documentId)]
        body = await self._write("SetDocumentToUploadAction", given)
        answers.refuse_web_page(body)
        try:
            return answers.read_long(body)
        except OutcomeUnknown:  # the status said that it was done
            return None

    async def get_attachments(self, *, callId: int) -> list[Attachment]:  # noqa: N803
        """Return the documents that were uploaded, made or signed in a meeting."""
        given: Pairs = [("callId", callId)]
        return answers.read_attachments(
            await self._read("GetAttachments", given, max_bytes=answers.MAX_LIST_BYTES)
        )

    async def download(self, url: str, take: Callable[[bytes], Awaitable[None]]) -> None:
        """Download a document from an address that Idiligo told, without the token.

        Raises:
            Refused: the address leads to another host, or has nothing any more.
            OutcomeUnknown: something else came, or not all of it.
        """
        if not is_own_link(url, (self._root,)):
            raise Refused("idiligo.error.foreign_document", ErrorKind.PROVIDER)
        response = await self._http.request(
            "GET",
            url,
            deadline=DOWNLOAD_DEADLINE,
            max_bytes=LARGEST_DOCUMENT,
            into=take,
            purpose="idiligo document",
        )
        check_status(response)
        if response.headers.get("content-type", "").lower().startswith("text/html"):
            raise OutcomeUnknown("answers.web_page")

    def client_url(self, public_id: str) -> str:
        """Return the participant's link to a meeting."""
        return f"{self._root}client?id={quote(public_id, safe='')}"

    async def _sign_in(self) -> Secret:
        known = await self._credentials()
        return await (self._login(known) if known.ticket is None else self._impersonate(known))

    async def _login(self, known: Credentials) -> Secret:
        if known.password is None:
            raise InputError("idiligo.error.no_password")
        return await self._new_token("Login", known, "password", known.password)

    async def _impersonate(self, known: Credentials) -> Secret:
        if known.ticket is None:
            raise InputError("idiligo.error.no_ticket")
        return await self._new_token("Impersonate", known, "ticket", known.ticket)

    async def _new_token(self, method: str, known: Credentials, key: str, secret: Secret) -> Secret:
        given: Pairs = [("apikey", known.apikey.reveal()), ("username", known.username)]
        given.append((key, secret.reveal()))
        try:
            response = await self._send(method, given, SIGN_IN_DEADLINE, answers.MAX_BYTES)
            if is_fault(response) or response.status in _SIGN_IN_REFUSALS:
                raise _sign_in_refused()
            check_status(response)
            token = answers.read_text(response.body)
        except OutcomeUnknown:  # signing in makes nothing, so nothing is in doubt
            raise NotSent("idiligo.error.no_sign_in") from None
        if not token:
            raise _sign_in_refused()
        return Secret(token)

    def _signed_in(self, token: Secret) -> str:
        self.session.keep(token)
        return str(token)

    async def _write(
        self, method: str, given: Pairs, *, fresh: bool = False, deadline: float = WRITE_DEADLINE
    ) -> bytes:
        """Send what makes or changes something, once."""
        return await self._ask(method, given, deadline, answers.MAX_BYTES, fresh=fresh)

    async def _read(self, method: str, given: Pairs, *, max_bytes: int = answers.MAX_BYTES) -> bytes:
        """Send a question; where the session may have expired, after a new sign-in once more."""
        try:
            return await self._ask(method, given, READ_DEADLINE, max_bytes)
        except Fault as fault:
            if not fault.may_have_expired:
                raise
        return await self._ask(method, given, READ_DEADLINE, max_bytes)

    async def _ask(
        self, method: str, given: Pairs, deadline: float, max_bytes: int, *, fresh: bool = False
    ) -> bytes:
        token = await self.session.token()
        response = await self._send(method, _with(token, given), deadline, max_bytes, fresh=fresh)
        if response.status == _EXPIRED:  # a clear no: nothing was done, so it may be asked once more
            self.session.forget(token)
            token = await self.session.token()
            response = await self._send(method, _with(token, given), deadline, max_bytes, fresh=fresh)
        if is_fault(response):
            # The computer may have slept since the look at the token's age, and the server may have
            # forgotten a young one: whatever comes next begins with a sign-in.
            may_have_expired = self.session.is_old
            self.session.forget(token)
            raise Fault(may_have_expired=may_have_expired)
        check_status(response)
        return response.body

    async def _send(
        self, method: str, pairs: Pairs, deadline: float, max_bytes: int, *, fresh: bool = False
    ) -> Response:
        return await self._http.request(
            "POST",
            f"{self._root}{SERVICE}/{method}",
            headers=HEADERS,
            content=form(pairs),
            deadline=deadline,
            max_bytes=max_bytes,
            fresh=fresh,
            purpose=f"idiligo {method}",
        )


def _sign_in_refused() -> Refused:
    return Refused("idiligo.error.sign_in_refused", ErrorKind.AUTH)


def _with(token: Secret, given: Pairs) -> Pairs:
    return [("token", token.reveal()), *given]
