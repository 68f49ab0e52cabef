"""What every simulated provider is to the server that serves it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.sandbox.journal import Entry
    from dialer.sandbox.pace import Pace
    from dialer.sandbox.wire import Reply, Request


class Provider(ABC):
    """A simulated provider; each answers under its own prefix.

    Attributes:
        name: the name of the integration that it is for.
        prefix: where its addresses begin; it ends with a slash.
        choices: in what the real server is not known well enough, by name, the values that can be chosen
            with ``POST /sandbox/choose``; the first is the usual one.
        plays_script: whether it plays scripted faults by itself; if not, the server does.
        chosen: the values that are chosen now.
    """

    name: ClassVar[str]
    prefix: ClassVar[str]
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    plays_script: ClassVar[bool] = False

    def __init__(self, pace: Pace) -> None:
        """Go by a pace, with the usual choices."""
        self._pace = pace
        self.chosen = {name: values[0] for name, values in self.choices.items()}

    @property
    @abstractmethod
    def account(self) -> dict[str, str]:
        """What to fill in for an account here besides its base address, by the fields' names."""

    @abstractmethod
    def command(self, request: Request) -> str:
        """Return what the journal and scripted faults call a request."""

    def path_parameters(self, request: Request) -> dict[str, str]:
        """Return the parameters that a request has in its path, for the journal."""
        return {}

    @abstractmethod
    def answer(self, request: Request, entry: Entry) -> Reply:
        """Answer a request, and note in its entry what was decided."""

    @abstractmethod
    def reset(self) -> None:
        """Be as at the beginning, but for the password."""

    @abstractmethod
    def change_password(self, password: str) -> None:
        """Take another password or key from now on; whoever was signed in is not any more."""

    def expire_sessions(self) -> None:  # noqa: B027  # most have none
        """End all sessions, as if their time were over."""

    def choose(self, name: str, value: str) -> bool:
        """Choose a value; return whether there is such a choice."""
        known = value in self.choices.get(name, ())
        if known:
            self.chosen[name] = value
        return known
