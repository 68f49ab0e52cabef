"""What the sandbox has received, for tests and for the curious."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from dialer.sandbox.params import masked

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(kw_only=True)
class Entry:
    """One received request and what became of it.

    Attributes:
        at: scenario seconds since the sandbox began.
        params: what it said in its path, query, form or JSON body; secrets are masked.
        headers: those that matter to an interface; secrets are masked.
        answered: when the whole reply was given to the network; None while it is on its way or held back.
        connection: the TCP connection it came on, counted from 1.
        in_flight: requests of the same command that were unanswered when this one came.
        status: the HTTP status that was decided on; a fault may have kept it from the client. None for a
            provider that tells all by codes of its own.
        code: the code of its own that the simulated provider decided on, likewise.
        fault: the name of the fault that was played, empty if none.
        placed: whether this request made phones ring.
        made: the id of what this request created, empty if nothing.
        role: in which role a meeting page was joined, empty for anything else.
    """

    at: float
    provider: str
    command: str
    params: dict[str, Any]
    connection: int
    in_flight: int
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    answered: float | None = None
    status: int | None = None
    code: int | None = None
    fault: str = ""
    placed: bool = False
    made: str = ""
    role: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the entry as a JSON object."""
        return asdict(self)


@dataclass
class Journal:
    """All received requests, oldest first; behaves as a list of entries."""

    entries: list[Entry] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> Entry:
        return self.entries[index]

    @property
    def commands(self) -> list[str]:
        """The commands in the order in which they came."""
        return [entry.command for entry in self.entries]

    @property
    def placed(self) -> int:
        """How many requests made phones ring."""
        return sum(entry.placed for entry in self.entries)

    @property
    def made(self) -> list[str]:
        """The ids of what was created, in order."""
        return [entry.made for entry in self.entries if entry.made]

    def of(self, command: str) -> list[Entry]:
        """Return the requests with this command."""
        return [entry for entry in self.entries if entry.command == command]

    def write(self, entry: Entry) -> None:
        """Add a request, without its secrets."""
        entry.params = masked(entry.params)
        self.entries.append(entry)

    def waiting(self, provider: str, command: str) -> int:
        """Return how many requests of a provider's command are unanswered."""
        asked = [entry for entry in self.entries if (entry.provider, entry.command) == (provider, command)]
        return sum(entry.answered is None for entry in asked)

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()
