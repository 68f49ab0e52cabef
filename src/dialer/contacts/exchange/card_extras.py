"""What a card says beyond the fields that Dialer has, as lines of vCard 4.0, so that an export gives it back.

Two kinds of lines are kept. Properties that Dialer has no field for stand as they came. Properties that a
field was read from are kept only if they say more than the field holds: the parts of a name, the type of an
e-mail address, a second organisation. Those are worth as much as the field: once it is edited here, they are
about what is not true any more, and `card_writer` leaves them out. Nobody has to remember to remove them.

Not kept are what says something about the file and not about a person (PRODID, REV), and what the text of a
4.0 file has no need of (CHARSET, ENCODING).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dialer.contacts.exchange.card_fields import escape, name_of, number_label, number_of, plain, text_of
from dialer.contacts.exchange.card_lines import MEDIA, fields, unescape
from dialer.contacts.exchange.card_media import content_of, to_uri
from dialer.contacts.exchange.card_names import NAMES
from dialer.contacts.model import NO_EXTRAS, Extras
from dialer.contacts.records import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dialer.contacts.exchange.card_lines import Property

_FIELDS = frozenset(
    {"FN", "N", "ORG", "TITLE", "TEL", "EMAIL", "NOTE", "UID", "CATEGORIES", "X-ABLABEL", "PHOTO"}
)
_DROPPED = frozenset({"VERSION", "PRODID", "REV", "BEGIN", "END", "AGENT"})
_OWN = "X-DIALER-"
_CODING = frozenset({"CHARSET", "ENCODING"})
_NO_VALUES = frozenset({"inline", "binary", "content-id", "cid"})
# What says nothing of a number or an address: it is what they are, or is kept as a preference.
_USUAL = frozenset({"voice", "internet", "pref"})
_NAME = re.compile(r"[A-Z0-9-]{1,100}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATE_4 = re.compile(
    r"(?:[0-9]{4}(?:[0-9]{4}|-[0-9]{2})?|--[0-9]{2}(?:[0-9]{2})?|---[0-9]{2})"
    r"(?:T[0-9]{2,6}(?:Z|[+-][0-9]{2,4})?)?"
)
_PLACE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)[;,] *(-?[0-9]+(?:\.[0-9]+)?)")
_SEPARATORS = re.compile(r"[,;:]")
_DATES = frozenset({"BDAY", "ANNIVERSARY", "DEATHDATE"})
_STRUCTURED = frozenset({"N", "ORG", "ADR"})
_TEXTS = frozenset({"FN", "TITLE", "ROLE", "NICKNAME", "LABEL", "SORT-STRING"})
# A backslash that escapes nothing.
_STRAY = re.compile(r"\\(?![\\;,:nN])")
_NEW_LINE = "\n"
_TYPES = {
    "mobile": ("cell",),
    "work": ("work",),
    "home": ("home",),
    "main": ("main",),
    "fax": ("fax",),
    "work fax": ("work", "fax"),
    "home fax": ("home", "fax"),
    "pager": ("pager",),
    "car": ("car",),
    "isdn": ("isdn",),
    "video": ("video",),
    "other": ("other",),
}


def collect(
    properties: Sequence[Property],
    named: Mapping[str, Sequence[Property]],
    inner: Sequence[str],
    *,
    is_21: bool,
) -> Extras:
    """Return what a card says besides the fields, always in the same order.

    Args:
        properties: all of the card, in their order.
        named: the same by their names.
        inner: the cards inside it, as they are written.
        is_21: whether they are escaped as in vCard 2.1.
    """
    labels = {one.group.lower(): one for one in named.get("X-ABLABEL", ()) if one.group}
    others = [one for one in properties if one.name not in _FIELDS and not _is_dropped(one)]
    media_type, photo, pictures = _photo(named.get("PHOTO", ()))
    kept = list(_of_names(named, is_21=is_21))
    kept += _of_first("ORG", named, is_21=is_21)
    kept += _of_first("TITLE", named, is_21=is_21)
    kept += _of_numbers(named.get("TEL", ()), labels, is_21=is_21)
    kept += _of_emails(named.get("EMAIL", ()), labels, is_21=is_21)
    if labels:
        groups = {one.group.lower() for one in (*others, *pictures, *named.get("EMAIL", ()))}
        kept += [_line(one, is_21=is_21) for group, one in labels.items() if group in groups]
    kept += [_line(one, is_21=is_21) for one in others]
    kept += _agents(named.get("AGENT", ()), inner, is_21=is_21)
    kept += [_line(one, is_21=is_21) for one in pictures]
    lines = tuple(filter(None, kept))
    return Extras(lines=lines, media_type=media_type, photo=photo) if lines or photo else NO_EXTRAS


def written(parameters: Mapping[str, Iterable[str]]) -> str:
    """Return parameters as they stand in a line, each with its semicolon."""
    listed = ((key, ",".join(map(_quoted, values))) for key, values in parameters.items())
    return "".join(f";{key}={values}" for key, values in listed if values)


def types_of(label: str) -> tuple[str, ...]:
    """Return the types by which a number's label is told; none for a label that somebody made up."""
    return _TYPES.get(label, ())


def _is_dropped(one: Property) -> bool:
    return one.name in _DROPPED or one.name.startswith(_OWN)


def _line(one: Property, *, is_21: bool) -> str:
    """Return a property as an unfolded line of vCard 4.0; empty if it says nothing."""
    value = _value(one, is_21=is_21)
    if not value or value.isspace() or not _NAME.fullmatch(one.name):
        return ""
    parameters = dict(_parameters(one)) if one.parameters else {}
    if one.name == "LABEL":
        # What vCard 4.0 has of it: an address whose parts nobody knows.
        label = plain(text_of(one, is_21=is_21)).replace("\n", "^n").replace('"', "^'")
        return f"{_group(one.group)}ADR{written({**parameters, 'LABEL': [label]})}:;;;;;;"
    _say_what_it_is(one.name, value, parameters)
    is_known = one.name in NAMES or one.name.startswith(("X-", "VND-"))
    return f"{_group(one.group)}{'' if is_known else 'X-'}{one.name}{written(parameters)}:{value}"


def _of_names(named: Mapping[str, Sequence[Property]], *, is_21: bool) -> Iterator[str]:
    """Yield the parts of the name, and the name that they are the parts of where they do not tell it."""
    full = [one for one in named.get("FN", ()) if text_of(one, is_21=is_21)]
    parts = named.get("N", ())
    from_parts = one_line(name_of(parts, is_21=is_21))
    if len(full) > 1 or (full and from_parts and one_line(text_of(full[0], is_21=is_21)) != from_parts):
        yield f"FN:{escape(one_line(text_of(full[0], is_21=is_21)))}"
        for one in full[1:]:
            yield _line(one, is_21=is_21)
    if from_parts:
        for one in parts:
            yield _line(one, is_21=is_21)


def _of_first(name: str, named: Mapping[str, Sequence[Property]], *, is_21: bool) -> Iterator[str]:
    """Yield all of one name if there are several, or if the first says more than its field."""
    found = [one for one in named.get(name, ()) if any(fields(one.value, is_21=is_21))]
    if len(found) > 1 or (found and _says_more(found[0], is_21=is_21)):
        for one in found:
            yield _line(one, is_21=is_21)


def _says_more(one: Property, *, is_21: bool) -> bool:
    if any(key not in _CODING for key in one.parameters):
        return True
    units = fields(one.value, is_21=is_21)
    return one.name == "ORG" and len(list(filter(None, units))) > len(("organisation", "department"))


def _of_numbers(numbers: Iterable[Property], labels: Mapping[str, Property], *, is_21: bool) -> Iterator[str]:
    for one in numbers:
        custom = labels.get(one.group.lower()) if labels else None
        name = unescape(custom.value, is_21=is_21) if custom else ""
        types, rest = _more_types(one.types, name), {}
        if one.parameters.keys() - {"TYPE"} or "pref" in one.types:
            parameters = dict(_parameters(one))
            rest = {key: values for key, values in parameters.items() if key not in {"TYPE", "VALUE"}}
        if (types or rest) and (number := number_of(one, is_21=is_21)):
            types = [word for word in dict.fromkeys(one.types) if word not in _USUAL]
            yield f"TEL{written({'TYPE': types, **rest})}:{escape(number)}"


@lru_cache(maxsize=512)
def _more_types(types: tuple[str, ...], name: str) -> list[str]:
    """Return those of a number's types that the label does not tell which is made of them."""
    told = types_of(number_label(types, name))
    return [word for word in types if word not in told and word not in _USUAL]


def _of_emails(emails: Iterable[Property], labels: Mapping[str, Property], *, is_21: bool) -> Iterator[str]:
    seen = set()
    for one in emails:
        is_labelled = one.group.lower() in labels
        if not one.parameters and not is_labelled:
            continue
        types = [word for word in dict.fromkeys(one.types) if word not in _USUAL]
        rest = {key: values for key, values in _parameters(one) if key not in {"TYPE", "VALUE"}}
        if not (types or rest or is_labelled) or not (address := one_line(text_of(one, is_21=is_21))):
            continue
        if address not in seen:
            seen.add(address)
            group = _group(one.group) if is_labelled else ""
            yield f"{group}EMAIL{written({'TYPE': types, **rest})}:{escape(address)}"


def _photo(photos: Sequence[Property]) -> tuple[str, bytes, list[Property]]:
    """Return the first picture that the card itself holds, and the others, wherever those are."""
    media_type, photo, others = "", b"", []
    for one in photos:
        found = ("", b"") if photo else content_of(one)
        if found[1]:
            media_type, photo = found
        else:
            others.append(one)
    return media_type, photo, others


def _agents(agents: Iterable[Property], inner: Iterable[str], *, is_21: bool) -> Iterator[str]:
    """Yield somebody's agents as vCard 4.0 has them: cards inside a card are a text there."""
    for one in agents:
        text = text_of(one, is_21=is_21)
        if text.upper().startswith("BEGIN:VCARD"):
            yield f"RELATED;TYPE=agent:{_card_uri(text)}"
        elif _URI.match(text) and "\n" not in text:
            yield f"RELATED;TYPE=agent:{text}"
        elif text:
            yield f"RELATED;TYPE=agent;VALUE=text:{escape(text)}"
    for card in inner:
        yield f"RELATED;TYPE=agent:{_card_uri(f'BEGIN:VCARD{_NEW_LINE}{card}{_NEW_LINE}END:VCARD')}"


def _card_uri(card: str) -> str:
    """Return a card as a link: as a text, its end would be taken for that of the card around it by some."""
    return to_uri("text/vcard", card.encode("utf-8", "replace"))


def _group(group: str) -> str:
    return f"{group.replace('_', '-')}." if group else ""


def _parameters(one: Property) -> Iterator[tuple[str, list[str]]]:
    for key, given in one.parameters.items():
        values = [
            value for text in given if (value := plain(text).replace("\n", "^n").replace('"', "^'").strip())
        ]
        if key in _CODING or not values:
            continue
        if key == "TYPE":
            types = [word for value in values for word in map(str.strip, value.split(",")) if word]
            named = [word for word in dict.fromkeys(types) if word.lower() != "pref"]
            if named and not one.data:
                yield "TYPE", named
            if len(named) < len(set(types)) and "PREF" not in one.parameters:
                yield "PREF", ["1"]
        elif key == "VALUE":
            if values[0].lower() not in _NO_VALUES:
                yield "VALUE", ["uri" if values[0].lower() == "url" else values[0].lower()]
        else:
            yield key.replace("_", "-"), values


def _quoted(value: str) -> str:
    return f'"{value}"' if _SEPARATORS.search(value) else value


def _value(one: Property, *, is_21: bool) -> str:
    if one.data:
        return to_uri(*content_of(one))
    value = plain(one.value)
    if is_21 and one.name in _STRUCTURED:
        return ";".join(map(escape, fields(value, is_21=True)))
    if is_21 and one.name in _TEXTS:
        return escape(unescape(value, is_21=True))
    if is_21:
        value = _STRAY.sub(r"\\\\", value)
    return _modern(one.name, value).replace("\n", "\\n")


def _modern(name: str, value: str) -> str:
    """Return a date or a place as vCard 4.0 writes it."""
    if name in _DATES and (date := _DATE.fullmatch(value)) is not None:
        return "".join(date.groups())
    if name == "GEO" and (place := _PLACE.fullmatch(value)) is not None:
        return f"geo:{place[1]},{place[2]}"
    return value


def _say_what_it_is(name: str, value: str, parameters: dict[str, list[str]]) -> None:
    """Call a value a text that is none of what its name promises."""
    is_odd = (name in _DATES and not _DATE_4.fullmatch(value)) or (
        (name in MEDIA or name == "GEO") and not _URI.match(value)
    )
    if is_odd and parameters.get("VALUE", ["uri"]) == ["uri"]:
        parameters["VALUE"] = ["text"]
