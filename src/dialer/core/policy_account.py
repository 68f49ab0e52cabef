"""What an organisation's policy says of one account, and what does not hold in its file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class PolicyProblem:
    """Something in a file that does not hold.

    Attributes:
        key: the key of the sentence that says what to do about it.
        placeholders: what the sentence is filled in with: file, line or key, never a value.
    """

    key: str
    placeholders: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class PolicyAccount:
    """An account that an organisation presets; its secrets are asked for on the desk.

    Attributes:
        id: the organisation's own name for it, for life.
        domain: the integration.
        title: what people see; empty stands for the integration's own.
        data: how to reach it; until the integration has read them, all values as they stand in the file.
        options: how it behaves.
        file: where it stands.
        open: whether no file gives its address, and the provider's own stands for it.
        doubt: what in the other file does not hold and may have said more of this account.
        held: why it is not set up: what does not hold may have decided its address, and the provider's
            own address must not get a secret in place of the organisation's.
    """

    id: str
    domain: str
    title: str = ""
    # Not shown: somebody may have written a password there.
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    file: str = ""
    open: bool = False
    doubt: PolicyProblem | None = None
    held: PolicyProblem | None = None
