"""What the sandbox has received, for tests and for the curious."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Never kept, not even the made-up ones: a journal may be printed.
SECRET_PARAMETERS = frozenset({"password"})


@dataclass(kw_only=True)
class Entry:
    """One received request and what became of it.

    Attributes:
        at: scenario seconds since the sandbox began.
        answered: when the whole reply was given to the network; None while it is on its way or held back.
        connection: the TCP connection it came on, counted from 1.
        in_flight: requests of the same command that were unanswered when this one came.
        code: the code that the simulated provider decided on; a fault may have kept it from the client.
        fault: the name of the fault that was played, empty if none.
        placed: whether this request made phones ring.
    """

    at: float
    provider: str
    command: str
    params: dict[str, str]
    connection: int
    in_flight: int
    answered: float | None = None
    code: int | None = None
    fault: str = ""
    placed: bool = False

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

    def of(self, command: str) -> list[Entry]:
        """Return the requests with this command."""
        return [entry for entry in self.entries if entry.command == command]

    def write(self, entry: Entry) -> None:
        """Add a request, without its secrets."""
        entry.params = {name: value for name, value in entry.params.items() if name not in SECRET_PARAMETERS}
        self.entries.append(entry)

    def waiting(self, command: str) -> int:
        """Return how many requests of a command are unanswered."""
        return sum(entry.command == command and entry.answered is None for entry in self.entries)

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()
