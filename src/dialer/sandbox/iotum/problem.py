"""What goes wrong with a request, as the documents have it: a status and a message."""

from __future__ import annotations

MISSING_TOKEN = "Missing auth_token"  # noqa: S105  # a message
INVALID_TOKEN = "Invalid token"  # noqa: S105  # a message
SESSION_EXPIRED = "Session expired"


class Problem(Exception):
    """A request that is refused; its message is in the answer's body."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def missing(name: str) -> Problem:
    """Return the answer to a request without a parameter that it needs."""
    return Problem(400, f"Missing parameter: {name}")


def invalid(name: str) -> Problem:
    """Return the answer to a parameter that cannot be what it is."""
    return Problem(400, f"Invalid parameter: {name}")


def absent(kind: str) -> Problem:
    """Return the answer to an id of nothing."""
    return Problem(404, f"{kind} not found")


def forbidden() -> Problem:
    """Return the answer to a request beyond the scope of one's role."""
    return Problem(403, "Forbidden")
