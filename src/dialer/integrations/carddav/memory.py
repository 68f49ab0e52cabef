"""Where a round of copying ended, as it is kept until the next one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from dialer.integrations.carddav import cards


@dataclass
class Memory:
    """Where the last round ended, as it is kept between rounds.

    Attributes:
        tokens: for each book whose server tells changes, where to go on.
        groups: the groups that there are, by the key of their cards.
    """

    tokens: dict[str, str] = field(default_factory=dict)
    groups: dict[str, cards.Group] = field(default_factory=dict)


def remembered(token: str) -> Memory:
    """Return what a token says; one that cannot be read is none: everything is compared."""
    try:
        content: Any = json.loads(token) if token else {}
        groups = {
            key: cards.Group(name, frozenset(members), version)
            for key, (name, members, version) in content["groups"].items()
        }
        return Memory({str(book): str(text) for book, text in content["books"].items()}, groups)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Memory()


def kept(memory: Memory) -> str:
    """Return the token that says it."""
    groups = {key: (group.name, sorted(group.members), group.version) for key, group in memory.groups.items()}
    return json.dumps({"books": memory.tokens, "groups": groups}, ensure_ascii=False)
