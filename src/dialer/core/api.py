"""An account's whole interface, operation by operation under the documents' names: what `dialer api` reaches.

What a receptionist or an agent needs has a place of its own in Dialer; this is the door to the rest.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from dialer.core.answers import to_json
from dialer.core.errors import InputError, SafetyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_DESTRUCTIVE = re.compile("delete|cancel|suspend", re.IGNORECASE)


class Api:
    """The documented operations of one account's provider.

    An integration hands it over with ``hub.provide(entry, Api({...}))``. Each operation is a method of its
    client whose parameters are by name only and have the documents' names; one without a default must be
    given. Sessions and keys are the client's own affair and no parameters. Values arrive as they were given,
    whatever their annotation says: the provider judges them.
    """

    def __init__(self, operations: Mapping[str, Callable[..., Awaitable[object]]]) -> None:
        """Take the operations by their names."""
        self._operations = dict(operations)

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
        operation, parameters = self._operation(name), self.parameters(name)
        if unknown := [key for key in values if key not in parameters]:
            known = ", ".join(parameters) or "–"
            raise InputError("api.error.no_parameter", parameter=unknown[0], parameters=known)
        if missing := [key for key, needed in parameters.items() if needed and key not in values]:
            raise InputError("api.error.missing", parameters=", ".join(missing))
        if _DESTRUCTIVE.search(name) and not destroy:
            raise SafetyError("api.error.destroys", operation=name)
        return to_json(await operation(**values))

    def _operation(self, name: str) -> Callable[..., Awaitable[object]]:
        try:
            return self._operations[name]
        except KeyError:
            raise InputError("api.error.no_operation", operation=name) from None
