"""A name as people write it, in the parts that the provider wants."""

from __future__ import annotations

from dataclasses import dataclass

# What stands before a last name, written small: Dutch, German and French ones.
_PREFIXES = frozenset(
    {
        "aan", "af", "am", "bij", "d'", "da", "dal", "de", "del", "della", "den", "der", "des", "di", "do",
        "dos", "du", "in", "la", "las", "le", "les", "lo", "los", "onder", "op", "over", "te", "ten", "ter",
        "toe", "tot", "uit", "van", "vom", "von", "voor", "vor", "zu", "zum", "zur", "'d", "'l", "'n", "'s",
        "'t",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class NameParts:
    """The parts of a name; what is not there is empty.

    Attributes:
        initials: of the given names, without dots, as in the document's examples.
        surname_prefix: such as ``van der``.
    """

    initials: str = ""
    surname_prefix: str = ""
    last_name: str = ""


def name_parts(name: str) -> NameParts:
    """Return the parts of ``Anne van der Meer`` or ``Meer, Anne van der``; one word is a last name."""
    last, _, rest = (part.strip() for part in name.strip(" ,").partition(","))
    if rest:
        given = [word for word in rest.split() if word not in _PREFIXES]
        prefix = [word for word in rest.split() if word in _PREFIXES]
        return NameParts(initials=_initials(given), surname_prefix=" ".join(prefix), last_name=last)
    words = last.split()
    first = next((place for place, word in enumerate(words) if word in _PREFIXES), len(words) - 1)
    after = first
    while after < len(words) - 1 and words[after] in _PREFIXES:
        after += 1
    return NameParts(
        initials=_initials(words[:first]) if len(words) > 1 else "",
        surname_prefix=" ".join(words[first:after]),
        last_name=" ".join(words[after:]),
    )


def _initials(given: list[str]) -> str:
    return "".join(word[0].upper() for word in given)
