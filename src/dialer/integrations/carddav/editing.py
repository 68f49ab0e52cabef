"""Changing in a card what was changed of a person, and nothing else: every other line stays as it stands.

A card that other programs wrote holds more than Dialer knows: photos, addresses, properties of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.integrations.carddav.lines import Line, is_edge, split

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

_WIDTH = 75
_NAME_PARTS = 5
_TYPES = {
    "mobile": "CELL",
    "work": "WORK",
    "home": "HOME",
    "main": "MAIN",
    "fax": "FAX",
    "work fax": "WORK,FAX",
    "home fax": "HOME,FAX",
    "pager": "PAGER",
    "car": "CAR",
    "isdn": "ISDN",
    "video": "VIDEO",
    "other": "OTHER",
}
_ITEM = re.compile(r"item([0-9]{1,6})")


def new_card(person: ContactDraft, uid: str) -> bytes:
    """Return the card of somebody new, in version 3.0, which every server takes."""
    lines = ("BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Dialer//EN", f"UID:{uid}", "FN:", "N:;;;;", "END:VCARD")
    head = "".join(f"{line}\r\n" for line in lines)
    text = edit(head.encode(), ContactDraft(), person)
    return text if person.name else _Editor(text).with_text("FN", _stand_in(person))


def edit(text: bytes, before: ContactDraft, after: ContactDraft) -> bytes:
    """Return a card with what is different between two drafts of its person.

    Args:
        text: the card as the server has it.
        before: the person as the card says it.
        after: the person as it shall be.
    """
    editor = _Editor(text)
    if after.name != before.name:
        editor.set_text("FN", after.name or _stand_in(after))
        editor.set_name(after.name)
    if (after.organisation, after.department) != (before.organisation, before.department):
        editor.set_organisation(before, after)
    if after.title != before.title:
        editor.set_text("TITLE", after.title)
    if after.note != before.note:
        editor.set_text("NOTE", after.note)
    if after.numbers != before.numbers:
        editor.set_numbers(before.numbers, after.numbers)
    if after.emails != before.emails:
        editor.set_emails(before.emails, after.emails)
    if set(after.tags) != set(before.tags):
        editor.set_tags(set(after.tags) - set(before.tags), set(before.tags) - set(after.tags))
    return editor.text()


def _stand_in(person: ContactDraft) -> str:
    """Return what stands for the name of somebody without one: a card has to have one (RFC 6350, 6.2.1)."""
    numbers = (number.raw for number in person.numbers)
    return next(filter(None, (person.organisation, *person.emails, *numbers)), "")


class _Editor:
    """One card, line by line."""

    def __init__(self, text: bytes) -> None:
        lines = split(text)
        begins = [place for place, line in enumerate(lines) if is_edge(line, "BEGIN")]
        ends = [place for place, line in enumerate(lines) if is_edge(line, "END")]
        first, last = (begins[0] + 1, ends[-1]) if begins and ends else (0, len(lines))
        self._head, self._lines, self._tail = lines[:first], lines[first:last], lines[last:]
        self._end = b"\r\n" if b"\r\n" in text or b"\n" not in text else b"\n"

    def text(self) -> bytes:
        """Return the card as it is now."""
        return b"".join(line.raw for line in (*self._head, *self._lines, *self._tail))

    def with_text(self, name: str, text: str) -> bytes:
        """Return the card with another text in a property."""
        self.set_text(name, text)
        return self.text()

    def set_text(self, name: str, text: str) -> None:
        """Write one property for all of its name, or none where the text is empty."""
        from dialer.contacts.exchange.card_fields import escape

        self._set_value(name, escape(text) if text else "")

    def set_name(self, name: str) -> None:
        """Write the parts of a name; a card without any, such as a company's, stays without."""
        from dialer.contacts.exchange.card_fields import escape
        from dialer.contacts.exchange.card_lines import fields

        here = next((line for line in self._lines if line.name == "N"), None)
        if here is None:
            return
        parts = [*fields(here.value.decode("utf-8", "replace")), *[""] * _NAME_PARTS][:_NAME_PARTS]
        family, given = _split(name)
        written = (family, given, "", parts[3], parts[4])
        self._set_value("N", ";".join(map(escape, written)))

    def set_organisation(self, before: ContactDraft, after: ContactDraft) -> None:
        """Write organisation and department; units below the department stay where that was not changed."""
        from dialer.contacts.exchange.card_fields import escape
        from dialer.contacts.exchange.card_lines import fields

        here = next((line for line in self._lines if line.name == "ORG"), None)
        units = fields(here.value.decode("utf-8", "replace"))[1:] if here is not None else []
        if after.department != before.department:
            units = [after.department] if after.department else []
        texts = [after.organisation, *units]
        self._set_value("ORG", ";".join(map(escape, texts)) if any(texts) else "")

    def set_numbers(self, before: Sequence[NumberDraft], after: Sequence[NumberDraft]) -> None:
        """Write the numbers in their order; the lines of those that were there already stay as they are."""
        from dialer.contacts.exchange.card_fields import number_label, number_of
        from dialer.contacts.exchange.card_lines import read_line, unescape
        from dialer.contacts.records import one_line

        labels = {
            line.group: unescape(line.value.decode("utf-8", "replace"))
            for line in self._lines
            if line.name == "X-ABLABEL" and line.group
        }

        def key_of(line: Line) -> Hashable:
            read = read_line(line.text)
            if read is None or not (raw := number_of(read)):
                return None
            return raw, one_line(number_label(read.types, labels.get(line.group, "")))

        wanted = [(number.raw, number.label) for number in after]
        known = {(number.raw, number.label) for number in before}
        self._arrange("TEL", wanted, known, key_of, lambda key: self._number(*key))

    def set_emails(self, before: Sequence[str], after: Sequence[str]) -> None:
        """Write the addresses in their order; the lines of those that were there already stay as they are."""
        from dialer.contacts.exchange.card_fields import escape, text_of
        from dialer.contacts.exchange.card_lines import read_line
        from dialer.contacts.records import one_line

        def key_of(line: Line) -> Hashable:
            read = read_line(line.text)
            return one_line(text_of(read)) if read is not None else None

        def make(address: str) -> list[Line]:
            return [self._line("EMAIL:", escape(address))]

        self._arrange("EMAIL", list(after), set(before), key_of, make)

    def set_tags(self, added: set[str], removed: set[str]) -> None:
        """Write the categories; those that the card has beyond what is known stay."""
        from dialer.contacts.exchange.card_fields import escape
        from dialer.contacts.exchange.card_lines import listed

        values = [line.value.decode("utf-8", "replace") for line in self._lines if line.name == "CATEGORIES"]
        here = [tag for value in values for tag in listed(value) if tag and tag not in removed]
        tags = dict.fromkeys([*here, *sorted(added)])
        self._set_value("CATEGORIES", ",".join(map(escape, tags)))

    def _set_value(self, name: str, value: str) -> None:
        """Write the first property of a name, with the parameters that it has, and drop the others."""
        places = [place for place, line in enumerate(self._lines) if line.name == name]
        new = []
        if value:
            head = _plain_head(self._lines[places[0]]) if places else f"{name}:"
            new = [self._line(head, value)]
        place = places[0] if places else len(self._lines)
        rest = [line for line in self._lines[place:] if line.name != name]
        self._lines = [*self._lines[:place], *new, *rest]

    def _arrange(
        self,
        name: str,
        wanted: Sequence[Hashable],
        known: set[Hashable] | set[str] | set[tuple[str, str]],
        key_of: Callable[[Line], Hashable],
        make: Callable[..., list[Line]],
    ) -> None:
        """Bring the lines of a name into an order, with new ones for what is new."""
        there: defaultdict[Hashable, list[Line]] = defaultdict(list)
        strange: list[Line] = []
        for line in self._lines:
            if line.name == name:
                key = key_of(line)
                there[key].append(line) if key in known else strange.append(line)
        new: list[Line] = []
        for key in wanted:
            new += [there[key].pop(0)] if there[key] else make(key)
        places = [place for place, line in enumerate(self._lines) if line.name == name]
        place = places[0] if places else len(self._lines)
        rest = [line for line in self._lines[place:] if line.name != name]
        self._lines = [*self._lines[:place], *new, *strange, *rest]
        self._drop_lost_labels({line.group for lines in there.values() for line in lines if line.group})

    def _drop_lost_labels(self, groups: set[str]) -> None:
        """Drop the names of numbers that are gone."""
        used = {line.group for line in self._lines if line.name != "X-ABLABEL"}
        lost = groups - used
        self._lines = [line for line in self._lines if not (line.name == "X-ABLABEL" and line.group in lost)]

    def _number(self, raw: str, label: str) -> list[Line]:
        from dialer.contacts.exchange.card_fields import escape

        if not label:
            return [self._line("TEL:", escape(raw))]
        if label in _TYPES:
            return [self._line(f"TEL;TYPE={_TYPES[label]}:", escape(raw))]
        numbers = [int(found[1]) for line in self._lines if (found := _ITEM.fullmatch(line.group))]
        group = f"item{max(numbers, default=0) + 1}"
        name = self._line(f"{group}.X-ABLabel:", escape(label))
        self._lines.append(name)
        return [self._line(f"{group}.TEL:", escape(raw))]

    def _line(self, head: str, value: str) -> Line:
        text = (head + value).encode()
        return Line(_folded(text, self._end), text)


def _plain_head(line: Line) -> str:
    """Return what stands before a value that is to be written anew, without what the old one was coded by."""
    head = line.text[: len(line.text) - len(line.value)].decode("utf-8", "replace")
    if "ENCODING=" in head.upper() or "CHARSET=" in head.upper():
        return f"{line.group}.{line.name}:" if line.group else f"{line.name}:"
    return head


def _folded(text: bytes, end: bytes) -> bytes:
    """Return a line in pieces of 75 bytes at most, none of which ends within a character."""
    pieces: list[bytes] = []
    piece = b""
    for char in text.decode("utf-8", "replace"):
        encoded = char.encode("utf-8", "replace")
        if len(piece) + len(encoded) > _WIDTH - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += encoded
    return (end + b" ").join([*pieces, piece]) + end


def _split(name: str) -> tuple[str, str]:
    """Return family name and given name; "van der" and the like belong to the family name."""
    words = name.split()
    if len(words) < 2:  # noqa: PLR2004  # one word alone
        return name, ""
    small = (place for place, word in enumerate(words[1:-1], 1) if word.islower())
    first = next(small, len(words) - 1)
    return " ".join(words[first:]), " ".join(words[:first])
