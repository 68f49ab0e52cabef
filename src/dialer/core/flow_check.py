"""What an account's check works with: what was filled in so far, and the ways to ask for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.config_flow import FlowKind
    from dialer.core.fields import Field
    from dialer.core.hub import Hub
    from dialer.core.secrets import Secret


class Steps(Protocol):
    """What the flow around a check does for it."""

    async def ask(self, fields: tuple[Field, ...], step: str) -> Mapping[str, Any]:
        """Have a page filled in."""

    def tell(self, key: str, placeholders: Mapping[str, object]) -> None:
        """Show a sentence."""

    def show_link(self, url: str, code: str) -> None:
        """Show a link to open."""


class Check:
    """One check of an account, under way.

    Attributes:
        hub: the platform; ``hub.http`` reaches the provider.
        kind: what the flow is for.
        data: what was filled in or is known already; the answers to further pages appear here too.
        options: how the account behaves, likewise.
        secrets: those that were given, and those that the account has.
    """

    def __init__(
        self,
        hub: Hub,
        kind: FlowKind,
        steps: Steps,
        *,
        data: Mapping[str, Any],
        options: Mapping[str, Any],
        secrets: Mapping[str, Secret],
    ) -> None:
        """Take what is known."""
        self.hub = hub
        self.kind = kind
        self.data = data
        self.options = options
        self.secrets = secrets
        self._steps = steps

    async def ask(self, *fields: Field, step: str = "") -> Mapping[str, Any]:
        """Ask for more on a page of its own, and wait for it; the check is suspended meanwhile.

        The answers are kept with the account; a secret is kept if ``FIELDS`` declares it, and is yours alone
        otherwise (a code that works once). When a later step fails and the user tries again, the check runs
        anew and what was answered already is not asked again.

        Args:
            *fields: what to ask for; a ``Choice`` may name its options by ``labels``.
            step: names the page: ``step.<step>.title`` and ``step.<step>.text`` are its strings.

        Returns:
            The answers by key, as the fields read them; those of secret fields are ``Secret``.
        """
        return await self._steps.ask(fields, step)

    def progress(self, key: str, **placeholders: object) -> None:
        """Say what the check is doing, by the key of a sentence."""
        self._steps.tell(key, placeholders)

    def open_browser(self, url: str, *, code: str = "") -> None:
        """Show a link that the user opens to sign in, and a code to type there, until the next step.

        This returns at once: wait for the provider yourself. The user can give up meanwhile, which cancels
        the check.

        Raises:
            ApiError: the link or the code is not safe to show.
        """
        self._steps.show_link(url, code)
