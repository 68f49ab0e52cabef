"""What a CardDAV account asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors, FlowKind
from dialer.core.fields import Choice, FieldError, MultiChoice, SecretField, Text, Toggle, Url
from dialer.integrations.carddav.addresses import server_of
from dialer.integrations.carddav.client import CardDavClient, Login
from dialer.integrations.carddav.discovery import find_books, place
from dialer.integrations.carddav.services import named_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.core.flow_check import Check
    from dialer.integrations.carddav.discovery import Book

_EMAIL = re.compile(r"[^\s@/]+@([^\s@/:]+)")


class Address(Url):
    """The address of a book or a server, or an e-mail address, whose domain names the server."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        if "://" not in text:
            if "@" in text:
                mail = _EMAIL.fullmatch(text)
                if mail is None:
                    raise FieldError("core.field.not_url")
                text = mail.group(1)
            text = f"https://{text}"
        return super()._read(text)


class CardDavFlow(ConfigFlow):
    """Asks for an address and a sign-in, and finds the address books there."""

    domain = "carddav"
    FIELDS = (
        Address(key="url"),
        Text(key="username", personal=True),
        SecretField(key="password"),
    )
    OPTIONS = (Toggle(key="writable", default=False),)
    NAMES_NOBODY = frozenset({"server", "by_digest"})

    async def async_check(self, check: Check) -> Account:
        """Sign in, and find the books; where there are several, ask which.

        Raises:
            FieldErrors: no book was chosen.
            ApiError: the sign-in is refused, the server is not reached, or has no address book.
        """
        url, username = str(check.data["url"]), str(check.data["username"])
        login = Login(username, check.secrets["password"])
        if check.kind is FlowKind.REAUTH and check.data.get("books"):
            return await self._sign_in_again(check, login)
        server, path = await self._server(check, url)
        client = CardDavClient(check.hub.http, server, login)
        check.progress("carddav.progress.looking", host=server.partition("://")[2])
        books = await find_books(client, path)
        chosen = await self._choose(check, books) if len(books) > 1 else books
        name = chosen[0].name if len(chosen) == 1 else ""
        read_only = [book.path for book in chosen if not book.writable]
        return _account(server, login, [book.path for book in chosen], name, read_only)

    async def _server(self, check: Check, url: str) -> tuple[str, str]:
        """Return the server and the path to begin at: those given, or those that a domain names."""
        host, path = place(url)
        service = await named_by(url)
        if service is None:
            return server_of(url), path
        if not service.belongs_to(host):
            # Whoever can forge an answer of a name server would get the password: a person decides.
            question = Choice(key="host", options=(service.host,), labels={service.host: service.host})
            await check.ask(question, step="host")
        return server_of(service.url), service.path

    async def _choose(self, check: Check, books: list[Book]) -> list[Book]:
        paths = tuple(book.path for book in books)
        labels = {book.path: book.name or book.path for book in books}
        question = MultiChoice(key="books", options=paths, labels=labels, default=list(paths))
        answer = await check.ask(question, step="books")
        chosen = [book for book in books if book.path in answer["books"]]
        if not chosen:
            raise FieldErrors({"books": "carddav.error.no_choice"})
        return chosen

    async def _sign_in_again(self, check: Check, login: Login) -> Account:
        """Try the new password where the account's first book is; the account stays what it is."""
        data = check.data
        server, paths = str(data["server"]), [str(path) for path in data["books"]]
        await CardDavClient(check.hub.http, server, login).look(paths[0])
        return _account(server, login, paths, str(data.get("name", "")), data.get("read_only", []))


def _account(server: str, login: Login, paths: Sequence[str], name: str, read_only: Sequence[str]) -> Account:
    return Account(
        unique_id=" ".join((server.partition("://")[2], login.username, *sorted(paths))),
        title=f"{name or 'CardDAV'} ({login.username})",
        data={
            "server": server,
            "books": list(paths),
            "read_only": list(read_only),
            "name": name,
            "by_digest": login.digest is not None,
        },
    )
