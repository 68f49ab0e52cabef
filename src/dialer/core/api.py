"""An account's whole interface, operation by operation under the documents' names: what `dialer api` reaches.

What a receptionist or an agent needs has a place of its own in Dialer; this is the door to the rest.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from dialer.core.errors import InputError, SafetyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

_DESTRUCTIVE = re.compile("delete|cancel|suspend", re.IGNORECASE)
# Asking or signing in leaves nothing in doubt when its answer is lost.
_ASKS = re.compile(
    r"(.*[/.])?(fetch\w*|list|view|admin|conferences|cdrs|active_calls|descendants|authenticate)"
    r"|[Gg]et[A-Z]\w*|Login|Impersonate"
)


def is_destructive(name: str) -> bool:
    """Whether an operation deletes, cancels or suspends something: it is not carried out on a slip."""
    return _DESTRUCTIVE.search(name) is not None


def only_asks(name: str) -> bool:
    """Whether an operation changes nothing at the provider."""
    return _ASKS.fullmatch(name) is not None


def refuse_slip(name: str, *, destroy: bool) -> None:
    """Refuse what destroys something, unless somebody said that it may.

    Raises:
        SafetyError: nobody did.
    """
    if is_destructive(name) and not destroy:
        raise SafetyError("api.error.destroys", operation=name)


class Api:
    """The documented operations of one account's provider.

    An integration hands it over with ``hub.provide(entry, Api({...}))``. Each operation is a method of its
    client whose parameters are by name only and have the documents' names; one without a default must be
    given. Sessions and keys are the client's own affair and no parameters. Values arrive as they were given,
    whatever their annotation says: the provider judges them.

    Attributes:
        rings: which operations ring phones, and which of their parameters are the numbers; a number may be
            split over several of them, such as a country's code and the rest.
    """

    def __init__(
        self,
        operations: Mapping[str, Callable[..., Awaitable[object]]],
        rings: Mapping[str, Sequence[Sequence[str]]] | None = None,
    ) -> None:
        """Take the operations by their names."""
        self._operations = dict(operations)
        self.rings = dict(rings or {})

    @property
    def names(self) -> tuple[str, ...]:
        """The operations' names, in the document's order."""
        return tuple(self._operations)

    def parameters(self, name: str) -> dict[str, bool]:
        """Return the names of an operation's parameters, and whether each must be given.

        Raises:
            InputError: there is no such operation.
        """
        found = inspect.signature(self._operation(name)).parameters.values()
        return {parameter.name: parameter.default is parameter.empty for parameter in found}

    def check(self, name: str, values: Mapping[str, object]) -> None:
        """Return if these are parameters of an operation, and all that it needs.

        Raises:
            InputError: there is no such operation, or its parameters are others.
        """
        parameters = self.parameters(name)
        if unknown := [key for key in values if key not in parameters]:
            known = ", ".join(parameters) or "–"
            raise InputError("api.error.no_parameter", parameter=unknown[0], parameters=known)
        if missing := [key for key, needed in parameters.items() if needed and key not in values]:
            raise InputError("api.error.missing", parameters=", ".join(missing))

    async def call(self, name: str, values: Mapping[str, object], *, destroy: bool = False) -> object:
        """Carry an operation out, once; return its answer in JSON's types.

        Args:
            name: the operation's.
            values: those of its parameters that are to be sent; None is sent as null.
            destroy: whether somebody said that something may be deleted, cancelled or suspended.

        Raises:
            InputError: there is no such operation, or its parameters are others.
            SafetyError: it destroys something, and nobody said that it may.
            ApiError: the provider did not carry it out, or nobody knows.
        """
        self.check(name, values)
        refuse_slip(name, destroy=destroy)
        from dialer.core.answers import to_json  # not needed at the start

        return to_json(await self._operation(name)(**values))

    def _operation(self, name: str) -> Callable[..., Awaitable[object]]:
        try:
            return self._operations[name]
        except KeyError:
            raise InputError("api.error.no_operation", operation=name) from None
