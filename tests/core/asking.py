"""An integration whose check asks for more than its first page does."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors
from dialer.core.errors import ApiError, ErrorKind
from dialer.core.fields import Choice, Field, SecretField, Text, Url
from dialer.core.secrets import Secret
from tests.core.conftest import RIGHT

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from dialer.core.flow_check import Check

COMPANIES = {"reception": {"7": "Acme", "9": "Beta & Sons"}, "other": {"7": "Gamma", "8": "Delta"}}
LINK = "https://login.example.com/device?lang=nl"


class AskingFlow(ConfigFlow):
    """Knows one right password; then asks for a company, and for a code that works once.

    Attributes:
        refusals: the errors that the last step raises, one for each run.
        sign_in: where set, the sign-in happens in the browser: the check waits for it.
        codes: what was given as a code, by run.
    """

    domain = "example"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Url(key="base_url", default="https://pbx.example/"),
        Text(key="login"),
        SecretField(key="password"),
    )
    OPTIONS: ClassVar[tuple[Field, ...]] = (Choice(key="format", options=("plain", "plus"), default="plain"),)

    def __init__(self) -> None:
        self.refusals: list[Exception] = []
        self.sign_in: asyncio.Event | None = None
        self.codes: list[str] = []
        self.seen: list[Mapping[str, object]] = []
        self.running = 0

    async def async_check(self, check: Check) -> Account:
        self.running += 1
        try:
            return await self.ask_and_check(check)
        finally:
            self.running -= 1

    async def ask_and_check(self, check: Check) -> Account:
        check.progress("flow.checking", provider="Example")
        if check.secrets["password"].reveal() != RIGHT:
            raise ApiError("core.entry.auth_refused", ErrorKind.AUTH)
        login = str(check.data["login"])
        names = COMPANIES.get(login, {"7": "Acme"})
        answers = await check.ask(
            Choice(key="company", options=tuple(names), labels=names),
            Text(key="desk", required=False),
            step="company",
        )
        self.seen.append(dict(answers))
        if answers["company"] == "9":
            raise FieldErrors({"company": "core.field.not_a_choice"})
        if answers["company"] == "8":
            raise FieldErrors({"login": "core.field.required"})
        code = await check.ask(SecretField(key="code"), Choice(key="format", options=("plain", "plus")))
        self.codes.append(code["code"].reveal())
        if self.sign_in is not None:
            check.open_browser(LINK, code="WDJB-MJHT")
            await self.sign_in.wait()
        if self.refusals:
            raise self.refusals.pop(0)
        return Account(
            unique_id=f"{login} {check.data['company']}",
            title=names[str(check.data["company"])],
            data={"region": "eu"},
            secrets={"token": Secret("a token of the provider")},
        )
