"""Search while typing: runs in the database's thread.

The ranks are asked one after the other and each only for as many rows as the page still needs, so that the
time does not depend on how many contacts match. In this order: the exact name; favourites and people called
lately; names that begin with what was typed; a word of the name begins with each word typed; a word anywhere
in the contact does; a word anywhere contains it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.contacts import store, text
from dialer.contacts.model import Contact, Hit, SearchResult
from dialer.contacts.search.query import Query, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import apsw

_COUNTED = 1000
_SORTED = 200
_RECENT = 200
_ALL = -1
_FURTHER = 4


def search(
    connection: apsw.Connection,
    typed: str,
    limit: int,
    offset: int,
    count_all: int | None,
    without: Sequence[str] = (),
) -> SearchResult:
    """Return a page of the contacts that match, best first; a limit of 0 means all of them.

    A text without a letter or digit matches everybody. Contacts of the sources in ``without`` are left out.
    How many there are in all is counted where it is not known; how many match, only `count` does.
    """
    if count_all is None:
        count_all = store.count(connection, without)
    query = parse(typed)
    found = _found(connection, query, limit, offset, without)
    total, exact = len(found), not limit or len(found) < offset + limit
    if not query.terms:
        total, exact = 0 if query.is_nothing else count_all, True
    return SearchResult(
        hits=_hits(connection, query, found[offset:]), total=total, total_is_exact=exact, count_all=count_all
    )


def count(
    connection: apsw.Connection, typed: str, at_least: int, without: Sequence[str] = ()
) -> tuple[int, bool]:
    """Return how many contacts match, at least as many as are known, and whether there are no more."""
    query = parse(typed)
    if without:
        counted = len(_found(connection, query, _COUNTED + 1, 0, without))
        return max(min(counted, _COUNTED), at_least), counted <= _COUNTED
    return _count(connection, query, at_least)


def ranked(
    connection: apsw.Connection, typed: str, limit: int, offset: int, without: Sequence[str] = ()
) -> list[int]:
    """Return the rows on a page of the contacts that match, best first."""
    return _found(connection, parse(typed), limit, offset, without)[offset:]


def hits(connection: apsw.Connection, typed: str, rows: Sequence[int]) -> list[Hit]:
    """Return these contacts as a search for the text shows them."""
    return list(_hits(connection, parse(typed), rows))


def _found(
    connection: apsw.Connection, query: Query, limit: int, offset: int, without: Sequence[str]
) -> list[int]:
    """Return the rows from the first one on to the end of a page."""
    if query.is_nothing and not query.terms:
        return []
    asked = wanted = offset + limit if limit else _ALL
    while True:
        rows = _rank(connection, query, asked) if query.terms else _everybody(connection, asked)
        kept = _of_others(connection, rows, without) if without else rows
        if wanted == _ALL or len(kept) >= wanted or len(rows) < asked:
            return kept if wanted == _ALL else kept[:wanted]
        asked *= _FURTHER


def _of_others(connection: apsw.Connection, rows: Sequence[int], without: Sequence[str]) -> list[int]:
    """Return those of the rows, in their order, that come from none of these sources."""
    statement = (
        "SELECT contact.id FROM json_each(?) AS row JOIN contact ON contact.id=row.value"
        " WHERE contact.source NOT IN (SELECT value FROM json_each(?)) ORDER BY row.key"
    )
    return _rows(connection, statement, json.dumps(rows), json.dumps(without))


def _hits(connection: apsw.Connection, query: Query, rows: Sequence[int]) -> tuple[Hit, ...]:
    return tuple(hit(contact, query) for contact in store.load(connection, rows))


def _everybody(connection: apsw.Connection, wanted: int) -> list[int]:
    return _rows(connection, "SELECT id FROM contact ORDER BY sort_name, id LIMIT ?", wanted)


def _rank(connection: apsw.Connection, query: Query, wanted: int) -> list[int]:
    found: dict[int, None] = {}
    for rows in _ranks(connection, query, wanted):
        for row in rows:
            found[row] = None
            if len(found) == wanted:
                return list(found)
    return list(found)


def _ranks(connection: apsw.Connection, query: Query, wanted: int) -> Iterator[list[int]]:
    phrase = query.phrase
    yield _rows(connection, "SELECT id FROM contact WHERE sort_name=? ORDER BY id LIMIT ?", phrase, wanted)
    yield _marked(connection, query)
    yield _rows(
        connection,
        "SELECT id FROM contact WHERE sort_name>=?1 AND sort_name<?1||char(0x10FFFF)"
        " ORDER BY sort_name, id LIMIT ?2",
        phrase,
        wanted,
    )
    for table in ("contact_names", "contact_words"):
        yield _matching(connection, table, query.begins_words(), wanted)
    if not query.is_one_letter:
        yield _matching(connection, "contact_parts", query.inside_words(), wanted)


def _rows(connection: apsw.Connection, statement: str, *values: str | int) -> list[int]:
    return [row for (row,) in connection.execute(statement, values)]


def _matching(connection: apsw.Connection, table: str, expression: str, wanted: int) -> list[int]:
    """Return the rows of an index's hits: by name where they are few, else as the index has them."""
    limit = max(wanted, _SORTED + 1) if wanted != _ALL else _ALL
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT ?"  # noqa: S608  # constants
    rows = _rows(connection, statement, expression, limit)
    if 1 < len(rows) <= _SORTED or wanted == _ALL:
        marks = ",".join(map(str, rows))
        return _rows(connection, f"SELECT id FROM contact WHERE id IN ({marks}) ORDER BY sort_name, id")  # noqa: S608  # integers
    return rows


def _marked(connection: apsw.Connection, query: Query) -> list[int]:
    """Return the matching favourites by name, then those called lately, the latest first."""
    found = []
    for row, words in connection.execute(
        "SELECT id, ' ' || name_words || ' ' || rest_words FROM"
        " (SELECT * FROM contact WHERE favourite ORDER BY sort_name)"
        " UNION ALL SELECT id, ' ' || name_words || ' ' || rest_words FROM"
        " (SELECT * FROM contact WHERE last_called IS NOT NULL ORDER BY last_called DESC LIMIT ?)",
        (_RECENT,),
    ):
        if all(any(all(f" {word}" in words for word in way) for way in term.ways) for term in query.terms):
            found.append(row)
    return found


def _count(connection: apsw.Connection, query: Query, at_least: int) -> tuple[int, bool]:
    table, expression = "contact_parts", query.inside_words()
    if query.is_one_letter:
        table, expression = "contact_words", query.begins_words()
    statement = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"  # noqa: S608  # constants
    counted = int(connection.execute(statement, (expression, _COUNTED + 1)).get)
    if counted > _COUNTED:
        return max(_COUNTED, at_least), False
    return max(counted, at_least), True


def hit(contact: Contact, query: Query) -> Hit:
    """Return what a search shows of a contact: what matched, and which number to call."""
    return Hit(
        contact=contact,
        number_index=_best_number(contact, query),
        spans=text.spans(contact.name, query.words),
        organisation_spans=text.spans(contact.organisation, query.words),
    )


def _best_number(contact: Contact, query: Query) -> int:
    # Without its zeros: 020 is +31 20 to the index, too.
    typed = [digits for word in query.words if word.isdigit() and (digits := word.lstrip("0"))]
    if typed:
        written = [
            f"{number.e164 or ''} " + "".join(char for char in number.raw if char in "0123456789")
            for number in contact.numbers
        ]
        for digits in typed:
            for index, one in enumerate(written):
                if digits in one:
                    return index
    if (number := contact.number_to_call) is not None:
        return contact.numbers.index(number)
    return 0 if contact.numbers else -1
