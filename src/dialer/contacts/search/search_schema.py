"""The full-text indexes of the address book, in the form that the search asks now.

``contact_names`` has the whole folded words of names and ``contact_words`` those of the whole contact; both
answer "a word begins with". They are two tables, not two columns of one: a word that stands in everybody's
numbers and in nobody's name would have to be looked at everywhere to find that out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw


def split_words(connection: apsw.Connection) -> None:
    """Make one index of names and one of everything out of the one that had both as columns."""
    connection.execute("DROP TABLE contact_words")
    for table, prefixes in (("contact_names", "1 2 3"), ("contact_words", "1 2 3 4")):
        connection.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5("
            f"words, content='', detail=none, columnsize=0, tokenize='ascii', prefix='{prefixes}')"
        )
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES('secure-delete', 1)")
    connection.execute("INSERT INTO contact_names(rowid, words) SELECT id, name_words FROM contact")
    connection.execute(
        "INSERT INTO contact_words(rowid, words) SELECT id, name_words || ' ' || rest_words FROM contact"
    )
